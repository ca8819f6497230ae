import { currencyDigits } from '../model/currency.ts';
import type { Money } from '../model/money.ts';

const chineseDigits = [...'零壹贰叁肆伍陆柒捌玖'];
const chineseUnits: readonly (readonly [size: bigint, name: string])[] = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1_000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
];

/** An amount in capital Chinese figures (大写), which nobody alters by a stroke: `人民币壹仟贰佰伍拾元整`. */
export function amountInChinese({ minor, currency }: Money): string {
  const { whole, fraction, digits } = parts({ minor, currency });
  if (currency === 'CNY') return `人民币${yuanInChinese(whole, fraction)}`;
  const name = new Intl.DisplayNames('zh-CN', { type: 'currency' }).of(currency) ?? currency;
  const written = [...fraction.toString().padStart(digits, '0')].map((digit) => chineseDigits[Number(digit)]);
  return `${name}${inChinese(whole)}${fraction === 0n ? '整' : `点${written.join('')}`}`;
}

function yuanInChinese(whole: bigint, fraction: bigint): string {
  const yuan = whole === 0n && fraction > 0n ? '' : `${inChinese(whole)}元`;
  if (fraction === 0n) return `${yuan}整`;
  const [jiao, fen] = [fraction / 10n, fraction % 10n];
  if (fen === 0n) return `${yuan}${inChinese(jiao)}角整`;
  const tens = jiao > 0n ? `${inChinese(jiao)}角` : yuan === '' ? '' : '零';
  return `${yuan}${tens}${inChinese(fen)}分`;
}

/** The largest unit, how many of it, and the rest; 零 stands for places that are left out between. */
function inChinese(number: bigint): string {
  const unit = chineseUnits.find(([size]) => number >= size);
  if (unit === undefined) return chineseDigits[Number(number)] ?? '';
  const [size, name] = unit;
  const rest = number % size;
  const gap = rest < size / 10n ? '零' : '';
  return `${inChinese(number / size)}${name}${rest === 0n ? '' : `${gap}${inChinese(rest)}`}`;
}

const englishNumbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const englishTens = ' - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const englishUnits: readonly (readonly [size: bigint, name: string])[] = [
  [1_000_000_000_000n, 'trillion'],
  [1_000_000_000n, 'billion'],
  [1_000_000n, 'million'],
  [1_000n, 'thousand'],
  [100n, 'hundred'],
];

/** An amount in English words: `One thousand two hundred fifty and 50/100 Chinese Yuan`. */
export function amountInEnglish({ minor, currency }: Money): string {
  const { whole, fraction, digits } = parts({ minor, currency });
  const name = new Intl.DisplayNames('en', { type: 'currency' }).of(currency) ?? currency;
  const words = inEnglish(whole);
  const cents = digits === 0 ? '' : ` and ${fraction.toString().padStart(digits, '0')}/${10n ** BigInt(digits)}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${cents} ${name}`;
}

function inEnglish(number: bigint): string {
  const unit = englishUnits.find(([size]) => number >= size);
  if (unit !== undefined) {
    const [size, name] = unit;
    const rest = number % size;
    return `${inEnglish(number / size)} ${name}${rest === 0n ? '' : ` ${inEnglish(rest)}`}`;
  }
  const small = Number(number);
  if (small < 20) return englishNumbers[small] ?? '';
  const ten = englishTens[Math.trunc(small / 10)] ?? '';
  return small % 10 === 0 ? ten : `${ten}-${englishNumbers[small % 10]}`;
}

function parts({ minor, currency }: Money): { whole: bigint; fraction: bigint; digits: number } {
  const digits = currencyDigits(currency);
  const size = 10n ** BigInt(digits);
  return { whole: minor / size, fraction: minor % size, digits };
}
