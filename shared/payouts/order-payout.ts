import { invariant } from '../errors/invariant.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { keepStageToken } from '../table/stage-token.ts';
import { orderOf, type PaymentGateway, PayoutNotTaken } from './payment-gateway.ts';
import { attemptOf, outcomeOfPayout, type PayoutRuns, payoutStage } from './report-payout.ts';

export interface OrderPayout {
  readonly requestId: RefundId;
  readonly taskToken: string;
}

/**
 * What the state machine calls when an approved refund has to be paid: announces the payout and keeps the token its run
 * waits on. Nothing is ordered before an attempt stands in the record, so what the provider says of it always finds one.
 * The record says which attempt that is, so however often the step is repeated, after a lost reply or by a run started
 * again, one attempt is one order. An end that came before the token was kept is reported from here; one that comes
 * after, from the stream: each reads what the other wrote. Fails with PAYOUT_NOT_TAKEN when the gateway does not answer
 * or refuses; the state machine repeats the step.
 */
export async function orderPayout(
  context: LedgerContext,
  ports: { readonly gateway: PaymentGateway; readonly workflow: PayoutRuns },
  { requestId, taskToken }: OrderPayout,
): Promise<void> {
  const refund = await readOrdered(context.table, requestId);
  const attempt = attemptOf(refund);
  const ended = outcomeOfPayout(refund, attempt);
  if (ended !== undefined) return await ports.workflow.report(taskToken, ended);

  await orderAt(ports.gateway, refund);
  await keepStageToken(context, payoutStage(refund.id, attempt), taskToken, { isTold: true });

  const meanwhile = outcomeOfPayout(await readOrdered(context.table, requestId), attempt);
  if (meanwhile !== undefined) await ports.workflow.report(taskToken, meanwhile);
}

/**
 * Announces a payout that a cashier has to begin, or orders one that he began. The stream orders it as he begins; a run
 * that is started again orders once more, which is the same order. Fails with PAYOUT_NOT_TAKEN.
 */
export async function orderAt(gateway: PaymentGateway, refund: Refund): Promise<void> {
  const order = orderOf(refund, attemptOf(refund));
  try {
    await (refund.state === 'approved' ? gateway.announce(order) : gateway.payOut(order));
  } catch (cause) {
    throw new PayoutNotTaken(`order ${order.id} was not taken`, { cause });
  }
}

async function readOrdered(table: LedgerTable, id: RefundId): Promise<Refund> {
  const refund = await readRefund(table, id);
  invariant(refund !== undefined, `refund ${id} of the workflow exists`);
  return refund;
}
