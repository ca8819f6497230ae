import { beforeAll, describe, expect, it } from 'vitest';
import { accepted, type Call, type OperationId } from '../support/http.ts';
import { approval, chargeContent, cny, type Office, openOffice, passes, threeStages, twoStages } from './office.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const today = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
const hash = expect.stringMatching(/^[\w-]{43}$/);
const firstHash = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';

const complete = {
  number: 'C-90001',
  name: '华夏科技有限公司',
  kind: 'company',
  language: 'en',
  preferredChannel: 'phone',
  email: 'ar@huaxia.example',
  phone: '+86 138 0013 8001',
  contacts: [{ name: '李娜', role: '财务', email: 'li.na@huaxia.example', phone: '021-5555-0101' }],
  group: 'key',
  creditTermDays: 45,
  address: '上海市徐汇区漕溪北路 1 号',
  notes: '每月 5 日前开票\n发票抬头另告',
};

describe('the reply', () => {
  it('to a new customer is everything that was entered, with who and when', async () => {
    const { status, headers, body } = await accepted('createCustomer', { as: office.clerk, body: complete });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...complete,
      id: expect.stringMatching(/^cus_[a-z2-7]{26}$/),
      version: 1,
      createdAt: instant,
      createdBy: 'wang.fang',
      updatedAt: body.createdAt,
      updatedBy: 'wang.fang',
    });
    expect(headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      etag: '"1"',
      location: `/customers/${body.id}`,
    });
  });

  it('to a customer entered with the least there can be fills in what the company usually wants', async () => {
    const body = { number: 'C-90002', name: '王芳', kind: 'person', email: 'w@customer.example' };
    const created = await accepted('createCustomer', { as: office.clerk, body });
    expect(created.body).toMatchObject({
      language: 'zh-CN',
      preferredChannel: 'email',
      contacts: [],
      group: 'standard',
      creditTermDays: 30,
    });
  });

  it('to a changed customer is the next version; what was cleared is gone', async () => {
    const { id } = await office.createCustomer({ notes: '旧', phone: '13800138000' });
    const request = { params: { customerId: id }, body: { notes: null, address: '北京' }, ifMatch: '"1"' };
    const { body, etag } = await accepted('updateCustomer', { as: office.finance, ...request });
    expect(body).toMatchObject({ version: 2, address: '北京', phone: '13800138000', updatedBy: 'zhao.min' });
    expect(body).not.toHaveProperty('notes');
    expect(etag).toBe('"2"');
    const read = await accepted('getCustomer', { as: office.auditor, params: { customerId: id } });
    expect({ body: read.body, etag: read.etag }).toEqual({ body, etag });
  });

  it('to a charge that waits says for whom and until when', async () => {
    const { id, number } = await office.createCustomer();
    const content = {
      ...cny(twoStages),
      basis: {
        text: '高级版席位 10 个\n按合同单价',
        lines: [{ description: '高级版席位', quantity: '10', unitPrice: '5000.00' }],
      },
      effectiveDate: '2026-10-15',
    };
    const request = { as: office.clerk, body: { customerId: id, customerNumber: number, ...content } };
    const { status, headers, body } = await accepted('submitCharge', request);
    expect(status).toBe(201);
    expect(headers).toMatchObject({ etag: '"1.1"', location: `/charges/${body.id}` });
    expect(body).toEqual({
      ...content,
      id: expect.stringMatching(/^chg_[a-z2-7]{26}$/),
      customerId: id,
      state: 'in-review',
      revision: 1,
      stage: 1,
      stages: [{ role: 'reviewer' }, { role: 'finance' }],
      dueAt: instant,
      policyVersion: 0,
      maker: 'wang.fang',
      submittedAt: instant,
      history: [{ at: body.submittedAt, by: 'wang.fang', action: 'submit', to: 'in-review' }],
    });
    expect(Date.parse(body.dueAt ?? '') - Date.parse(body.submittedAt)).toBe(86_400_000);
  });

  it('to the reading of a charge is its whole case: revisions, steps, reasons and the entry', async () => {
    const { id: customerId, number } = await office.createCustomer();
    const body = { customerId, customerNumber: number, ...cny(threeStages) };
    const { id } = (await accepted('submitCharge', { as: office.clerk, body })).body;
    const back = await office.decide(office.reviewer, id, { ...approval(1), decision: 'return', comment: '金额有误' });
    const resubmission = { params: { chargeId: id }, body: cny(twoStages), ifMatch: back.etag };
    await accepted('resubmitCharge', { as: office.clerk, ...resubmission });
    await office.decide(office.reviewer, id, approval(1, 2));
    await office.decide(office.finance, id, { ...approval(2, 2), comment: '同意' });

    const read = await accepted('getCharge', { as: office.auditor, params: { chargeId: id } });
    const step = { at: instant };
    expect(read.body).toEqual({
      ...cny(twoStages),
      id,
      customerId,
      state: 'posted',
      revision: 2,
      stage: 0,
      stages: [{ role: 'reviewer' }, { role: 'finance' }],
      policyVersion: 0,
      maker: 'wang.fang',
      submittedAt: instant,
      effectiveDate: today,
      history: [
        { ...step, by: 'wang.fang', action: 'resubmit', to: 'in-review' },
        { ...step, by: 'chen.jie', action: 'approve', from: 'in-review', to: 'in-review', stage: 1 },
        { ...step, by: 'zhao.min', action: 'approve', from: 'in-review', to: 'posted', stage: 2, reason: '同意' },
      ],
      posting: { sequence: 1, recordedAt: instant, hash, dueDate: today },
      openedAt: instant,
      changes: [{ pointer: '/amount', before: 'CNY 250000.00', after: 'CNY 50000.00' }],
      timeline: [
        { ...step, by: 'wang.fang', what: 'submit → in-review (revision 1)' },
        { ...step, by: 'chen.jie', what: 'return → returned (revision 1, stage 1)', text: '金额有误' },
        { ...step, by: 'wang.fang', what: 'resubmit → in-review (revision 2)' },
        { ...step, by: 'chen.jie', what: 'approve → in-review (revision 2, stage 1)' },
        { ...step, by: 'zhao.min', what: 'approve → posted (revision 2, stage 2)', text: '同意' },
      ],
      earlierRevisions: [
        {
          ...cny(threeStages),
          revision: 1,
          changes: [],
          history: [
            { ...step, by: 'wang.fang', action: 'submit', to: 'in-review' },
            {
              ...step,
              by: 'chen.jie',
              action: 'return',
              from: 'in-review',
              to: 'returned',
              stage: 1,
              reason: '金额有误',
            },
          ],
        },
      ],
      entry: {
        id: `je_${customerId.slice(4)}_cny_1`,
        customerId,
        currency: 'CNY',
        sequence: 1,
        requestId: id,
        effectiveDate: read.body.effectiveDate,
        period: chargeContent.period,
        recordedAt: read.body.posting?.recordedAt,
        makers: ['wang.fang', 'chen.jie', 'zhao.min'],
        postings: [
          {
            event: 'charge-posted',
            account: 'receivable',
            side: 'debit',
            amount: { value: '50000.00', currency: 'CNY' },
          },
          {
            event: 'charge-posted',
            account: 'revenue:upgrade',
            side: 'credit',
            amount: { value: '50000.00', currency: 'CNY' },
          },
        ],
        balancesAfter: { receivable: '50000.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
        previousHash: firstHash,
        hash: read.body.posting?.hash,
      },
    });
    expect(read.etag).toBe('"2.3"');
  });

  it('to a balance has a row a currency, in the decimals of each', async () => {
    const customer = await office.createCustomer();
    await office.deposit(customer, 1_234_567n, 'KWD');
    await office.deposit(customer, 98_765n, 'JPY');
    await office.submit(customer, passes);
    const request = { as: office.auditor, params: { customerId: customer.id } };
    const { body } = await accepted('getCustomerBalance', request);
    const series = customer.id.slice(4, 14);
    const row = (currency: string, receivable: string, zero: string, prepaid: string) => {
      const money = (value: string) => ({ value, currency });
      const lot = {
        ...{ number: 1, amount: money(prepaid), isRefundable: true, hasExpired: false },
        depositId: expect.stringMatching(/^dep_/),
        receiptNumber: `RC-${currency}-${series.toUpperCase()}-0001`,
        entry: `je_${customer.id.slice(4)}_${currency.toLowerCase()}_1`,
      };
      return {
        ...{ currency, receivable: money(receivable), prepaid: money(prepaid), available: money(prepaid) },
        ...{ held: money(zero), unapplied: money(zero), holds: [], lots: prepaid === zero ? [] : [lot] },
        ...{ sequence: 1, hash, asOf: instant },
      };
    };
    expect(body).toEqual({
      customerId: customer.id,
      balances: [
        row('CNY', '120.00', '0.00', '0.00'),
        row('JPY', '0', '0', '98765'),
        row('KWD', '0.000', '0.000', '1234.567'),
      ],
    });
  });

  it('to a balance of a customer who never had a posting is empty', async () => {
    const { id } = await office.createCustomer();
    const { body } = await accepted('getCustomerBalance', { as: office.auditor, params: { customerId: id } });
    expect(body).toEqual({ customerId: id, balances: [] });
  });

  it('to who I am says what my roles allow', async () => {
    expect((await accepted('getMe', { as: office.cashier })).body).toEqual({
      id: 'wu.ting',
      name: 'wu.ting',
      email: 'wu.ting@feeledger.example',
      language: 'zh-CN',
      roles: ['cashier'],
      operations: [
        'searchCustomers',
        'getCustomer',
        'getCustomerBalance',
        'listCustomerEntries',
        'registerDeposit',
        'listDepositsToConfirm',
        'listDeposits',
        'getDeposit',
        'listDepositUses',
        'depositStatement',
        'confirmDeposit',
        'bounceDeposit',
        'cancelDeposit',
        'listCharges',
        'getCharge',
        'listCorrections',
        'getCorrection',
        'listPeriods',
        'quoteRefund',
        'listRefunds',
        'searchRefunds',
        'getRefund',
        'listPayouts',
        'startPayout',
        'recordPayout',
        'confirmArrival',
        'listTemplates',
        'getTemplate',
        'addComment',
        'listComments',
        'addRefundComment',
        'listRefundComments',
        'addCorrectionComment',
        'listCorrectionComments',
        'listVouchers',
        'getVoucherLink',
        'listRefundVouchers',
        'getRefundVoucherLink',
        'listCorrectionVouchers',
        'getCorrectionVoucherLink',
        'getFeedbackPage',
        'giveFeedback',
        'estimateArrival',
        'announcePayment',
        'recordDelayStep',
        'getRefundVoucher',
        'receivePayoutResult',
        'getMe',
        'getApprovalPolicy',
        'getRefundPolicy',
        'getDepositPolicy',
        'getLowBalancePolicy',
        'listPolicyVersions',
        'getPolicyVersion',
        'acknowledgePolicy',
        'getVoucherPolicy',
        'getAutofillRules',
        'getCalendar',
        'getArrivalRules',
        'listLowBalances',
        'getOpenApi',
        'getDocs',
        'getProblem',
      ],
    });
  });

  it('to the approval policy is the built-in one until another takes effect', async () => {
    const { body } = await accepted('getApprovalPolicy', { as: office.clerk });
    expect(body).toMatchObject({ version: 0, effectiveAt: '1990-01-01T00:00:00.000Z', prepaidUse: 'when-covered' });
    expect(body.rules.find(({ currency, type }) => currency === 'JPY' && type === undefined)).toEqual({
      currency: 'JPY',
      tiers: [
        { upTo: '10000', stages: [] },
        { upTo: '400000', stages: [{ role: 'reviewer', deadlineHours: 24 }] },
        {
          upTo: '4000000',
          stages: [
            { role: 'reviewer', deadlineHours: 24 },
            { role: 'finance', deadlineHours: 24 },
          ],
        },
        {
          stages: [
            { role: 'reviewer', deadlineHours: 24 },
            { role: 'finance', deadlineHours: 24 },
            { role: 'manager', deadlineHours: 48 },
          ],
        },
      ],
    });
    expect(body.otherwise).toEqual([
      { role: 'reviewer', deadlineHours: 24 },
      { role: 'finance', deadlineHours: 24 },
      { role: 'manager', deadlineHours: 48 },
    ]);
  });
});

describe('a list', () => {
  /** Every page of a list, two items each. */
  async function everyPage(id: OperationId, call: Call): Promise<Record<string, unknown>[][]> {
    const pages: Record<string, unknown>[][] = [];
    let cursor: string | undefined;
    do {
      const query = { ...call.query, limit: '2', ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await accepted(id, { ...call, query });
      const page = body as unknown as { items: Record<string, unknown>[]; nextCursor?: string };
      pages.push(page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined && pages.length < 20);
    return pages;
  }

  it('of journal entries comes newest first, page by page, without a gap or a repetition', async () => {
    const customer = await office.createCustomer();
    for (let index = 0; index < 5; index += 1) await office.submit(customer, `${index + 1}.00`);
    const call = { as: office.auditor, params: { customerId: customer.id } };
    const pages = await everyPage('listCustomerEntries', call);
    expect(pages.map((page) => page.map(({ sequence }) => sequence))).toEqual([[5, 4], [3, 2], [1]]);
    expect(await everyPage('listCustomerEntries', { ...call, query: { currency: 'JPY' } })).toEqual([[]]);
  });

  it('of a customer’s charges comes newest first, page by page, without a gap or a repetition', async () => {
    const customer = await office.createCustomer();
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) ids.push((await office.submit(customer, `${index + 1}.00`)).id);
    const pages = await everyPage('listCharges', { as: office.auditor, query: { customerId: customer.id } });
    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([
      [ids[3], ids[2]],
      [ids[1], ids[0]],
    ]);
  });

  it('of a day’s charges holds those of every customer, newest first', async () => {
    const pages = await everyPage('listCharges', { as: office.auditor, query: {} });
    const all = pages.flat();
    const times = all.map(({ submittedAt }) => String(submittedAt));
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ customerId }) => customerId)).size).toBeGreaterThan(3);
    const other = await accepted('listCharges', { as: office.auditor, query: { date: '2026-01-01' } });
    expect(other.body.items).toEqual([]);
  });

  it('of charges can be narrowed to a state and a type', async () => {
    const customer = await office.createCustomer();
    await office.submit(customer, passes);
    const waiting = await office.submit(customer, twoStages);
    const query = { customerId: customer.id, state: 'in-review', type: 'upgrade' };
    const { body } = await accepted('listCharges', { as: office.auditor, query });
    expect(body.items.map(({ id }) => id)).toEqual([waiting.id]);
    const none = await accepted('listCharges', { as: office.auditor, query: { ...query, type: 'usage' } });
    expect(none.body.items).toEqual([]);
  });

  it('of approvals comes soonest due first, for the role asked for, with who and how much', async () => {
    const customer = await office.createCustomer();
    const { id } = await office.submit(customer, twoStages);
    const pages = await everyPage('listApprovals', { as: office.allRounder, query: {} });
    const all = pages.flat();
    const due = all.map(({ dueAt }) => String(dueAt));
    expect(due).toEqual([...due].sort());
    expect(all.find(({ requestId }) => requestId === id)).toEqual({
      requestId: id,
      kind: 'charge',
      customerId: customer.id,
      customerNumber: customer.number,
      customerName: `客户 ${customer.number}`,
      amount: { value: '50000.00', currency: 'CNY' },
      maker: 'wang.fang',
      role: 'reviewer',
      stage: 1,
      revision: 1,
      submittedAt: instant,
      dueAt: instant,
    });
    await office.decide(office.reviewer, id, approval(1));
    const finance = await accepted('listApprovals', { as: office.allRounder, query: { role: 'finance' } });
    expect(finance.body.items).toMatchObject([{ requestId: id, role: 'finance', stage: 2 }]);
    const reviewers = (await everyPage('listApprovals', { as: office.reviewer })).flat();
    expect(reviewers.map(({ requestId }) => requestId)).not.toContain(id);
    await office.decide(office.finance, id, approval(2));
    expect((await accepted('listApprovals', { as: office.finance })).body.items).toEqual([]);
  });

  it('of found customers comes page by page, each once', async () => {
    for (let index = 0; index < 5; index += 1) await office.createCustomer({ name: `龘䶮物流 ${index}` });
    const pages = await everyPage('searchCustomers', { as: office.clerk, query: { q: '龘䶮' } });
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(5);
  });
});

describe('a search', () => {
  it.each([
    ['part of the name', '科技'],
    ['pinyin', 'huaxiakeji'],
    ['initials', 'HXKJ'],
    ['pinyin from the middle', 'keji'],
    ['full-width letters', 'ＨＸＫＪ'],
    ['the number', 'c-90001'],
    ['the start of the number', 'C-9000'],
    ['a phone’s last digits', '8001'],
    ['a contact’s phone', '5555 0101'],
  ])('finds a customer by %s', async (_, q) => {
    const { body } = await accepted('searchCustomers', { as: office.clerk, query: { q } });
    expect(body.items).toContainEqual({
      id: expect.stringMatching(/^cus_/),
      number: 'C-90001',
      name: '华夏科技有限公司',
      kind: 'company',
      group: 'key',
      phone: '+86 138 0013 8001',
    });
  });

  it('follows a change of the name', async () => {
    const { id } = await office.createCustomer({ name: '旧名贸易' });
    const request = { params: { customerId: id }, body: { name: '新名贸易' }, ifMatch: '"1"' };
    await accepted('updateCustomer', { as: office.clerk, ...request });
    const idsOf = async (q: string) =>
      (await accepted('searchCustomers', { as: office.clerk, query: { q } })).body.items.map((found) => found.id);
    expect({ old: await idsOf('旧名'), new: await idsOf('xinming') }).toEqual({ old: [], new: [id] });
  });
});
