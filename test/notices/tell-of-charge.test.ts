import { beforeAll, describe, expect, it } from 'vitest';
import { updateCustomer } from '../../shared/customers/update-customer.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { CustomerId, DepositId } from '../../shared/model/ids.ts';
import type { Language } from '../../shared/model/language.ts';
import { tellOfCharge } from '../../shared/notices/tell-of-charge.ts';
import { publishVoucherPolicy } from '../../shared/policies/publish-voucher-policy.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { hire } from '../support/ledger.ts';
import { type CompanyWithMail, companyWithMail, mailRoom } from './mail-room.ts';

let company: CompanyWithMail;

beforeAll(async () => {
  company = await companyWithMail({ email: 'ar@huaxia.example', name: '华夏科技', creditTermDays: 45 });
});

/** What is sent of a charge, by a process that has told nothing yet. */
async function told(charge: Parameters<typeof tellOfCharge>[2], of: CompanyWithMail = company) {
  const room = mailRoom();
  await tellOfCharge(of.context, room.process(), charge);
  return room.sent;
}
const clerkIs = (changes: { language?: Language; disabled?: boolean }) =>
  putUser(company.context, {
    id: company.clerk.actor.id,
    name: '王芳',
    email: 'wang.fang@feeledger.example',
    language: 'zh-CN',
    roles: ['clerk', 'reviewer'],
    disabled: false,
    ...changes,
  });
async function deposit(of: CompanyWithMail, minor: bigint) {
  const id = documentId('dep', 'test', 'openingDeposit', String(minor)) as DepositId;
  const customerId = of.customer.id as CustomerId;
  const maker = of.clerk.actor.id;
  await postOpeningDeposit(of.context, { id, customerId, amount: { minor, currency: 'CNY' }, method: 'cash', maker });
}

describe('a charge that was posted', () => {
  it('is told to the customer with its reason, amount, period and what is left to pay, and to the clerk', async () => {
    await clerkIs({});
    const charge = await company.approvedTwice();
    expect(await told(charge)).toEqual([
      {
        to: 'ar@huaxia.example',
        mail: {
          template: 'charge-posted',
          language: 'zh-CN',
          data: {
            customerName: '华夏科技',
            chargeId: charge.id,
            chargeType: 'upgrade',
            reasonCode: 'upgrade',
            reasonText: '本期升级服务等级，按约定补收差价',
            basisText: '高级版席位 10 个，按合同单价计算',
            amount: { value: '50000.00', currency: 'CNY' },
            period: { start: '2026-10-01', end: '2026-10-31' },
            effectiveDate: '2026-10-12',
            paidFromPrepaid: { value: '0.00', currency: 'CNY' },
            outstanding: { value: '50000.00', currency: 'CNY' },
            dueDate: '2026-11-26',
            feedbackUrl: `https://feeledger.example/feedback/${charge.id}.x`,
          },
        },
      },
      {
        to: 'wang.fang@feeledger.example',
        mail: {
          template: 'charge-decided',
          language: 'zh-CN',
          data: {
            clerkName: '王芳',
            outcome: 'posted',
            requestId: charge.id,
            customerName: '华夏科技',
            amount: { value: '50000.00', currency: 'CNY' },
            decidedBy: 'zhao.min',
          },
        },
      },
    ]);
  });

  it('by the policy alone is told to both as well', async () => {
    const mails = await told(await company.submit('120.00'));
    expect(mails.map(({ to }) => to)).toEqual(['ar@huaxia.example', 'wang.fang@feeledger.example']);
    expect(mails[1]?.mail.data).toMatchObject({ outcome: 'posted', decidedBy: '审批规则（自动通过）' });
  });

  it('and paid from prepaid money says that nothing is left to pay, and names no due date', async () => {
    const rich = await companyWithMail({ email: 'ar@rich.example' });
    await deposit(rich, 50_000n);
    const [mail] = await told(await rich.submit('120.00'), rich);
    expect(mail?.mail.data).toMatchObject({
      amount: { value: '120.00', currency: 'CNY' },
      paidFromPrepaid: { value: '120.00', currency: 'CNY' },
      outstanding: { value: '0.00', currency: 'CNY' },
    });
    expect(mail?.mail.data).not.toHaveProperty('dueDate');
  });

  it('is told once, whatever is delivered again and to whichever process', async () => {
    const charge = await company.submit('130.00');
    const room = mailRoom();
    const process = room.process();
    for (const teller of [process, process, room.process()]) await tellOfCharge(company.context, teller, charge);
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'wang.fang@feeledger.example']);
  });

  it('is told to the clerk in his language and to the customer in his', async () => {
    await clerkIs({ language: 'en' });
    const mails = await told(await company.submit('140.00'));
    expect(mails.map(({ mail }) => mail.language)).toEqual(['zh-CN', 'en']);
    await clerkIs({});
  });

  it('is told to the customer in the language he has now, at the address he has now', async () => {
    const english = await companyWithMail({ language: 'en', email: 'old@english.example' });
    const charge = await english.submit('120.00');
    const change = {
      params: { customerId: english.customer.id as CustomerId },
      body: { email: 'new@english.example' },
    };
    const request = english.input<typeof import('../../shared/contracts/customers.ts').updateCustomer>({
      ...change,
      ifMatch: '"1"',
      idempotencyKey: 'u',
    });
    await updateCustomer(english.context, english.clerk, request);
    const [mail] = await told(charge, english);
    expect({ to: mail?.to, language: mail?.mail.language }).toEqual({ to: 'new@english.example', language: 'en' });
  });

  it.each(['phone', 'sms'])('is not mailed to a customer who prefers %s', async (preferredChannel) => {
    const reserved = await companyWithMail({ preferredChannel, phone: '13800138000', email: 'ar@reserved.example' });
    const mails = await told(await reserved.submit('120.00'), reserved);
    expect(mails.map(({ to }) => to)).toEqual(['wang.fang@feeledger.example']);
  });

  it('is not told to a clerk who was disabled', async () => {
    const charge = await company.submit('150.00');
    await clerkIs({ disabled: true });
    expect((await told(charge)).map(({ to }) => to)).toEqual(['ar@huaxia.example']);
    await clerkIs({});
  });
});

describe('a charge that was not posted', () => {
  it.each([
    ['rejected', '不应收取'],
    ['returned', '请补充合同'],
  ] as const)('but %s is told to the clerk alone, with the comment', async (outcome, comment) => {
    const charge = await company[outcome]();
    const mails = await told(charge);
    expect(mails).toEqual([
      {
        to: 'wang.fang@feeledger.example',
        mail: {
          template: 'charge-decided',
          language: 'zh-CN',
          data: {
            clerkName: '王芳',
            outcome,
            requestId: charge.id,
            customerName: '华夏科技',
            amount: { value: '9000.00', currency: 'CNY' },
            decidedBy: 'chen.jie',
            comment,
          },
        },
      },
    ]);
  });

  it.each([
    ['zh-CN', '凭证规则（自动退回）'],
    ['en', 'the voucher policy'],
  ] as const)('but sent back by the voucher policy says in %s that this was “%s”', async (language, decidedBy) => {
    const strict = await companyWithMail();
    const admin = await hire(strict.context, 'admin', 'admin');
    const rules = [{ reason: 'upgrade' as const, anyOf: ['fee-notice' as const], evidence: 'file' as const }];
    const request = { body: { onMissing: 'return' as const, rules }, ifMatch: '"0"', idempotencyKey: 'strict' };
    await publishVoucherPolicy(strict.context, admin, strict.input(request));
    await putUser(strict.context, {
      id: strict.clerk.actor.id,
      name: '王芳',
      email: 'wang.fang@feeledger.example',
      language,
      roles: ['clerk'],
      disabled: false,
    });
    const [mail] = await told(await strict.submit('120.00'), strict);
    expect(mail?.mail.data).toMatchObject({ outcome: 'returned', decidedBy });
  });

  it('but returned twice is told each time', async () => {
    const room = mailRoom();
    const first = await company.returned();
    await tellOfCharge(company.context, room.process(), first);
    const second = await company.decide(company.reviewer, await company.resubmit(first, '8000.00'), {
      decision: 'return',
      comment: '仍缺合同',
    });
    await tellOfCharge(company.context, room.process(), second);
    await tellOfCharge(company.context, room.process(), first);
    expect(room.sent.map(({ mail }) => (mail.data as { comment?: string }).comment)).toEqual([
      '请补充合同',
      '仍缺合同',
    ]);
  });

  it('but waits is told to nobody yet', async () => {
    expect(await told(await company.submit('9000.00'))).toEqual([]);
  });
});
