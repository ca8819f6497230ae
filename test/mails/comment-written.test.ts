import { expect, test } from 'vitest';
import { renderMail } from '../../shared/mails/render-mail.ts';
import { commentForCustomer, commentWritten, reviewRequested } from './mails.ts';

test('the mail about a comment says who asked what on which charge, in Chinese (A21)', () => {
  const { subject, text } = renderMail({ language: 'zh-CN', template: 'comment-written', data: commentWritten });
  expect(subject).toBe('补费单提问：上海云杉科技有限公司 CNY 1,250.00');
  expect(text).toBe(`补费单有新的提问

王芳，您好：

陈洁在与您有关的补费单中提出了问题。

提问：第二次巡检的确认单在哪里？
  合同里只写了一次。
来自：陈洁
客户：上海云杉科技有限公司
金额：CNY 1,250.00
单号：chg_2tqk6b7xwzv4yd3n5h6j7rmpca

请在 FeeLedger 中该补费单的留言处回复，不要直接回复本邮件：留言会随单据一起保存。客户看不到留言。

-- 
此邮件由 FeeLedger 客户费用管理系统发出。金额前的字母为币种代码，日期格式为 年-月-日。
`);
});

test('the mail about a comment says who asked what on which charge, in English (A21)', () => {
  const { subject, text } = renderMail({ language: 'en', template: 'comment-written', data: commentWritten });
  expect(subject).toBe('Question on a charge: 上海云杉科技有限公司 CNY 1,250.00');
  expect(text).toContain('陈洁 asked something on a charge you have to do with.');
  expect(text).toContain('Question: 第二次巡检的确认单在哪里？\n  合同里只写了一次。\nFrom: 陈洁\n');
});

test('the mail about a comment tells whom it mentions so', () => {
  const data = { ...commentWritten, isMentioned: true, kind: 'note' as const };
  expect(renderMail({ language: 'zh-CN', template: 'comment-written', data }).text).toContain(
    '陈洁在一张补费单中写了留言，并提到了您。',
  );
  expect(renderMail({ language: 'en', template: 'comment-written', data }).text).toContain(
    '陈洁 wrote a note on a charge and mentioned you.',
  );
});

test('the mail about a comment on a draft without an amount says that there is none yet', () => {
  const { amount: _, ...data } = commentWritten;
  const chinese = renderMail({ language: 'zh-CN', template: 'comment-written', data });
  expect(chinese.subject).toBe('补费单提问：上海云杉科技有限公司 尚未填写');
  expect(chinese.text).toContain('金额：尚未填写');
  expect(renderMail({ language: 'en', template: 'comment-written', data }).text).toContain('Amount: not entered yet');
});

test('the mail about a comment on a refund says what its customer sees of it', () => {
  const data = { ...commentWritten, requestId: commentForCustomer.requestId };
  const { subject, text } = renderMail({ language: 'zh-CN', template: 'comment-written', data });
  expect(subject).toContain('退费单提问');
  expect(text).toContain('客户只能看到其本人的留言，以及提到他或答复他的留言。');
  expect(renderMail({ language: 'en', template: 'comment-written', data }).text).toContain(
    'Its customer sees what he wrote, what mentions him and what answers him; nothing else.',
  );
});

test('the mail to a customer about his refund says what the service wants of him and names nobody (B20)', () => {
  const { subject, text } = renderMail({
    language: 'zh-CN',
    template: 'comment-for-customer',
    data: commentForCustomer,
  });
  expect(subject).toBe('关于您的退费 CNY 1,250.00：客服留言');
  expect(text).toBe(`您的退费有新留言

李华，您好：

关于您的退费，我们有一个问题需要您答复。

留言：请补充账户证明。
  原账户已销户。
金额：CNY 1,250.00
退费单号：rfd_2tqk6b7xwzv4yd3n5h6j7rmpca

请在 FeeLedger 中该退费单的留言处回复，不要直接回复本邮件；您也可以在那里查看退费进度。

-- 
此邮件由 FeeLedger 客户费用管理系统发出。金额前的字母为币种代码，日期格式为 年-月-日。
`);
  const english = renderMail({ language: 'en', template: 'comment-for-customer', data: commentForCustomer });
  expect(english.subject).toBe('Your refund of CNY 1,250.00: a message from our service');
  expect(english.text).toContain('We have a question about your refund.');
});

test('a reviewer reads why a request needs more approvals than its amount alone (H5)', () => {
  const data = { ...reviewRequested, together: 'account 3 4500000 168' };
  const english = renderMail({ language: 'en', template: 'review-requested', data }).text;
  expect(english).toContain(
    'Take note: within 168 hours there are 3 to the same account, JPY 4,500,000 together, so it needs the approvals of that sum.',
  );
  const chinese = renderMail({ language: 'zh-CN', template: 'review-requested', data }).text;
  expect(chinese).toContain('168 小时内同一收款账户的单据共 3 张，合计 JPY 4,500,000，因此按合计金额审批。');
});
