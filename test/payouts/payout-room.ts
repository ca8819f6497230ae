import type { StageOutcome } from '../../shared/approvals/approval-workflow.ts';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import type { RefundId, ReviewedId } from '../../shared/model/ids.ts';
import type { Refund } from '../../shared/model/refund.ts';
import { orderPayout } from '../../shared/payouts/order-payout.ts';
import type { PaymentGateway, PayoutOrder } from '../../shared/payouts/payment-gateway.ts';
import type { PayoutOutcome } from '../../shared/payouts/report-payout.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { refundDesk } from '../refunds/refund-desk.ts';

/** A refund desk with a workflow that says what it is told, and a payment gateway that keeps the orders it takes. */
export async function payoutRoom() {
  const desk = await refundDesk();
  await desk.deposit(1_000_000n);
  const room = mailRoom();
  const reported: [token: string, outcome: StageOutcome | PayoutOutcome][] = [];
  const started: string[] = [];
  const workflow = {
    start: async (id: ReviewedId, revision: number) => void started.push(`${id}-r${revision}`),
    ensureRunning: async (id: ReviewedId, revision: number) => void started.push(`${id}-r${revision} again`),
    ensureEnded: async (id: ReviewedId, revision: number) => void started.push(`${id}-r${revision} to its end`),
    report: async (token: string, outcome: StageOutcome | PayoutOutcome) => void reported.push([token, outcome]),
  };
  /** Whoever moves the money: an order it knows is no second payout. */
  const taken = new Map<string, PayoutOrder>();
  const announced = new Map<string, PayoutOrder>();
  const trouble: { before?: Error; after?: Error } = {};
  const take = async (orders: Map<string, PayoutOrder>, order: PayoutOrder) => {
    if (trouble.before) throw trouble.before;
    orders.set(order.id, order);
    if (trouble.after) throw trouble.after;
  };
  const gateway: PaymentGateway = {
    announce: (order) => take(announced, order),
    payOut: (order) => take(taken, order),
  };
  return {
    ...desk,
    room,
    reported,
    started,
    workflow,
    taken,
    announced,
    trouble,
    /** "Pay out" of the state machine. */
    order: (id: string, taskToken: string, through: PaymentGateway = gateway) =>
      orderPayout(desk.context, { gateway: through, workflow }, { requestId: id as RefundId, taskToken }),
    /** A change as the table's stream tells it. */
    follow: (before: Refund | undefined, after: Refund) =>
      followRequest(desk.context, { ...room.process(), workflow, gateway }, { before, after }),
  };
}

export type PayoutRoom = Awaited<ReturnType<typeof payoutRoom>>;
