import type { NamedEntry, RequestRecord } from '../ledger/verify-requests.ts';
import { isClaiming } from '../model/refund.ts';
import { chargeFromItem, isSubmittedCharge } from './items/charge-item.ts';
import { correctionFromItem } from './items/correction-item.ts';
import { depositFromItem } from './items/deposit-item.ts';
import { refundFromItem } from './items/refund-item.ts';
import type { Item } from './ledger-table.ts';

interface Posted {
  readonly sequence: bigint;
  readonly hash: string;
}

/** What a request of any kind says of its entries and its claim, for whoever holds it against the journal. */
export function requestRecord(item: Item): RequestRecord {
  try {
    return readRecord(item);
  } catch {
    // Whoever checks a ledger wants to hear of all of it: one damaged request does not end the check.
    const of = { requestId: String(item.pk).slice(2), customerId: String(item.cust), currency: String(item.ccy) };
    return { ...of, isPosted: 'perhaps', entries: [], peopleNeeded: 1, isDamaged: true };
  }
}

function readRecord(item: Item): RequestRecord {
  const of = { requestId: String(item.pk).slice(2), customerId: String(item.cust), currency: String(item.ccy) };
  const entry = (posted: Posted, people?: readonly string[]): NamedEntry => {
    const { customerId, currency } = of;
    return { customerId, currency, sequence: posted.sequence, hash: posted.hash, ...(people && { people }) };
  };
  switch (item.kind) {
    case 'refund':
      return { ...of, ...refundPart(item, entry) };
    case 'correction':
      return { ...of, ...correctionPart(item) };
    case 'deposit': {
      const { state, posting, bounce } = depositFromItem(item);
      // Bounced before its money had come, it has no entry.
      const isPosted = state === 'bounced' ? 'perhaps' : state === 'arrived';
      return {
        ...of,
        isPosted,
        entries: [posting, bounce].flatMap((each) => each ?? []).map((each) => entry(each)),
        peopleNeeded: 1,
      };
    }
    default: {
      if (!isSubmittedCharge(item)) return { ...of, isPosted: false, entries: [], peopleNeeded: 1 };
      const { state, posting, maker, approvers, stages } = chargeFromItem(item);
      const isPosted = state === 'posted' || state === 'corrected';
      const entries = posting === undefined ? [] : [entry(posting, [maker, ...approvers])];
      return { ...of, isPosted, entries, peopleNeeded: stages.length + 1 };
    }
  }
}

function refundPart(item: Item, entry: (posted: Posted, people: readonly string[]) => NamedEntry) {
  const { state, posting, maker, approvers, stages, attempts, source, amount } = refundFromItem(item);
  const payer = attempts.findLast(({ outcome }) => outcome === 'paid')?.by;
  const people = [maker, ...approvers, ...(payer === undefined ? [] : [payer])];
  const on = source.from === 'charge' ? source.chargeId : source.from;
  return {
    isPosted: state === 'paid' || state === 'arrived',
    entries: posting === undefined ? [] : [entry(posting, people)],
    // Who asked, who approved, and who paid it out.
    peopleNeeded: stages.length + 2,
    ...(isClaiming(state) ? { claims: { on, minor: amount.minor } } : {}),
  };
}

function correctionPart(item: Item): Omit<RequestRecord, 'requestId' | 'customerId' | 'currency'> {
  const { state, result, maker, approvers, stages, chargeId } = correctionFromItem(item);
  const entries = (result?.postings ?? []).map(({ customerId, currency, sequence, hash }) => ({
    ...{ customerId, currency, sequence, hash },
    people: [maker, ...approvers],
  }));
  return {
    // One that only charges more has its entry under the further charge.
    isPosted: state === 'posted' ? 'perhaps' : false,
    entries,
    peopleNeeded: stages.length + 1,
    ...(state === 'in-review' ? { claims: { on: chargeId, minor: 0n } } : {}),
  };
}
