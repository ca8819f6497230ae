import { isBeingWritten, type RequestCase, type Submitted } from '../model/request-case.ts';
import { tellOfCharge } from '../notices/tell-of-charge.ts';
import { tellOfCorrection } from '../notices/tell-of-correction.ts';
import { tellOfRefund } from '../notices/tell-of-refund.ts';
import type { CustomerTeller } from '../notices/to-customer.ts';
import { orderAt } from '../payouts/order-payout.ts';
import type { PaymentGateway } from '../payouts/payment-gateway.ts';
import { reportPayout } from '../payouts/report-payout.ts';
import type { LedgerContext } from '../table/context.ts';
import { readStageToken } from '../table/stage-token.ts';
import { type ApprovalWorkflow, outcomeOf } from './approval-workflow.ts';
import { tellOfEscalation } from './tell-of-escalation.ts';

type Ports = CustomerTeller & { readonly workflow: ApprovalWorkflow; readonly gateway: PaymentGateway };

/** One change of a request, as the table's stream tells it. */
export interface RequestChange {
  readonly before: RequestCase | undefined;
  readonly after: RequestCase;
}

/**
 * Everything that follows from a request's change: a revision that entered review starts its run, a decision is told
 * to the run that waits, an end or an escalation is told to people. Each step may come twice, late or out of order (promise 6).
 */
export async function followRequest(
  context: LedgerContext,
  ports: Ports,
  { before, after }: RequestChange,
): Promise<void> {
  const waited = before !== undefined && !isBeingWritten(before) && before.state === 'in-review' ? before : undefined;
  if (isBeingWritten(after)) {
    if (waited !== undefined) await reportStage(context, ports.workflow, waited, after);
    return;
  }
  const isNewRevision = before === undefined || isBeingWritten(before) || before.revision < after.revision;
  const startsAtOnce = after.state === 'in-review' || (after.kind === 'refund' && after.state === 'approved');
  if (isNewRevision && startsAtOnce) await ports.workflow.start(after.id, after.revision);
  if (!isNewRevision && waited !== undefined) await reportStage(context, ports.workflow, waited, after);
  const { escalatedTo } = after;
  if (waited?.escalatedTo === undefined && escalatedTo !== undefined) {
    await tellOfEscalation(context, ports, { ...after, escalatedTo });
  }
  if (isNewRevision || before.state !== after.state) await followState(context, ports, before, after);
}

/** What follows from the state a request of a kind came into. */
async function followState(
  context: LedgerContext,
  ports: Ports,
  before: RequestCase | undefined,
  after: Submitted,
): Promise<void> {
  switch (after.kind) {
    case 'charge':
      return await tellOfCharge(context, ports, after);
    case 'correction':
      return await tellOfCorrection(context, ports, after);
    case 'refund': {
      const earlier = before?.kind === 'refund' ? before : undefined;
      await reportPayout(context, ports.workflow, after);
      // A cashier began: the attempt is on record, so money may move.
      if (after.state === 'executing') await orderAt(ports.gateway, after);
      return await tellOfRefund(context, ports, { before: earlier, after });
    }
  }
}

/** Tells the run how the stage that waited has ended; where it has not asked yet, it will see that for itself. */
export async function reportStage(
  context: LedgerContext,
  workflow: ApprovalWorkflow,
  waiting: Pick<Submitted, 'id' | 'revision' | 'stage'>,
  now: RequestCase,
): Promise<void> {
  const outcome = outcomeOf(now, waiting.revision, waiting.stage);
  if (outcome === undefined) return;
  const token = await readStageToken(context, waiting);
  if (token !== undefined) await workflow.report(token, outcome);
}
