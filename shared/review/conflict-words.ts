import type { Conflict, ConflictKind } from '../charges/conflicts.ts';
import type { Language } from '../model/language.ts';

type Sentence = (id: string, reference: string) => string;

const sentences: Record<Language, Record<ConflictKind, Sentence>> = {
  'zh-CN': {
    duplicate: (id) => `类型、金额和期间与补费单 ${id} 完全相同。请确认不是重复录入；如果重复，请退回或拒绝。`,
    'same-voucher-file': (id) => `补费单 ${id} 已使用同一个凭证文件。请确认同一凭证没有重复收费。`,
    'same-voucher': (id, reference) => `补费单 ${id} 也引用了凭证 ${reference}。请确认该凭证可以支持两笔收费。`,
    'overlapping-period': (id) => `与同类型的补费单 ${id} 期间重叠。请确认重叠的日期没有重复收费。`,
    'same-amount': (id) => `60 天内的补费单 ${id} 金额相同。请核对两单的原因和计算依据。`,
  },
  en: {
    duplicate: (id) =>
      `Charge ${id} has the same type, amount and period. Make sure this is not entered twice; if it is, return or reject it.`,
    'same-voucher-file': (id) =>
      `Charge ${id} rests on the same voucher file. Make sure one voucher is not charged twice.`,
    'same-voucher': (id, reference) =>
      `Charge ${id} names voucher ${reference} as well. Make sure the voucher supports both charges.`,
    'overlapping-period': (id) =>
      `Charge ${id} of the same type covers some of the same days. Make sure those days are not charged twice.`,
    'same-amount': (id) =>
      `Charge ${id} within 60 days has the same amount. Compare the reasons and calculations of both.`,
  },
};

const rejectedBefore: Record<Language, Sentence> = {
  'zh-CN': (id) => `内容相同的补费单 ${id} 已被拒绝或作废。请先查看当时的原因。`,
  en: (id) => `Charge ${id} said the same and was rejected or cancelled. Read the reason first.`,
};

/** What a conflict asks the reviewer to look at, in his language. */
export function whatToCheck({ kind, other, reference = '' }: Conflict, language: Language): string {
  const isOver = other.state === 'rejected' || other.state === 'cancelled';
  const sentence = isOver ? rejectedBefore[language] : sentences[language][kind];
  return sentence(other.id, reference);
}
