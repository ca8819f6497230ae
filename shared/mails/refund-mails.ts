import type { PaymentMethod } from '../model/arrival.ts';
import type { Language } from '../model/language.ts';
import type { MoneyWire } from '../model/money.ts';
import type { RefundSource } from '../model/refund.ts';

/** States of a refund its customer hears of (B13, B21). */
export const toldRefundStates = [
  'in-review',
  'approved',
  'paid',
  'rejected',
  'withdrawn',
  'expired',
  'failed',
] as const;
export type ToldRefundState = (typeof toldRefundStates)[number];

/** What every mail about a refund says of it. */
interface RefundMail {
  readonly customerName: string;
  readonly refundId: string;
  readonly gross: MoneyWire;
  readonly fee: MoneyWire;
  /** What the customer gets. */
  readonly net: MoneyWire;
  readonly source: RefundSource['from'];
  readonly method: PaymentMethod;
  /** Calendar date. */
  readonly promisedBy: string;
}

/** Tells the customer how far his refund has come; once it is paid, with the voucher attached (B13, B21, B26). */
export interface RefundNews extends RefundMail {
  readonly state: ToldRefundState;
  /** The account it goes to, all but its end hidden. */
  readonly maskedAccount?: string | undefined;
  /** Why it was rejected. */
  readonly reason?: string | undefined;
  readonly voucherNumber?: string | undefined;
  readonly bankReference?: string | undefined;
  readonly paidOn?: string | undefined;
}

/** Tells the colleague who asked for a refund how it ended. */
export interface RefundEnded extends RefundMail {
  readonly readerName: string;
  readonly state: ToldRefundState;
  readonly endedBy: string;
  readonly reason?: string | undefined;
}

/** Tells that a refund waits to be paid, still waits after the promised day, or was begun and nobody said more (B9). */
export interface PayoutWaiting extends RefundMail {
  readonly readerName: string;
  /** The how many-th attempt, from 1. */
  readonly attempt: number;
  readonly why: 'due' | 'late' | 'open';
  /** Who reads it: a cashier who may pay, a manager because none may, or finance that watches. */
  readonly as: 'payer' | 'nobody-can-pay' | 'watcher';
}

export const refundSourceWords: Record<Language, Record<RefundSource['from'], string>> = {
  'zh-CN': { prepaid: '预存余额', unapplied: '未核销款项', charge: '已付补费' },
  en: { prepaid: 'Prepaid balance', unapplied: 'Unapplied money', charge: 'A paid charge' },
};

export const payoutMethodWords: Record<Language, Record<PaymentMethod, string>> = {
  'zh-CN': { online: '线上支付原路退回', 'bank-transfer': '银行转账', card: '银行卡', cheque: '支票', cash: '现金' },
  en: {
    online: 'Back through the online payment',
    'bank-transfer': 'Bank transfer',
    card: 'Card',
    cheque: 'Cheque',
    cash: 'Cash',
  },
};
