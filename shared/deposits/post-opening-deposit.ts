import type { JournalEntry } from '../ledger/journal-entry.ts';
import { businessDate } from '../model/dates.ts';
import type { Deposit } from '../model/deposit.ts';
import type { CustomerId, DepositId, UserId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import type { requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { postArrival } from './post-arrival.ts';

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
  { maker, ...opening }: OpeningDeposit,
): Promise<JournalEntry | typeof requestMoved> {
  const now = context.clock();
  const today = businessDate(now, context.zone);
  const deposit: Deposit = {
    ...{ kind: 'deposit', ...opening, maker, state: 'arrived', purpose: 'general', terms: {}, policyVersion: 0 },
    ...{ paidOn: today, arrivedOn: today, openedAt: now, bodyPrint: '' },
    history: [{ at: now, by: maker, action: 'register', to: 'arrived' }],
  };
  const posted = await postArrival(context, deposit, { expression: 'attribute_not_exists(pk)' });
  return typeof posted === 'symbol' ? posted : posted.entry;
}
