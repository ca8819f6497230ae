import { beforeEach, describe, expect, it } from 'vitest';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { readDeposit } from '../../shared/deposits/stored-deposit.ts';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { type CustomerMail, shortText } from '../../shared/mails/short-text.ts';
import type { Deposit } from '../../shared/model/deposit.ts';
import type { CustomerId, DepositId } from '../../shared/model/ids.ts';
import type { Language } from '../../shared/model/language.ts';
import { tellOfDeposit } from '../../shared/notices/tell-of-deposit.ts';
import { readTask } from '../../shared/tasks/stored-task.ts';
import { depositArrived, depositBounced } from '../mails/mails.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

let desk: DepositDesk;
beforeEach(async () => {
  desk = await depositDesk();
});

/** What is sent of a deposit as it is now, by a process that has told nothing yet. */
async function told(id: string, from?: Deposit['state'], room = mailRoom()) {
  const after = (await readDeposit(desk.table, id as DepositId)) as Deposit;
  const before = from === undefined ? undefined : { ...after, state: from };
  await tellOfDeposit(desk.context, room.process(), { before, after });
  return room;
}

describe('a deposit that has arrived', () => {
  it('is told to its customer, once, with the number of the receipt', async () => {
    const { id, receiptNumber } = await desk.arrived('900.00', { purpose: 'training' });
    const room = await told(id, 'registered');
    expect(room.sent).toEqual([
      {
        to: 'c-5001@customer.example',
        mail: {
          template: 'deposit-arrived',
          language: 'zh-CN',
          data: {
            customerName: '客户 C-5001',
            depositId: id,
            amount: { value: '900.00', currency: 'CNY' },
            purpose: '培训与材料预付款',
            method: 'bank-transfer',
            arrivedOn: '2026-10-12',
            receiptNumber,
          },
        },
      },
    ]);
    expect((await told(id, 'registered')).sent).toEqual([]);
  });

  it('in cash is told as well', async () => {
    const { body } = await desk.cash('900.00');
    expect((await told(body.id)).sent).toHaveLength(1);
  });

  it('is no news while it waits, nor is money from before the ledger began', async () => {
    const { body } = await desk.register('900.00');
    expect((await told(body.id)).sent).toEqual([]);
    const id = `dep_${'b'.repeat(26)}` as DepositId;
    const amount = { minor: 100n, currency: 'CNY' as const };
    const opening = { id, customerId: desk.customerId, amount, method: 'cash', maker: desk.clerk.actor.id };
    await postOpeningDeposit(desk.context, opening);
    expect((await told(id)).sent).toEqual([]);
  });

  it('is told by a short message, or by a colleague who calls, as the customer prefers', async () => {
    const customerId = (await desk.createCustomer('C-7', { preferredChannel: 'phone', phone: '13800138000' })).id;
    const fields = { customerNumber: 'C-7' };
    const { body } = await desk.cash('900.00', fields, undefined, desk.cashier, customerId as CustomerId);
    expect((await told(body.id)).sent).toEqual([]);
    expect(await readTask(desk.table, body.id as DepositId, 'call-arrived')).toMatchObject({ state: 'open' });
  });
});

describe('a deposit that bounced', () => {
  it('is told to its customer and to who registered it, with the reason and what is owed now', async () => {
    const { id, receiptNumber } = await desk.arrived('900.00');
    await desk.charge('300.00');
    await desk.bounce(id);
    const { sent } = await told(id, 'arrived');
    expect(sent.map(({ to }) => to)).toEqual(['c-5001@customer.example', 'wang.fang@feeledger.example']);
    expect(sent[0]?.mail.data).toMatchObject({
      isCustomer: true,
      reason: '银行退票，余额不足',
      receiptNumber,
      owed: { value: '300.00', currency: 'CNY' },
    });
    expect(sent[1]?.mail.data).toMatchObject({ isCustomer: false, readerName: 'Name of wang.fang' });
  });

  it('before it had arrived is told without a receipt and owes nothing; who recorded it knows', async () => {
    const { body } = await desk.register('900.00', {}, desk.cashier);
    await desk.bounce(body.id);
    const { sent } = await told(body.id, 'registered');
    expect(sent.map(({ to }) => to)).toEqual(['c-5001@customer.example']);
    expect(sent[0]?.mail.data).toMatchObject({ owed: { value: '0.00', currency: 'CNY' } });
    expect(sent[0]?.mail.data).not.toHaveProperty('receiptNumber');
  });
});

describe('the words', () => {
  const arrived = (language: Language): CustomerMail => ({
    template: 'deposit-arrived',
    language,
    data: depositArrived,
  });
  const bounced = (language: Language, changes: object = {}): CustomerMail => ({
    template: 'deposit-bounced',
    language,
    data: { ...depositBounced, ...changes },
  });

  it('of an arrival name amount, receipt, purpose and until when it pays', () => {
    const zh = renderMail(arrived('zh-CN'));
    expect(zh.subject).toBe('充值已到账：CNY 1,250.00（收据 RC-CNY-M5XW4ZDFOJ-0001）');
    for (const words of ['用途：预存款', '付款方式：银行转账', '到账日期：2026-10-12', '可用于支付费用至：2027-10-12'])
      expect(zh.text).toContain(words);
    const en = renderMail(arrived('en'));
    expect(en.subject).toBe('Deposit received: CNY 1,250.00 (receipt RC-CNY-M5XW4ZDFOJ-0001)');
    expect(en.text).toContain('Pays fees until: 2027-10-12');
    expect(shortText(arrived('zh-CN'))).toBe('FeeLedger：您的充值CNY 1,250.00已到账，收据号RC-CNY-M5XW4ZDFOJ-0001。');
    expect(shortText(arrived('en'))).toBe(
      'FeeLedger: your deposit of CNY 1,250.00 has arrived, receipt RC-CNY-M5XW4ZDFOJ-0001.',
    );
  });

  it('of a bounce name the reason, what is due, and what to do now', () => {
    const zh = renderMail(bounced('zh-CN'));
    expect(zh.subject).toBe('充值退票：CNY 1,250.00');
    expect(zh.text).toContain('银行已退回这笔款项，预存余额中不再包含它。');
    expect(zh.text).toContain('原因：账户余额不足\n  请重新开具');
    expect(zh.text).toContain('这笔充值中已有 CNY 300.00 用于支付费用，该金额现需支付。');
    const en = renderMail(bounced('en', { isCustomer: false, readerName: '王芳' }));
    expect(en.subject).toBe('Deposit bounced: 上海云杉科技有限公司 CNY 1,250.00');
    expect(en.text).toContain('Of this deposit CNY 300.00 had already paid fees; this amount is now due.');
    expect(en.text).toContain('a new payment is registered as a new deposit');
    expect(shortText(bounced('zh-CN'))).toBe(
      'FeeLedger：您的充值CNY 1,250.00被退票，其中CNY 300.00已用于支付费用，现需支付。单号dep_6x2nq7xwzv4yd3n5h6j7rmpcae',
    );
  });

  it('of a bounce before the arrival say that nothing had counted', () => {
    const changes = { receiptNumber: undefined, owed: { value: '0.00', currency: 'CNY' } };
    const zh = renderMail(bounced('zh-CN', changes)).text;
    expect(zh).toContain('这笔款项没有到账，未曾计入预存余额。');
    expect(zh).not.toContain('收据号');
    expect(zh).not.toContain('现需支付');
    expect(renderMail(bounced('en', changes)).text).toContain('did not arrive and was never part');
    expect(shortText(bounced('en', changes))).toBe(
      'FeeLedger: your deposit of CNY 1,250.00 bounced. dep_6x2nq7xwzv4yd3n5h6j7rmpcae',
    );
  });
});
