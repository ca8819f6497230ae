import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseDesk, onePagePdf, openCaseDesk } from './case-desk.ts';

/** One charge from its first draft to a dispute that is settled, as people meet it: over HTTP, on the whole application. */
describe('a charge', () => {
  let desk: CaseDesk;
  let customerId: string;
  let chargeId: string;
  let firstVoucher: string;
  let question: string;

  const clerk = 'wang.fang';
  const reviewer = 'chen.jie';
  const finance = 'zhao.min';
  const customer = 'kehu';
  const auditor = 'xu.lei';

  const content = {
    type: 'upgrade',
    reason: { code: 'upgrade', text: '本期升级服务等级，按约定补收差价' },
    amount: { value: '48000.00', currency: 'CNY' },
    basis: {
      text: '高级版席位差价',
      lines: [{ description: '高级版席位', quantity: '40', unitPrice: '1200.00' }],
    },
    period: { start: '2026-10-01', end: '2026-10-31' },
    vouchers: [{ kind: 'contract-change', reference: 'HT-2026-0001' }],
  };
  const corrected = {
    ...content,
    amount: { value: '36000.00', currency: 'CNY' },
    basis: { text: '高级版席位差价', lines: [{ description: '高级版席位', quantity: '30', unitPrice: '1200.00' }] },
  };
  const params = () => ({ chargeId });
  const decide = async (username: string, decision: object) =>
    (await desk.accepted(username, 'decideApproval', { params: { requestId: chargeId }, body: decision })).body;

  // The application is synthesized and bundled first.
  beforeAll(async () => {
    desk = await openCaseDesk();
    const { body } = await desk.accepted(clerk, 'searchCustomers', { query: { q: 'C-10001' } });
    customerId = body.items[0]?.id ?? '';
  }, 300_000);

  afterAll(async () => {
    await desk?.close();
  });

  it('is begun as a draft, which says what is still missing', async () => {
    const { vouchers: _, period: __, ...begun } = content;
    const { body } = await desk.accepted(clerk, 'saveDraft', {
      body: { customerId, customerNumber: 'C-10001', content: begun },
    });
    chargeId = body.id;
    expect(body).toMatchObject({ state: 'draft', revision: 1, toComplete: [{ pointer: '/period', code: 'REQUIRED' }] });
  });

  it('gets its voucher, and is completed and submitted', async () => {
    firstVoucher = (await desk.attach(clerk, chargeId, { fileName: '合同变更.pdf', bytes: onePagePdf('draft') })).id;
    const { body: draft, etag: begun } = await desk.accepted(auditor, 'getCharge', { params: params() });
    expect(draft.state).toBe('draft');
    const { etag } = await desk.accepted(clerk, 'editDraft', { params: params(), ifMatch: begun, body: content });
    const submitted = await desk.accepted(clerk, 'submitDraft', { params: params(), ifMatch: etag });
    expect(submitted.body).toMatchObject({ state: 'in-review', revision: 1, stage: 1 });
  });

  it('is withdrawn, corrected and submitted again', async () => {
    const body = { revision: 1, reason: '席位数有误，撤回修改' };
    const { etag, body: withdrawn } = await desk.accepted(clerk, 'withdrawCharge', { params: params(), body });
    expect(withdrawn).toMatchObject({ state: 'draft', revision: 2 });
    const edited = await desk.accepted(clerk, 'editDraft', { params: params(), ifMatch: etag, body: corrected });
    const submitted = await desk.accepted(clerk, 'submitDraft', { params: params(), ifMatch: edited.etag });
    expect(submitted.body).toMatchObject({ state: 'in-review', revision: 2, amount: { value: '36000.00' } });
  });

  it('comes back with a question', async () => {
    const text = '合同变更没有客户签章，能否提供签章版？';
    const asked = await desk.accepted(reviewer, 'addComment', { params: params(), body: { kind: 'question', text } });
    question = asked.body.id;
    const returned = await decide(reviewer, { decision: 'return', revision: 2, stage: 1, comment: '请补充签章版合同' });
    expect(returned.state).toBe('returned');
    const { body } = await desk.accepted(clerk, 'listDrafts');
    expect(body.items).toMatchObject([{ id: chargeId, state: 'returned', returnedFor: '请补充签章版合同' }]);
  });

  it('is answered, gets a better voucher and is submitted once more', async () => {
    const answer = { kind: 'answer', text: '已补充签章版，见新凭证', replyTo: question };
    await desk.accepted(clerk, 'addComment', { params: params(), body: answer });
    const file = { fileName: '合同变更-签章版.pdf', bytes: onePagePdf('signed and sealed'), replaces: firstVoucher };
    const better = await desk.attach(clerk, chargeId, file);
    const { body } = await desk.accepted(reviewer, 'listVouchers', { params: params() });
    expect(new Map(body.items.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [firstVoucher, 'replaced'],
        [better.id, 'accepted'],
      ]),
    );
    const { etag } = await desk.accepted(clerk, 'getCharge', { params: params() });
    const again = { params: params(), ifMatch: etag, body: corrected };
    expect((await desk.accepted(clerk, 'resubmitCharge', again)).body).toMatchObject({ revision: 3, stage: 1 });
  });

  it('is approved by two people and posted with the second approval', async () => {
    const preview = await desk.accepted(reviewer, 'previewCharge', { params: params() });
    expect(preview.body).toMatchObject({ revision: 3, stage: 1 });
    expect((await decide(reviewer, { decision: 'approve', revision: 3, stage: 1 })).state).toBe('in-review');
    expect((await decide(finance, { decision: 'approve', revision: 3, stage: 2 })).state).toBe('posted');
    const { body } = await desk.accepted(customer, 'getCustomerBalance', { params: { customerId } });
    expect(body.balances).toMatchObject([{ prepaid: { value: '14000.00' }, receivable: { value: '0.00' } }]);
  });

  it('is mailed to its customer once, in his language', async () => {
    const mails = (await desk.mails()).filter(({ to }) =>
      to.some((address) => address.includes('caiwu@huaxia.example')),
    );
    expect(mails).toMatchObject([{ subject: expect.stringContaining('补费') }]);
    expect(mails[0]?.text).toContain(chargeId);
  });

  it('is disputed by its customer, explained to him, and accepted', async () => {
    const objection = { text: '我们只增加了 25 个席位', wants: 'explanation' };
    const opened = await desk.accepted(customer, 'openDispute', { params: params(), body: objection });
    const dispute = { ...params(), number: String(opened.body.number) };
    const explanation = { text: '合同变更第 2 条约定 30 个席位，自 10 月 1 日起计费' };
    await desk.accepted(finance, 'explainDispute', { params: dispute, body: explanation });
    const told = (await desk.mails()).filter(({ text }) => text.includes(explanation.text));
    expect(told.flatMap(({ to }) => to).join()).toContain('caiwu@huaxia.example');
    const acceptance = { outcome: 'accepted', note: '已核对合同，无异议' };
    const closed = await desk.accepted(customer, 'closeDispute', { params: dispute, body: acceptance });
    expect(closed.body.state).toBe('closed');
  });

  it('shows an auditor all of it in order', async () => {
    const { body } = await desk.accepted(auditor, 'getCharge', { params: params() });
    expect(body).toMatchObject({
      state: 'posted',
      revision: 3,
      changes: [],
      entry: { makers: [clerk, reviewer, finance] },
    });
    expect(body.earlierRevisions.map(({ revision, amount }) => [revision, amount.value])).toEqual([
      [1, '48000.00'],
      [2, '36000.00'],
    ]);
    expect(body.timeline.map(({ by, what }) => `${by}: ${what}`)).toEqual([
      'wang.fang: draft begun',
      'wang.fang: voucher attached',
      'policy: voucher accepted',
      'wang.fang: submit → in-review (revision 1)',
      'wang.fang: withdraw → draft (revision 1)',
      'wang.fang: resubmit → in-review (revision 2)',
      'chen.jie: question',
      'chen.jie: return → returned (revision 2, stage 1)',
      'wang.fang: answer',
      'wang.fang: voucher attached',
      'policy: voucher accepted',
      'wang.fang: voucher replaced',
      'wang.fang: resubmit → in-review (revision 3)',
      'chen.jie: approve → in-review (revision 3, stage 1)',
      'zhao.min: approve → posted (revision 3, stage 2)',
      'kehu: dispute opened',
      'zhao.min: dispute explained',
      'kehu: dispute closed: accepted',
    ]);
    const times = body.timeline.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('shows its customer what is his to see, and nobody’s name', async () => {
    const { body } = await desk.accepted(customer, 'getCharge', { params: params() });
    expect(body.timeline.map(({ what }) => what)).toContain('dispute explained');
    expect(JSON.stringify(body)).not.toMatch(/wang\.fang|chen\.jie|zhao\.min|签章/);
  });

  it('is found by what it is about, and counted', async () => {
    const { body } = await desk.accepted(auditor, 'listCharges', {
      query: { type: 'upgrade', maker: clerk, state: 'posted', currency: 'CNY', minAmount: '30000.00' },
    });
    expect(body.items.map(({ id }) => id)).toEqual([chargeId]);
    const today = new Date(desk.sandbox.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const report = await desk.accepted(auditor, 'chargeStatistics', {
      query: { from: today, to: today, groupBy: 'clerk,type' },
    });
    expect(report.body.rows).toMatchObject([
      {
        keys: { clerk, type: 'upgrade' },
        count: 1,
        postedAmount: { value: '36000.00', currency: 'CNY' },
        revisionsAverage: '3.0',
      },
    ]);
  });
});
