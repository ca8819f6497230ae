import { beforeAll, describe, expect, it } from 'vitest';
import { builtInArrivalRules } from '../../shared/arrivals/built-in-rules.ts';
import { operations } from '../../shared/contracts/index.ts';
import type { AgreedPolicyKind } from '../../shared/model/agreed-policy.ts';
import { announcedImport, importFile } from '../imports/checked-import.ts';
import { contents } from '../policies/policy-desk.ts';
import { payoutFailed, refundContent } from '../refunds/office-refunds.ts';
import { accepted, type Call, complaints, type OperationId, operationOf, refused, send } from '../support/http.ts';
import { scan } from '../vouchers/accepted-voucher.ts';
import { approval, away, type CustomerInOffice, chargeContent, type Office, oneStage, openOffice } from './office.ts';

let office: Office;
let customer: CustomerInOffice;
let waitingId: string;
let depositId: string;
let importId: string;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
  waitingId = (await office.submit(customer, oneStage)).id;
  importId = await announcedImport(office.clerk);
  depositId = (await accepted('registerDeposit', valid('registerDeposit'))).body.id;
});

const newDeposit = () => ({
  customerNumber: customer.number,
  amount: { value: '500.00', currency: 'CNY' },
  method: 'bank-transfer',
  paidOn: '2026-01-05',
  reference: 'BANK-1',
});
const template = { name: '月度服务费', content: {}, reviewBy: '2026-12-31' };
const templateId = `tpl_${'a'.repeat(26)}`;
const refundId = `rfd_${'a'.repeat(26)}`;
const voucherId = `vou_${'a'.repeat(26)}`;

/** Every operation with a body, and a request of it that has no other fault. */
const writes: Partial<Record<OperationId, () => Call>> = {
  createCustomer: () => ({
    as: office.clerk,
    body: { number: 'C-20001', name: '华夏', kind: 'company', email: 'a@customer.example' },
  }),
  updateCustomer: () => ({
    as: office.clerk,
    params: { customerId: customer.id },
    body: { notes: '新' },
    ifMatch: '"1"',
  }),
  registerDeposit: () => ({ as: office.clerk, params: { customerId: customer.id }, body: newDeposit() }),
  confirmDeposit: () => ({ as: office.cashier, params: { depositId }, body: { arrivedOn: '2026-01-06' } }),
  bounceDeposit: () => ({ as: office.cashier, params: { depositId }, body: { reason: '银行退票' } }),
  cancelDeposit: () => ({ as: office.clerk, params: { depositId }, body: { reason: '登记错误' } }),
  submitCharge: () => ({
    as: office.clerk,
    body: { customerId: customer.id, customerNumber: customer.number, ...chargeContent },
  }),
  requestRefund: () => ({
    as: office.clerk,
    params: { customerId: customer.id },
    body: { ...refundContent, customerNumber: customer.number },
  }),
  withdrawRefund: () => ({ as: office.clerk, params: { refundId }, body: {} }),
  startPayout: () => ({ as: office.cashier, params: { refundId }, body: {} }),
  recordPayout: () => ({ as: office.cashier, params: { refundId, attempt: '1' }, body: payoutFailed }),
  confirmArrival: () => ({ as: office.clerk, params: { refundId }, body: { arrived: true } }),
  rotateWebhookSecret: () => ({ as: office.admin, body: { previousValidHours: 24 } }),
  resubmitCharge: () => ({
    as: office.clerk,
    params: { chargeId: waitingId },
    body: chargeContent,
    ifMatch: '"1.1"',
  }),
  decideApproval: () => ({ as: office.reviewer, params: { requestId: waitingId }, body: approval(1) }),
  decideApprovals: () => ({
    as: office.reviewer,
    body: { decisions: [{ requestId: waitingId, ...approval(1) }] },
  }),
  createTemplate: () => ({ as: office.finance, body: template }),
  updateTemplate: () => ({ as: office.finance, params: { templateId }, body: template, ifMatch: '"1"' }),
  retireTemplate: () => ({ as: office.finance, params: { templateId }, body: { reason: '不再使用' }, ifMatch: '"1"' }),
  publishAutofillRules: () => ({ as: office.admin, body: { rules: [] }, ifMatch: '"0"' }),
  publishCalendar: () => ({
    as: office.admin,
    body: { from: '2026-01-01', until: '2026-01-03', holidays: [], workdays: [], source: '放假安排的通知' },
    ifMatch: '"0"',
  }),
  publishArrivalRules: () => ({ as: office.admin, body: { ...builtInArrivalRules }, ifMatch: '"0"' }),
  announcePayment: () => ({
    as: office.clerk,
    params: { chargeId: waitingId },
    body: { method: 'online', paidOn: '2026-01-05' },
  }),
  recordDelayStep: () => ({
    as: office.clerk,
    params: { chargeId: waitingId },
    body: { step: 'check-entry', finding: 'nothing', outcome: '录入无误' },
  }),
  addComment: () => ({ as: office.reviewer, params: { chargeId: waitingId }, body: { kind: 'note', text: '已核对' } }),
  setDelegation: () => ({ as: office.reviewer, body: away(office.allRounder) }),
  endDelegation: () => ({ as: office.reviewer, body: {} }),
  setUserDelegation: () => ({
    as: office.manager,
    params: { userId: office.reviewer.username },
    body: away(office.allRounder),
  }),
  withdrawCharge: () => ({ as: office.clerk, params: { chargeId: waitingId }, body: { revision: 1 } }),
  saveDraft: () => ({ as: office.clerk, body: { customerId: customer.id, customerNumber: customer.number } }),
  editDraft: () => ({ as: office.clerk, params: { chargeId: waitingId }, body: chargeContent, ifMatch: '"draft.1.1"' }),
  cancelDraft: () => ({ as: office.clerk, params: { chargeId: waitingId }, body: {} }),
  attachVoucher: () => ({ as: office.clerk, params: { chargeId: waitingId }, body: scan }),
  attachRefundVoucher: () => ({ as: office.clerk, params: { refundId }, body: scan }),
  attachCorrectionVoucher: () => ({ as: office.clerk, params: { correctionId }, body: scan }),
  addRefundComment: () => ({ as: office.reviewer, params: { refundId }, body: { kind: 'note', text: '已核对' } }),
  addCorrectionComment: () => ({
    as: office.reviewer,
    params: { correctionId },
    body: { kind: 'note', text: '已核对' },
  }),
  publishVoucherPolicy: () => ({ as: office.admin, body: { onMissing: 'block', rules: [] }, ifMatch: '"0"' }),
  proposeApprovalPolicy: () => proposal('approval'),
  proposeRefundPolicy: () => proposal('refund'),
  proposeDepositPolicy: () => proposal('deposit'),
  proposeLowBalancePolicy: () => proposal('low-balance'),
  decidePolicy: () => ({ as: office.manager, params: version(), body: { decision: 'approve' } }),
  withdrawPolicy: () => ({ as: office.admin, params: version(), body: {} }),
  completeTask: () => ({ as: office.clerk, params: task(), body: { outcome: 'reached', note: '已说明' } }),
  reassignTask: () => ({ as: office.manager, params: task(), body: { owner: office.otherClerk.username } }),
  requestCorrection: () => ({ as: office.clerk, params: { chargeId: waitingId }, body: correction }),
  withdrawCorrection: () => ({ as: office.clerk, params: { correctionId }, body: { reason: '核对后没有错' } }),
  closePeriod: () => ({ as: office.finance, params: { month: '1990-01' }, body: { reason: '核对完毕' } }),
  reopenPeriod: () => ({ as: office.manager, params: { month: '1990-01' }, body: { reason: '补记一笔' } }),
  assignFinding: () => ({ as: office.manager, params: { findingId }, body: { owner: office.finance.username } }),
  closeFinding: () => ({ as: office.manager, params: { findingId }, body: { done: '已核对并恢复' } }),
  recordActual: () => ({
    as: office.finance,
    params: { month: '1990-01', currency: 'CNY' },
    body: { actual: { value: '0.00', currency: 'CNY' }, note: '按银行对账单核对' },
  }),
  agreeReconciliation: () => ({
    as: office.manager,
    params: { month: '1990-01', currency: 'CNY' },
    body: { note: '与对账单一致' },
  }),
  openDispute: () => ({
    as: office.clerk,
    params: { chargeId: waitingId },
    body: { text: '金额不对', wants: 'explanation' },
  }),
  explainDispute: () => ({ as: office.finance, params: dispute(), body: { text: '合同附件二' } }),
  reopenDispute: () => ({ as: office.clerk, params: dispute(), body: { text: '附件二没有签字' } }),
  closeDispute: () => ({ as: office.clerk, params: dispute(), body: { outcome: 'withdrawn', note: '客户撤回' } }),
  createImport: () => ({ as: office.clerk, body: importFile }),
  startImport: () => ({ as: office.clerk, params: { importId }, body: { mode: 'continue' } }),
  cancelImport: () => ({ as: office.clerk, params: { importId }, body: {} }),
};
const proposal = (kind: AgreedPolicyKind) => ({
  as: office.admin,
  body: { reason: '年度评审', content: contents[kind] },
  ifMatch: '"0"',
});
const version = () => ({ kind: 'refund', version: '1' });
const correctionId = `cor_${'a'.repeat(26)}`;
const correction = {
  mistake: 'wrong-type',
  cause: { code: 'typed-wrong', text: '类型选错了一行' },
  right: { type: 'training' },
};
const task = () => ({ requestId: waitingId, task: 'call-posted' });
const findingId = `fnd_${'a'.repeat(26)}`;
const dispute = () => ({ chargeId: waitingId, number: '1' });
const writing = Object.keys(writes) as OperationId[];
const valid = (id: OperationId): Call => writes[id]?.() ?? {};

/** Asked with a body and changes nothing, given once by its link, or told by an event with an id of its own. */
const needsNoKey: readonly OperationId[] = [
  'autofillCharge',
  'previewCorrection',
  'quoteRefund',
  'giveFeedback',
  'receivePayoutResult',
];

it('knows every operation that takes a body, and each of them wants an idempotency key', () => {
  const withBody = operations.filter((operation) => 'body' in operation && !needsNoKey.includes(operation.id));
  expect(withBody.map(({ id }) => id).sort()).toEqual([...writing].sort());
  for (const { id } of withBody) expect(operationOf(id)).toMatchObject({ idempotencyKey: 'required', body: {} });
});

it('wants an idempotency key of a write without a body too', async () => {
  const request = { as: office.clerk, params: { chargeId: waitingId }, ifMatch: '"draft.1.1"' };
  const problem = await refused('submitDraft', { ...request, headers: { 'idempotency-key': undefined } });
  expect(problem.code).toBe('IDEMPOTENCY_KEY_MISSING');
});

describe.each(writing)('%s', (id) => {
  const refuse = (change: Partial<Call>) => office.writesNothing(() => refused(id, { ...valid(id), ...change }));
  const sent = (text: string, more: Partial<Call> = {}) => {
    const { body: _, ...request } = valid(id);
    return office.writesNothing(() => refused(id, { ...request, text, ...more }));
  };

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is too long', 'k'.repeat(101)],
    ['has a space', 'my key'],
    ['is not ASCII', '补费-1'],
    ['has a control character', 'key\u0001'],
    ['has a line break', 'key\n'],
  ])('refuses an idempotency key that %s', async (_, key) => {
    expect(await refuse({ headers: { 'idempotency-key': key } })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_MISSING',
      status: 400,
    });
  });

  it.each([
    ['is empty', ''],
    ['is no JSON', '{"amount":'],
    ['is two JSON texts', '{}{}'],
    ['has a comma too many', '{"a":1,}'],
    ['is a form', 'customerId=1&amount=2'],
    ['is XML', '<charge/>'],
    ['has a byte order mark inside', '{\ufeff}'],
    ['says NaN', '{"amount":NaN}'],
  ])('refuses a body that %s', async (_, text) => {
    expect(await sent(text)).toMatchObject({ code: 'BODY_NOT_JSON', status: 400 });
  });

  it('refuses a body whose bytes are no UTF-8', async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]);
    const problem = await sent(bytes.toString('base64'), { isBase64Encoded: true });
    expect(problem.code).toBe('BODY_NOT_JSON');
  });

  it('refuses a body above 64 KB, however it is encoded', async () => {
    const text = JSON.stringify({ notes: '补'.repeat(22_000) });
    expect(Buffer.byteLength(text)).toBeGreaterThan(65_536);
    expect(await sent(text)).toMatchObject({
      code: 'BODY_TOO_LARGE',
      status: 413,
      detail: 'A body may have at most 65536 bytes. Shorten it and send again.',
    });
    const encoded = Buffer.from(text).toString('base64');
    expect((await sent(encoded, { isBase64Encoded: true })).code).toBe('BODY_TOO_LARGE');
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/jsonp',
    'json',
  ])('refuses the content type %j', async (type) => {
    expect(await refuse({ headers: { 'content-type': type } })).toMatchObject({
      code: 'MEDIA_TYPE_UNSUPPORTED',
      status: 415,
    });
  });

  it('refuses JSON that is nested a hundred thousand levels deep or repeats a field name', async () => {
    expect((await sent(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).code).toBe('VALIDATION_FAILED');
    expect((await sent(`{"x":${'{"x":'.repeat(9_000)}1${'}'.repeat(9_000)}}`)).code).toBe('VALIDATION_FAILED');
  });

  it('looks at permission before shape, and at the key before the body', async () => {
    const broken = { text: '{', headers: { 'content-type': 'text/plain', 'idempotency-key': undefined } };
    const { body: _, ...request } = valid(id);
    expect((await refused(id, { ...request, ...broken, as: office.auditor })).code).toBe('FORBIDDEN');
    expect((await refused(id, { ...request, ...broken })).code).toBe('IDEMPOTENCY_KEY_MISSING');
  });
});

it('reads a body that the gateway hands over in base64, and a content type with a character set', async () => {
  const { body, ...request } = valid('submitCharge');
  const text = Buffer.from(JSON.stringify(body)).toString('base64');
  const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
  const answer = await send('submitCharge', { ...request, text, isBase64Encoded: true, headers });
  expect(answer.status).toBe(201);
});

/** Operations that name something in their path. */
const reads: Partial<Record<OperationId, (id: string) => Call>> = {
  getCustomer: (customerId) => ({ as: office.auditor, params: { customerId } }),
  getCustomerBalance: (customerId) => ({ as: office.auditor, params: { customerId } }),
  listCustomerEntries: (customerId) => ({ as: office.auditor, params: { customerId } }),
  updateCustomer: (customerId) => ({ ...valid('updateCustomer'), params: { customerId } }),
  registerDeposit: (customerId) => ({ ...valid('registerDeposit'), params: { customerId } }),
  listDeposits: (customerId) => ({ as: office.auditor, params: { customerId } }),
  depositStatement: (customerId) => ({ as: office.auditor, params: { customerId } }),
  getDeposit: (depositId) => ({ as: office.auditor, params: { depositId } }),
  listDepositUses: (depositId) => ({ as: office.auditor, params: { depositId } }),
  confirmDeposit: (depositId) => ({ ...valid('confirmDeposit'), params: { depositId } }),
  bounceDeposit: (depositId) => ({ ...valid('bounceDeposit'), params: { depositId } }),
  cancelDeposit: (depositId) => ({ ...valid('cancelDeposit'), params: { depositId } }),
  quoteRefund: (customerId) => ({ as: office.auditor, params: { customerId }, body: refundContent }),
  requestRefund: (customerId) => ({ ...valid('requestRefund'), params: { customerId } }),
  listRefunds: (customerId) => ({ as: office.auditor, params: { customerId } }),
  getRefund: (refundId) => ({ as: office.auditor, params: { refundId } }),
  getRefundVoucher: (refundId) => ({ as: office.auditor, params: { refundId } }),
  withdrawRefund: (refundId) => ({ ...valid('withdrawRefund'), params: { refundId } }),
  startPayout: (refundId) => ({ ...valid('startPayout'), params: { refundId } }),
  recordPayout: (refundId) => ({ ...valid('recordPayout'), params: { refundId, attempt: '1' } }),
  confirmArrival: (refundId) => ({ ...valid('confirmArrival'), params: { refundId } }),
  getCharge: (chargeId) => ({ as: office.auditor, params: { chargeId } }),
  resubmitCharge: (chargeId) => ({ ...valid('resubmitCharge'), params: { chargeId } }),
  decideApproval: (requestId) => ({ ...valid('decideApproval'), params: { requestId } }),
  previewCharge: (chargeId) => ({ as: office.auditor, params: { chargeId } }),
  addComment: (chargeId) => ({ ...valid('addComment'), params: { chargeId } }),
  listComments: (chargeId) => ({ as: office.auditor, params: { chargeId } }),
  getTemplate: (templateId) => ({ as: office.auditor, params: { templateId } }),
  updateTemplate: (templateId) => ({ ...valid('updateTemplate'), params: { templateId } }),
  retireTemplate: (templateId) => ({ ...valid('retireTemplate'), params: { templateId } }),
  estimateArrival: (chargeId) => ({ as: office.auditor, params: { chargeId } }),
  announcePayment: (chargeId) => ({ ...valid('announcePayment'), params: { chargeId } }),
  recordDelayStep: (chargeId) => ({ ...valid('recordDelayStep'), params: { chargeId } }),
  setUserDelegation: (userId) => ({ ...valid('setUserDelegation'), params: { userId } }),
  ...ofCharge(['withdrawCharge', 'editDraft', 'cancelDraft', 'attachVoucher', 'openDispute']),
  submitDraft: (chargeId) => ({ as: office.clerk, params: { chargeId }, ifMatch: '"draft.1.1"' }),
  listVouchers: (chargeId) => ({ as: office.auditor, params: { chargeId } }),
  attachRefundVoucher: (refundId) => ({ ...valid('attachRefundVoucher'), params: { refundId } }),
  listRefundVouchers: (refundId) => ({ as: office.auditor, params: { refundId } }),
  getRefundVoucherLink: (refundId) => ({ as: office.auditor, params: { refundId, voucherId } }),
  attachCorrectionVoucher: (correctionId) => ({ ...valid('attachCorrectionVoucher'), params: { correctionId } }),
  listCorrectionVouchers: (correctionId) => ({ as: office.auditor, params: { correctionId } }),
  getCorrectionVoucherLink: (correctionId) => ({ as: office.auditor, params: { correctionId, voucherId } }),
  addRefundComment: (refundId) => ({ ...valid('addRefundComment'), params: { refundId } }),
  listRefundComments: (refundId) => ({ as: office.auditor, params: { refundId } }),
  addCorrectionComment: (correctionId) => ({ ...valid('addCorrectionComment'), params: { correctionId } }),
  listCorrectionComments: (correctionId) => ({ as: office.auditor, params: { correctionId } }),
  getVoucherLink: (chargeId) => ({ as: office.auditor, params: { chargeId, voucherId } }),
  ...ofRequest(['completeTask', 'reassignTask']),
  ...ofCharge(['explainDispute', 'reopenDispute', 'closeDispute']),
  previewCorrection: (chargeId) => ({ as: office.clerk, params: { chargeId }, body: correction }),
  requestCorrection: (chargeId) => ({ ...valid('requestCorrection'), params: { chargeId } }),
  getCorrection: (correctionId) => ({ as: office.auditor, params: { correctionId } }),
  withdrawCorrection: (correctionId) => ({ ...valid('withdrawCorrection'), params: { correctionId } }),
  closePeriod: (month) => ({ ...valid('closePeriod'), params: { month } }),
  reopenPeriod: (month) => ({ ...valid('reopenPeriod'), params: { month } }),
  getFinding: (findingId) => ({ as: office.auditor, params: { findingId } }),
  assignFinding: (findingId) => ({ ...valid('assignFinding'), params: { findingId } }),
  closeFinding: (findingId) => ({ ...valid('closeFinding'), params: { findingId } }),
  getReconciliation: (month) => ({ as: office.auditor, params: { month, currency: 'CNY' } }),
  recordActual: (month) => ({ ...valid('recordActual'), params: { month, currency: 'CNY' } }),
  agreeReconciliation: (month) => ({ ...valid('agreeReconciliation'), params: { month, currency: 'CNY' } }),
  startImport: (importId) => ({ ...valid('startImport'), params: { importId } }),
  cancelImport: (importId) => ({ ...valid('cancelImport'), params: { importId } }),
  getImport: (importId) => ({ as: office.clerk, params: { importId } }),
  listImportRows: (importId) => ({ as: office.clerk, params: { importId } }),
  getImportFile: (importId) => ({ as: office.clerk, params: { importId, name: 'result' } }),
  getProblem: (code) => ({ params: { code } }),
  listPolicyVersions: (kind) => ({ as: office.auditor, params: { kind } }),
  getPolicyVersion: (version) => ({ as: office.auditor, params: { kind: 'refund', version } }),
  decidePolicy: (version) => ({ ...valid('decidePolicy'), params: { kind: 'refund', version } }),
  withdrawPolicy: (version) => ({ ...valid('withdrawPolicy'), params: { kind: 'refund', version } }),
  acknowledgePolicy: (version) => ({ as: office.clerk, params: { kind: 'refund', version } }),
  listAcknowledgements: (version) => ({ as: office.auditor, params: { kind: 'refund', version } }),
};

/** Writes that name a charge first. */
function ofRequest(ids: readonly OperationId[]) {
  return Object.fromEntries(
    ids.map((id) => [id, (requestId: string) => ({ ...valid(id), params: { ...valid(id).params, requestId } })]),
  );
}

function ofCharge(ids: readonly OperationId[]) {
  return Object.fromEntries(
    ids.map((id) => [id, (chargeId: string) => ({ ...valid(id), params: { ...valid(id).params, chargeId } })]),
  );
}

it('knows every operation with an id in its path', () => {
  const named = operations.filter(({ path }) => /\{(?!token)/.test(path)).map(({ id }) => id);
  expect(Object.keys(reads).sort()).toEqual([...named].sort());
});

describe.each(Object.keys(reads) as OperationId[])('%s', (operation) => {
  it.each([
    `cus_${'a'.repeat(26)}`,
    `chg_${'a'.repeat(26)}`,
    `dep_${'a'.repeat(26)}`,
    'cus_1',
    'chg_',
    `chg_${'A'.repeat(26)}`,
    `chg_${'a'.repeat(26)}#REQUEST`,
    `cus_${'a'.repeat(26)}\n`,
    '__proto__',
    'constructor',
    '',
    ' ',
    '../../etc/passwd',
    "' OR 1=1 --",
    '<script>',
    '客户',
    'x'.repeat(5_000),
  ])('answers that there is no %j, and writes nothing', async (id) => {
    const request = reads[operation]?.(id) ?? {};
    const problem = await office.writesNothing(() => refused(operation, request));
    expect(problem).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});

type Query = Readonly<Record<string, string>>;
const lists: Partial<Record<OperationId, (query: Query) => Call>> = {
  searchCustomers: (query) => ({ as: office.auditor, query: { q: '客户', ...query } }),
  listCustomerEntries: (query) => ({ as: office.auditor, params: { customerId: customer.id }, query }),
  listDepositsToConfirm: (query) => ({ as: office.cashier, query }),
  listDeposits: (query) => ({ as: office.auditor, params: { customerId: customer.id }, query }),
  listDepositUses: (query) => ({ as: office.auditor, params: { depositId }, query }),
  depositStatement: (query) => ({ as: office.auditor, params: { customerId: customer.id }, query }),
  listCharges: (query) => ({ as: office.auditor, query }),
  listCorrections: (query) => ({ as: office.auditor, query }),
  listRefunds: (query) => ({ as: office.auditor, params: { customerId: customer.id }, query }),
  searchRefunds: (query) => ({ as: office.auditor, query }),
  listPayouts: (query) => ({ as: office.cashier, query }),
  listTemplates: (query) => ({ as: office.auditor, query }),
  listApprovals: (query) => ({ as: office.reviewer, query }),
  listComments: (query) => ({ as: office.auditor, params: { chargeId: waitingId }, query }),
  listVouchers: (query) => ({ as: office.auditor, params: { chargeId: waitingId }, query }),
  listRefundComments: (query) => ({ as: office.auditor, params: { refundId }, query }),
  listCorrectionComments: (query) => ({ as: office.auditor, params: { correctionId }, query }),
  listRefundVouchers: (query) => ({ as: office.auditor, params: { refundId }, query }),
  listCorrectionVouchers: (query) => ({ as: office.auditor, params: { correctionId }, query }),
  listDrafts: (query) => ({ as: office.clerk, query }),
  listTasks: (query) => ({ as: office.clerk, query }),
  listImports: (query) => ({ as: office.clerk, query }),
  listImportRows: (query) => ({ as: office.clerk, params: { importId }, query }),
  listLowBalances: (query) => ({ as: office.auditor, query }),
  listFindings: (query) => ({ as: office.auditor, query }),
  listReconciliations: (query) => ({ as: office.auditor, query }),
  listPolicyVersions: (query) => ({ as: office.auditor, params: { kind: 'refund' }, query }),
  listAcknowledgements: (query) => ({ as: office.auditor, params: { kind: 'refund', version: '0' }, query }),
};

it('knows every list', () => {
  const queried = operations
    .filter((operation) => 'query' in operation && 'cursor' in operation.query.shape)
    .map(({ id }) => id);
  expect(Object.keys(lists).sort()).toEqual([...queried].sort());
});

/** A cursor as another query would hand it out, and texts that are none. */
const cursors = [
  Buffer.from(JSON.stringify(['aaaaaaaaaaaa', 'zzz'])).toString('base64url'),
  Buffer.from('[]').toString('base64url'),
  Buffer.from('{"a":1}').toString('base64url'),
  'x',
  '%%%',
  '',
  '客户',
];

describe.each(Object.keys(lists) as OperationId[])('%s', (operation) => {
  const refuse = async (query: Query) => complaints(await refused(operation, lists[operation]?.(query) ?? {}));

  it.each([
    ['0', '?limit TOO_SMALL'],
    ['-1', '?limit TOO_SMALL'],
    ['101', '?limit TOO_LARGE'],
    ['1000000000000', '?limit TOO_LARGE'],
    ['abc', '?limit WRONG_TYPE'],
    ['1.5', '?limit WRONG_TYPE'],
    ['1,2', '?limit WRONG_TYPE'],
    ['NaN', '?limit WRONG_TYPE'],
    ['２０', '?limit WRONG_TYPE'],
  ])('refuses the limit %s', async (limit, complaint) => {
    expect(await refuse({ limit })).toEqual([complaint]);
  });

  it.each(['0x10', '1e1', ' 5', '+5', ''])('refuses the limit %j, which is no plain number', async (limit) => {
    expect(await refuse({ limit })).toHaveLength(1);
  });

  it.each(cursors)('refuses the cursor %j, which is not its own', async (cursor) => {
    expect(await refuse({ cursor })).toEqual(['?cursor CURSOR_INVALID']);
  });

  it('refuses a cursor that is too long', async () => {
    expect(await refuse({ cursor: 'a'.repeat(1001) })).toEqual(['?cursor TOO_LONG']);
  });

  it('refuses a parameter it does not know, and names it', async () => {
    const problem = await refused(operation, lists[operation]?.({ page: '2' }) ?? {});
    expect(problem.errors).toMatchObject([{ code: 'UNKNOWN_FIELD', detail: 'No such field: page.' }]);
    expect(problem.errors?.[0]?.pointer).toMatch(/^\?/);
  });
});

describe('a query', () => {
  it.each<[OperationId, Query, string[]]>([
    ['listCharges', { customerId: 'C-10001' }, ['?customerId ID_FORMAT']],
    ['listCharges', { date: '2026-02-30' }, ['?date DATE_INVALID']],
    ['listCharges', { date: 'today' }, ['?date DATE_INVALID']],
    ['listCharges', { state: 'paid' }, ['?state NOT_ALLOWED']],
    ['listCharges', { type: 'Upgrade' }, ['?type NOT_ALLOWED']],
    [
      'listCharges',
      { state: 'x', type: 'y', limit: '0' },
      ['?limit TOO_SMALL', '?state NOT_ALLOWED', '?type NOT_ALLOWED'],
    ],
    ['listCustomerEntries', { currency: 'XXX' }, ['?currency NOT_ALLOWED']],
    ['listCustomerEntries', { currency: 'cny' }, ['?currency NOT_ALLOWED']],
    ['depositStatement', { currency: 'XXX' }, ['?currency NOT_ALLOWED']],
    ['depositStatement', { from: '2026-02-02', to: '2026-02-01' }, ['?to PERIOD_ENDS_BEFORE_START']],
    ['depositStatement', { from: '2025-01-01', to: '2026-02-01' }, ['?to RANGE_TOO_LONG']],
    ['listDepositsToConfirm', { state: 'arrived' }, ['?state NOT_ALLOWED']],
    ['searchRefunds', { month: '2026-13' }, ['?month FORMAT']],
    [
      'searchRefunds',
      { state: 'posted', reason: 'x', source: 'held' },
      ['?reason NOT_ALLOWED', '?source NOT_ALLOWED', '?state NOT_ALLOWED'],
    ],
    ['listPayouts', { state: 'paid' }, ['?state NOT_ALLOWED']],
    ['listTemplates', { type: 'x', state: 'gone' }, ['?state NOT_ALLOWED', '?type NOT_ALLOWED']],
    ['listTemplates', { customerGroup: 'Key' }, ['?customerGroup GROUP_FORMAT']],
    ['listApprovals', { role: 'clerk' }, ['?role NOT_ALLOWED']],
    ['searchCustomers', { q: '' }, ['?q TOO_SHORT']],
    ['searchCustomers', { q: '   ' }, ['?q TOO_SHORT']],
    ['searchCustomers', { q: '客'.repeat(101) }, ['?q TOO_LONG']],
  ])('%s refuses %j', async (operation, query, expected) => {
    expect(complaints(await refused(operation, lists[operation]?.(query) ?? {})).sort()).toEqual(expected);
  });

  it('wants to know what to search for', async () => {
    expect(complaints(await refused('searchCustomers', { as: office.clerk }))).toEqual(['?q REQUIRED']);
  });

  it.each(['a', '#', '？', '\u0000', '%', '🀄', "'; --", '\ud842'])(
    'finds nobody under %j, without a fault',
    async (q) => {
      const { status, body } = await send('searchCustomers', { as: office.clerk, query: { q } });
      expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
    },
  );

  it('finds no charges of a customer there is not', async () => {
    const query = { customerId: `cus_${'a'.repeat(26)}` };
    const { status, body } = await send('listCharges', { as: office.clerk, query });
    expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
  });
});

describe('a decision', () => {
  const refuse = async (body: unknown) => {
    const request = { as: office.reviewer, params: { requestId: waitingId }, body };
    return complaints(await office.writesNothing(() => refused('decideApproval', request))).sort();
  };

  it.each<[why: string, body: unknown, complaints: string[]]>([
    ['says nothing', {}, ['/decision REQUIRED', '/revision REQUIRED', '/stage REQUIRED']],
    ['is a text', 'approve', [' WRONG_TYPE']],
    ['is unknown', { ...approval(1), decision: 'accept' }, ['/decision NOT_ALLOWED']],
    ['is a list', { ...approval(1), decision: ['approve'] }, ['/decision NOT_ALLOWED']],
    ['names no revision', { ...approval(1), revision: undefined }, ['/revision REQUIRED']],
    ['names revision 0', { ...approval(1), revision: 0 }, ['/revision TOO_SMALL']],
    ['names half a revision', { ...approval(1), revision: 1.5 }, ['/revision WRONG_TYPE']],
    ['names a revision in a text', { ...approval(1), revision: '1' }, ['/revision WRONG_TYPE']],
    ['names no stage', { ...approval(1), stage: undefined }, ['/stage REQUIRED']],
    ['names stage 0', { ...approval(1), stage: 0 }, ['/stage TOO_SMALL']],
    ['names a fourth stage', { ...approval(1), stage: 4 }, ['/stage TOO_LARGE']],
    ['names a stage with null', { ...approval(1), stage: null }, ['/stage WRONG_TYPE']],
    ['returns without a reason', { ...approval(1), decision: 'return' }, ['/comment COMMENT_MISSING']],
    ['rejects without a reason', { ...approval(1), decision: 'reject' }, ['/comment COMMENT_MISSING']],
    ['rejects with an empty reason', { ...approval(1), decision: 'reject', comment: ' ' }, ['/comment TOO_SHORT']],
    ['has a reason that is too long', { ...approval(1), comment: '因'.repeat(301) }, ['/comment TOO_LONG']],
    ['has a reason that is a number', { ...approval(1), comment: 42 }, ['/comment WRONG_TYPE']],
    [
      'has a reason with a control character',
      { ...approval(1), comment: '同\u0008意' },
      ['/comment CONTROL_CHARACTERS'],
    ],
    [
      'has a reason that turns the text around',
      { ...approval(1), comment: '同意\u202e' },
      ['/comment CONTROL_CHARACTERS'],
    ],
    ['names another approver', { ...approval(1), approver: 'zhao.min' }, [' UNKNOWN_FIELD']],
  ])('is refused when it %s', async (_, body, expected) => {
    expect(await refuse(body)).toEqual(expected);
  });

  it.each([approval(1, 2), approval(2), approval(3, 1_000_000)])(
    'is refused for a state nobody saw: %j',
    async (body) => {
      expect(await refuse(body)).toEqual(['REQUEST_MOVED']);
    },
  );
});
