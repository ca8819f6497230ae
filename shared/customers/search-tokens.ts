import { pinyin } from 'pinyin-pro';
import type { Customer } from '../model/customer-record.ts';
import type { CustomerId } from '../model/ids.ts';
import { type Key, keys, type SearchKind } from '../table/keys.ts';

/** Names are found from any of their first so many places; what lies beyond is found by what comes before it. */
const placesIndexed = 12;
const tokenLength = 40;

interface Token {
  readonly kind: SearchKind;
  readonly text: string;
}

/** Everything a customer can be found by: any part of the name, its pinyin and initials, the number, a phone's tail. */
export function searchTokens(customer: Pick<Customer, 'name' | 'number' | 'phone' | 'contacts'>): Token[] {
  const letters = [...searchForm(customer.name)];
  const syllables = letters.map((letter) => searchForm(pinyin(letter, { toneType: 'none' })));
  const surname = pinyin(customer.name, { toneType: 'none', type: 'array', mode: 'surname' }).map(searchForm);
  const reading = surname.length === letters.length ? surname : syllables;
  const tokens: Token[] = [
    ...suffixes(letters, (part) => part.join('')).map((text) => ({ kind: 'name' as const, text })),
    { kind: 'number', text: searchForm(customer.number) },
    ...phonesOf(customer).map((phone) => ({ kind: 'phone' as const, text: reverse(phone) })),
  ];
  if (reading.join('') !== letters.join('')) {
    tokens.push(
      ...suffixes(reading, (part) => part.join('')).map((text) => ({ kind: 'pinyin' as const, text })),
      ...suffixes(reading, (part) => part.map(([first]) => first ?? '').join('')).map((text) => ({
        kind: 'initials' as const,
        text,
      })),
    );
  }
  const distinct = new Map(
    tokens.filter(({ text }) => text.length > 0).map((token) => [`${token.kind}#${token.text}`, token]),
  );
  return [...distinct.values()];
}

export function tokenKeys(customer: Pick<Customer, 'name' | 'number' | 'phone' | 'contacts'>, id: CustomerId): Key[] {
  return searchTokens(customer).map(({ kind, text }) => keys.searchToken(kind, text, id));
}

/** Which tokens a search may mean: Chinese text is a name; letters a name, pinyin, initials or number; digits a number or a phone's tail. */
export function searchPlan(query: string): Token[] {
  const text = searchForm(query).slice(0, tokenLength);
  const digits = query.replaceAll(/[^0-9]/g, '');
  if (/\P{ASCII}/u.test(text)) return [{ kind: 'name', text }];
  if (text.length < 2) return [];
  const plan: Token[] = [
    { kind: 'number', text },
    { kind: 'name', text },
  ];
  if (/^[a-z]+$/.test(text)) plan.push({ kind: 'pinyin', text }, { kind: 'initials', text });
  if (digits.length >= 4 && digits.length === query.replaceAll(/[\s+-]/g, '').length) {
    plan.push({ kind: 'phone', text: reverse(digits) });
  }
  return plan;
}

/** Letters and digits only, small, width-folded: what people type differs in the rest. */
function searchForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

function suffixes(parts: readonly string[], join: (part: readonly string[]) => string): string[] {
  return parts.slice(0, placesIndexed).map((_, start) => [...join(parts.slice(start))].slice(0, tokenLength).join(''));
}

function phonesOf(customer: Pick<Customer, 'phone' | 'contacts'>): string[] {
  const phones = [customer.phone, ...(customer.contacts ?? []).map((contact) => contact.phone)];
  return phones.filter((phone) => phone !== undefined).map((phone) => phone.replaceAll(/[^0-9]/g, ''));
}

function reverse(digits: string): string {
  return [...digits].reverse().join('');
}
