import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as contracts from '../../shared/contracts/corrections.ts';
import { listCorrections } from '../../shared/corrections/list-corrections.ts';
import { previewCorrection } from '../../shared/corrections/preview-correction.ts';
import { requestCorrection } from '../../shared/corrections/request-correction.ts';
import { readCorrection } from '../../shared/corrections/stored-correction.ts';
import { withdrawCorrection } from '../../shared/corrections/withdraw-correction.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { Head, JournalEntry } from '../../shared/ledger/journal-entry.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import { type Correction, correctionContentSchema } from '../../shared/model/correction.ts';
import { later } from '../../shared/model/dates.ts';
import type { ChargeId, CorrectionId, CustomerId, DepositId, RefundId, ReviewedId } from '../../shared/model/ids.ts';
import { parseDecimal } from '../../shared/model/money.ts';
import type { Refund } from '../../shared/model/refund.ts';
import { captureRefund } from '../../shared/refunds/capture-refund.ts';
import { holdRefund } from '../../shared/refunds/hold-refund.ts';
import { readReviewed } from '../../shared/requests/stored-request.ts';
import { unchanged } from '../../shared/requests/unchanged.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { entryFromItem, receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { date, type TestLedger } from '../support/ledger.ts';

type Who = Company['clerk'];

/** What a test says of a correction; the rest is as it usually is. */
export interface Wrong {
  readonly mistake: 'wrong-customer' | 'wrong-amount' | 'wrong-type' | 'wrong-period';
  readonly remedy?: 'replace' | 'credit' | 'refund-excess' | 'charge-more' | 'cancel';
  readonly right?: object;
  readonly payout?: object;
}

const cny = (value: string) => ({ value, currency: 'CNY' });
const basis = { text: '按合同附件二重新计算' };

/** The words of a correction, for an API call or a use case. */
export function wrongContent({ mistake, remedy = 'replace', right = {}, payout }: Wrong) {
  return {
    mistake,
    cause: { code: 'typed-wrong', text: '录入时看错了合同编号' },
    remedy,
    right,
    ...(payout === undefined ? {} : { payout }),
    vouchers: [{ kind: 'other', reference: 'GZ-2026-0001' }],
  };
}

/** That another amount was right. */
export const rightAmountOf = (value: string) => ({ amount: cny(value), basis });

/** A company with two customers, their prepaid money, charges and whatever is wrong with them. */
export async function correctionDesk(ledger?: TestLedger) {
  const company = await freshCompany(ledger);
  const { context, input, clerk, finance } = company;
  const own = { id: (await company.createCustomer('C-5001')).id as CustomerId, number: 'C-5001' };
  const other = { id: (await company.createCustomer('C-5002')).id as CustomerId, number: 'C-5002' };
  let count = 0;
  const nextKey = (key?: string) => {
    count += 1;
    return key ?? `cor-${count}`;
  };
  const minorOf = (value: string) => parseDecimal(value, 2) as bigint;

  const decide = (who: Who, id: string, decision: 'approve' | 'reject' = 'approve', stage = 1, key?: string) =>
    decideApproval(
      context,
      who,
      input({
        params: { requestId: id as ReviewedId },
        body: { decision, revision: 1, stage, ...(decision === 'approve' ? {} : { comment: '资料不足' }) },
        idempotencyKey: nextKey(key),
      }),
    );

  async function submit(of: { id: CustomerId; number: string }, value: string, changes: object = {}, key?: string) {
    const body = { ...chargeBody(of.id, of.number, value), ...changes };
    const { id, stages } = (await submitCharge(context, clerk, input({ body, idempotencyKey: nextKey(key) }))).body;
    for (const [index, { role }] of stages.entries()) {
      const who = { reviewer: company.reviewer, finance: company.finance, manager: company.manager }[role];
      await decide(who as Who, id, 'approve', index + 1);
    }
    return id as ChargeId;
  }

  const ask = (chargeId: string, wrong: Wrong, who: Who = clerk, key?: string) =>
    requestCorrection(
      context,
      who,
      input<typeof contracts.requestCorrection>({
        params: { chargeId: chargeId as ChargeId },
        body: correctionContentSchema.parse(wrongContent(wrong)),
        idempotencyKey: nextKey(key),
      }),
    );

  /** A refund of a paid charge from the first word to the payment, without its stages. */
  function refundOf(chargeId: ChargeId, value: string): Refund {
    const now = context.clock();
    return {
      kind: 'refund',
      id: documentId('rfd', 'test', 'refund', nextKey()) as RefundId,
      customerId: own.id,
      state: 'in-review',
      ...{ revision: 1, stage: 1, stages: [{ role: 'finance', deadlineHours: 24 }], policyVersion: 1 },
      ...{ maker: company.otherClerk.actor.id, approvers: [], openedAt: now, submittedAt: now, bodyPrint: '' },
      amount: { minor: minorOf(value), currency: 'CNY' },
      history: [{ at: now, by: company.otherClerk.actor.id, action: 'submit', to: 'in-review' }],
      ...{ refundPolicyVersion: 0, feeMinor: 0n, promisedBy: date('2026-10-20'), expiresAt: later(now, 86_400_000) },
      source: { from: 'charge', chargeId },
      reason: { code: 'over-charged', text: '多收了服务费' },
      payout: { method: 'bank-transfer' },
      ...{ vouchers: [], askedByCustomer: false, attempts: [] },
    };
  }

  async function pay(refund: Refund): Promise<Refund> {
    const at = context.clock();
    const paid: Refund = {
      ...refund,
      ...{ state: 'paid', stage: 0, approvers: [finance.actor.id] },
      attempts: [{ number: 1, startedAt: at, by: company.manager.actor.id, outcome: 'paid', endedAt: at }],
      history: [
        ...refund.history,
        { at, by: company.manager.actor.id, action: 'start-payout', to: 'executing' },
        { at, by: company.manager.actor.id, action: 'pay', to: 'paid' },
      ],
    };
    const captured = await captureRefund(context, paid, unchanged(refund));
    if (typeof captured === 'symbol') throw new Error('the refund moved');
    return captured;
  }

  const entries = async (id: CustomerId): Promise<JournalEntry[]> =>
    (await queryPartition(context.table, { ...keys.entries(id, 'CNY'), strong: true })).map(entryFromItem);
  const head = (id: CustomerId): Promise<Head> => readHead(context.table, id, 'CNY');
  const receivables = async (id: CustomerId) =>
    (await queryPartition(context.table, { ...keys.receivables(id), strong: true })).map(receivableFromItem);

  return {
    ...company,
    own,
    other,
    nextKey,
    minorOf,
    decide,
    submit,
    ask,
    refundOf,
    pay,
    hold: async (refund: Refund) => await holdRefund(context, refund),
    /** Of a charge: held and paid. */
    refund: async (chargeId: ChargeId, value: string) => {
      const refund = refundOf(chargeId, value);
      await holdRefund(context, refund);
      return await pay(refund);
    },
    topUp: async (id: CustomerId, value: string, method = 'bank-transfer') => {
      const deposit = documentId('dep', 'test', 'deposit', nextKey()) as DepositId;
      const amount = { minor: minorOf(value), currency: 'CNY' as const };
      await postOpeningDeposit(context, { id: deposit, customerId: id, amount, method, maker: clerk.actor.id });
      return deposit;
    },
    preview: async (chargeId: string, wrong: Wrong) =>
      (
        await previewCorrection(
          context,
          clerk,
          input<typeof contracts.previewCorrection>({
            params: { chargeId: chargeId as ChargeId },
            body: correctionContentSchema.parse(wrongContent(wrong)),
          }),
        )
      ).body,
    withdraw: (id: string, who: Who = clerk, key?: string) =>
      withdrawCorrection(
        context,
        who,
        input<typeof contracts.withdrawCorrection>({
          params: { correctionId: id as CorrectionId },
          body: { reason: '核对后发现没有错' },
          idempotencyKey: nextKey(key),
        }),
      ),
    /** Asked for and approved by finance; answers the correction as it stands then. */
    correct: async (chargeId: string, wrong: Wrong): Promise<Correction> => {
      const { id } = (await ask(chargeId, wrong)).body;
      await decide(finance, id);
      return (await readCorrection(context.table, id as CorrectionId)) as Correction;
    },
    correction: async (id: string) => (await readCorrection(context.table, id as CorrectionId)) as Correction,
    charge: async (id: string | undefined) => (await readCharge(context.table, id as ChargeId)) as Charge,
    read: (id: string) => readReviewed(context.table, id as ReviewedId),
    list: async (query: object) => (await listCorrections(context, input({ query: { limit: 20, ...query } }))).body,
    head,
    entries,
    receivables,
    /** What the customer has and owes, with nothing that tells how it came about. */
    account: async (id: CustomerId) => {
      const { balances, lots, claims } = await head(id);
      return {
        balances,
        lots: lots.map(({ number, minor }) => [number, minor]),
        claims: claims.map(({ on, minor }) => [on, minor]),
        receivables: (await receivables(id)).map(({ dueDate, openMinor }) => [dueDate, openMinor]),
      };
    },
  };
}

export type CorrectionDesk = Awaited<ReturnType<typeof correctionDesk>>;
