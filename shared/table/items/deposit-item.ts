import { invariant } from '../../errors/invariant.ts';
import type { Currency } from '../../model/currency.ts';
import { businessDate, type CalendarDate } from '../../model/dates.ts';
import type { Deposit, LotTerms } from '../../model/deposit.ts';
import type { CustomerId, UserId } from '../../model/ids.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import {
  openedAt,
  type PostingAttributes,
  postingAttributes,
  postingFromAttributes,
  type StepAttributes,
  stepAttributes,
  stepFromAttributes,
  toMillis,
} from './request-item.ts';

/** A deposit as an item; until its money has arrived, it lies in the cashiers' inbox. */
export function depositItem(deposit: Deposit, zone: string): Item {
  const { id, customerId, openedAt: at } = deposit;
  return {
    ...keys.request(id),
    kind: 'deposit',
    cust: customerId,
    state: deposit.state,
    amt: deposit.amount.minor,
    ccy: deposit.amount.currency,
    type: deposit.purpose,
    terms: Object.keys(deposit.terms).length === 0 ? undefined : deposit.terms,
    pol: BigInt(deposit.policyVersion),
    method: deposit.method,
    paid: deposit.paidOn,
    arr: deposit.arrivedOn,
    ref: deposit.reference,
    note: deposit.note,
    maker: deposit.maker,
    at: toMillis(at),
    hist: deposit.history.map(stepAttributes),
    print: deposit.bodyPrint,
    rc: deposit.method,
    no: deposit.receiptNumber,
    post: deposit.posting && postingAttributes(deposit.posting),
    back: deposit.bounce && postingAttributes(deposit.bounce),
    ...(deposit.state === 'registered' ? indexKeys.inbox('cashier', at, id) : {}),
    ...indexKeys.requestByMonth('deposit', businessDate(at, zone), at, id),
    ...indexKeys.requestOfCustomer(customerId, 'deposit', at, id),
  };
}

export function depositFromItem(item: Item): Deposit {
  invariant(item.kind === 'deposit', `item ${String(item.pk)} is a deposit`);
  const raw = item as unknown as DepositAttributes;
  return {
    kind: 'deposit',
    id: raw.pk.slice(2) as Deposit['id'],
    customerId: raw.cust,
    state: raw.state,
    amount: { minor: raw.amt, currency: raw.ccy },
    purpose: raw.type,
    terms: raw.terms ?? {},
    policyVersion: Number(raw.pol),
    method: raw.method,
    paidOn: raw.paid,
    ...(raw.arr === undefined ? {} : { arrivedOn: raw.arr }),
    ...(raw.ref === undefined ? {} : { reference: raw.ref }),
    ...(raw.note === undefined ? {} : { note: raw.note }),
    maker: raw.maker,
    openedAt: openedAt(raw.g3sk),
    history: raw.hist.map(stepFromAttributes),
    bodyPrint: raw.print,
    ...(raw.no === undefined ? {} : { receiptNumber: raw.no }),
    ...(raw.post === undefined ? {} : { posting: postingFromAttributes(raw.post) }),
    ...(raw.back === undefined ? {} : { bounce: postingFromAttributes(raw.back) }),
  };
}

interface DepositAttributes {
  readonly pk: string;
  readonly cust: CustomerId;
  readonly state: Deposit['state'];
  readonly amt: bigint;
  readonly ccy: Currency;
  readonly type: string;
  readonly terms?: LotTerms;
  readonly pol: bigint;
  readonly method: string;
  readonly paid: CalendarDate;
  readonly arr?: CalendarDate;
  readonly ref?: string;
  readonly note?: string;
  readonly maker: UserId;
  readonly hist: readonly StepAttributes[];
  readonly print: string;
  readonly no?: string;
  readonly post?: PostingAttributes;
  readonly back?: PostingAttributes;
  readonly g3sk: string;
}
