import type { VoucherWire } from '../contracts/vouchers.ts';
import type { Language } from '../model/language.ts';
import type { Voucher } from '../model/voucher.ts';
import { problemsToWire } from './voucher-problems.ts';

/** A voucher as the API shows it; what is wrong with its file is said in the reader's language. */
export function voucherToWire(voucher: Voucher, language: Language): VoucherWire {
  const { bodyPrint: _, replacedAt: __, checks: ___, findings, ...shown } = voucher;
  const { problems = [], ...seen } = findings ?? {};
  return { ...shown, ...seen, problems: problemsToWire(problems, language) };
}
