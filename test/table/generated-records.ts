import * as fc from 'fast-check';
import { account, customerAccounts } from '../../shared/ledger/accounts.ts';
import type { Head, JournalEntry } from '../../shared/ledger/journal-entry.ts';
import { type LedgerEvent, postingRules } from '../../shared/ledger/posting-rules.ts';
import { chargeTypes, reasonCodes, requestStates } from '../../shared/model/charge.ts';
import type { Charge, HistoryStep } from '../../shared/model/charge-request.ts';
import { currencies } from '../../shared/model/currency.ts';
import type { Customer } from '../../shared/model/customer-record.ts';
import { type CalendarDate, type Instant, toInstant } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, RequestId, UserId } from '../../shared/model/ids.ts';
import { approvingRoles, roles } from '../../shared/model/role.ts';
import type { User } from '../../shared/model/user.ts';

const letters = fc.string({ unit: fc.constantFrom(...'abcxyz237'), minLength: 26, maxLength: 26 });
const customerId = letters.map((text) => `cus_${text}` as CustomerId);
const requestId = fc.tuple(fc.constantFrom('chg', 'dep'), letters).map((parts) => parts.join('_') as RequestId);
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

/** A charge in any state; only a stage that waits has a deadline. */
export const charge: fc.Arbitrary<Charge> = fc
  .record({
    ...content,
    id: letters.map((id) => `chg_${id}` as ChargeId),
    customerId,
    state: fc.constantFrom(...requestStates.filter((state) => state !== 'in-review' && state !== 'draft')),
    revision: fc.integer({ min: 1, max: 99 }),
    stages: fc.array(stage, { maxLength: 3 }),
    place: fc.nat({ max: 3 }),
    policyVersion: fc.nat({ max: 999 }),
    maker: userId,
    approvers: fc.array(userId, { maxLength: 2 }),
    openedAt: instant,
    submittedAt: instant,
    effectiveDate: day,
    dueAt: instant,
    escalatedTo: maybe(fc.constantFrom(...approvingRoles)),
    dispute: maybe(fc.constantFrom('open', 'explained')),
    history: fc.array(step, { minLength: 1, maxLength: 5 }),
    bodyPrint: print,
    posting: maybe(fc.record({ sequence: minor, recordedAt: instant, hash })),
  })
  .map(({ place, dueAt, ...rest }) => {
    const waits = Math.min(place, rest.stages.length);
    const state = waits === 0 ? rest.state : 'in-review';
    return compact({ ...rest, state, stage: waits, dueAt: waits === 0 ? undefined : dueAt }) as Charge;
  });

const posting = fc.record({
  event: fc.constantFrom(...(Object.keys(postingRules) as LedgerEvent[]), 'reversal'),
  account: fc.constantFrom(...customerAccounts, 'bank', 'revenue:setup', 'clearing:alipay').map(account),
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
    previousHash: hash,
    hash,
  })
  .map((value) => compact(value) as JournalEntry);

export const head: fc.Arbitrary<Head> = fc
  .record({ customerId, currency, sequence: minor, hash, recordedAt: maybe(instant), balances })
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
