import { fill } from '../errors/problem.ts';
import type { DelayStep, PaymentMethod } from '../model/arrival.ts';
import type { Language } from '../model/language.ts';

type Words = readonly [zh: string, en: string];

/** Why an estimate says what it says; `{name}` is filled from the reason's params. */
const reasonWords = {
  METHOD_DAYS: [
    '{method}：付款后 {earliest}–{latest} 天到账。',
    '{method}: arrives {earliest}–{latest} days after it is paid.',
  ],
  METHOD_WORKING_DAYS: [
    '{method}：付款后 {earliest}–{latest} 个工作日到账。',
    '{method}: arrives {earliest}–{latest} working days after it is paid.',
  ],
  HOLIDAYS: ['期间有 {days} 天法定节假日。', '{days} public holiday(s) lie in between.'],
  WORKED_WEEKENDS: ['调休上班日 {dates} 按工作日计算。', 'The weekend day(s) {dates} are worked and count.'],
  DISTURBANCE: ['{reason}，最多延长 {extra} 个工作日。', '{reason}: up to {extra} working day(s) more.'],
  REVIEW_AHEAD: [
    '还有 {stages} 个审批环节，按时限最晚 {until} 完成。',
    '{stages} approval stage(s) are left, due by {until} at the latest.',
  ],
  QUEUE: [
    '审批队列中还有 {waiting} 笔，预计再延长 {extra} 个工作日。',
    '{waiting} requests wait in the same queue: about {extra} working day(s) more.',
  ],
  NOT_PAID_YET: [
    '尚未收到付款告知；假定最早今天、最晚在 {dueDate} 付款。',
    'No payment has been announced: it is assumed to be paid between today and {dueDate}.',
  ],
  METHOD_ASSUMED: ['未指定付款方式，按银行转账估算。', 'No method was named: a bank transfer is assumed.'],
  ANNOUNCED: ['已告知 {paidOn} 付款。', 'A payment on {paidOn} was announced.'],
  CALENDAR_ENDS: [
    '工作日历只到 {until}，之后的日期尚未公布，无法估算。',
    'The working calendar ends on {until}: days beyond it are not announced yet and are not guessed.',
  ],
} as const satisfies Record<string, Words>;

export interface Reason {
  readonly code: keyof typeof reasonWords;
  readonly params: Readonly<Record<string, string>>;
  /** Words an admin gave, for the hole `{reason}`. */
  readonly words?: Readonly<Record<Language, string>>;
}

const methodWords: Record<PaymentMethod, Words> = {
  online: ['在线支付', 'Online payment'],
  card: ['刷卡', 'Card'],
  'bank-transfer': ['银行转账', 'Bank transfer'],
  cheque: ['支票', 'Cheque'],
  cash: ['现金', 'Cash'],
};

export function reasonSentence({ code, params, words }: Reason, language: Language): string {
  const method = params.method as PaymentMethod | undefined;
  return fill(pick(reasonWords[code], language), {
    ...params,
    ...(method === undefined ? {} : { method: pick(methodWords[method], language) }),
    ...(words === undefined ? {} : { reason: words[language] }),
  });
}

const stepWords: Record<DelayStep, Words> = {
  'check-entry': [
    '核对录入信息：客户、金额、付款方式、付款日期和银行流水号。',
    'Check what was entered: customer, amount, method, day of payment and the bank’s reference.',
  ],
  'contact-finance': [
    '联系财务，用银行流水号查询款项是否已入账但未认领。',
    'Ask finance whether the money is there and not yet claimed; give them the bank’s reference.',
  ],
  'contact-institution': [
    '联系付款银行或支付机构，用流水号查询款项去向和延迟原因。',
    'Ask the bank or payment institution where the money is and why; give them the reference.',
  ],
  wait: ['属于正常延迟，等待至 {waitUntil}。', 'The delay is normal: wait until {waitUntil}.'],
  escalate: ['上报经理，由经理决定后续处理。', 'Tell a manager, who decides what happens next.'],
};

export function delayStepSentence(step: DelayStep, waitUntil: string | undefined, language: Language): string {
  return fill(pick(stepWords[step], language), waitUntil === undefined ? {} : { waitUntil });
}

const whereToAsk: Record<'customer' | 'staff', Words> = {
  customer: [
    '如有疑问，请联系客服并告知单号 {chargeId}；银行转账请同时提供银行流水号。',
    'When in doubt, ask customer service and name the charge {chargeId}; for a transfer, also the bank’s reference.',
  ],
  staff: [
    '先问录入人和财务；银行转账可凭流水号向银行查询。单号 {chargeId}。',
    'Ask the maker and finance first; a transfer is looked up at the bank by its reference. Charge {chargeId}.',
  ],
};

/** Whom to ask when the system does not know enough (A69, A70). */
export function helpSentence(reader: 'customer' | 'staff', chargeId: string, language: Language): string {
  return fill(pick(whereToAsk[reader], language), { chargeId });
}

const pathWords = {
  entered: ['录入', 'Entered'],
  reviewed: ['审批', 'Reviewed'],
  posted: ['记账', 'Posted'],
  paid: ['付款', 'Paid'],
  arrived: ['到账', 'Arrived'],
} as const satisfies Record<string, Words>;
export type PathStep = keyof typeof pathWords;

export function pathWord(step: PathStep, language: Language): string {
  return pick(pathWords[step], language);
}

function pick([zh, en]: Words, language: Language): string {
  return language === 'en' ? en : zh;
}
