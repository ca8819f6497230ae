import type { Language } from '../model/language.ts';

type Words = Record<Language, string>;

/** Papers the customers get, in words of the reader (F4). */
export const paperWords = {
  'credit-note': { 'zh-CN': '红字通知单（冲减原补费）', en: 'Credit note over the wrong charge' },
  'charge-notice': { 'zh-CN': '补费通知（正确的补费单）', en: 'Notice of the right charge' },
  'refund-voucher': { 'zh-CN': '退费凭证（付款后）', en: 'Refund voucher, once it is paid' },
} as const satisfies Record<string, Words>;

/** What somebody should know before he asks for a correction or approves it. */
export const warningWords = {
  CLOSED_MONTH: {
    'zh-CN': '原补费所属月份已关账，更正将记入批准当天。',
    en: 'The month of the charge is closed: the correction is entered on the day it is approved.',
  },
  CREDITED_BEFORE: {
    'zh-CN': '原补费已有退费或冲减，更正时一并收回，客户因此应付的金额会先从未核销款项和预存中扣除。',
    en: 'Money of the charge was refunded or credited. The correction takes that back; what the customer owes by it is paid from his unapplied and prepaid money first.',
  },
  OWED_AGAIN: {
    'zh-CN': '预存不足以支付收回的退费，差额将成为客户的应付款。',
    en: 'Prepaid money does not reach for what was refunded, so the customer will owe the rest.',
  },
  DISPUTE_OPEN: {
    'zh-CN': '原补费有未关闭的异议，更正后请关闭异议并告知客户。',
    en: 'The charge is disputed: close the dispute after the correction and tell the customer.',
  },
  PAYMENT_ANNOUNCED: {
    'zh-CN': '客户已告知付款，款项到账后请按更正后的补费单核销。',
    en: 'The customer announced a payment: when it arrives, it belongs to the charge as corrected.',
  },
  TASKS_OPEN: {
    'zh-CN': '原补费还有未完成的任务，更正后请核对是否仍需办理。',
    en: 'There are open tasks about the charge: see after the correction whether they are still needed.',
  },
  CUSTOMER_TOLD: {
    'zh-CN': '客户已收到原补费通知，更正后会再收到更正通知。',
    en: 'The customer was told of the charge; he will be told of the correction.',
  },
} as const satisfies Record<string, Words>;
