import type { Charge } from '../model/charge-request.ts';
import type { CalendarDate } from '../model/dates.ts';
import { commit, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import type { Condition } from '../table/write.ts';
import { type PostingTerms, planPosting } from './plan-posting.ts';
import { readCharge } from './stored-charge.ts';

interface ChargeToPost extends PostingTerms {
  /** The charge as it will be, but for its place in the ledger. */
  readonly charge: Charge;
  readonly condition: Condition;
}

/**
 * Posts an approved charge: the request's last state, the customer's head, the journal entry and what he then owes are
 * one write (A19, A23, A25). Answers the posted charge, or that the request had moved.
 */
export async function postCharge(context: LedgerContext, toPost: ChargeToPost): Promise<Charge | typeof requestMoved> {
  const { charge, condition, ...terms } = toPost;
  let posted = charge;
  let dueDate: CalendarDate | undefined;
  const outcome = await commit(context, {
    customerId: charge.customerId,
    currency: charge.amount.currency,
    isDone: async () => (await readCharge(context.table, charge.id))?.state === 'posted',
    plan: (head) => {
      const planned = planPosting(charge, head, terms);
      dueDate = planned.dueDate;
      return planned;
    },
    requestWrite: ({ sequence, recordedAt, hash }) => {
      posted = { ...charge, posting: { sequence, recordedAt, hash, ...(dueDate === undefined ? {} : { dueDate }) } };
      return { item: chargeItem(posted, context.zone), condition };
    },
  });
  return typeof outcome === 'symbol' ? outcome : posted;
}
