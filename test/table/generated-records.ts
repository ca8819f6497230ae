import * as fc from 'fast-check';
import { account as accountNamed, customerAccounts } from '../../shared/ledger/accounts.ts';
import { documentNumberOf } from '../../shared/ledger/document-number.ts';
import {
  type Claim,
  type DocumentSeries,
  documentSeries,
  type Head,
  type JournalEntry,
} from '../../shared/ledger/journal-entry.ts';
import type { Lot } from '../../shared/ledger/lots.ts';
import { type LedgerEvent, postingRules } from '../../shared/ledger/posting-rules.ts';
import { chargeTypes, reasonCodes } from '../../shared/model/charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import { type Correction, correctionCauses, mistakes, remedies } from '../../shared/model/correction.ts';
import { currencies } from '../../shared/model/currency.ts';
import type { Customer } from '../../shared/model/customer-record.ts';
import { type CalendarDate, type Instant, toInstant } from '../../shared/model/dates.ts';
import { type Deposit, depositStates } from '../../shared/model/deposit.ts';
import type {
  ChargeId,
  CorrectionId,
  CustomerId,
  DepositId,
  RefundId,
  RequestId,
  UserId,
} from '../../shared/model/ids.ts';
import { type Refund, refundReasons, refundStates } from '../../shared/model/refund.ts';
import type { HistoryStep } from '../../shared/model/request.ts';
import { requestStates } from '../../shared/model/request-state.ts';
import { approvingRoles, roles } from '../../shared/model/role.ts';
import type { User } from '../../shared/model/user.ts';

const letters = fc.string({ unit: fc.constantFrom(...'abcxyz237'), minLength: 26, maxLength: 26 });
const customerId = letters.map((text) => `cus_${text}` as CustomerId);
const requestId = fc
  .tuple(fc.constantFrom('chg', 'dep', 'rfd', 'cor'), letters)
  .map((parts) => parts.join('_') as RequestId);
const userId = fc.constantFrom('wang.fang', 'li.na', 'chen.jie').map((name) => name as UserId);
const currency = fc.constantFrom(...currencies);
const instant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((time): Instant => toInstant(time));
const day = instant.map((time) => time.slice(0, 10) as CalendarDate);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const minor = fc.bigInt({ min: 1n, max: 999_999_999_999_999n });
const print = fc.string({ unit: fc.constantFrom(...'abc234'), minLength: 12, maxLength: 12 });
const hash = fc.string({ unit: fc.constantFrom(...'aB3-_'), minLength: 43, maxLength: 43 });
const balances = fc.record({ receivable: minor, prepaid: minor, held: minor, unapplied: minor });

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Leaves a field out where it is absent: records have no field that is undefined. */
const compact = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as unknown;

const line = fc.record({ description: text, quantity: fc.constant('2'), unitPrice: fc.constant('625.00') });
const voucherKind = fc.constantFrom('contract-change', 'service-confirmation', 'fee-notice', 'other');
const content = {
  type: fc.constantFrom(...chargeTypes),
  reason: fc.record({ code: fc.constantFrom(...reasonCodes), text }),
  amount: fc.record({ minor, currency }),
  basis: fc.record({ text, lines: maybe(fc.array(line, { maxLength: 3 })) }).map(compact),
  period: fc.record({ start: day, end: day }),
  vouchers: fc.array(fc.record({ kind: voucherKind, reference: text }), { maxLength: 3 }),
};

const step = fc
  .record({
    at: instant,
    by: fc.oneof(userId, fc.constant('policy')),
    action: fc.constantFrom('submit', 'resubmit', 'approve', 'return', 'reject', 'pass'),
    to: fc.constantFrom(...requestStates),
    stage: maybe(fc.integer({ min: 1, max: 3 })),
    reason: maybe(text),
    keyPrint: maybe(print),
    bodyPrint: maybe(print),
  })
  .map((value) => compact(value) as HistoryStep);

const stage = fc.record({
  role: fc.constantFrom(...approvingRoles),
  deadlineHours: fc.integer({ min: 1, max: 720 }),
});

/** What requests under review have alike; only a stage that waits has a deadline. */
const reviewed = {
  customerId,
  revision: fc.integer({ min: 1, max: 99 }),
  stages: fc.array(stage, { maxLength: 3 }),
  place: fc.nat({ max: 3 }),
  policyVersion: fc.nat({ max: 999 }),
  maker: userId,
  approvers: fc.array(userId, { maxLength: 2 }),
  openedAt: instant,
  submittedAt: instant,
  dueAt: instant,
  escalatedTo: maybe(fc.constantFrom(...approvingRoles)),
  together: maybe(fc.constantFrom('customer 3 1200000 24', 'account 2 500000 168')),
  history: fc.array(step, { minLength: 1, maxLength: 5 }),
  bodyPrint: print,
};

interface Waiting {
  readonly place: number;
  readonly stages: readonly unknown[];
  readonly state: string;
  readonly dueAt: Instant;
}

/** Puts a request into the stage that waits, or leaves it in a state in which none does. */
function inItsStage({ place, dueAt, state, ...rest }: Waiting): unknown {
  const waits = Math.min(place, rest.stages.length);
  return compact({
    ...rest,
    state: waits === 0 ? state : 'in-review',
    stage: waits,
    dueAt: waits === 0 ? undefined : dueAt,
  });
}

const chargeId = letters.map((id) => `chg_${id}` as ChargeId);
const postedEntry = fc.record({ sequence: minor, recordedAt: instant, hash });
const elsewhere = (state: string) => state !== 'in-review' && state !== 'draft';

/** A charge in any state. */
export const charge: fc.Arbitrary<Charge> = fc
  .record({
    ...content,
    ...reviewed,
    kind: fc.constant('charge'),
    id: chargeId,
    state: fc.constantFrom(...requestStates.filter(elsewhere)),
    effectiveDate: day,
    dispute: maybe(fc.constantFrom('open', 'explained')),
    posting: maybe(fc.record({ sequence: minor, recordedAt: instant, hash, dueDate: maybe(day) }).map(compact)),
    creditedMinor: maybe(minor),
    correctedMinor: maybe(minor),
  })
  .map((value) => inItsStage(value) as Charge);

const method = fc.constantFrom('bank-transfer', 'cash', 'card', 'online', 'cheque');
const account = fc.record({ holder: text, number: fc.constant('6222 0210 0100 1234 567'), bank: text });
const payout = fc.record({ method, account: maybe(account) }).map(compact);
const voucherReferences = content.vouchers;

const attempt = fc.record({
  startedAt: instant,
  by: userId,
  endedAt: instant,
  how: fc.oneof(
    fc.record({ outcome: fc.constant('paid' as const), reference: text, paidOn: day }),
    fc.record({ outcome: fc.constant('failed' as const), problem: text }),
  ),
});

/** Attempts to pay, and the steps of the history they begin and end with; the last may be under way. */
const payouts = fc.tuple(fc.array(attempt, { maxLength: 3 }), fc.boolean()).map(([tries, isUnderWay]) => ({
  attempts: tries.map(({ startedAt, by, endedAt, how }, index) => ({
    ...{ number: index + 1, startedAt, by },
    ...(isUnderWay && index === tries.length - 1 ? {} : { endedAt, ...how }),
  })),
  steps: tries
    .flatMap(({ startedAt, by, endedAt, how }): HistoryStep[] => [
      { at: startedAt, by, action: 'start-payout', to: 'executing' },
      how.outcome === 'paid'
        ? { at: endedAt, by, action: 'pay', to: 'paid' }
        : { at: endedAt, by, action: 'fail', to: 'approved' },
    ])
    .slice(0, isUnderWay && tries.length > 0 ? -1 : undefined),
}));

/** A refund in any state, of any source. */
export const refund: fc.Arbitrary<Refund> = fc
  .record({
    ...reviewed,
    kind: fc.constant('refund'),
    id: letters.map((id) => `rfd_${id}` as RefundId),
    state: fc.constantFrom(...refundStates.filter(elsewhere)),
    amount: fc.record({ minor, currency }),
    source: fc.oneof(
      fc.constant({ from: 'unapplied' }),
      fc.record({ from: fc.constant('prepaid'), depositId: maybe(letters.map((id) => `dep_${id}`)) }).map(compact),
      fc.record({ from: fc.constant('charge'), chargeId }),
    ),
    reason: fc.record({ code: fc.constantFrom(...refundReasons), text }),
    payout,
    vouchers: voucherReferences,
    refundPolicyVersion: fc.nat({ max: 99 }),
    feeMinor: fc.oneof(fc.constant(0n), minor),
    promisedBy: day,
    expiresAt: instant,
    askedByCustomer: fc.boolean(),
    payouts,
    documents: fc.record({ voucher: maybe(minor), creditNote: maybe(minor) }),
    posting: maybe(postedEntry),
  })
  .map(({ payouts: { attempts, steps }, documents, ...value }) => {
    const { customerId: of, amount, history } = value;
    const numberOf = (series: DocumentSeries, count?: bigint) =>
      count && documentNumberOf(series, of, amount.currency, count);
    const numbers = {
      voucherNumber: numberOf('refund-voucher', documents.voucher),
      creditNoteNumber: numberOf('credit-note', documents.creditNote),
    };
    const paid = { ...value, ...numbers, attempts, history: [...history, ...steps] };
    return inItsStage(paid) as Refund;
  });

const result = fc
  .record({
    postings: fc.array(fc.record({ sequence: minor, recordedAt: instant, hash, customerId, currency }), {
      maxLength: 3,
    }),
    replacement: maybe(chargeId),
    refund: maybe(letters.map((id) => `rfd_${id}`)),
    creditNoteNumber: maybe(text),
    closedMonth: maybe(fc.constant('2026-09')),
  })
  .map(compact);

/** A correction in any state, by any remedy. */
export const correction: fc.Arbitrary<Correction> = fc
  .record({
    ...reviewed,
    kind: fc.constant('correction'),
    id: letters.map((id) => `cor_${id}` as CorrectionId),
    state: fc.constantFrom('rejected', 'withdrawn', 'posted'),
    amount: fc.record({ minor, currency }),
    chargeId,
    mistake: fc.constantFrom(...mistakes),
    cause: fc.record({ code: fc.constantFrom(...correctionCauses), text }),
    remedy: fc.constantFrom(...remedies),
    right: fc
      .record({
        customerId: maybe(customerId),
        customerNumber: maybe(text),
        type: maybe(content.type),
        amount: maybe(content.amount),
        basis: maybe(content.basis),
        period: maybe(content.period),
        effectiveDate: maybe(day),
      })
      .map(compact),
    payout: maybe(payout),
    vouchers: voucherReferences,
    result: maybe(result),
  })
  .map((value) => inItsStage(value) as Correction);

const terms = fc
  .record({
    types: maybe(fc.subarray([...chargeTypes])),
    expires: maybe(day),
    isFixed: maybe(fc.constant(true)),
  })
  .map(compact) as fc.Arbitrary<Deposit['terms']>;

/** A deposit in any state. */
export const deposit: fc.Arbitrary<Deposit> = fc
  .record({
    kind: fc.constant('deposit'),
    id: letters.map((id) => `dep_${id}` as DepositId),
    customerId,
    state: fc.constantFrom(...depositStates),
    amount: fc.record({ minor, currency }),
    purpose: fc.constantFrom('general', 'training-2026'),
    terms,
    policyVersion: fc.nat({ max: 99 }),
    method,
    paidOn: day,
    arrivedOn: maybe(day),
    reference: maybe(text),
    note: maybe(text),
    maker: userId,
    openedAt: instant,
    history: fc.array(step, { minLength: 1, maxLength: 4 }),
    bodyPrint: print,
    receiptNumber: maybe(text),
    posting: maybe(postedEntry),
    bounce: maybe(postedEntry),
  })
  .map((value) => compact(value) as Deposit);

const lot: fc.Arbitrary<Lot> = fc
  .tuple(fc.record({ number: minor, minor }), terms)
  .map(([at, of]) => ({ ...of, ...at }));
const lots = fc.array(lot, { maxLength: 4 });

const posting = fc.record({
  event: fc.constantFrom(...(Object.keys(postingRules) as LedgerEvent[]), 'reversal'),
  account: fc.constantFrom(...customerAccounts, 'bank', 'revenue:setup', 'clearing:alipay').map(accountNamed),
  side: fc.constantFrom('debit', 'credit'),
  amountMinor: minor,
});

/** An entry of the right shape; its money makes no sense. */
export const entry: fc.Arbitrary<JournalEntry> = fc
  .record({
    customerId,
    currency,
    sequence: minor,
    requestId,
    effectiveDate: day,
    period: maybe(fc.record({ start: day, end: day })),
    recordedAt: instant,
    makers: fc.array(userId, { minLength: 1, maxLength: 4 }),
    postings: fc.array(posting, { minLength: 2, maxLength: 6 }),
    balancesAfter: balances,
    reverses: maybe(fc.record({ sequence: minor })),
    lots: maybe(fc.array(lot, { minLength: 1, maxLength: 4 })),
    previousHash: hash,
    hash,
  })
  .map((value) => compact(value) as JournalEntry);

const claim: fc.Arbitrary<Claim> = fc
  .record({
    by: requestId,
    on: fc.oneof(fc.constantFrom('prepaid', 'unapplied'), chargeId),
    minor,
    lots: maybe(lots),
  })
  .map((value) => compact(value) as Claim);

export const head: fc.Arbitrary<Head> = fc
  .record({
    ...{ customerId, currency, sequence: minor, hash, recordedAt: maybe(instant), balances, version: minor, lots },
    claims: fc.array(claim, { maxLength: 3 }),
    issued: fc
      .record(Object.fromEntries(documentSeries.map((series) => [series, maybe(minor)])))
      .map(compact) as fc.Arbitrary<Head['issued']>,
  })
  .map((value) => compact(value) as Head);

const contact = fc.record({ name: text, role: maybe(text), email: maybe(fc.emailAddress()) }).map(compact);

export const customer: fc.Arbitrary<Customer> = fc
  .record({
    id: customerId,
    number: fc.constantFrom('C-10001', 'X9'),
    name: text,
    kind: fc.constantFrom('company', 'person'),
    language: fc.constantFrom('zh-CN', 'en'),
    preferredChannel: fc.constantFrom('email', 'sms', 'phone'),
    email: maybe(fc.emailAddress()),
    phone: maybe(fc.constant('+86 138 0013 8000')),
    contacts: maybe(fc.array(contact, { maxLength: 5 })),
    group: fc.constant('standard'),
    creditTermDays: fc.nat({ max: 365 }),
    address: maybe(text),
    notes: maybe(text),
    version: fc.integer({ min: 1, max: 1_000_000 }),
    createdAt: instant,
    createdBy: userId,
    updatedAt: instant,
    updatedBy: userId,
    bodyPrint: print,
    lastChange: maybe(fc.record({ keyPrint: print, bodyPrint: print })),
  })
  .map((value) => compact(value) as Customer);

export const user: fc.Arbitrary<User> = fc
  .record({
    id: userId,
    name: text,
    email: fc.emailAddress(),
    language: fc.constantFrom('zh-CN', 'en'),
    roles: fc.subarray([...roles]),
    disabled: fc.boolean(),
    customerId: maybe(customerId),
  })
  .map((value) => compact(value) as User);
