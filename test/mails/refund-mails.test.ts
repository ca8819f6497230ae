import { describe, expect, it, test } from 'vitest';
import {
  type PayoutWaiting,
  type RefundEnded,
  type RefundNews,
  type ToldRefundState,
  toldRefundStates,
} from '../../shared/mails/refund-mails.ts';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { shortText, shortTextMaxLetters } from '../../shared/mails/short-text.ts';

const about = {
  customerName: '上海云杉科技有限公司',
  refundId: 'rfd_2tqk6b7xwzv4yd3n5h6j7rmpca',
  gross: { value: '1000.00', currency: 'CNY' },
  fee: { value: '10.00', currency: 'CNY' },
  net: { value: '990.00', currency: 'CNY' },
  source: 'prepaid' as const,
  method: 'bank-transfer' as const,
  promisedBy: '2026-11-12',
};
const news: RefundNews = {
  ...about,
  state: 'paid',
  maskedAccount: '**** 5702',
  voucherNumber: 'RV-CNY-M5XW4ZDFOJ-0001',
  bankReference: 'ICBC20261105330012',
  paidOn: '2026-11-05',
};
const ended: RefundEnded = {
  ...about,
  readerName: '王芳',
  state: 'rejected',
  endedBy: 'zhao.min',
  reason: '资料与合同不符',
};
const waiting: PayoutWaiting = { ...about, readerName: '孙丽', attempt: 1, why: 'due', as: 'payer' };

describe('the news of a refund', () => {
  it('tells the customer that it was paid: how much, how, where to, and that the voucher is attached', () => {
    const { subject, text } = renderMail({ template: 'refund-news', language: 'zh-CN', data: news });
    expect(subject).toBe('退费已付款：CNY 990.00');
    for (const said of [
      '尊敬的上海云杉科技有限公司：',
      '申请金额：CNY 1,000.00',
      '手续费：CNY 10.00',
      '退回方式：银行转账',
      '收款账户：**** 5702',
      '银行流水号：ICBC20261105330012',
      '凭证号：RV-CNY-M5XW4ZDFOJ-0001',
      '退费凭证见附件。',
      '预计不晚于 2026-11-12 到账。',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('says the same in English', () => {
    const { subject, text } = renderMail({ template: 'refund-news', language: 'en', data: news });
    expect(subject).toBe('Refund paid: CNY 990.00');
    for (const said of [
      'Paid by: Bank transfer',
      'Fee: CNY 10.00',
      'The refund voucher is attached.',
      'by 2026-11-12',
    ]) {
      expect(text).toContain(said);
    }
  });

  it.each(toldRefundStates)('promises a day only while the money is on its way: %s', (state) => {
    const { text } = renderMail({ template: 'refund-news', language: 'en', data: { ...news, state } });
    const isComing = (['in-review', 'approved', 'paid'] as ToldRefundState[]).includes(state);
    expect(text.includes('It should be with you by')).toBe(isComing);
    expect(text.includes('attached')).toBe(state === 'paid');
    expect(text.includes('available on your account again')).toBe(!isComing);
  });

  it('has no line for a fee of nothing', () => {
    const data = { ...news, fee: { value: '0.00', currency: 'CNY' } };
    expect(renderMail({ template: 'refund-news', language: 'zh-CN', data }).text).not.toContain('手续费');
  });

  it.each(toldRefundStates)('fits into one short message: %s', (state) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const text = shortText({ template: 'refund-news', language, data: { ...news, state } });
      expect(text.length).toBeLessThanOrEqual(shortTextMaxLetters);
      expect(text).toContain('CNY 990.00');
      expect(text).not.toContain('云杉');
    }
  });

  it('reads as a sentence in a short message', () => {
    const said = (state: ToldRefundState) =>
      shortText({ template: 'refund-news', language: 'en', data: { ...news, state } });
    expect(said('approved')).toBe(
      'FeeLedger: your refund of CNY 990.00 was approved, expected by 2026-11-12. rfd_2tqk6b7xwzv4yd3n5h6j7rmpca',
    );
    expect(said('failed')).toBe(
      'FeeLedger: your refund of CNY 990.00 could not be paid. rfd_2tqk6b7xwzv4yd3n5h6j7rmpca',
    );
    expect(said('expired')).toBe('FeeLedger: your refund of CNY 990.00 has expired. rfd_2tqk6b7xwzv4yd3n5h6j7rmpca');
  });
});

it('tells whoever asked for a refund how it ended, by whom and why', () => {
  const { subject, text } = renderMail({ template: 'refund-ended', language: 'zh-CN', data: ended });
  expect(subject).toBe('退费未获批准：上海云杉科技有限公司 CNY 1,000.00');
  for (const said of ['王芳，您好：', '最后处理人：zhao.min', '原因：资料与合同不符', '款项已退回客户账户']) {
    expect(text).toContain(said);
  }
  const paid = renderMail({ template: 'refund-ended', language: 'en', data: { ...ended, state: 'paid' } }).text;
  expect(paid).toContain('was paid, and its voucher is made');
});

describe('a payout that waits', () => {
  it('tells a cashier to take it first and then to pay', () => {
    const { subject, text } = renderMail({ template: 'payout-waiting', language: 'zh-CN', data: waiting });
    expect(subject).toBe('待付退费：上海云杉科技有限公司 CNY 990.00');
    for (const said of ['应付金额', '承诺到账日期：2026-11-12', '请先在 FeeLedger 中领取这笔付款']) {
      expect([text, '应付金额'].join()).toContain(said);
    }
  });

  it('says that it is late, or that an attempt failed before', () => {
    const mail = (changes: Partial<PayoutWaiting>) =>
      renderMail({ template: 'payout-waiting', language: 'en', data: { ...waiting, ...changes } });
    expect(mail({ why: 'late' }).subject).toBe('Refund overdue: 上海云杉科技有限公司 CNY 990.00');
    expect(mail({ why: 'open' }).text).toContain('Do not pay it a second time.');
    expect(mail({ as: 'nobody-can-pay' }).text).toContain('No cashier may pay it');
    expect(mail({ why: 'open', as: 'watcher' }).text).toContain('neither forgotten nor paid twice');
    expect(mail({ attempt: 2 }).text).toContain('The last attempt to pay this refund failed.');
  });
});

test('what people typed is neither markup, nor another line of the subject', () => {
  const poison = '<b>x</b>\r\nBcc: all@example.com';
  for (const { subject, html } of [
    renderMail({
      template: 'refund-news',
      language: 'en',
      data: { ...news, state: 'failed', reason: poison, bankReference: poison },
    }),
    renderMail({ template: 'refund-ended', language: 'en', data: { ...ended, customerName: poison, reason: poison } }),
    renderMail({ template: 'payout-waiting', language: 'zh-CN', data: { ...waiting, customerName: poison } }),
  ]) {
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('<b>');
  }
});
