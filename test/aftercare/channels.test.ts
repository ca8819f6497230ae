import { beforeAll, describe, expect, it } from 'vitest';
import { type CustomerMail, shortText, shortTextMaxLetters } from '../../shared/mails/short-text.ts';
import { languages } from '../../shared/model/language.ts';
import { toE164 } from '../../shared/notices/phone-number.ts';
import { tellOfCharge } from '../../shared/notices/tell-of-charge.ts';
import { tellOfDispute } from '../../shared/notices/tell-of-dispute.ts';
import { openLedgerTable } from '../../shared/table/ledger-table.ts';
import { chargePosted } from '../mails/mails.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type ServedCompany, servedCompany } from './served-company.ts';

const phone = '138 0013-8000';

/** Tells of a posted charge as the stream does, twice. */
async function toldTwice(company: ServedCompany) {
  const charge = await company.submit('120.00');
  const room = mailRoom();
  for (const process of [room.process(), room.process()]) await tellOfCharge(company.context, process, charge);
  return { charge, room };
}

describe('a posted charge is told to its customer', () => {
  it('by mail where he prefers mail, with the link to say once how he found it', async () => {
    const company = await servedCompany({ email: 'ar@huaxia.example' });
    const { charge, room } = await toldTwice(company);
    const [mail] = room.sent;
    expect(mail?.mail.data).toMatchObject({ feedbackUrl: `https://feeledger.example/feedback/${charge.id}.x` });
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'wang.fang@feeledger.example']);
    expect(room.texts).toEqual([]);
  });

  it('by one short message where he prefers SMS, in his language', async () => {
    const company = await servedCompany({ preferredChannel: 'sms', phone, language: 'en' });
    const { charge, room } = await toldTwice(company);
    expect(room.texts).toEqual([
      {
        phone: '+8613800138000',
        text: `FeeLedger: Upgrade fee CNY 120.00, to pay CNY 120.00 by 2026-11-11. https://feeledger.example/feedback/${charge.id}.x`,
      },
    ]);
    expect(room.recipients()).toEqual(['wang.fang@feeledger.example']);
  });

  it('by one call of his clerk where he prefers the phone', async () => {
    const company = await servedCompany({ preferredChannel: 'phone', phone });
    const { charge, room } = await toldTwice(company);
    expect(room.texts).toEqual([]);
    expect(await company.tasks(company.clerk)).toMatchObject([
      { task: 'call-1-posted', kind: 'call', requestId: charge.id, phone, dueAt: '2026-10-13T01:00:00.000Z' },
    ]);
  });

  it.each(['8001-8000', '021-6123 4567', '+86 21 6123 4567'])(
    'by a call where he prefers SMS to the number %s, which can take none',
    async (landline) => {
      const company = await servedCompany({ preferredChannel: 'sms', phone: landline });
      const { room } = await toldTwice(company);
      expect(room.texts).toEqual([]);
      expect(await company.tasks(company.clerk)).toHaveLength(1);
    },
  );

  it('when the message service is back, and the clerk meanwhile is not told twice', async () => {
    const company = await servedCompany({ preferredChannel: 'sms', phone });
    const charge = await company.submit('120.00');
    const room = mailRoom();
    room.unreachable.add('+8613800138000');
    await expect(tellOfCharge(company.context, room.process(), charge)).rejects.toThrow('cannot be reached');
    room.unreachable.clear();
    await tellOfCharge(company.context, room.process(), charge);
    expect(room.texts).toHaveLength(1);
    expect(room.recipients()).toEqual(['wang.fang@feeledger.example']);
  });

  it.each([
    ['email', 1],
    ['sms', 1],
    // The task and its place in the clerk's list.
    ['phone', 3],
  ] as const)('at a cost, by %s, of %i write units', async (preferredChannel, writeUnits) => {
    const company = await servedCompany({ preferredChannel, phone });
    const charge = await company.submit('120.00');
    const { client, measure } = meteredClient();
    const context = { ...company.context, table: openLedgerTable(client, company.table.name) };
    const { costs } = await measure(() => tellOfCharge(context, mailRoom().process(), charge));
    expect(costs.writeUnits).toBe(writeUnits);
  });
});

describe('a dispute is told', () => {
  let company: ServedCompany;
  beforeAll(async () => {
    company = await servedCompany({ email: 'ar@huaxia.example' });
  });

  /** What the steps of a dispute make people hear, each delivered twice. */
  async function heard(of: ServedCompany, id: string) {
    const [dispute] = await of.disputes(id);
    if (dispute === undefined) throw new Error('there is a dispute');
    const room = mailRoom();
    for (const [index] of dispute.steps.entries()) {
      const steps = dispute.steps.slice(0, index + 1);
      const before = index === 0 ? undefined : { ...dispute, steps: dispute.steps.slice(0, index) };
      const change = { before, after: { ...dispute, steps } };
      for (const process of [room.process(), room.process()]) await tellOfDispute(of.context, process, change);
    }
    return room;
  }

  it('to clerk and finance when it opens, to the customer when explained, to the clerk when he withdraws it', async () => {
    const { id } = await company.submit('120.00');
    const own = await company.registerCustomer('kehu', company.customer.id);
    await company.open(own, id);
    await company.explain(company.finance, id);
    await company.reopen(own, id);
    await company.close(own, id, 'withdrawn');
    const room = await heard(company, id);
    expect(room.sent.map(({ to, mail }) => `${mail.template} ${to}`)).toEqual([
      'dispute-opened wang.fang@feeledger.example',
      'dispute-opened he.jing@feeledger.example',
      'dispute-opened zhao.min@feeledger.example',
      'dispute-explained ar@huaxia.example',
      'dispute-opened wang.fang@feeledger.example',
      'dispute-opened he.jing@feeledger.example',
      'dispute-opened zhao.min@feeledger.example',
      // Who withdrew it knows; his clerk does not yet.
      'dispute-closed wang.fang@feeledger.example',
    ]);
  });

  it('to the customer as well when it ends by a step of the staff’s', async () => {
    const { id } = await company.submit('120.00');
    await company.open(company.clerk, id);
    await company.close(company.finance, id, 'upheld');
    const closed = (await heard(company, id)).sent.filter(({ mail }) => mail.template === 'dispute-closed');
    expect(closed.map(({ to }) => to)).toEqual(['ar@huaxia.example', 'wang.fang@feeledger.example']);
  });

  it('not to whoever took the step himself', async () => {
    const { id } = await company.submit('120.00');
    await company.open(company.clerk, id);
    await company.close(company.clerk, id, 'withdrawn');
    const room = await heard(company, id);
    expect(room.recipients()).not.toContain('wang.fang@feeledger.example');
  });

  it('with everything the charge was calculated from', async () => {
    const lines = [{ description: '席位', quantity: '10', unitPrice: '12.00' }];
    const { id } = await company.submit('120.00', { basis: { text: '高级版席位', lines } });
    await company.open(company.clerk, id);
    await company.explain(company.finance, id);
    const explained = (await heard(company, id)).sent.find(({ mail }) => mail.template === 'dispute-explained');
    const { posting, customerId } = await company.charge(id);
    expect(explained?.mail.data).toEqual({
      customerName: company.customer.name,
      chargeId: id,
      chargeType: 'upgrade',
      amount: { value: '120.00', currency: 'CNY' },
      period: { start: '2026-10-01', end: '2026-10-31' },
      basisText: '高级版席位',
      basisLines: lines,
      entryReference: `je_${customerId.slice(4)}_cny_${posting?.sequence}`,
      explanation: '按合同附件二计算',
    });
  });

  it('by a call of the clerk’s where the customer prefers the phone', async () => {
    const byPhone = await servedCompany({ preferredChannel: 'phone', phone });
    const { id } = await byPhone.submit('120.00');
    await byPhone.open(byPhone.clerk, id);
    await byPhone.explain(byPhone.finance, id);
    const room = await heard(byPhone, id);
    expect(room.sent.map(({ mail }) => mail.template)).not.toContain('dispute-explained');
    expect((await byPhone.tasks(byPhone.clerk)).map(({ task }) => task)).toEqual(['call-dispute-1-2']);
  });
});

describe('a short message', () => {
  const explained = (explanation: string, language: 'zh-CN' | 'en' = 'zh-CN'): CustomerMail => ({
    template: 'dispute-explained',
    language,
    data: { ...chargePosted, basisLines: [], entryReference: 'je_1', explanation },
  });

  it('says what, how much, by when and where to go on', () => {
    expect(shortText({ template: 'charge-posted', language: 'zh-CN', data: chargePosted })).toBe(
      'FeeLedger：服务费CNY 1,250.00，待付CNY 1,000.00，2026-12-02前。评价：https://feeledger.example/feedback/chg_2tqk6b7xwzv4yd3n5h6j7rmpca.x',
    );
  });

  it('is one line, without characters that hide or turn what follows', () => {
    const text = shortText(explained('第一行\r\n第二行\u202e反转\u0000\u001b[31m'));
    expect(text).toContain('第一行 第二行 反转');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for.
    expect(text).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2028\u2029]/);
  });

  it('is never longer than four parts, whatever is explained, and cuts no character in two', () => {
    for (const language of languages) {
      for (const letter of ['说', 'x', '𠮷', '👨‍👩‍👧']) {
        const text = shortText(explained(letter.repeat(900), language));
        expect(text.length).toBeLessThanOrEqual(shortTextMaxLetters);
        expect(text.isWellFormed()).toBe(true);
        expect(text).toContain('chg_2tqk6b7xwzv4yd3n5h6j7rmpca');
      }
    }
  });

  it('leaves a link out rather than cutting it', () => {
    const feedbackUrl = `https://${'a'.repeat(260)}.example/feedback/x`;
    for (const language of languages) {
      const text = shortText({ template: 'charge-posted', language, data: { ...chargePosted, feedbackUrl } });
      expect(text).not.toContain('http');
      expect(text).toContain('CNY 1,000.00');
    }
  });

  it('names no customer', () => {
    for (const language of languages) {
      const text = shortText({ template: 'charge-posted', language, data: chargePosted });
      expect(text).not.toContain(chargePosted.customerName);
    }
  });
});

describe('a number', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013-8000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['0086 13800138000', '+8613800138000'],
    ['021-6123 4567', undefined],
    ['+86 21 6123 4567', undefined],
    ['0086 10 6123 4567', undefined],
    ['+86 123 0013 8000', undefined],
    ['+852 6123 4567', '+85261234567'],
    ['+1 415 555 0100', '+14155550100'],
    ['8001-8000', undefined],
    ['+0 1234567', undefined],
    ['12345678901', undefined],
  ])('typed as %s takes short messages as %s', (typed, dialled) => {
    expect(toE164(typed)).toBe(dialled);
  });
});
