import type { PaymentMethod } from '../model/arrival.ts';
import type { ChargeType, ReasonCode } from '../model/charge.ts';
import { isCurrency } from '../model/currency.ts';
import type { DisputeWish } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import { type MoneyWire, toWire } from '../model/money.ts';
import type { ApprovingRole } from '../model/role.ts';
import { type Together, togetherFromText } from '../model/together.ts';
import { line, money } from './written-values.ts';

/** Charge types in words of the reader. */
export const chargeTypeWords: Record<Language, Record<ChargeType, string>> = {
  'zh-CN': {
    subscription: '订阅费',
    usage: '用量费',
    setup: '开通费',
    service: '服务费',
    upgrade: '升级费',
    training: '培训费',
    material: '材料费',
    other: '其他费用',
  },
  en: {
    subscription: 'Subscription fee',
    usage: 'Usage fee',
    setup: 'Setup fee',
    service: 'Service fee',
    upgrade: 'Upgrade fee',
    training: 'Training fee',
    material: 'Material fee',
    other: 'Other fee',
  },
};

/** Kinds of reasons in words of the reader. */
export const reasonWords: Record<Language, Record<ReasonCode, string>> = {
  'zh-CN': {
    miscalculation: '此前计算有误',
    upgrade: '服务升级',
    'added-items': '新增服务项目',
    other: '其他原因',
  },
  en: {
    miscalculation: 'Earlier miscalculation',
    upgrade: 'Service upgrade',
    'added-items': 'Added items',
    other: 'Other reason',
  },
};

/** What stands around every mail. */
export const frameWords: Record<Language, { colon: string; footer: string }> = {
  'zh-CN': {
    colon: '：',
    footer: '此邮件由 FeeLedger 客户费用管理系统发出。金额前的字母为币种代码，日期格式为 年-月-日。',
  },
  en: {
    colon: ': ',
    footer:
      'Sent by FeeLedger, the customer-fee ledger. Letters before an amount are its currency; dates are year-month-day.',
  },
};

/** Ways money comes in, in words of the reader. */
export const paymentMethodWords: Record<Language, Record<PaymentMethod, string>> = {
  'zh-CN': { online: '在线支付', 'bank-transfer': '银行转账', card: '银行卡', cheque: '支票', cash: '现金' },
  en: { online: 'online payment', 'bank-transfer': 'bank transfer', card: 'card', cheque: 'cheque', cash: 'cash' },
};

/** What a customer who disputes a charge asks for, in words of the reader. */
export const wishWords: Record<Language, Record<DisputeWish, string>> = {
  'zh-CN': { explanation: '请求说明', correction: '请求更正' },
  en: { explanation: 'an explanation', correction: 'a correction' },
};

/** Roles that approve, in words of the reader. */
export const approvingRoleWords: Record<Language, Record<ApprovingRole, string>> = {
  'zh-CN': { reviewer: '业务审核', finance: '财务', manager: '经理' },
  en: { reviewer: 'the reviewers', finance: 'finance', manager: 'the managers' },
};

/** Why a review comes to somebody who stands in for an absent colleague; nothing for everybody else. */
export function standInSentence({ inPlaceOf }: { inPlaceOf?: string | undefined }, language: Language): string {
  if (inPlaceOf === undefined) return '';
  const name = line(inPlaceOf);
  return language === 'en'
    ? ` You receive it because you stand in for ${name}; your decision will be marked so.`
    : `您收到此邮件，是因为您正在代理${name}；您的决定会注明代其作出。`;
}

const requestWords: Record<Language, Record<string, string>> = {
  'zh-CN': { chg: '补费单', rfd: '退费单', cor: '更正单' },
  en: { chg: 'charge', rfd: 'refund', cor: 'correction' },
};

/** What kind of request an id is of, in words of the reader. */
export function requestWord(requestId: string, language: Language): string {
  return requestWords[language][requestId.slice(0, 3)] ?? { 'zh-CN': '单据', en: 'request' }[language];
}

const sameWords: Record<Language, Record<Together['same'], string>> = {
  'zh-CN': { customer: '同一客户', account: '同一收款账户', maker: '同一录入人、金额均略低于审批上限' },
  en: {
    customer: 'of the same customer',
    account: 'to the same account',
    maker: 'just below a limit by the same person',
  },
};

/** Why a request needs more approvals than its amount alone (H5); nothing for most. */
export function togetherSentence(
  { together, amount: { currency } }: { together?: string | undefined; amount: MoneyWire },
  language: Language,
): string {
  if (together === undefined || !isCurrency(currency)) return '';
  const { same, count, sumMinor, windowHours } = togetherFromText(together);
  const words = sameWords[language][same];
  const sum = money(toWire({ minor: sumMinor, currency }));
  return language === 'en'
    ? ` Take note: within ${windowHours} hours there are ${count} ${words}, ${sum} together, so it needs the approvals of that sum. Look at all of them before you decide.`
    : `请注意：${windowHours} 小时内${words}的单据共 ${count} 张，合计 ${sum}，因此按合计金额审批。请一并核对后再作决定。`;
}
