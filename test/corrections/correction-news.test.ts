import { beforeEach, describe, expect, it } from 'vitest';
import type { correctionStatistics as contract } from '../../shared/contracts/corrections.ts';
import { correctionStatistics } from '../../shared/corrections/correction-statistics.ts';
import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import type { CorrectionNews } from '../../shared/mails/mail.ts';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { shortText } from '../../shared/mails/short-text.ts';
import { tellOfCorrection } from '../../shared/notices/tell-of-correction.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { date, hire } from '../support/ledger.ts';
import { type CorrectionDesk, correctionDesk, rightAmountOf, type Wrong } from './correction-desk.ts';

let desk: CorrectionDesk;
let room: ReturnType<typeof mailRoom>;

beforeEach(async () => {
  desk = await correctionDesk();
  room = mailRoom();
});

const lower: Wrong = { mistake: 'wrong-amount', right: rightAmountOf('300.00') };

describe('when a correction is posted', () => {
  it('its customer and everybody who worked on it hear of it, once', async () => {
    const chargeId = await desk.submit(desk.own, '9000.00');
    const correction = await desk.correct(chargeId, lower);
    await tellOfCorrection(desk.context, room.process(), correction);
    await tellOfCorrection(desk.context, room.process(), correction);
    expect(room.recipients().sort()).toEqual([
      'c-5001@customer.example',
      'chen.jie@feeledger.example',
      'wang.fang@feeledger.example',
      'zhao.min@feeledger.example',
    ]);
    const [toCustomer] = room.sent.filter(({ to }) => to.startsWith('c-5001'));
    const text = toCustomer && renderMail(toCustomer.mail).text;
    expect(text).toContain('金额有误');
    expect(text).toContain(correction.result?.creditNoteNumber);
    expect(text).toContain(correction.result?.replacement);
    expect(text).not.toContain('录入时看错了合同编号');
  });

  it('the customer who was charged for another hears that it was taken back, and nothing of the other', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const right = { customerId: desk.other.id, customerNumber: 'C-5002' };
    const correction = await desk.correct(chargeId, { mistake: 'wrong-customer', right });
    await tellOfCorrection(desk.context, room.process(), correction);
    const [toCustomer] = room.sent.filter(({ to }) => to.startsWith('c-500'));
    expect(toCustomer?.to).toBe('c-5001@customer.example');
    const { text } = renderMail(toCustomer?.mail as (typeof room.sent)[number]['mail']);
    expect(text).toContain('记入了您的账户');
    for (const secret of [correction.result?.replacement ?? '-', desk.other.id, 'C-5002'])
      expect(text).not.toContain(secret);
  });

  it('names what is credited and what will be refunded, also in a short message', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const wrong: Wrong = { ...lower, remedy: 'refund-excess', payout: { method: 'cash' } };
    await tellOfCorrection(desk.context, room.process(), await desk.correct(chargeId, wrong));
    const [{ mail } = {}] = room.sent.filter(({ to }) => to.startsWith('c-5001'));
    const data = (mail as { data: CorrectionNews }).data;
    expect(data).toMatchObject({ credited: { value: '180.00' }, refunded: { value: '180.00' } });
    for (const language of ['zh-CN', 'en'] as const) {
      expect(shortText({ template: 'correction-news', language, data })).toMatch(/180\.00.*CN-CNY-/);
    }
  });

  it('a rejected one is told to its maker alone', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    await desk.decide(desk.finance, id, 'reject');
    await tellOfCorrection(desk.context, room.process(), await desk.correction(id));
    expect(room.recipients()).toEqual(['wang.fang@feeledger.example']);
    expect(renderMail(room.sent[0]?.mail as (typeof room.sent)[number]['mail']).text).toContain('资料不足');
  });
});

describe('money that had come from a deposit which bounced since', () => {
  it('pays what is owed for the deposit and does not come back as prepaid money', async () => {
    const cashier = await hire(desk.context, 'sun.li', 'cashier');
    const deposit = await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    await bounceDeposit(
      desk.context,
      cashier,
      desk.input({ params: { depositId: deposit }, body: { reason: '银行退票' }, idempotencyKey: 'bounce' }),
    );
    expect((await desk.head(desk.own.id)).balances).toMatchObject({ prepaid: 0n, receivable: 48_000n });
    await desk.correct(chargeId, { mistake: 'wrong-amount', remedy: 'cancel' });
    expect(await desk.account(desk.own.id)).toMatchObject({
      balances: { prepaid: 0n, receivable: 0n },
      lots: [],
      receivables: [],
    });
  });
});

describe('statistics of corrections', () => {
  it('count causes, mistakes and whose charges they were, ended ones apart', async () => {
    const [first, second, third] = [
      await desk.submit(desk.own, '480.00'),
      await desk.submit(desk.own, '120.00', { type: 'training' }),
      await desk.submit(desk.other, '60.00'),
    ];
    await desk.correct(first, lower);
    await desk.correct(second, { mistake: 'wrong-type', right: { type: 'service' } });
    await desk.withdraw((await desk.ask(third, { mistake: 'wrong-type', right: { type: 'service' } })).body.id);
    const by = async (groupBy: 'mistake' | 'cause' | 'clerk' | 'type' | 'month' | 'remedy') => {
      const query = { from: date('2026-10-01'), to: date('2026-10-31'), groupBy };
      const { body } = await correctionStatistics(desk.context, desk.manager, desk.input<typeof contract>({ query }));
      return body.rows.map(({ key, count, postedCount, endedCount, postedAmount }) => [
        ...[key, count, postedCount, endedCount, postedAmount.value],
      ]);
    };
    expect(await by('mistake')).toEqual([
      ['wrong-amount', 1, 1, 0, '480.00'],
      ['wrong-type', 2, 1, 1, '120.00'],
    ]);
    expect(await by('cause')).toEqual([['typed-wrong', 3, 2, 1, '600.00']]);
    expect(await by('clerk')).toEqual([['wang.fang', 3, 2, 1, '600.00']]);
    expect(await by('type')).toEqual([
      ['training', 1, 1, 0, '120.00'],
      ['upgrade', 2, 1, 1, '480.00'],
    ]);
    expect(await by('month')).toEqual([['2026-10', 3, 2, 1, '600.00']]);
    expect(await by('remedy')).toEqual([['replace', 3, 2, 1, '600.00']]);
  });
});
