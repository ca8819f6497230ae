import { describe, expect, test } from 'vitest';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { shortText } from '../../shared/mails/short-text.ts';
import { controlFindings, lowBalance, lowBalances, prepaidShortfall, topUpDue } from './control-data.ts';

describe('mails about balances', () => {
  test('tell finance what is left, below what, and how the customer is told (C3)', () => {
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'low-balance', data: lowBalance });
    expect(subject).toBe('余额不足预警：上海云杉科技有限公司 CNY 299.99');
    expect(text).toContain('预警线：CNY 300.00\n客户通知：以短信通知');
    const english = renderMail({
      language: 'en',
      template: 'low-balance',
      data: { ...lowBalance, customerIsTold: 'not' },
    });
    expect(english.subject).toBe('Low balance: 上海云杉科技有限公司 CNY 299.99');
    expect(english.text).toContain('Customer is told: not told, by policy');
  });

  test('say only what happens: no task where none is made, nobody told where no way leads to him', () => {
    const data = { ...lowBalance, customerIsTold: 'no-way', colleagueHasTask: false } as const;
    const chinese = renderMail({ language: 'zh-CN', template: 'low-balance', data }).text;
    expect(chinese).toContain('客户通知：无法通知（没有可用的联系方式）');
    expect(chinese).toContain('该客户目前没有跟进任务');
    const english = renderMail({ language: 'en', template: 'low-balance', data }).text;
    expect(english).toContain('Customer is told: cannot be told: no way to reach him');
    expect(english).not.toContain('gets a task');
  });

  test('ask the customer to top up, by mail and by short message (C9)', () => {
    const mail = { language: 'zh-CN', template: 'top-up-due', data: topUpDue } as const;
    expect(renderMail(mail).text).toContain('请及时充值');
    expect(shortText(mail)).toBe('FeeLedger：您的可用预存余额为CNY 299.99，已低于预警线CNY 300.00，请及时充值。');
    expect(shortText({ ...mail, language: 'en' })).toBe(
      'FeeLedger: your usable prepaid balance is CNY 299.99, below the level of CNY 300.00. Please top up in time.',
    );
  });

  test('list every morning who is low, and since when', () => {
    const { subject, text } = renderMail({ language: 'en', template: 'low-balances', data: lowBalances });
    expect(subject).toBe('1 low prepaid balance(s), 2026-11-02');
    expect(text).toContain('C-10001 · 上海云杉科技有限公司 · CNY 299.99 < CNY 300.00 · 2026-11-02 00:30');
  });

  test('say what prepaid money did not cover (C10)', () => {
    const { text } = renderMail({ language: 'zh-CN', template: 'prepaid-shortfall', data: prepaidShortfall });
    expect(text).toContain('补费金额：CNY 1,250.00\n预存支付：CNY 250.00\n待付金额：CNY 1,000.00');
  });
});

test('the mail of the nightly control counts and lists what it found (C6)', () => {
  const { subject, text } = renderMail({ language: 'zh-CN', template: 'control-findings', data: controlFindings });
  expect(subject).toBe('内部核查：新发现 1 项');
  expect(text).toContain('fnd_6kq2w7xwzv4yd3n5h6j7rmpcae');
});
