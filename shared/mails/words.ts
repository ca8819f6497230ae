import type { ChargeType, ReasonCode } from '../model/charge.ts';
import type { DisputeWish } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import type { ApprovingRole } from '../model/role.ts';
import { line } from './written-values.ts';

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
