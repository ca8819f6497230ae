import type { Language } from '../model/language.ts';
import type { MoneyWire } from '../model/money.ts';

/** The business zone in which mails show instants. */
const zone = 'Asia/Shanghai';

// Control characters but the line feed, characters that change the text direction, and invisible separators.
const unprintable = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text somebody typed, without characters that hide, reorder or break what surrounds it; line breaks stay. */
export function paragraph(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(unprintable, ' ').trim();
}

/** The same on one line: a name or a number can neither add a line to a mail nor a header to its envelope. */
export function line(text: string): string {
  return paragraph(text).replaceAll(/\s+/g, ' ');
}

/** Cuts a line to so many characters and says so with an ellipsis; never cuts a character in two. */
export function shorten(text: string, maxCharacters: number): string {
  const characters = [...line(text)];
  if (characters.length <= maxCharacters) return characters.join('');
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

/** `{ value: '1250.00', currency: 'CNY' }` is written `CNY 1,250.00`. */
export function money({ value, currency }: MoneyWire): string {
  const [whole = '', fraction] = line(value).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${line(currency)} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

export function isZero({ value }: MoneyWire): boolean {
  return /^-?0+(\.0+)?$/.test(value);
}

const instantFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as a clock on the wall shows it, with the zone of that clock. */
export function instant(text: string, language: Language): string {
  const parts = Object.fromEntries(instantFormat.formatToParts(new Date(text)).map(({ type, value }) => [type, value]));
  const local = `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`;
  return language === 'en' ? `${local} (${zone}, UTC+8)` : `${local}（北京时间，${zone}）`;
}
