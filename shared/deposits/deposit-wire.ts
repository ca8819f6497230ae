import type { DepositWire } from '../contracts/deposits.ts';
import { entryId } from '../customers/entry-wire.ts';
import type { Head } from '../ledger/journal-entry.ts';
import { sumOf } from '../ledger/lots.ts';
import type { Deposit } from '../model/deposit.ts';
import { toWire } from '../model/money.ts';

/** A deposit as staff see it; of one that has arrived, also what is left of it where the ledger stands at `head`. */
export function depositToWire(deposit: Deposit, head?: Head): DepositWire {
  const { amount, terms, history, posting, bounce } = deposit;
  const entryOf = (sequence: bigint) => entryId({ ...deposit, currency: amount.currency }, sequence);
  return {
    ...{ id: deposit.id, customerId: deposit.customerId, state: deposit.state, amount: toWire(amount) },
    ...{ purpose: deposit.purpose, method: deposit.method, paidOn: deposit.paidOn },
    ...(deposit.arrivedOn === undefined ? {} : { arrivedOn: deposit.arrivedOn }),
    ...(deposit.reference === undefined ? {} : { reference: deposit.reference }),
    ...(deposit.note === undefined ? {} : { note: deposit.note }),
    terms: {
      ...(terms.types === undefined ? {} : { chargeTypes: [...terms.types] }),
      ...(terms.expires === undefined ? {} : { expires: terms.expires }),
      isRefundable: terms.isFixed !== true,
    },
    ...{ policyVersion: deposit.policyVersion, registeredAt: deposit.openedAt, registeredBy: deposit.maker },
    ...(deposit.receiptNumber === undefined ? {} : { receiptNumber: deposit.receiptNumber }),
    ...(posting === undefined ? {} : { entry: entryOf(posting.sequence) }),
    ...(bounce === undefined ? {} : { bounceEntry: entryOf(bounce.sequence) }),
    ...whatIsLeft(deposit, head),
    history: history.map(({ at, by, action, to, reason }) => ({
      ...{ at, by, action, to },
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

function whatIsLeft({ posting, amount: { currency } }: Deposit, head: Head | undefined) {
  if (posting === undefined || head === undefined) return {};
  const own = ({ number }: { number: bigint }) => number === posting.sequence;
  const held = head.claims.flatMap(({ lots = [] }) => lots);
  return {
    left: toWire({ minor: sumOf(head.lots.filter(own)), currency }),
    held: toWire({ minor: sumOf(held.filter(own)), currency }),
  };
}

/** A deposit as its customer sees it: without who worked on it and what they noted; why it bounced is his to know. */
export function forCustomer({ note: _, ...deposit }: DepositWire): DepositWire {
  return {
    ...deposit,
    registeredBy: '',
    history: deposit.history.map(({ at, action, to, reason }) => ({
      ...{ at, by: '', action, to },
      ...(action === 'bounce' && reason !== undefined ? { reason } : {}),
    })),
  };
}

/** What somebody registered by mistake was never the customer's. */
export function isForCustomer({ state }: Pick<Deposit, 'state'>): boolean {
  return state !== 'cancelled';
}
