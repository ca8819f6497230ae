import type { JournalEntry } from '../ledger/journal-entry.ts';
import { depositPostings } from '../ledger/posting-rules.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId, DepositId, UserId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { commit, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositItem } from '../table/items/deposit-item.ts';

/** Money a customer had left with the company before the ledger began. */
export interface OpeningDeposit {
  readonly id: DepositId;
  readonly customerId: CustomerId;
  readonly amount: Money;
  /** How it was paid, such as `bank-transfer`. */
  readonly method: string;
  readonly maker: UserId;
}

/** Posts an opening deposit (C1); posting it again answers that it had been posted and changes nothing. */
export async function postOpeningDeposit(
  context: LedgerContext,
  deposit: OpeningDeposit,
): Promise<JournalEntry | typeof requestMoved> {
  const now = context.clock();
  return await commit(context, {
    customerId: deposit.customerId,
    currency: deposit.amount.currency,
    plan: () => ({
      draft: {
        requestId: deposit.id,
        effectiveDate: businessDate(now, context.zone),
        makers: [deposit.maker],
        postings: depositPostings(deposit.method, deposit.amount.minor),
      },
      receivables: [],
    }),
    requestWrite: (entry) => ({
      item: depositItem(deposit, entry, context.zone),
      condition: { expression: 'attribute_not_exists(pk)' },
    }),
  });
}
