import { type Charge, type ChargeCase, isDraft } from '../model/charge-request.ts';
import { tellOfCharge } from '../notices/tell-of-charge.ts';
import type { CustomerTeller } from '../notices/to-customer.ts';
import type { LedgerContext } from '../table/context.ts';
import { readStageToken } from '../table/stage-token.ts';
import { type ApprovalWorkflow, outcomeOf } from './approval-workflow.ts';
import { tellOfEscalation } from './tell-of-escalation.ts';

/** One change of a request, as the table's stream tells it. */
export interface RequestChange {
  readonly before: ChargeCase | undefined;
  readonly after: ChargeCase;
}

/**
 * Everything that follows from a request's change: a revision that entered review starts its run, a decision is told
 * to the run that waits, an end or an escalation is told to people. Each step may come twice, late or out of order (promise 6).
 */
export async function followRequest(
  context: LedgerContext,
  ports: CustomerTeller & { workflow: ApprovalWorkflow },
  { before, after }: RequestChange,
): Promise<void> {
  const waited = before !== undefined && !isDraft(before) && before.state === 'in-review' ? before : undefined;
  if (isDraft(after)) {
    if (waited !== undefined) await reportStage(context, ports.workflow, waited, after);
    return;
  }
  const isNewRevision = before === undefined || isDraft(before) || before.revision < after.revision;
  if (isNewRevision && after.state === 'in-review') await ports.workflow.start(after.id, after.revision);
  if (!isNewRevision && waited !== undefined) await reportStage(context, ports.workflow, waited, after);
  const { escalatedTo } = after;
  if (waited?.escalatedTo === undefined && escalatedTo !== undefined) {
    await tellOfEscalation(context, ports, { ...after, escalatedTo });
  }
  if (isNewRevision || before.state !== after.state) await tellOfCharge(context, ports, after);
}

/** Tells the run how the stage that waited has ended; where it has not asked yet, it will see that for itself. */
export async function reportStage(
  context: LedgerContext,
  workflow: ApprovalWorkflow,
  waiting: Pick<Charge, 'id' | 'revision' | 'stage'>,
  now: ChargeCase,
): Promise<void> {
  const outcome = outcomeOf(now, waiting.revision, waiting.stage);
  if (outcome === undefined) return;
  const token = await readStageToken(context, waiting);
  if (token !== undefined) await workflow.report(token, outcome);
}
