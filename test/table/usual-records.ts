import type { Correction } from '../../shared/model/correction.ts';
import type { CalendarDate, Instant } from '../../shared/model/dates.ts';
import type { Deposit } from '../../shared/model/deposit.ts';
import type { ChargeId, CorrectionId, CustomerId, DepositId, RefundId, UserId } from '../../shared/model/ids.ts';
import type { Money } from '../../shared/model/money.ts';
import type { Refund } from '../../shared/model/refund.ts';
import type { HistoryStep } from '../../shared/model/request.ts';

/** Requests as people enter them, as long as they usually are: what the budgets of write units rest on. */
const letters = 'abcdefghijklmnopqrstuvwxyz';
const at = (hour: number) => `2026-10-12T0${hour}:00:00.000Z` as Instant;
const day = '2026-10-12' as CalendarDate;
const [maker, approver, cashier] = ['wang.fang', 'zhao.min', 'wu.ting'] as [UserId, UserId, UserId];
const prints = { keyPrint: 'AbCdEfGhIjKl', bodyPrint: 'MnOpQrStUvWx' };
const posting = { sequence: 128n, recordedAt: at(4), hash: 'h'.repeat(43) };
const customerId = `cus_${letters}` as CustomerId;
const chargeId = `chg_${letters}` as ChargeId;

const submitted: HistoryStep = { at: at(1), by: maker, action: 'submit', to: 'in-review', keyPrint: prints.keyPrint };
const approved = (to: HistoryStep['to']): HistoryStep => ({
  ...{ at: at(2), by: approver, action: 'approve', to, stage: 1 },
  ...prints,
});

const amount: Money = { minor: 125_000n, currency: 'CNY' };
const stages: Refund['stages'] = [{ role: 'finance', deadlineHours: 24 }];
const reviewed = {
  ...{ customerId, revision: 1, stages, policyVersion: 1, maker, amount },
  ...{ openedAt: at(1), submittedAt: at(1), bodyPrint: prints.bodyPrint },
};

/** A refund of prepaid money to a bank account, as it waits for its one approval. */
export const askedRefund: Refund = {
  ...reviewed,
  ...{ kind: 'refund', id: `rfd_${letters}` as RefundId, state: 'in-review', stage: 1, dueAt: at(9), approvers: [] },
  source: { from: 'prepaid' },
  reason: { code: 'business-change', text: '业务调整，不再需要预存' },
  payout: {
    method: 'bank-transfer',
    account: { holder: '华夏科技有限公司', number: '6222 0210 0111 6245 702', bank: '中国工商银行北京分行' },
  },
  ...{ vouchers: [], refundPolicyVersion: 1, feeMinor: 0n, promisedBy: day, expiresAt: at(8) },
  ...{ askedByCustomer: false, attempts: [], history: [submitted] },
};

/** The same, paid out. */
export const paidRefund: Refund = {
  ...askedRefund,
  ...{ state: 'paid', stage: 0, approvers: [approver], posting, voucherNumber: 'RV-CNY-ABCDEFGHIJ-0001' },
  attempts: [
    {
      ...{ number: 1, startedAt: at(3), by: cashier, outcome: 'paid', endedAt: at(4) },
      ...{ reference: 'HX20261012001', paidOn: day },
    },
  ],
  history: [
    submitted,
    approved('approved'),
    { at: at(3), by: cashier, action: 'start-payout', to: 'executing', ...prints },
    { at: at(4), by: cashier, action: 'pay', to: 'paid', ...prints },
  ],
};

/** One of a charge, with its credit note. */
export const paidChargeRefund: Refund = {
  ...paidRefund,
  ...{ source: { from: 'charge', chargeId }, creditNoteNumber: 'CN-CNY-ABCDEFGHIJ-0001' },
};

/** A correction of an amount, as it waits for its one approval. */
export const askedCorrection: Correction = {
  ...reviewed,
  ...{ kind: 'correction', id: `cor_${letters}` as CorrectionId, state: 'in-review', stage: 1, dueAt: at(9) },
  ...{ chargeId, mistake: 'wrong-amount', remedy: 'replace', approvers: [], vouchers: [], history: [submitted] },
  cause: { code: 'computed-wrong', text: '席位数量按十二个计算，应为十个' },
  right: {
    amount: { minor: 104_000n, currency: 'CNY' },
    basis: { text: '高级版席位 10 个，按合同单价计算' },
  },
};

/** The same, posted: the reversal under its own number, the right charge under another. */
export const postedCorrection: Correction = {
  ...askedCorrection,
  ...{ state: 'posted', stage: 0, approvers: [approver], history: [submitted, approved('posted')] },
  result: { postings: [{ ...posting, customerId, currency: 'CNY' }], replacement: chargeId },
};

/** A deposit that was registered and has arrived. */
export const arrivedDeposit: Deposit = {
  ...{ kind: 'deposit', id: `dep_${letters}` as DepositId, customerId, state: 'arrived', policyVersion: 1, maker },
  ...{ amount: { minor: 1_000_000n, currency: 'CNY' }, purpose: 'training', method: 'bank-transfer' },
  terms: { types: ['training'], expires: '2027-10-12' as CalendarDate, isFixed: true },
  ...{ paidOn: day, arrivedOn: day, reference: 'HX20261012001', note: '年度培训预存', openedAt: at(1) },
  ...{ bodyPrint: prints.bodyPrint, receiptNumber: 'RC-CNY-ABCDEFGHIJ-0001', posting },
  history: [
    { at: at(1), by: maker, action: 'register', to: 'registered', ...prints },
    { at: at(4), by: cashier, action: 'arrive', to: 'arrived', ...prints },
  ],
};
