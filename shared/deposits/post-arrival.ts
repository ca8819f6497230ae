import { invariant } from '../errors/invariant.ts';
import { documentNumber } from '../ledger/document-number.ts';
import type { Head, JournalEntry } from '../ledger/journal-entry.ts';
import { ownLot } from '../ledger/lots.ts';
import { depositPostings } from '../ledger/posting-rules.ts';
import type { Deposit } from '../model/deposit.ts';
import { openDate } from '../periods/period-lock.ts';
import { commitTogether, onlyEntry, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositItem } from '../table/items/deposit-item.ts';
import type { Condition } from '../table/write.ts';
import { readDeposit } from './stored-deposit.ts';

/**
 * Posts a deposit whose money has arrived (C1): its own lot, with its terms, and a receipt with its own number, in one
 * write. `deposit` is as it will be, but for its place in the ledger and that number. The people are the maker and, where
 * somebody else confirmed the money, he. The entry has the day the money was there (G14), or today's where that month is closed (F14). `refuse` is asked with the head
 * the money is posted to. Answers that the deposit had moved when the condition does not hold.
 */
export async function postArrival(
  context: LedgerContext,
  deposit: Deposit,
  condition: Condition,
  refuse: (head: Head) => void = () => undefined,
): Promise<{ deposit: Deposit; entry: JournalEntry } | typeof requestMoved> {
  const { customerId, amount, terms, arrivedOn } = deposit;
  invariant(arrivedOn !== undefined, 'a deposit that arrives says on which day');
  const confirmedBy = deposit.history.at(-1)?.by ?? deposit.maker;
  let arrived = deposit;
  const done = await commitTogether(context, {
    ledgers: [{ customerId, currency: amount.currency }],
    isDone: async () => (await readDeposit(context.table, deposit.id))?.posting !== undefined,
    plan: async ([head]) => {
      if (head !== undefined) refuse(head);
      const arrival = {
        requestId: deposit.id,
        effectiveDate: await openDate(context, arrivedOn),
        makers: confirmedBy === deposit.maker ? [deposit.maker] : [deposit.maker, confirmedBy],
        postings: depositPostings(deposit.method, amount.minor),
        lots: [{ ...terms, number: ownLot, minor: amount.minor }],
      };
      return { ledgers: [{ drafts: [arrival], issue: ['receipt'] }] };
    },
    requestWrite: (committed) => {
      const { sequence, recordedAt, hash } = onlyEntry(committed);
      const [head] = committed.heads;
      const receiptNumber = head && documentNumber(head, 'receipt');
      arrived = {
        ...deposit,
        posting: { sequence, recordedAt, hash },
        ...(receiptNumber === undefined ? {} : { receiptNumber }),
      };
      return { item: depositItem(arrived, context.zone), condition };
    },
  });
  return typeof done === 'symbol' ? done : { deposit: arrived, entry: onlyEntry(done) };
}
