import { postCharge } from '../../shared/charges/post-charge.ts';
import { postArrival } from '../../shared/deposits/post-arrival.ts';
import type { EntryDraft } from '../../shared/ledger/journal-entry.ts';
import { postEvent } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { Deposit, LotTerms } from '../../shared/model/deposit.ts';
import type { ChargeId, CustomerId, DepositId, RefundId, RequestId, UserId } from '../../shared/model/ids.ts';
import type { Refund, RefundSource, RefundState } from '../../shared/model/refund.ts';
import type { HistoryStep } from '../../shared/model/request.ts';
import { captureRefund } from '../../shared/refunds/capture-refund.ts';
import { holdRefund } from '../../shared/refunds/hold-refund.ts';
import { releaseRefund } from '../../shared/refunds/release-refund.ts';
import { readRefund } from '../../shared/refunds/stored-refund.ts';
import { unchanged } from '../../shared/requests/unchanged.ts';
import { commit, readHead } from '../../shared/table/commit.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { keys } from '../../shared/table/keys.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { date, freshLedger, type TestLedger } from '../support/ledger.ts';

export const customerId = `cus_${'a'.repeat(26)}` as CustomerId;
export const otherCustomerId = `cus_${'d'.repeat(26)}` as CustomerId;
const people = ['wang.fang', 'chen.jie', 'wu.ting'].map((id) => id as UserId) as [UserId, UserId, UserId];
const absent = { expression: 'attribute_not_exists(pk)' };
const today = date('2026-10-12');

interface Of {
  readonly customerId?: CustomerId;
  readonly currency?: Currency;
}

/** A ledger with short ways to put money into it and to do with a refund's money what the core does with it. */
export async function moneyDesk(given?: TestLedger) {
  const ledger = given ?? (await freshLedger());
  // Time goes on with every look at the clock, so that no two entries share a key by chance.
  const clock = () => {
    ledger.clock.move(1);
    return ledger.clock.now;
  };
  const context: LedgerContext = { ...ledger.context, clock };
  let made = 0;
  const next = () => {
    made += 1;
    return String(made);
  };

  const desk = {
    context,
    ledger,
    head: (of: Of = {}) => readHead(ledger.table, of.customerId ?? customerId, of.currency ?? 'CNY'),
    read: async (id: RefundId) => (await readRefund(ledger.table, id)) as Refund,

    /** Everything in the table held against itself: nothing is wrong. */
    async findings() {
      const { entries, heads, openItems, requests } = await collectLedger(scanItems(ledger.table));
      return verifyLedger(entries, heads, openItems, requests).findings;
    },

    async deposit(minor: bigint, terms: LotTerms = {}, of: Of = {}): Promise<Deposit> {
      const at = clock();
      const deposit: Deposit = {
        ...{ kind: 'deposit', id: documentId('dep', 'test', 'deposit', next()) as DepositId, state: 'arrived' },
        ...{ customerId: of.customerId ?? customerId, amount: { minor, currency: of.currency ?? 'CNY' } },
        ...{ purpose: 'general', terms, policyVersion: 1, method: 'bank-transfer', paidOn: today, arrivedOn: today },
        ...{ maker: people[0], openedAt: at, bodyPrint: 'print' },
        history: [{ at, by: people[0], action: 'register', to: 'arrived' }],
      };
      const posted = await postArrival(context, deposit, absent);
      if (typeof posted === 'symbol') throw new Error('the deposit had moved');
      return posted.deposit;
    },

    /** A charge that waits for its posting. */
    waiting(minor: bigint): Charge {
      const at = clock();
      return {
        ...{ kind: 'charge', id: documentId('chg', 'test', 'charge', next()) as ChargeId, customerId },
        ...{ state: 'posted', revision: 1, stage: 0, stages: [], policyVersion: 1, maker: people[0], approvers: [] },
        ...{ openedAt: at, submittedAt: at, effectiveDate: today, bodyPrint: 'print', vouchers: [], type: 'upgrade' },
        reason: { code: 'upgrade', text: '本期升级服务等级' },
        amount: { minor, currency: 'CNY' },
        basis: { text: '高级版席位 10 个' },
        period: { start: date('2026-10-01'), end: date('2026-10-31') },
        history: [{ at, by: 'policy', action: 'pass', to: 'posted' }],
      };
    },

    post: (charge: Charge, through: LedgerContext = context) =>
      postCharge(through, { charge, condition: absent, prepaidUse: 'partly', creditTermDays: 30 }),

    /** A posted charge: prepaid money has paid of it what it could. */
    async charge(minor: bigint): Promise<Charge> {
      const posted = await desk.post(desk.waiting(minor));
      if (typeof posted === 'symbol') throw new Error('the charge had moved');
      return posted;
    },

    /** Money that came and is not allocated. */
    async unapplied(minor: bigint): Promise<void> {
      const requestId = documentId('dep', 'test', 'payment', next()) as RequestId;
      const draft: EntryDraft = {
        ...{ requestId, effectiveDate: today, makers: [people[0]] },
        postings: postEvent('payment-arrived', [['clearing:card', minor]], [['unapplied', minor]]),
      };
      await commit(context, {
        ...{ customerId, currency: 'CNY', plan: () => ({ draft, receivables: [] }) },
        requestWrite: () => ({ item: { ...keys.request(requestId), kind: 'payment' }, condition: absent }),
      });
    },

    /** A refund as it is asked for, by default of any prepaid money. */
    asked(minor: bigint, source: RefundSource = { from: 'prepaid' }, changes: Partial<Refund> = {}): Refund {
      const at = clock();
      return {
        ...{ kind: 'refund', id: documentId('rfd', 'test', 'refund', next()) as RefundId, customerId, source },
        ...{ amount: { minor, currency: 'CNY' }, reason: { code: 'business-change', text: '业务调整，不再需要' } },
        ...{ payout: { method: 'bank-transfer' }, vouchers: [], refundPolicyVersion: 1, feeMinor: 0n },
        ...{ state: 'in-review', revision: 1, stage: 1, stages: [{ role: 'finance', deadlineHours: 24 }] },
        ...{ policyVersion: 1, maker: people[0], approvers: [], attempts: [], askedByCustomer: false },
        ...{ openedAt: at, submittedAt: at, dueAt: at, expiresAt: at, promisedBy: today, bodyPrint: 'print' },
        history: [{ at, by: people[0], action: 'submit', to: 'in-review' }],
        ...changes,
      };
    },

    hold: (refund: Refund, through: LedgerContext = context) => holdRefund(through, refund),

    /** A refund whose money is set apart. */
    async held(minor: bigint, source?: RefundSource, changes?: Partial<Refund>): Promise<Refund> {
      const held = await holdRefund(context, desk.asked(minor, source, changes));
      if (typeof held === 'symbol') throw new Error('the refund had moved');
      return held;
    },

    release: (before: Refund, through: LedgerContext = context) =>
      releaseRefund(through, desk.ended(before, 'rejected'), unchanged(before)),

    capture: (before: Refund, through: LedgerContext = context) =>
      captureRefund(through, desk.ended(before, 'paid'), unchanged(before)),

    /** The refund as it will be: rejected, or approved by one and paid out by another. */
    ended({ dueAt: _, ...before }: Refund, state: RefundState & ('rejected' | 'paid')): Refund {
      const at = clock();
      const isPaid = state === 'paid';
      const by = people[2];
      const steps: HistoryStep[] = isPaid
        ? [
            { at, by, action: 'start-payout', to: 'executing' },
            { at, by, action: 'pay', to: 'paid' },
          ]
        : [{ at, by, action: 'reject', to: 'rejected' }];
      const attempt = {
        ...{ number: 1, startedAt: at, by, outcome: 'paid' as const, endedAt: at, paidOn: date('2026-10-11') },
      };
      return {
        ...before,
        ...{ state, stage: 0, history: [...before.history, ...steps] },
        ...(isPaid ? { approvers: [people[1]], attempts: [attempt] } : {}),
      };
    },
  };
  return desk;
}

export type MoneyDesk = Awaited<ReturnType<typeof moneyDesk>>;
