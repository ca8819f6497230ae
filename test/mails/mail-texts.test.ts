import { describe, expect, test } from 'vitest';
import { renderMail } from '../../shared/mails/render-mail.ts';
import {
  chargeDecided,
  chargePosted,
  disputeClosed,
  disputeExplained,
  disputeOpened,
  reviewEscalated,
  reviewRequested,
} from './mails.ts';

describe('the mail to the customer about a posted charge', () => {
  test('says reason, amount and period in Chinese (A24)', () => {
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'charge-posted', data: chargePosted });
    expect(subject).toBe('补费通知：服务费 CNY 1,250.00（2026-10-01 至 2026-10-31）');
    expect(text).toBe(`补费通知

尊敬的上海云杉科技有限公司：

您好！您的账户新增了一笔费用，现将原因、金额和所属期间告知如下。

费用类型：服务费
补费原因：新增服务项目：10 月新增两次现场巡检
计算依据：2 次 × 625.00
金额：CNY 1,250.00
费用期间：2026-10-01 至 2026-10-31（含首尾两日）
生效日期：2026-11-02
已从预存余额支付：CNY 250.00
待付金额：CNY 1,000.00
付款期限：2026-12-02
补费单号：chg_2tqk6b7xwzv4yd3n5h6j7rmpca

请不晚于 2026-12-02 支付 CNY 1,000.00。

如果您认为内容有误，请在付款前直接回复本邮件或联系您的客户经理，并告知补费单号，我们会为您核对。

您对这次收费的说明满意吗？请用一分钟评价（每单一次）：https://feeledger.example/feedback/chg_2tqk6b7xwzv4yd3n5h6j7rmpca.x

-- 
此邮件由 FeeLedger 客户费用管理系统发出。金额前的字母为币种代码，日期格式为 年-月-日。
`);
  });

  test('says reason, amount and period in English (A24)', () => {
    const { subject, text } = renderMail({ language: 'en', template: 'charge-posted', data: chargePosted });
    expect(subject).toBe('Charge notice: Service fee CNY 1,250.00, 2026-10-01 to 2026-10-31');
    expect(text).toBe(`Charge notice

Dear 上海云杉科技有限公司,

A charge was added to your account. Below you find its reason, its amount and the time it covers.

Type: Service fee
Reason: Added items: 10 月新增两次现场巡检
How it was calculated: 2 次 × 625.00
Amount: CNY 1,250.00
Period: 2026-10-01 to 2026-10-31 (both days included)
Effective date: 2026-11-02
Paid from your prepaid balance: CNY 250.00
Left to pay: CNY 1,000.00
Due date: 2026-12-02
Charge number: chg_2tqk6b7xwzv4yd3n5h6j7rmpca

Please pay CNY 1,000.00 by 2026-12-02.

If anything here looks wrong, please tell us before you pay: reply to this mail or call your account manager, and quote the charge number. We will check it with you.

Was this clear? Tell us in a minute, once for this charge: https://feeledger.example/feedback/chg_2tqk6b7xwzv4yd3n5h6j7rmpca.x

-- 
Sent by FeeLedger, the customer-fee ledger. Letters before an amount are its currency; dates are year-month-day.
`);
  });

  test('asks for no payment when prepaid money paid all of it', () => {
    const data = {
      ...chargePosted,
      paidFromPrepaid: { value: '1250.00', currency: 'CNY' },
      outstanding: { value: '0.00', currency: 'CNY' },
    };
    const chinese = renderMail({ language: 'zh-CN', template: 'charge-posted', data }).text;
    expect(chinese).toContain('这笔费用已经付清，您无需再付款。');
    expect(chinese).not.toContain('付款期限');
    const english = renderMail({ language: 'en', template: 'charge-posted', data }).text;
    expect(english).toContain('This charge is paid in full; you need not pay anything.');
    expect(english).not.toContain('Due date');
  });

  test('refers to the bill when no due date is known, and names no prepaid money where none was used', () => {
    const { dueDate: _, ...undated } = chargePosted;
    const data = { ...undated, paidFromPrepaid: { value: '0', currency: 'JPY' }, outstanding: undated.amount };
    const chinese = renderMail({ language: 'zh-CN', template: 'charge-posted', data }).text;
    expect(chinese).toContain('待付金额 CNY 1,250.00 将计入您的账单，付款期限以账单为准。');
    expect(chinese).not.toContain('预存');
    const english = renderMail({ language: 'en', template: 'charge-posted', data }).text;
    expect(english).toContain('CNY 1,250.00 will be on your bill; please pay by the date the bill gives.');
    expect(english).not.toContain('prepaid');
  });
});

describe('the mail to the next reviewer', () => {
  test('says what waits, from whom and until when on a clock in China, in Chinese', () => {
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'review-requested', data: reviewRequested });
    expect(subject).toBe('待审批：上海云杉科技有限公司 JPY 1,250,000（2/3）');
    expect(text).toContain('赵敏，您好：');
    expect(text).toContain(`客户：上海云杉科技有限公司
金额：JPY 1,250,000
审批环节：第 2 环节，共 3 个环节
录入人：王芳
请在此时间前处理：2026-11-05 00:30（北京时间，Asia/Shanghai）
单号：chg_2tqk6b7xwzv4yd3n5h6j7rmpca`);
  });

  test('says what waits, from whom and until when on a clock in China, in English', () => {
    const { subject, text } = renderMail({ language: 'en', template: 'review-requested', data: reviewRequested });
    expect(subject).toBe('Approval needed: 上海云杉科技有限公司 JPY 1,250,000 (2/3)');
    expect(text).toContain('Dear 赵敏,');
    expect(text).toContain(`Customer: 上海云杉科技有限公司
Amount: JPY 1,250,000
Approval stage: 2 of 3
Submitted by: 王芳
Please decide by: 2026-11-05 00:30 (Asia/Shanghai, UTC+8)
Request number: chg_2tqk6b7xwzv4yd3n5h6j7rmpca`);
  });
});

describe('the mail about a stage that nobody decides', () => {
  test('reminds each reviewer in his language (F15)', () => {
    const chinese = renderMail({ language: 'zh-CN', template: 'review-reminder', data: reviewRequested });
    expect(chinese.subject).toBe('审批提醒：上海云杉科技有限公司 JPY 1,250,000（2/3）');
    expect(chinese.text).toContain('王芳提交的补费单还没有人审批。\n');
    expect(chinese.text).toContain('请在此时间前处理：2026-11-05 00:30（北京时间，Asia/Shanghai）');
    const english = renderMail({ language: 'en', template: 'review-reminder', data: reviewRequested });
    expect(english.subject).toBe('Reminder, approval needed: 上海云杉科技有限公司 JPY 1,250,000 (2/3)');
    expect(english.text).toContain('Nobody has decided yet on a charge submitted by 王芳.\n');
  });

  test.each(['review-requested', 'review-reminder'] as const)(
    '%s tells a delegate for whom he stands in',
    (template) => {
      const data = { ...reviewRequested, inPlaceOf: '陈洁' };
      expect(renderMail({ language: 'zh-CN', template, data }).text).toContain('因为您正在代理陈洁');
      expect(renderMail({ language: 'en', template, data }).text).toContain('because you stand in for 陈洁;');
    },
  );

  test('says from whom to whom it goes, and that both may decide, to who has it now', () => {
    const chinese = renderMail({ language: 'zh-CN', template: 'review-escalated', data: reviewEscalated });
    expect(chinese.subject).toBe('逾期转交：上海云杉科技有限公司 JPY 1,250,000（2/3）');
    expect(chinese.text).toContain('王芳提交的补费单在第 2 环节（财务）逾期无人审批，现已同时转交经理。');
    expect(chinese.text).toContain('谁先决定以谁为准');
    const english = renderMail({ language: 'en', template: 'review-escalated', data: reviewEscalated });
    expect(english.subject).toBe('Overdue, handed on: 上海云杉科技有限公司 JPY 1,250,000 (2/3)');
    expect(english.text).toContain(
      'Stage 2 (finance) of a charge submitted by 王芳 stayed undecided after it was due, so it now waits for the managers as well.',
    );
    expect(english.text).toContain('whoever is first decides');
  });

  test.each([
    ['reviewer', '您仍可审批此单', 'You may still decide'],
    ['maker', '您无需操作', 'You need not do anything'],
  ] as const)('says to the %s what that means for him', (reader, zh, en) => {
    const data = { ...reviewEscalated, reader };
    expect(renderMail({ language: 'zh-CN', template: 'review-escalated', data }).text).toContain(zh);
    expect(renderMail({ language: 'en', template: 'review-escalated', data }).text).toContain(en);
  });
});

describe('the mail to the clerk about a decision', () => {
  test.each([
    ['zh-CN', 'posted', '补费单已入账：上海云杉科技有限公司 KWD 88.125', '您提交的补费单已通过审批并入账。'],
    [
      'zh-CN',
      'returned',
      '补费单已退回：上海云杉科技有限公司 KWD 88.125',
      '您提交的补费单被退回，需要您修改后重新提交。',
    ],
    ['zh-CN', 'rejected', '补费单已拒绝：上海云杉科技有限公司 KWD 88.125', '您提交的补费单被拒绝，没有入账。'],
    [
      'en',
      'posted',
      'Charge posted: 上海云杉科技有限公司 KWD 88.125',
      'The charge you submitted was approved and posted.',
    ],
    [
      'en',
      'returned',
      'Charge returned: 上海云杉科技有限公司 KWD 88.125',
      'The charge you submitted was returned to you: please correct and resubmit it.',
    ],
    [
      'en',
      'rejected',
      'Charge rejected: 上海云杉科技有限公司 KWD 88.125',
      'The charge you submitted was rejected. Nothing was posted.',
    ],
  ] as const)('says in %s that it was %s', (language, outcome, subject, sentence) => {
    const mail = renderMail({ language, template: 'charge-decided', data: { ...chargeDecided, outcome } });
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(sentence);
    expect(mail.html).toContain(sentence);
  });

  test('names who decided and repeats the comment', () => {
    const chinese = renderMail({ language: 'zh-CN', template: 'charge-decided', data: chargeDecided }).text;
    expect(chinese).toContain('审批人：陈洁\n审批意见：请补充服务确认单\n');
    const english = renderMail({ language: 'en', template: 'charge-decided', data: chargeDecided }).text;
    expect(english).toContain('Decided by: 陈洁\nComment: 请补充服务确认单\n');
  });

  test('has no line for a comment that nobody wrote', () => {
    const { comment: _, ...decided } = chargeDecided;
    const data = { ...decided, outcome: 'posted' } as const;
    const { text, html } = renderMail({ language: 'zh-CN', template: 'charge-decided', data });
    expect(text).not.toContain('审批意见');
    expect(html).not.toContain('审批意见');
  });
});

describe('the mails of a dispute (A45)', () => {
  test('give the customer the explanation with every figure, indented so that none poses as another', () => {
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'dispute-explained', data: disputeExplained });
    expect(subject).toBe('关于您的异议：服务费 CNY 1,250.00');
    expect(text).toContain('说明：10 月 17 日与 24 日各一次，签到记录见附件\n');
    expect(text).toContain('计算依据：现场巡检两次\n  现场巡检：2 × 625.00\n');
    expect(text).toContain('费用期间：2026-10-01 至 2026-10-31（含首尾两日）\n');
    expect(text).toContain('记账凭证号：je_m5xw4zdfoj2gk3tuebqw4zbaoq_cny_2\n');
  });

  test('tell colleagues what the customer wants, and whether it is for the second time', () => {
    const first = renderMail({ language: 'en', template: 'dispute-opened', data: disputeOpened });
    expect(first.subject).toBe('Dispute opened: 上海云杉科技有限公司 CNY 1,250.00');
    expect(first.text).toContain('Wants: an explanation\nIn these words: 第二次巡检没有到场\n');
    const data = { ...disputeOpened, isAgain: true };
    const again = renderMail({ language: 'zh-CN', template: 'dispute-opened', data });
    expect(again.subject).toBe('异议重新提出：上海云杉科技有限公司 CNY 1,250.00');
  });

  test('say what each outcome means for the charge, to the customer and to the clerk', () => {
    const told = (outcome: 'accepted' | 'upheld' | 'withdrawn', isCustomer: boolean) =>
      renderMail({
        language: 'en',
        template: 'dispute-closed',
        data: { ...disputeClosed, outcome, isCustomer, readerName: isCustomer ? 'Huaxia' : 'Wang Fang' },
      });
    expect(told('upheld', true)).toMatchObject({
      subject: 'Dispute closed (upheld): CNY 1,250.00',
      text: expect.stringContaining('the charge will be corrected'),
    });
    expect(told('withdrawn', false).text).toContain(
      'Dear Wang Fang,\n\nThe objection was withdrawn; the charge stands.',
    );
    expect(told('accepted', false).text).toContain('Customer: 上海云杉科技有限公司\n');
  });
});
