import { beforeAll, describe, expect, it } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { operations } from '../../shared/contracts/index.ts';
import { feedbackToken } from '../../shared/feedback/feedback-token.ts';
import type { AgreedPolicyKind } from '../../shared/model/agreed-policy.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { addDays, businessDate } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, RefundId, UserId } from '../../shared/model/ids.ts';
import { type Role, roles } from '../../shared/model/role.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { readHead } from '../../shared/table/commit.ts';
import { makeFeedbackSecret } from '../../shared/table/feedback-secret.ts';
import { makeTask, newTask } from '../../shared/tasks/stored-task.ts';
import { keptFinding, keptReconciliation } from '../control/kept-control.ts';
import { announcedImport, checkedImport, importFile } from '../imports/checked-import.ts';
import { keepProviderSecret, signed } from '../payouts/signed-message.ts';
import { nothingOpen, openVersion } from '../policies/open-version.ts';
import { contents } from '../policies/policy-desk.ts';
import { officeRefunds, payoutFailed } from '../refunds/office-refunds.ts';
import { accepted, type Call, type Caller, type OperationId, refused, send } from '../support/http.ts';
import { acceptVoucher, acceptVoucherOf, scan } from '../vouchers/accepted-voucher.ts';
import { monthToClose } from './month-to-close.ts';
import {
  approval,
  away,
  type CustomerInOffice,
  chargeContent,
  cny,
  type Office,
  openOffice,
  threeStages,
} from './office.ts';

/** Who may do what, written out: a change of roles has to be made here as well. */
const permitted: Record<OperationId, readonly Role[] | 'everybody'> = {
  createCustomer: ['clerk', 'finance', 'manager', 'admin'],
  searchCustomers: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getCustomer: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  updateCustomer: ['clerk', 'finance', 'manager', 'admin'],
  getCustomerBalance: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  listCustomerEntries: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  registerDeposit: ['clerk', 'cashier', 'finance'],
  listDepositsToConfirm: ['cashier', 'finance', 'manager', 'auditor'],
  listDeposits: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getDeposit: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  listDepositUses: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  depositStatement: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  confirmDeposit: ['cashier'],
  bounceDeposit: ['cashier', 'finance'],
  cancelDeposit: ['clerk', 'cashier', 'finance'],
  submitCharge: ['clerk', 'manager'],
  listCharges: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getCharge: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  resubmitCharge: ['clerk', 'manager'],
  withdrawCharge: ['clerk', 'manager'],
  quoteRefund: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  requestRefund: ['clerk', 'finance', 'manager', 'customer'],
  listRefunds: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  searchRefunds: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getRefund: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  withdrawRefund: ['clerk', 'finance', 'manager', 'customer'],
  listPayouts: ['cashier', 'finance', 'manager', 'auditor'],
  startPayout: ['cashier'],
  recordPayout: ['cashier'],
  confirmArrival: ['clerk', 'finance', 'manager', 'cashier', 'customer'],
  saveDraft: ['clerk', 'manager'],
  listDrafts: ['clerk', 'manager'],
  editDraft: ['clerk', 'manager'],
  submitDraft: ['clerk', 'manager'],
  cancelDraft: ['clerk', 'manager'],
  createTemplate: ['finance', 'manager', 'admin'],
  listTemplates: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getTemplate: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  updateTemplate: ['finance', 'manager', 'admin'],
  retireTemplate: ['finance', 'manager', 'admin'],
  autofillCharge: ['clerk', 'manager'],
  listApprovals: ['reviewer', 'finance', 'manager'],
  decideApproval: ['reviewer', 'finance', 'manager'],
  decideApprovals: ['reviewer', 'finance', 'manager'],
  previewCharge: ['clerk', 'reviewer', 'finance', 'manager', 'auditor'],
  addComment: ['clerk', 'reviewer', 'finance', 'manager', 'cashier'],
  listComments: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor'],
  addRefundComment: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'customer'],
  listRefundComments: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'customer'],
  addCorrectionComment: ['clerk', 'reviewer', 'finance', 'manager', 'cashier'],
  listCorrectionComments: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor'],
  attachVoucher: ['clerk', 'manager'],
  listVouchers: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  attachRefundVoucher: ['clerk', 'finance', 'manager', 'customer'],
  listRefundVouchers: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getRefundVoucherLink: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  attachCorrectionVoucher: ['clerk', 'finance', 'manager'],
  listCorrectionVouchers: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getCorrectionVoucherLink: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getVoucherLink: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  listTasks: ['clerk', 'finance', 'manager'],
  completeTask: ['clerk', 'finance', 'manager'],
  reassignTask: ['manager'],
  previewCorrection: ['clerk', 'finance', 'manager'],
  requestCorrection: ['clerk', 'finance', 'manager'],
  getCorrection: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor'],
  listCorrections: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor'],
  withdrawCorrection: ['clerk', 'finance', 'manager'],
  listPeriods: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  closePeriod: ['finance', 'manager'],
  reopenPeriod: ['manager'],
  refundStatistics: ['finance', 'manager', 'auditor', 'admin'],
  correctionStatistics: ['reviewer', 'finance', 'manager', 'auditor', 'admin'],
  openDispute: ['clerk', 'finance', 'manager', 'customer'],
  explainDispute: ['clerk', 'finance', 'manager'],
  reopenDispute: ['clerk', 'finance', 'manager', 'customer'],
  closeDispute: ['clerk', 'finance', 'manager', 'customer'],
  getFeedbackPage: 'everybody',
  giveFeedback: 'everybody',
  estimateArrival: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  announcePayment: ['clerk', 'finance', 'manager', 'cashier', 'customer'],
  recordDelayStep: ['clerk', 'finance', 'manager', 'cashier'],
  getRefundVoucher: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  receivePayoutResult: 'everybody',
  getWebhookSecret: ['admin'],
  rotateWebhookSecret: ['admin'],
  listLowBalances: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  listFindings: ['finance', 'manager', 'auditor'],
  getFinding: ['finance', 'manager', 'auditor'],
  assignFinding: ['finance', 'manager'],
  closeFinding: ['finance', 'manager'],
  listReconciliations: ['finance', 'manager', 'auditor'],
  getReconciliation: ['finance', 'manager', 'auditor'],
  recordActual: ['finance'],
  agreeReconciliation: ['manager'],
  getMe: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getDelegations: ['reviewer', 'finance', 'manager'],
  setDelegation: ['reviewer', 'finance', 'manager'],
  endDelegation: ['reviewer', 'finance', 'manager'],
  setUserDelegation: ['manager', 'admin'],
  getApprovalPolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getAutofillRules: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  publishAutofillRules: ['admin'],
  getCalendar: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  publishCalendar: ['admin'],
  getArrivalRules: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  publishArrivalRules: ['admin'],
  getRefundPolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getDepositPolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getLowBalancePolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  proposeApprovalPolicy: ['admin'],
  proposeRefundPolicy: ['admin'],
  proposeDepositPolicy: ['admin'],
  proposeLowBalancePolicy: ['admin'],
  listPolicyVersions: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getPolicyVersion: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  decidePolicy: ['finance', 'manager', 'admin'],
  withdrawPolicy: ['admin'],
  acknowledgePolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  listAcknowledgements: ['manager', 'auditor', 'admin'],
  getVoucherPolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  publishVoucherPolicy: ['admin'],
  chargeStatistics: ['clerk', 'reviewer', 'finance', 'manager', 'auditor', 'admin'],
  createImport: ['clerk', 'manager'],
  listImports: ['clerk', 'manager', 'finance', 'auditor'],
  getImport: ['clerk', 'manager', 'finance', 'auditor'],
  listImportRows: ['clerk', 'manager', 'finance', 'auditor'],
  startImport: ['clerk', 'manager'],
  cancelImport: ['clerk', 'manager'],
  getImportFile: ['clerk', 'manager', 'finance', 'auditor'],
  getImportTemplate: ['clerk', 'manager'],
  getOpenApi: 'everybody',
  getDocs: 'everybody',
  getProblem: 'everybody',
};

let office: Office;
let customer: CustomerInOffice;
let chargeId: string;
let people: Record<Role, Caller>;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
  chargeId = (await office.submit(customer, '120.00')).id;
  const { clerk, reviewer, finance, manager, cashier, auditor, admin } = office;
  const own = await office.registerCustomer('kehu', customer);
  people = { clerk, reviewer, finance, manager, cashier, auditor, admin, customer: own };
});

/** Refunds of the customer, as far as a request needs them. So many may be under way: those of the tests before are over. */
const refunds = async () => {
  const inTime = { ...office.context, clock: () => '2099-01-01T00:00:00.000Z' as Instant };
  const { claims } = await readHead(office.context.table, customer.id as CustomerId, 'CNY');
  for (const { by } of claims) await expireRefund(inTime, by as RefundId);
  return officeRefunds(office, () => customer);
};

const charge = () => ({ customerId: customer.id, customerNumber: customer.number, ...chargeContent });

/** A deposit as its own reference tells it from others. */
const deposit = () => {
  numbers += 1;
  const [amount, reference] = [{ value: '500.00', currency: 'CNY' }, `BANK-${numbers}`];
  return { customerNumber: customer.number, amount, method: 'bank-transfer', paidOn: '2026-01-05', reference };
};

/** A deposit by transfer that somebody registered and nobody has confirmed. */
async function registeredBy(role: Role): Promise<Call> {
  const request = { as: people[role], params: { customerId: customer.id }, body: deposit() };
  return { params: { depositId: (await accepted('registerDeposit', request)).body.id } };
}

/** A charge that waits for an approval by one role. */
async function waitingFor(role: Role): Promise<Call> {
  if (role === 'finance') {
    const body = { ...charge(), type: 'other', amount: { value: '900.00', currency: 'CNY' } };
    const { id } = (await accepted('submitCharge', { as: office.clerk, body })).body;
    return { params: { requestId: id }, body: approval(1) };
  }
  const { id } = await office.submit(customer, threeStages);
  const params = { requestId: id };
  if (role === 'reviewer') return { params, body: approval(1) };
  await accepted('decideApproval', { as: office.reviewer, params, body: approval(1) });
  await accepted('decideApproval', { as: office.finance, params, body: approval(2) });
  return { params, body: approval(3) };
}

/** A charge of the role's own that came back. */
async function returnedTo(role: Role): Promise<Call> {
  const { id } = await office.submit(customer, '9000.00', people[role]);
  const body = { decision: 'return', revision: 1, stage: 1, comment: '请补充合同' };
  const returned = await accepted('decideApproval', { as: office.reviewer, params: { requestId: id }, body });
  return { params: { chargeId: id }, body: cny('8000.00'), ifMatch: returned.etag };
}

/** A draft of the role's own that can be submitted. */
async function draftOf(role: Role): Promise<Call> {
  const body = { customerId: customer.id, customerNumber: customer.number, content: chargeContent };
  const saved = await accepted('saveDraft', { as: people[role], body });
  return { params: { chargeId: saved.body.id }, ifMatch: saved.etag };
}

/** A task of the role's own about a posted charge. */
async function taskOf(role: Role): Promise<Call> {
  const { id } = await office.submit(customer, '120.00');
  const [owner, chargeId] = [people[role].username as UserId, id as ChargeId];
  const posted = (await readCharge(office.context.table, chargeId)) as Charge;
  const task = newTask(posted, { kind: 'call', name: 'call-1', owner, now: office.context.clock() });
  await makeTask(office.context, task);
  return { params: { requestId: chargeId, task: task.name } };
}

/** A dispute of the customer's, as far as it is. */
async function disputed(state: 'open' | 'explained'): Promise<Call> {
  const { id } = await office.submit(customer, '120.00');
  const body = { text: '没有升级过席位', wants: 'explanation' };
  await accepted('openDispute', { as: office.clerk, params: { chargeId: id }, body });
  const params = { chargeId: id, number: '1' };
  if (state === 'explained')
    await accepted('explainDispute', { as: office.finance, params, body: { text: '合同附件二' } });
  return { params };
}

/** The one-time link of a posted charge. */
async function linked(): Promise<Call> {
  const { id } = await office.submit(customer, '120.00');
  const secret = await makeFeedbackSecret(office.context, () => 'secret');
  return { params: { token: feedbackToken(id as ChargeId, secret) } };
}

/** A template as it is kept. */
const template = () => ({
  name: '月度服务费',
  content: { type: 'service' },
  reviewBy: addDays(businessDate(office.context.clock(), 'Asia/Shanghai'), 30),
});

async function keptTemplate(): Promise<Call> {
  const { id } = (await accepted('createTemplate', { as: office.finance, body: template() })).body;
  return { params: { templateId: id }, ifMatch: '"1"' };
}

/** The version of a policy that is in force, for publishing the next. */
const newest = async (id: 'getAutofillRules' | 'getCalendar' | 'getArrivalRules') => {
  const { body, etag } = await accepted(id, { as: office.admin });
  const { version: _, publishedAt: __, publishedBy: ___, ...content } = body;
  return { body: content, ifMatch: etag };
};

/** Something the nightly control found. */
const foundByControl = async (): Promise<Call> => ({ params: { findingId: (await keptFinding(office.context)).id } });

/** A month that is to be reconciled, or that somebody has counted. */
const reconciled = async (countedBy?: string): Promise<Call> => {
  await keptReconciliation(office.context, '1995-01', countedBy === undefined ? {} : { countedBy });
  return { params: { month: '1995-01', currency: 'CNY' } };
};
const counted = { actual: { value: '10.60', currency: 'CNY' }, note: '按银行对账单核对' };

/** A proposal of a kind that can be made now. */
const proposalOf = async (kind: AgreedPolicyKind): Promise<Call> => {
  const ifMatch = await nothingOpen(office, kind);
  return { body: { reason: '年度评审', content: contents[kind] }, ifMatch };
};

const transfer = { method: 'bank-transfer', paidOn: '2026-01-05', bankReference: '20260105330012345678' };

/** A charge whose payment was announced long ago and is not there. */
/** A charge in a currency of which nobody has prepaid money: it is owed. */
async function owedCharge(): Promise<{ chargeId: string }> {
  const amount = { value: '50.00', currency: 'USD' };
  const body = { customerId: customer.id, customerNumber: customer.number, ...chargeContent, amount };
  return { chargeId: (await accepted('submitCharge', { as: office.clerk, body })).body.id };
}

async function late(): Promise<Call> {
  const params = await owedCharge();
  await accepted('announcePayment', { as: office.clerk, params, body: transfer });
  return { params };
}

const correction = {
  mistake: 'wrong-type',
  cause: { code: 'typed-wrong', text: '类型选错了一行' },
  right: { type: 'training' },
};
const wrongCharge = async (): Promise<Call> => ({ params: { chargeId: (await office.submit(customer, '120.00')).id } });

/** A correction that somebody of the role asked for. */
async function correctionBy(role: Role): Promise<Call> {
  const request = { as: people[role], ...(await wrongCharge()), body: correction };
  return { params: { correctionId: (await accepted('requestCorrection', request)).body.id } };
}

let numbers = 0;

/** For every operation a request that succeeds when somebody of the role sends it. */
const requests: Record<OperationId, (role: Role) => Call | Promise<Call>> = {
  createCustomer: () => {
    numbers += 1;
    const number = `R-${numbers}`.padEnd(6, '0');
    return { body: { number, name: '华夏科技有限公司', kind: 'company', email: 'a@customer.example' } };
  },
  searchCustomers: () => ({ query: { q: '客户' } }),
  getCustomer: () => ({ params: { customerId: customer.id } }),
  updateCustomer: async () => {
    const { id } = await office.createCustomer();
    return { params: { customerId: id }, body: { notes: '重点客户' }, ifMatch: '"1"' };
  },
  getCustomerBalance: () => ({ params: { customerId: customer.id } }),
  listCustomerEntries: () => ({ params: { customerId: customer.id } }),
  registerDeposit: () => ({ params: { customerId: customer.id }, body: deposit() }),
  listDepositsToConfirm: () => ({}),
  listDeposits: () => ({ params: { customerId: customer.id } }),
  getDeposit: () => registeredBy('clerk'),
  listDepositUses: () => registeredBy('clerk'),
  depositStatement: () => ({ params: { customerId: customer.id } }),
  confirmDeposit: async () => ({ ...(await registeredBy('clerk')), body: { arrivedOn: '2026-01-06' } }),
  bounceDeposit: async () => ({ ...(await registeredBy('clerk')), body: { reason: '银行退票' } }),
  cancelDeposit: async (role) => ({ ...(await registeredBy(role)), body: { reason: '登记错误' } }),
  submitCharge: () => ({ body: charge() }),
  listCharges: () => ({ query: { customerId: customer.id } }),
  getCharge: () => ({ params: { chargeId } }),
  resubmitCharge: returnedTo,
  withdrawCharge: async (role) => {
    const { id } = await office.submit(customer, '9000.00', people[role]);
    return { params: { chargeId: id }, body: { revision: 1 } };
  },
  quoteRefund: async () => {
    const { params, body } = await (await refunds()).asking();
    const { customerNumber: _, ...content } = body;
    return { params, body: content };
  },
  requestRefund: async () => (await refunds()).asking(),
  listRefunds: () => ({ params: { customerId: customer.id } }),
  searchRefunds: () => ({}),
  getRefund: async () => ({ params: await (await refunds()).asked() }),
  withdrawRefund: async (role) => ({ params: await (await refunds()).asked(people[role]), body: {} }),
  listPayouts: () => ({}),
  startPayout: async () => ({ params: await (await refunds()).approved(), body: {} }),
  recordPayout: async () => ({ params: (await (await refunds()).executing()).params, body: payoutFailed }),
  confirmArrival: async () => ({ params: await (await refunds()).paid(), body: { arrived: false } }),
  getRefundVoucher: async () => ({ params: await (await refunds()).paid() }),
  receivePayoutResult: async () => {
    await keepProviderSecret(office.context);
    const { refundId } = (await (await refunds()).executing()).params;
    return signed({ eventId: `evt-${refundId}`, refundId, attempt: 1, ...payoutFailed });
  },
  getWebhookSecret: async () => {
    await keepProviderSecret(office.context);
    return {};
  },
  rotateWebhookSecret: () => ({ body: {} }),
  saveDraft: () => ({ body: { customerId: customer.id, customerNumber: customer.number, content: chargeContent } }),
  listDrafts: () => ({}),
  editDraft: async (role) => ({ ...(await draftOf(role)), body: { type: 'setup' } }),
  submitDraft: draftOf,
  cancelDraft: async (role) => ({ ...(await draftOf(role)), body: {} }),
  createTemplate: () => ({ body: template() }),
  listTemplates: () => ({}),
  getTemplate: keptTemplate,
  updateTemplate: async () => ({ ...(await keptTemplate()), body: template() }),
  retireTemplate: async () => ({ ...(await keptTemplate()), body: { reason: '不再使用' } }),
  autofillCharge: () => ({ body: { customerId: customer.id } }),
  listApprovals: () => ({}),
  decideApproval: waitingFor,
  decideApprovals: async (role) => {
    const { params, body } = await waitingFor(role);
    return { body: { decisions: [{ ...params, ...(body as object) }] } };
  },
  previewCharge: async () => ({ params: { chargeId: (await office.submit(customer, threeStages)).id } }),
  addComment: () => ({ params: { chargeId }, body: { kind: 'note', text: '已电话确认' } }),
  listComments: () => ({ params: { chargeId } }),
  listTasks: () => ({}),
  completeTask: async (role) => ({ ...(await taskOf(role)), body: { outcome: 'reached', note: '已说明' } }),
  reassignTask: async () => ({ ...(await taskOf('clerk')), body: { owner: office.otherClerk.username } }),
  previewCorrection: async () => ({ ...(await wrongCharge()), body: correction }),
  requestCorrection: async () => ({ ...(await wrongCharge()), body: correction }),
  getCorrection: () => correctionBy('clerk'),
  listCorrections: () => ({}),
  withdrawCorrection: async (role) => ({ ...(await correctionBy(role)), body: { reason: '核对后没有错' } }),
  listPeriods: () => ({}),
  closePeriod: async () => ({ params: { month: await monthToClose(office) }, body: { reason: '核对完毕' } }),
  reopenPeriod: async () => {
    const params = { month: await monthToClose(office) };
    await accepted('closePeriod', { as: office.finance, params, body: { reason: '核对完毕' } });
    return { params, body: { reason: '补记一笔' } };
  },
  refundStatistics: () => ({ query: { from: '2026-01-01', to: '2026-12-31' } }),
  correctionStatistics: () => ({ query: { from: '2026-01-01', to: '2026-12-31' } }),
  openDispute: async () => {
    const { id } = await office.submit(customer, '120.00');
    return { params: { chargeId: id }, body: { text: '没有升级过席位', wants: 'correction' } };
  },
  explainDispute: async () => ({ ...(await disputed('open')), body: { text: '合同附件二' } }),
  reopenDispute: async () => ({ ...(await disputed('explained')), body: { text: '附件二没有签字' } }),
  closeDispute: async () => ({ ...(await disputed('open')), body: { outcome: 'withdrawn', note: '客户撤回' } }),
  getFeedbackPage: linked,
  giveFeedback: async () => ({ ...(await linked()), body: { rating: 4 } }),
  attachVoucher: async (role) => {
    const { id } = await office.submit(customer, threeStages, people[role]);
    return { params: { chargeId: id }, body: scan };
  },
  listVouchers: () => ({ params: { chargeId } }),
  addRefundComment: async () => ({
    params: await (await refunds()).asked(people.customer),
    body: { kind: 'note', text: '已核对' },
  }),
  listRefundComments: async () => ({ params: await (await refunds()).asked() }),
  addCorrectionComment: async () => ({ ...(await correctionBy('clerk')), body: { kind: 'note', text: '已核对' } }),
  listCorrectionComments: () => correctionBy('clerk'),
  attachRefundVoucher: async (role) => ({ params: await (await refunds()).asked(people[role]), body: scan }),
  listRefundVouchers: async () => ({ params: await (await refunds()).asked() }),
  getRefundVoucherLink: async (role) => {
    const as = role === 'customer' ? people.customer : office.clerk;
    const params = await (await refunds()).asked(as);
    return {
      params: { ...params, voucherId: await acceptVoucherOf(office.context, as, 'attachRefundVoucher', params) },
    };
  },
  attachCorrectionVoucher: async (role) => ({ ...(await correctionBy(role)), body: scan }),
  listCorrectionVouchers: () => correctionBy('clerk'),
  getCorrectionVoucherLink: async () => {
    const { params = {} } = await correctionBy('clerk');
    const voucherId = await acceptVoucherOf(office.context, office.clerk, 'attachCorrectionVoucher', params);
    return { params: { ...params, voucherId } };
  },
  getVoucherLink: async () => {
    const { id } = await office.submit(customer, threeStages);
    return { params: { chargeId: id, voucherId: await acceptVoucher(office.context, office.clerk, id) } };
  },
  estimateArrival: () => ({ params: { chargeId } }),
  announcePayment: async () => ({ params: await owedCharge(), body: transfer }),
  recordDelayStep: async () => ({
    ...(await late()),
    body: { step: 'check-entry', finding: 'nothing', outcome: '录入无误' },
  }),
  listLowBalances: () => ({}),
  listFindings: () => ({}),
  getFinding: foundByControl,
  assignFinding: async () => ({ ...(await foundByControl()), body: { owner: office.finance.username } }),
  closeFinding: async () => ({ ...(await foundByControl()), body: { done: '已核对并恢复' } }),
  listReconciliations: () => ({}),
  getReconciliation: () => reconciled(),
  recordActual: async () => ({ ...(await reconciled()), body: counted }),
  agreeReconciliation: async () => ({ ...(await reconciled('zhao.min')), body: { note: '与银行对账单一致' } }),
  getMe: () => ({}),
  getDelegations: () => ({}),
  setDelegation: () => ({ body: away(office.allRounder) }),
  endDelegation: async (role) => {
    await accepted('setDelegation', { as: people[role], body: away(office.allRounder) });
    return { body: {} };
  },
  setUserDelegation: () => ({ params: { userId: office.otherReviewer.username }, body: away(office.allRounder) }),
  getApprovalPolicy: () => ({}),
  getAutofillRules: () => ({}),
  publishAutofillRules: () => newest('getAutofillRules'),
  getCalendar: () => ({}),
  publishCalendar: async () => {
    const { ifMatch } = await newest('getCalendar');
    const [from, until] = ['2026-01-01', '2026-01-03'];
    return { body: { from, until, holidays: [from], workdays: [], source: '放假安排的通知' }, ifMatch };
  },
  getArrivalRules: () => ({}),
  publishArrivalRules: () => newest('getArrivalRules'),
  getRefundPolicy: () => ({}),
  getDepositPolicy: () => ({}),
  getLowBalancePolicy: () => ({}),
  proposeApprovalPolicy: () => proposalOf('approval'),
  proposeRefundPolicy: () => proposalOf('refund'),
  proposeDepositPolicy: () => proposalOf('deposit'),
  proposeLowBalancePolicy: () => proposalOf('low-balance'),
  listPolicyVersions: () => ({ params: { kind: 'refund' } }),
  getPolicyVersion: () => ({ params: { kind: 'refund', version: '0' } }),
  decidePolicy: async () => ({ ...(await openVersion(office, office.otherAdmin)), body: { decision: 'approve' } }),
  withdrawPolicy: async () => ({ ...(await openVersion(office, office.admin)), body: {} }),
  acknowledgePolicy: () => ({ params: { kind: 'refund', version: '0' } }),
  listAcknowledgements: () => ({ params: { kind: 'refund', version: '0' } }),
  getVoucherPolicy: () => ({}),
  publishVoucherPolicy: async () => {
    const { etag } = await accepted('getVoucherPolicy', { as: office.admin });
    return { body: { onMissing: 'block', rules: [] }, ifMatch: etag };
  },
  chargeStatistics: () => ({ query: { from: '2026-10-01', to: '2026-10-31', groupBy: 'type' } }),
  createImport: () => ({ body: importFile }),
  listImports: () => ({}),
  getImport: async () => ({ params: { importId: await checkedImport(office, office.clerk) } }),
  listImportRows: async () => ({ params: { importId: await announcedImport(office.clerk) } }),
  startImport: async (role) => ({
    params: { importId: await checkedImport(office, people[role]) },
    body: { mode: 'continue' },
  }),
  cancelImport: async (role) => ({ params: { importId: await checkedImport(office, people[role]) }, body: {} }),
  getImportFile: async () => ({ params: { importId: await checkedImport(office, office.clerk), name: 'bad-rows' } }),
  getImportTemplate: () => ({}),
  getOpenApi: () => ({}),
  getDocs: () => ({}),
  getProblem: () => ({ params: { code: 'forbidden' } }),
};

describe.each(operations)('$id', ({ id, success }) => {
  const mayCall = permitted[id];
  const [first = 'clerk'] = mayCall === 'everybody' ? [] : mayCall;

  if (mayCall === 'everybody') {
    it('answers whoever asks, without a token', async () => {
      expect((await send(id, await requests[id]('clerk'))).status).toBe(success.status);
    });
  }

  const [may, others] = [
    roles.filter((role) => mayCall === 'everybody' || mayCall.includes(role)),
    roles.filter((role) => mayCall !== 'everybody' && !mayCall.includes(role)),
  ];
  for (const role of may) {
    it(`answers ${role}`, async () => {
      const { status } = await send(id, { ...(await requests[id](role)), as: people[role] });
      expect(status).toBe(success.status);
    });
  }

  if (others.length > 0) {
    it(`refuses ${others.join(', ')} and writes nothing`, async () => {
      const request = await requests[id](first);
      await office.writesNothing(async () => {
        for (const role of others) {
          expect((await refused(id, { ...request, as: people[role] })).code, role).toBe('FORBIDDEN');
        }
      });
    });
  }

  if (mayCall !== 'everybody') {
    it('refuses a user without roles, or with groups that are no roles, and writes nothing', async () => {
      const request = await requests[id](first);
      await office.writesNothing(async () => {
        for (const groups of [[], ['root'], ['CLERK'], ['clerk-admin'], ['constructor']]) {
          const nobody = { username: 'wang.fang', roles: groups as Role[] };
          expect((await refused(id, { ...request, as: nobody })).code).toBe('FORBIDDEN');
        }
      });
    });

    it('refuses a request that says nobody’s name, and writes nothing', async () => {
      const request = await requests[id](first);
      const unnamed = { username: '', roles: [...roles] };
      await office.writesNothing(async () => {
        expect((await refused(id, request)).code).toBe('UNAUTHENTICATED');
        expect((await refused(id, { ...request, as: unnamed })).code).toBe('UNAUTHENTICATED');
      });
    });
  }
});

describe('a token', () => {
  it('gives the rights of every role it names', async () => {
    const both: Caller = { username: 'he.jing', roles: ['auditor', 'clerk', 'finance'] };
    expect((await send('submitCharge', { as: both, body: charge() })).status).toBe(201);
    expect((await send('listApprovals', { as: both })).status).toBe(200);
  });

  it('gives no right to an inbox of another role', async () => {
    const problem = await refused('listApprovals', { as: office.reviewer, query: { role: 'manager' } });
    expect(problem).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('manager') });
  });
});

it('names the roles that may in the refusal, in both languages', async () => {
  const request = { as: people.auditor, body: charge() };
  expect((await refused('submitCharge', { ...request, language: 'en-GB, zh;q=0.3' })).detail).toBe(
    'This operation needs one of the roles clerk, manager. Ask an administrator for the role, or a colleague who has it.',
  );
  expect((await refused('submitCharge', { ...request, language: 'fr, zh-Hans-CN;q=0.8' })).detail).toBe(
    '此操作需要以下角色之一：clerk, manager。请联系管理员开通权限，或请有权限的同事办理。',
  );
});
