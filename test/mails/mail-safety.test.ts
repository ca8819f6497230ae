import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { noticeHtmlModule } from '../../scripts/mails/mail-templates.ts';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { chargeTypes, reasonCodes } from '../../shared/model/charge.ts';
import { languages } from '../../shared/model/language.ts';
import { controlFindings, lowBalance, prepaidShortfall, topUpDue } from './control-data.ts';
import {
  chargeDecided,
  chargePosted,
  commentForCustomer,
  commentWritten,
  depositArrived,
  depositBounced,
  disputeClosed,
  disputeExplained,
  disputeOpened,
  policyNews,
  reviewEscalated,
  reviewRequested,
} from './mails.ts';

const hostileName = '<img src=x onerror=alert(1)>"&\'{{footer}}';

describe('the HTML of a mail', () => {
  test('shows markup, quotes and braces of a name as they are', () => {
    const data = { ...chargePosted, customerName: hostileName };
    const { html } = renderMail({ language: 'en', template: 'charge-posted', data });
    expect(html).toContain('Dear &lt;img src=x onerror=alert(1)&gt;&quot;&amp;&#39;{{footer}},');
    expect(html).not.toContain('<img');
  });

  test('escapes every value of every template', () => {
    const mails = [
      renderMail({ language: 'zh-CN', template: 'charge-posted', data: poisoned(chargePosted) }),
      renderMail({ language: 'en', template: 'review-requested', data: poisoned(reviewRequested) }),
      renderMail({
        language: 'zh-CN',
        template: 'review-reminder',
        data: poisoned({ ...reviewRequested, inPlaceOf: '陈洁' }),
      }),
      renderMail({ language: 'en', template: 'review-escalated', data: poisoned(reviewEscalated) }),
      renderMail({ language: 'zh-CN', template: 'charge-decided', data: poisoned(chargeDecided) }),
      renderMail({ language: 'en', template: 'comment-written', data: poisoned(commentWritten) }),
      renderMail({ language: 'zh-CN', template: 'comment-for-customer', data: poisoned(commentForCustomer) }),
      renderMail({ language: 'zh-CN', template: 'dispute-opened', data: poisoned(disputeOpened) }),
      renderMail({ language: 'en', template: 'dispute-explained', data: poisoned(disputeExplained) }),
      renderMail({ language: 'zh-CN', template: 'dispute-closed', data: poisoned(disputeClosed) }),
      renderMail({
        language: 'zh-CN',
        template: 'low-balance',
        data: { ...poisoned(lowBalance), customerIsTold: 'sms' },
      }),
      renderMail({ language: 'en', template: 'top-up-due', data: poisoned(topUpDue) }),
      renderMail({ language: 'zh-CN', template: 'prepaid-shortfall', data: poisoned(prepaidShortfall) }),
      renderMail({ language: 'en', template: 'control-findings', data: poisoned(controlFindings) }),
      renderMail({ language: 'zh-CN', template: 'deposit-arrived', data: poisoned(depositArrived) }),
      renderMail({ language: 'en', template: 'deposit-bounced', data: poisoned(depositBounced) }),
      renderMail({
        language: 'en',
        template: 'policy-news',
        data: { ...poisoned(policyNews), kind: 'refund', state: 'approved', effectiveAt: policyNews.effectiveAt },
      }),
    ];
    for (const { html } of mails) {
      expect(html).toContain('&lt;b&gt;');
      expect(html).not.toContain('<b>');
    }
  });

  test('keeps the lines of a reason apart', () => {
    const data = { ...chargePosted, reasonText: '第一行\r\n第二行' };
    const { html } = renderMail({ language: 'zh-CN', template: 'charge-posted', data });
    expect(html).toContain('新增服务项目：第一行<br>第二行');
  });

  test('fills every hole and says its language', () => {
    for (const language of languages) {
      const { html } = renderMail({ language, template: 'charge-posted', data: chargePosted });
      expect(html).not.toContain('{{');
      expect(html).toContain(`<html lang="${language}"`);
    }
  });

  test('loads nothing from anywhere', () => {
    const { html } = renderMail({ language: 'en', template: 'charge-posted', data: chargePosted });
    expect(html).not.toMatch(/<link|<script|<img|@import|url\(|href=|src=/);
  });

  test('says the same as the plain text', () => {
    const { html } = renderMail({ language: 'en', template: 'charge-posted', data: chargePosted });
    for (const part of [
      'CNY 1,250.00',
      'Added items: 10 月新增两次现场巡检',
      '2026-10-01 to 2026-10-31',
      'CNY 1,000.00',
    ]) {
      expect(html).toContain(part);
    }
  });
});

describe('the subject of a mail', () => {
  test('stays one line when a name tries to add headers', () => {
    const data = { ...reviewRequested, customerName: '张三\r\nBcc: victim@example.com' };
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'review-requested', data });
    expect(subject).toBe('待审批：张三 Bcc: victim@example.com JPY 1,250,000（2/3）');
    expect(text).toContain('客户：张三 Bcc: victim@example.com\n');
  });

  test('has no control character and none that turns the direction of text', () => {
    const data = { ...chargeDecided, customerName: 'A\u0000B\u001b\u202eC\u2066D\u2028E' };
    const { subject } = renderMail({ language: 'en', template: 'charge-decided', data });
    expect(subject).toBe('Charge returned: A B C D E KWD 88.125');
  });

  test('cuts a long name so that the amount stays in sight, and cuts no character in two', () => {
    const data = { ...reviewRequested, customerName: '𠮷'.repeat(100) };
    const { subject } = renderMail({ language: 'zh-CN', template: 'review-requested', data });
    expect(subject).toBe(`待审批：${'𠮷'.repeat(39)}… JPY 1,250,000（2/3）`);
  });

  test('is at most 120 characters', () => {
    const data = { ...chargePosted, amount: { value: '9'.repeat(200), currency: 'CNY' } };
    const { subject } = renderMail({ language: 'en', template: 'charge-posted', data });
    expect([...subject]).toHaveLength(120);
    expect(subject.endsWith('…')).toBe(true);
  });
});

describe('the plain text of a mail', () => {
  test('indents further lines of a value, so that a comment cannot pose as a fact', () => {
    const data = { ...chargeDecided, comment: '请修改\n审批人：老板' };
    const { text } = renderMail({ language: 'zh-CN', template: 'charge-decided', data });
    expect(text).toContain('审批意见：请修改\n  审批人：老板\n');
  });

  test('names every charge type and every reason in words of its language', () => {
    for (const chargeType of chargeTypes) {
      for (const reasonCode of reasonCodes) {
        const data = { ...chargePosted, chargeType, reasonCode };
        const chinese = renderMail({ language: 'zh-CN', template: 'charge-posted', data }).text;
        expect(chinese).toMatch(/费用类型：[\u4e00-\u9fff]+\n补费原因：[\u4e00-\u9fff]+：/);
        const english = renderMail({ language: 'en', template: 'charge-posted', data }).text;
        expect(english).toMatch(/Type: [A-Z][a-z]+ fee\nReason: [A-Z][a-z]+ [a-z]+: /);
      }
    }
  });
});

test('the compiled template is the one its source gives', async () => {
  const current = readFileSync(new URL('../../shared/mails/generated/notice-html.ts', import.meta.url), 'utf8');
  expect(current).toBe(await noticeHtmlModule());
});

/** The same data with markup in every text that people or other systems supply. */
function poisoned<T extends object>(data: T): T {
  const free = new Set([
    'chargeType',
    'reasonCode',
    'dueAt',
    'outcome',
    'value',
    'reader',
    'role',
    'escalatedTo',
    'wants',
    'kind',
    'method',
  ]);
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    return typeof value === 'string' && !free.has(key) ? `<b>${value}` : value;
  });
}
