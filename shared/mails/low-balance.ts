import type { Language } from '../model/language.ts';
import type { LowBalance, LowBalances, PrepaidShortfall, TopUpDue } from './control-mails.ts';
import type { Notice } from './mail.ts';
import { instant, line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

const toldWords: Record<Language, Record<LowBalance['customerIsTold'], string>> = {
  'zh-CN': {
    email: '以邮件通知',
    sms: '以短信通知',
    phone: '由同事致电',
    not: '不通知（按预警政策）',
    'no-way': '无法通知（没有可用的联系方式）',
  },
  en: {
    email: 'by mail',
    sms: 'by short message',
    phone: 'a colleague calls',
    not: 'not told, by policy',
    'no-way': 'cannot be told: no way to reach him',
  },
};

/** What finance reads when prepaid money falls below the level (C3). */
export function lowBalance(data: LowBalance, language: Language): Notice {
  const [balance, level] = [money(data.balance), money(data.level)];
  const customer = shorten(data.customerName, nameInSubject);
  const [name, number] = [line(data.customerName), line(data.customerNumber)];
  const told = toldWords[language][data.customerIsTold];
  if (language === 'en') {
    return {
      subject: `Low balance: ${customer} ${balance}`,
      heading: 'Prepaid money is running out',
      greeting: `Dear ${line(data.readerName)},`,
      opening: `The usable prepaid money of this customer has fallen below ${level}.`,
      amountLabel: 'Usable balance',
      amount: balance,
      facts: [
        ['Customer', name],
        ['Customer number', number],
        ['Usable balance', balance],
        ['Warning level', level],
        ['Customer is told', told],
      ],
      closing: [
        data.colleagueHasTask
          ? 'Whoever registered the latest deposit gets a task to talk to the customer about topping up.'
          : 'Nobody has a task for this customer yet. Please see to it that somebody talks to the customer about topping up.',
        'You hear again only after the balance was back at the level.',
      ],
    };
  }
  return {
    subject: `余额不足预警：${customer} ${balance}`,
    heading: '预存余额不足',
    greeting: `${line(data.readerName)}，您好：`,
    opening: `该客户的可用预存余额已低于预警线 ${level}。`,
    amountLabel: '可用余额',
    amount: balance,
    facts: [
      ['客户', name],
      ['客户编号', number],
      ['可用余额', balance],
      ['预警线', level],
      ['客户通知', told],
    ],
    closing: [
      data.colleagueHasTask
        ? '最近一笔充值的登记人会收到跟进任务，与客户联系充值事宜。'
        : '该客户目前没有跟进任务，请安排人员与客户联系充值事宜。',
      '余额回到预警线以上之前，不再重复提醒。',
    ],
  };
}

/** What the customer reads (C9). */
export function topUpDue(data: TopUpDue, language: Language): Notice {
  const [balance, level] = [money(data.balance), money(data.level)];
  if (language === 'en') {
    return {
      subject: `Your prepaid balance is low: ${balance}`,
      heading: 'Your prepaid balance is low',
      greeting: `Dear ${line(data.customerName)},`,
      opening: `Your usable prepaid balance is now ${balance}, below the level of ${level} agreed for your account.`,
      amountLabel: 'Usable balance',
      amount: balance,
      facts: [
        ['Usable balance', balance],
        ['Warning level', level],
      ],
      closing: ['Please top up in time. What your prepaid money does not cover is billed to you.'],
    };
  }
  return {
    subject: `预存余额不足提醒：${balance}`,
    heading: '预存余额不足提醒',
    greeting: `尊敬的${line(data.customerName)}：`,
    opening: `您好！您账户的可用预存余额为 ${balance}，已低于预警线 ${level}。`,
    amountLabel: '可用余额',
    amount: balance,
    facts: [
      ['可用余额', balance],
      ['预警线', level],
    ],
    closing: ['为不影响您的服务，请及时充值。预存余额不足以支付的费用将另行向您收取。'],
  };
}

/** Every morning: who is low now (C3). */
export function lowBalances(data: LowBalances, language: Language): Notice {
  const rows = data.balances
    .map(({ customerName, customerNumber, balance, level, since }) =>
      [
        line(customerNumber),
        shorten(customerName, nameInSubject),
        `${money(balance)} < ${money(level)}`,
        instant(since, language),
      ].join(' · '),
    )
    .join('\n');
  const count = String(data.count);
  if (language === 'en') {
    return {
      subject: `${count} low prepaid balance(s), ${line(data.date)}`,
      heading: 'Low prepaid balances',
      greeting: `Dear ${line(data.readerName)},`,
      opening: 'These customers have less prepaid money than their warning level.',
      amountLabel: 'Customers',
      amount: count,
      facts: [['Customers', rows]],
      closing: ['The whole list is in FeeLedger: GET /alerts/low-balances.'],
    };
  }
  return {
    subject: `预存余额不足客户 ${count} 个（${line(data.date)}）`,
    heading: '预存余额不足客户',
    greeting: `${line(data.readerName)}，您好：`,
    opening: '以下客户的可用预存余额低于预警线。',
    amountLabel: '客户数',
    amount: count,
    facts: [['客户', rows]],
    closing: ['完整名单请在 FeeLedger 查询（GET /alerts/low-balances）。'],
  };
}

/** What finance reads when prepaid money did not cover a charge (C10). */
export function prepaidShortfall(data: PrepaidShortfall, language: Language): Notice {
  const [amount, paid, outstanding] = [money(data.amount), money(data.paidFromPrepaid), money(data.outstanding)];
  const customer = shorten(data.customerName, nameInSubject);
  if (language === 'en') {
    return {
      subject: `Prepaid money did not cover a charge: ${customer} ${outstanding}`,
      heading: 'Prepaid money did not cover a charge',
      greeting: `Dear ${line(data.readerName)},`,
      opening: 'A charge was posted that the prepaid money of the customer did not cover; the rest is billed.',
      amountLabel: 'Still to pay',
      amount: outstanding,
      facts: [
        ['Customer', line(data.customerName)],
        ['Charge number', line(data.chargeId)],
        ['Amount', amount],
        ['Paid from prepaid money', paid],
        ['Still to pay', outstanding],
      ],
      closing: ['The customer was told what is still to pay. Look after the payment, or agree on topping up.'],
    };
  }
  return {
    subject: `预存款不足以支付补费：${customer} ${outstanding}`,
    heading: '预存款不足以支付补费',
    greeting: `${line(data.readerName)}，您好：`,
    opening: '一笔补费已入账，但客户的预存款不足以全额支付，其余部分已转为应收。',
    amountLabel: '待付金额',
    amount: outstanding,
    facts: [
      ['客户', line(data.customerName)],
      ['补费单号', line(data.chargeId)],
      ['补费金额', amount],
      ['预存支付', paid],
      ['待付金额', outstanding],
    ],
    closing: ['客户已收到待付金额的通知。请跟进付款，或与客户商定充值。'],
  };
}
