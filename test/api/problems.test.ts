import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { catalogue, type ProblemCode, problemCodes } from '../../shared/errors/catalogue.ts';
import { feedbackToken } from '../../shared/feedback/feedback-token.ts';
import { withClaim } from '../../shared/ledger/journal-entry.ts';
import type { Charge, HistoryStep } from '../../shared/model/charge-request.ts';
import type { ChargeId, CustomerId, RefundId } from '../../shared/model/ids.ts';
import { readPeriodLock } from '../../shared/periods/period-lock.ts';
import { depositPolicy } from '../../shared/policies/deposit-policy.ts';
import { readHead } from '../../shared/table/commit.ts';
import { makeFeedbackSecret } from '../../shared/table/feedback-secret.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { headItem } from '../../shared/table/items/ledger-items.ts';
import { periodLockItem } from '../../shared/table/items/period-lock-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { makeTask, newTask } from '../../shared/tasks/stored-task.ts';
import { keptFinding, keptReconciliation } from '../control/kept-control.ts';
import { holdMoney } from '../deposits/held-money.ts';
import { announcedImport, checkedImport } from '../imports/checked-import.ts';
import { keepProviderSecret, signed } from '../payouts/signed-message.ts';
import { openVersion } from '../policies/open-version.ts';
import { contents } from '../policies/policy-desk.ts';
import { officeRefunds, underRefundPolicy } from '../refunds/office-refunds.ts';
import {
  accepted,
  type Call,
  type Caller,
  eventFor,
  invoke,
  operationOf,
  type ProblemBody,
  refused,
  send,
} from '../support/http.ts';
import { scan } from '../vouchers/accepted-voucher.ts';
import { interruptibleDynamodb } from './interruptible-dynamodb.ts';
import { monthToClose } from './month-to-close.ts';
import {
  approval,
  away,
  type CustomerInOffice,
  chargeContent,
  type Office,
  oneStage,
  openOffice,
  passes,
  twoStages,
} from './office.ts';

type Door = Awaited<ReturnType<typeof interruptibleDynamodb>>;
let door: Door;
let office: Office;
let customer: CustomerInOffice;
/** Somebody with prepaid money: what others are charged stays owed. */
let payer: CustomerInOffice;

beforeAll(async () => {
  door = await interruptibleDynamodb();
  office = await openOffice({ endpoint: door.endpoint });
  customer = await office.createCustomer();
  payer = await office.createCustomer();
});
afterAll(() => door.close());

const charge = (changes: object = {}) => ({
  as: office.clerk,
  body: { customerId: customer.id, customerNumber: customer.number, ...chargeContent, ...changes },
});
const decision = async (value: string, submitter: Caller = office.clerk) => {
  const { id } = await office.submit(customer, value, submitter);
  return { params: { requestId: id }, body: approval(1) };
};
const approved = { decision: 'approve' };
const returned = async () => {
  const { params } = await decision(oneStage);
  await office.decide(office.reviewer, params.requestId, { ...approval(1), decision: 'return', comment: '请补充' });
  return { params: { chargeId: params.requestId }, body: chargeContent, ifMatch: '"1.2"' };
};
const refunds = () => officeRefunds(office, () => payer);
const freeRefund = { isAllowed: true, feeBasisPoints: 0, papers: [] };
const askRefund = async (changes: object = {}) =>
  refused('requestRefund', { as: office.clerk, ...(await refunds().asking(changes)) });
async function whenInterrupted<T>(interrupt: Door['interrupt'], work: () => Promise<T>): Promise<T> {
  door.interrupt = interrupt;
  try {
    return await work();
  } finally {
    door.interrupt = () => undefined;
  }
}

let deposits = 0;
/** A deposit by transfer, under a reference of its own. */
function newDeposit(changes: object = {}) {
  deposits += 1;
  const [amount, reference] = [{ value: '50.00', currency: 'CNY' }, `BANK-${deposits}`];
  const body = { customerNumber: customer.number, amount, method: 'bank-transfer', paidOn: '2026-01-05', reference };
  return { as: office.clerk, params: { customerId: customer.id }, body: { ...body, ...changes } };
}
const arrivedOn = { arrivedOn: '2026-01-06' };
async function registered(as: Caller = office.clerk) {
  return { depositId: (await accepted('registerDeposit', { ...newDeposit(), as })).body.id };
}

/** Does something while the deposit policy has a limit. */
async function underPolicy<T>(limit: string, value: string, work: () => Promise<T>): Promise<T> {
  const content = { ...depositPolicy.builtIn, limits: [{ [limit]: { value, currency: 'CNY' } }] };
  const policy = { version: 1, state: 'approved' as const, effectiveAt: office.context.clock(), content };
  await putIf(office.context, agreedPolicyItem('deposit', policy), {
    expression: 'attribute_exists(pk) OR attribute_not_exists(pk)',
  });
  try {
    return await work();
  } finally {
    const rejected = { ...policy, state: 'rejected' as const };
    await putIf(office.context, agreedPolicyItem('deposit', rejected), { expression: 'attribute_exists(pk)' });
  }
}

/** A call that is the clerk's, and what he logs of it. */
async function callTask(): Promise<Call> {
  const { id } = await office.submit(customer, passes);
  const charge = (await readCharge(office.context.table, id as ChargeId)) as Charge;
  const now = office.context.clock();
  await makeTask(office.context, newTask(charge, { kind: 'call', name: 'call-1', owner: charge.maker, now }));
  return { params: { requestId: id, task: 'call-1' }, body: { outcome: 'done', note: '已办理' } };
}

/** A request to correct a charge. */
function correctionOf(chargeId: string, changes: object = {}): Call {
  const cause = { code: 'typed-wrong', text: '类型选错了一行' };
  const body = { mistake: 'wrong-type', cause, right: { type: 'training' }, ...changes };
  return { as: office.clerk, params: { chargeId }, body };
}
const lowerBy = (remedy: string, value: string) => ({
  ...{ mistake: 'wrong-amount', remedy },
  right: { amount: { value, currency: 'CNY' }, basis: { text: '按合同重新计算' } },
});

/** Somebody has his hand on a charge. */
async function claimCharge(chargeId: string, by: RefundId): Promise<void> {
  const { table } = office.context;
  const head = await readHead(table, customer.id as CustomerId, 'CNY');
  const claimed = withClaim(head, { by, on: chargeId as ChargeId, minor: 0n });
  await putIf(office.context, headItem(claimed), { expression: 'attribute_exists(pk)' });
}

/** A charge that is disputed, and the request that disputes it again. */
async function objection(): Promise<Call & { params: { chargeId: string } }> {
  const { id } = await office.submit(customer, '120.00');
  const request = { params: { chargeId: id }, body: { text: '没有升级过席位', wants: 'explanation' } };
  await accepted('openDispute', { as: office.clerk, ...request });
  return request;
}

/**
 * How each problem of the catalogue comes about, or who raises it where no function of the API does. A new problem
 * without a row does not compile.
 */
const causes: Record<ProblemCode, (() => Promise<ProblemBody>) | string> = {
  UNAUTHENTICATED: () => refused('getMe'),
  FORBIDDEN: () => refused('submitCharge', { ...charge(), as: office.auditor }),
  USER_DISABLED: () => refused('submitCharge', { ...charge(), as: { username: 'nobody', roles: ['clerk'] } }),
  STAGE_ROLE_MISSING: async () => refused('decideApproval', { as: office.finance, ...(await decision(oneStage)) }),
  APPROVER_IS_MAKER: async () =>
    refused('decideApproval', { as: office.approvingClerk, ...(await decision(oneStage, office.approvingClerk)) }),
  APPROVER_DECIDED_BEFORE: async () => {
    const { params } = await decision(twoStages);
    await office.decide(office.allRounder, params.requestId, approval(1));
    return refused('decideApproval', { as: office.allRounder, params, body: approval(2) });
  },
  DELEGATE_UNFIT: () => refused('setDelegation', { as: office.reviewer, body: away(office.clerk) }),
  NO_POWER_TO_DELEGATE: () =>
    refused('setUserDelegation', {
      as: office.manager,
      params: { userId: office.clerk.username },
      body: away(office.reviewer),
    }),
  NOT_THE_MAKER: async () => refused('resubmitCharge', { as: office.otherClerk, ...(await returned()) }),
  VALIDATION_FAILED: () => refused('submitCharge', charge({ amount: { value: '0.00', currency: 'CNY' } })),
  BODY_NOT_JSON: () => refused('submitCharge', { as: office.clerk, text: '{' }),
  BODY_TOO_LARGE: () => refused('submitCharge', { as: office.clerk, text: ' '.repeat(65_537) }),
  MEDIA_TYPE_UNSUPPORTED: () => refused('submitCharge', { ...charge(), headers: { 'content-type': 'text/plain' } }),
  IDEMPOTENCY_KEY_MISSING: () => refused('submitCharge', { ...charge(), headers: { 'idempotency-key': undefined } }),
  IDEMPOTENCY_KEY_REUSED: async () => {
    await accepted('submitCharge', { ...charge(), key: 'reused' });
    return refused('submitCharge', { ...charge({ type: 'usage' }), key: 'reused' });
  },
  IF_MATCH_MISSING: async () =>
    refused('resubmitCharge', { as: office.clerk, ...(await returned()), ifMatch: undefined }),
  VERSION_STALE: async () => refused('resubmitCharge', { as: office.clerk, ...(await returned()), ifMatch: '"1.1"' }),
  NOT_FOUND: () => refused('getCharge', { as: office.auditor, params: { chargeId: `chg_${'a'.repeat(26)}` } }),
  IMPORT_NOT_READY: async () => {
    const params = { importId: await announcedImport(office.clerk) };
    return refused('startImport', { as: office.clerk, params, body: { mode: 'continue' } });
  },
  IMPORT_HAS_BAD_ROWS: async () => {
    const params = { importId: await checkedImport(office, office.clerk) };
    return refused('startImport', { as: office.clerk, params, body: { mode: 'all-or-nothing' } });
  },
  WEBHOOK_SIGNATURE: () => refused('receivePayoutResult', { body: {} }),
  WEBHOOK_STALE: async () => {
    await keepProviderSecret(office.context);
    return refused('receivePayoutResult', signed({}, { aged: 330 }));
  },
  REFUND_NOT_PAID: async () => refused('getRefundVoucher', { as: office.clerk, params: await refunds().approved() }),
  LINK_INVALID: () => refused('giveFeedback', { params: { token: 'damaged' }, body: { rating: 5 } }),
  ROUTE_NOT_FOUND: async () => {
    const event = { ...eventFor(operationOf('getMe'), { as: office.clerk, language: 'en' }), routeKey: 'DELETE /me' };
    return (await invoke('users', event)).body as ProblemBody;
  },
  CUSTOMER_NOT_FOUND: () => refused('submitCharge', charge({ customerId: `cus_${'a'.repeat(26)}` })),
  CUSTOMER_NUMBER_TAKEN: () =>
    refused('createCustomer', {
      as: office.clerk,
      body: { number: customer.number, name: '同号', kind: 'person', email: 'a@customer.example' },
    }),
  CUSTOMER_NUMBER_MISMATCH: () => refused('submitCharge', charge({ customerNumber: 'C-99999' })),
  REQUEST_MOVED: async () => {
    const request = { as: office.reviewer, ...(await decision(oneStage)) };
    await accepted('decideApproval', request);
    return refused('decideApproval', { ...request, key: 'another' });
  },
  NOT_POSTED: async () => {
    const { id } = await office.submit(customer, oneStage);
    const body = { text: '没有升级过席位', wants: 'explanation' };
    return refused('openDispute', { as: office.clerk, params: { chargeId: id }, body });
  },
  VOUCHER_LIMIT: async () => {
    const { params } = await decision(oneStage);
    const call = { as: office.clerk, params: { chargeId: params.requestId }, body: scan };
    for (let file = 0; file < 20; file += 1) await accepted('attachVoucher', call);
    return refused('attachVoucher', call);
  },
  VOUCHER_FIXED: async () => {
    const { params } = await decision(twoStages);
    const call = { as: office.clerk, params: { chargeId: params.requestId } };
    const { voucher } = (await accepted('attachVoucher', { ...call, body: scan })).body;
    await office.decide(office.reviewer, params.requestId, approval(1));
    return refused('attachVoucher', { ...call, body: { ...scan, replaces: voucher.id } });
  },
  VOUCHER_NOT_ACCEPTED: async () => {
    const { params } = await decision(oneStage);
    const chargeId = params.requestId;
    const { voucher } = (await accepted('attachVoucher', { as: office.clerk, params: { chargeId }, body: scan })).body;
    return refused('getVoucherLink', { as: office.reviewer, params: { chargeId, voucherId: voucher.id } });
  },
  VOUCHERS_INCOMPLETE: () => refused('submitCharge', charge({ amount: { value: '5000000.01', currency: 'CNY' } })),
  WITHDRAWN_TOO_LATE: async () => {
    const { params } = await decision(twoStages);
    await office.decide(office.reviewer, params.requestId, approval(1));
    const chargeId = params.requestId;
    return refused('withdrawCharge', { as: office.clerk, params: { chargeId }, body: { revision: 1 } });
  },
  COMMENT_LIMIT: async () => {
    const { params } = await decision(oneStage);
    const request = {
      as: office.reviewer,
      params: { chargeId: params.requestId },
      body: { kind: 'note', text: '再等' },
    };
    for (let said = 0; said < 200; said += 1) await accepted('addComment', request);
    return refused('addComment', request);
  },
  PERIOD_CLOSED: async () => {
    const params = { month: await monthToClose(office) };
    await accepted('closePeriod', { as: office.finance, params, body: { reason: '核对完毕' } });
    const lock = await readPeriodLock(office.context.table, { strong: true });
    const steps = lock.steps.map((step) => ({ ...step, from: step.at }));
    await putIf(office.context, periodLockItem({ ...lock, steps }), { expression: 'attribute_exists(pk)' });
    return refused('submitCharge', charge({ effectiveDate: '1990-01-31' }));
  },
  PERIOD_NOT_ENDED: () =>
    refused('closePeriod', { as: office.finance, params: { month: '2199-12' }, body: { reason: '核对完毕' } }),
  PERIOD_ORDER: async () => {
    const params = { month: await monthToClose(office) };
    return refused('reopenPeriod', { as: office.manager, params, body: { reason: '补记一笔' } });
  },
  CANNOT_BE_RETURNED: async () => {
    const { id } = await office.submit(customer, passes);
    const { body } = await accepted('requestCorrection', correctionOf(id));
    const params = { requestId: (body as { id: string }).id };
    return refused('decideApproval', {
      as: office.finance,
      params,
      body: { ...approval(1), decision: 'return', comment: '请补充' },
    });
  },
  CORRECTION_PENDING: async () => {
    const { id } = await office.submit(customer, passes);
    await accepted('requestCorrection', correctionOf(id));
    return refused('requestCorrection', correctionOf(id));
  },
  REFUND_PENDING: async () => {
    const { id } = await office.submit(customer, passes);
    await claimCharge(id, `rfd_${'a'.repeat(26)}` as RefundId);
    return refused('requestCorrection', correctionOf(id));
  },
  CORRECTION_CHANGES_NOTHING: async () => {
    const { id } = await office.submit(customer, passes);
    return refused('requestCorrection', correctionOf(id, { right: { type: chargeContent.type } }));
  },
  CORRECTION_AMOUNT_UNFIT: async () => {
    const { id } = await office.submit(customer, passes);
    return refused('requestCorrection', correctionOf(id, lowerBy('credit', '130.00')));
  },
  FURTHER_CHARGE_STANDS: async () => {
    const { id } = await office.submit(customer, passes);
    const { body } = await accepted('requestCorrection', correctionOf(id, lowerBy('charge-more', '130.00')));
    const params = { requestId: (body as { id: string }).id };
    await accepted('decideApproval', { as: office.finance, params, body: approval(1) });
    return refused('requestCorrection', correctionOf(id));
  },
  NOTHING_TO_REFUND: async () => {
    const { id } = await office.submit(customer, passes);
    const changes = { ...lowerBy('refund-excess', '110.00'), payout: { method: 'cash' } };
    return refused('requestCorrection', correctionOf(id, changes));
  },
  DISPUTE_OPEN: async () => refused('openDispute', { as: office.manager, ...(await objection()) }),
  DISPUTE_MOVED: async () => {
    const { params } = await objection();
    const body = { outcome: 'accepted', note: '客户已认可' };
    return refused('closeDispute', { as: office.clerk, params: { ...params, number: '1' }, body });
  },
  DISPUTE_TOO_LONG: async () => {
    const { params } = await objection();
    const { context } = office;
    const charge = (await readCharge(context.table, params.chargeId as ChargeId)) as Charge;
    const [last] = charge.history.slice(-1);
    const history = [...charge.history, ...Array.from({ length: 30 }, () => last as HistoryStep)];
    await putIf(context, chargeItem({ ...charge, history }, context.zone), { expression: 'attribute_exists(pk)' });
    const body = { text: '见合同附件二' };
    return refused('explainDispute', { as: office.finance, params: { ...params, number: '1' }, body });
  },
  TASK_MOVED: async () => {
    const request = { as: office.clerk, ...(await callTask()) };
    await accepted('completeTask', request);
    return refused('completeTask', { ...request, key: 'task-again' });
  },
  TASK_TOO_LONG: async () => {
    const request = { as: office.clerk, ...(await callTask()), body: { outcome: 'no-answer', note: '无人接听' } };
    for (let step = 0; step < 50; step += 1) await accepted('completeTask', request);
    return refused('completeTask', request);
  },
  NOT_THE_OWNER: async () => refused('completeTask', { as: office.otherClerk, ...(await callTask()) }),
  FEEDBACK_GIVEN: async () => {
    const { id } = await office.submit(customer, passes);
    const secret = await makeFeedbackSecret(office.context, () => 'secret');
    const params = { token: feedbackToken(id as ChargeId, secret) };
    await accepted('giveFeedback', { params, body: { rating: 5 } });
    return refused('giveFeedback', { params, body: { rating: 1 } });
  },
  TEMPLATE_NOT_FOUND: () =>
    refused('autofillCharge', {
      as: office.clerk,
      body: { customerId: customer.id, templateId: `tpl_${'a'.repeat(26)}` },
    }),
  NOTHING_OPEN: async () => {
    const { id } = await office.submit(customer, oneStage);
    const body = { method: 'online', paidOn: '2026-01-05' };
    return refused('announcePayment', { as: office.clerk, params: { chargeId: id }, body });
  },
  NOT_LATE: async () => {
    const { id } = await office.submit(customer, passes);
    const body = { step: 'check-entry', finding: 'nothing', outcome: '录入无误' };
    return refused('recordDelayStep', { as: office.clerk, params: { chargeId: id }, body });
  },
  RECORDS_FULL: async () => {
    const { id } = await office.submit(customer, passes);
    const request = { as: office.clerk, params: { chargeId: id }, body: { method: 'online', paidOn: '2026-01-05' } };
    for (let count = 0; count < 20; count += 1) await accepted('announcePayment', request);
    return refused('announcePayment', request);
  },
  CALENDAR_ENDS: async () => {
    const { id } = await office.submit(customer, passes);
    const query = { method: 'online', paidOn: '2024-12-31' };
    return refused('estimateArrival', { as: office.clerk, params: { chargeId: id }, query });
  },
  PROPOSAL_OPEN: async () => {
    await openVersion(office, office.admin);
    const body = { reason: '年度评审', content: contents.refund };
    return refused('proposeRefundPolicy', { as: office.otherAdmin, body, ifMatch: '"1"' });
  },
  PROPOSER_DECIDES: async () =>
    refused('decidePolicy', { as: office.admin, ...(await openVersion(office, office.admin)), body: approved }),
  NOT_THE_PROPOSER: async () =>
    refused('withdrawPolicy', { as: office.admin, ...(await openVersion(office, office.otherAdmin)), body: {} }),
  POLICY_MOVED: async () => {
    const { params } = await openVersion(office, office.admin);
    await accepted('decidePolicy', { as: office.manager, params, body: approved });
    return refused('withdrawPolicy', { as: office.admin, params, body: {} });
  },
  PREPAID_INSUFFICIENT: 'the ledger, for a plan that draws more prepaid money than there is: no charge plans so',
  CASH_NEEDS_CASHIER: () => refused('registerDeposit', newDeposit({ method: 'cash' })),
  DEPOSIT_NEEDS_ANOTHER: async () => {
    const params = await registered(office.cashier);
    return refused('confirmDeposit', { as: office.cashier, params, body: arrivedOn });
  },
  DEPOSIT_MOVED: async () => {
    const params = await registered();
    await accepted('confirmDeposit', { as: office.cashier, params, body: arrivedOn });
    return refused('confirmDeposit', { as: office.cashier, params, body: arrivedOn });
  },
  DEPOSIT_PURPOSE_UNKNOWN: () => refused('registerDeposit', newDeposit({ purpose: 'unknown' })),
  DEPOSIT_TOO_SMALL: () => underPolicy('smallest', '100.00', () => refused('registerDeposit', newDeposit())),
  DEPOSIT_TOO_LARGE: () => underPolicy('largest', '1.00', () => refused('registerDeposit', newDeposit())),
  DEPOSIT_ABOVE_CEILING: () => underPolicy('mostInAll', '1.00', () => refused('registerDeposit', newDeposit())),
  DEPOSIT_DUPLICATE: async () => {
    const twin = newDeposit();
    await accepted('registerDeposit', twin);
    return refused('registerDeposit', twin);
  },
  DEPOSIT_HELD: async () => {
    const { id, number } = await office.createCustomer();
    const taken = newDeposit({ customerNumber: number, method: 'cash' });
    const body = (await accepted('registerDeposit', { ...taken, params: { customerId: id }, as: office.cashier })).body;
    await holdMoney(office.context, id as CustomerId, 1n);
    const request = { params: { depositId: body.id }, body: { reason: '银行退票' } };
    return refused('bounceDeposit', { as: office.finance, ...request });
  },
  REFUND_NOT_ALLOWED: () =>
    underRefundPolicy(office, { first: [{ isAllowed: false, feeBasisPoints: 0, papers: [] }] }, () => askRefund()),
  REFUND_DEPOSIT_UNNAMED: () =>
    underRefundPolicy(office, { first: [{ ...freeRefund, windowDays: 7 }] }, () => askRefund()),
  REFUND_WINDOW_OVER: async () => {
    await office.deposit(payer, 9_000_000n);
    const source = { from: 'charge', chargeId: (await office.submit(payer, passes)).id };
    return underRefundPolicy(office, { first: [{ ...freeRefund, windowDays: -1 }] }, () => askRefund({ source }));
  },
  REFUND_SOURCE_NOT_FOUND: () => askRefund({ source: { from: 'charge', chargeId: `chg_${'a'.repeat(26)}` } }),
  REFUND_EXCEEDS_SOURCE: () => askRefund({ amount: { value: '90000.01', currency: 'CNY' } }),
  REFUND_ALL_FEE: () => {
    const feeAtLeast = { value: '5.00', currency: 'CNY' };
    return underRefundPolicy(office, { first: [{ ...freeRefund, feeAtLeast }] }, () => askRefund());
  },
  REFUND_LIMIT: async () => {
    const crowded = await office.createCustomer();
    const { asking } = officeRefunds(office, () => crowded);
    for (let asked = 0; asked < 20; asked += 1) {
      await accepted('requestRefund', { as: office.clerk, ...(await asking()) });
    }
    return refused('requestRefund', { as: office.clerk, ...(await asking()) });
  },
  PAPERS_MISSING: () => askRefund({ payout: { method: 'bank-transfer' } }),
  PAYOUT_ROUTE: () => askRefund({ payout: { method: 'cash' } }),
  PAYER_IS_MAKER: async () => {
    const both = await office.register({ username: 'chen.hao', roles: ['clerk', 'cashier'] });
    const params = await refunds().approved(office.finance, both);
    return refused('startPayout', { as: both, params, body: {} });
  },
  PAYER_IS_APPROVER: async () => {
    const both = await office.register({ username: 'lin.xue', roles: ['finance', 'cashier'] });
    return refused('startPayout', { as: both, params: await refunds().approved(both), body: {} });
  },
  REFUND_EXPIRED: async () => {
    const { refundId } = await underRefundPolicy(office, { expiresAfterDays: 0 }, () => refunds().asked());
    const body = { decision: 'approve', revision: 1, stage: 1 };
    return refused('decideApproval', { as: office.finance, params: { requestId: refundId }, body });
  },
  ARRIVAL_NEEDS_ANOTHER: async () =>
    refused('confirmArrival', { as: office.clerk, params: await refunds().paid(), body: { arrived: true } }),
  MISSING_REPORTED: async () => {
    const request = { as: office.clerk, params: await refunds().paid(), body: { arrived: false } };
    await accepted('confirmArrival', request);
    return refused('confirmArrival', request);
  },
  BUSY: () => {
    const reasons = ['None', 'TransactionConflict', 'None', 'None'];
    const conflict = { error: 'TransactionCanceledException', reasons };
    const interrupt = (operation: string) => (operation === 'TransactWriteItems' ? conflict : undefined);
    return whenInterrupted(interrupt, () => refused('submitCharge', charge()));
  },
  FINDING_CLOSED: async () => {
    const params = { findingId: (await keptFinding(office.context, { state: 'closed' })).id };
    return refused('closeFinding', { as: office.finance, params, body: { done: '已核对并恢复' } });
  },
  RECONCILIATION_CLOSED: async () => {
    await keptReconciliation(office.context, '1994-01', { countedBy: 'zhao.min' });
    const params = { month: '1994-01', currency: 'CNY' };
    const body = { note: '与对账单一致' };
    await accepted('agreeReconciliation', { as: office.manager, params, body });
    return refused('agreeReconciliation', { as: office.manager, params, body });
  },
  RECONCILIATION_UNCOUNTED: async () => {
    await keptReconciliation(office.context, '1994-02');
    const params = { month: '1994-02', currency: 'CNY' };
    return refused('agreeReconciliation', { as: office.manager, params, body: { note: '与对账单一致' } });
  },
  RECONCILER_COUNTED: async () => {
    await keptReconciliation(office.context, '1994-03', { countedBy: office.allRounder.username });
    const params = { month: '1994-03', currency: 'CNY' };
    return refused('agreeReconciliation', { as: office.allRounder, params, body: { note: '与对账单一致' } });
  },
  REPORT_TOO_LARGE: 'more than 10,000 charges: see test/reports/charge-statistics.test.ts',
  TOO_MANY_REQUESTS: 'the HTTP API itself, before any function runs',
  INTERNAL: async () => {
    const id = `chg_${'b'.repeat(26)}`;
    const Item = { pk: `R#${id}`, sk: '#REQUEST', kind: 'charge' };
    await office.context.table.client.send(new PutCommand({ TableName: office.context.table.name, Item }));
    return refused('getCharge', { as: office.auditor, params: { chargeId: id } });
  },
  TEMPORARILY_UNAVAILABLE: () =>
    whenInterrupted(
      () => ({ error: 'ThrottlingException' }),
      () => refused('getMe', { as: office.clerk }),
    ),
};

/** Raised where the request never reaches a function, or by a rule that no operation of the API meets. */
const raisedElsewhere = ['PREPAID_INSUFFICIENT', 'REPORT_TOO_LARGE', 'TOO_MANY_REQUESTS'];

describe('a problem', () => {
  it.each(problemCodes)('%s comes about', async (code) => {
    const cause = causes[code];
    if (typeof cause === 'string') {
      expect({ code, cause }).toEqual({ code: expect.toBeOneOf(raisedElsewhere), cause });
      return;
    }
    expect(await cause()).toMatchObject({ code, status: catalogue[code].status, title: catalogue[code].title.en });
  });
});

describe('an unexpected fault', () => {
  it('is answered without a word of its inside, in the reader’s language', async () => {
    const id = `chg_${'c'.repeat(26)}`;
    const Item = { pk: `R#${id}`, sk: '#REQUEST', kind: 'charge' };
    await office.context.table.client.send(new PutCommand({ TableName: office.context.table.name, Item }));
    const answer = await send('getCharge', { as: office.auditor, params: { chargeId: id }, language: 'zh' });
    expect(answer.body).toEqual({
      type: '/problems/internal',
      title: '系统错误',
      status: 500,
      code: 'INTERNAL',
      detail: '系统出现意外错误，已通知管理员。请用同一个 Idempotency-Key 重试；若仍失败，请告知管理员请求编号。',
      instance: `/charges/${id}`,
      requestId: expect.stringMatching(/^request-\d+$/),
    });
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'content-language': 'zh-CN' });
  });
});

describe('a page people open in a browser', () => {
  it('says of a fault that they may try again, and no word for programs', async () => {
    const params = { token: `chg_${'a'.repeat(26)}.${'A'.repeat(22)}` };
    const answer = await whenInterrupted(
      () => ({ error: 'ThrottlingException' }),
      () => send('getFeedbackPage', { params, language: 'zh-CN' }),
    );
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('请稍后重新打开此页面');
    expect(answer.body).not.toContain('Idempotency-Key');
  });
});

describe('a reply that is lost between DynamoDB and the function', () => {
  /** Loses the first reply of an operation while the work is done. */
  async function losing<T>(lost: string, work: () => Promise<T>): Promise<T> {
    const before = door.interruptions;
    const interrupt = (operation: string) =>
      operation === lost && door.interruptions === before ? ('lose the reply' as const) : undefined;
    const result = await whenInterrupted(interrupt, work);
    expect(door.interruptions - before).toBe(1);
    return result;
  }

  it.each([
    ['a charge that waits', 'PutItem', oneStage, 'in-review'],
    ['a charge that is posted at once', 'TransactWriteItems', passes, 'posted'],
  ])('leaves one of %s, and the client is answered with it', async (_, operation, value, state) => {
    const before = await office.verify();
    const request = charge({ amount: { value, currency: 'CNY' } });
    const { body, status } = await losing(operation, () => accepted('submitCharge', request));
    expect({ status, state: body.state }).toEqual({ status: 201, state });
    const { entries, findings } = await office.verify();
    // Some of the refusals above need money set apart for a request that is not there; nothing joins them.
    const posted = entries - before.entries;
    expect(posted).toBe(state === 'posted' ? 1 : 0);
    expect(findings.map(({ problem }) => problem)).toEqual(before.findings.map(({ problem }) => problem));
  });

  it('leaves a decision made once', async () => {
    const before = await office.verify();
    const request = { as: office.reviewer, ...(await decision(oneStage)) };
    const { body } = await losing('TransactWriteItems', () => accepted('decideApproval', request));
    expect(body.history.map(({ action }) => action)).toEqual(['submit', 'approve']);
    const { findings } = await office.verify();
    expect(findings.map(({ problem }) => problem)).toEqual(before.findings.map(({ problem }) => problem));
  });

  it('leaves a customer created once, and changed once', async () => {
    const body = { number: 'C-55555', name: '一次', kind: 'person', email: 'a@customer.example' };
    const created = await losing('TransactWriteItems', () => accepted('createCustomer', { as: office.clerk, body }));
    const change = { params: { customerId: created.body.id }, body: { notes: '新' }, ifMatch: '"1"' };
    const changed = await losing('TransactWriteItems', () =>
      accepted('updateCustomer', { as: office.clerk, ...change }),
    );
    expect(changed.body).toMatchObject({ number: 'C-55555', version: 2 });
  });
});
