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
  const places = startingPlaces(customer.name);
  const letters = [...searchForm(customer.name)];
  const tokens: Token[] = [
    ...suffixes(letters, places).map((text) => ({ kind: 'name' as const, text })),
    { kind: 'number', text: searchForm(customer.number) },
    ...phonesOf(customer).map((phone) => ({ kind: 'phone' as const, text: reverse(phone) })),
  ];
  const [usual, asSurname] = readings(letters.join(''));
  if (usual.join('') !== letters.join('')) {
    // A name that begins with a surname is read both ways from its beginning: 单于 is chanyu and danyu.
    for (const [reading, from] of [
      [usual, places],
      [asSurname, [0]],
    ] as const) {
      tokens.push(...suffixes(reading, from).map((text) => ({ kind: 'pinyin' as const, text })));
      const initials = reading.map(([first]) => first ?? '');
      tokens.push(...suffixes(initials, from).map((text) => ({ kind: 'initials' as const, text })));
    }
  }
  const askable = tokens.filter(({ kind, text }) => text.length >= (kind === 'name' ? 1 : 2));
  return [...new Map(askable.map((token) => [`${token.kind}#${token.text}`, token])).values()];
}

/** A name's syllables as it is usually read, and as it is read when it begins with a surname; one a character. */
function readings(name: string): readonly [readonly string[], readonly string[]] {
  const read = (mode: 'normal' | 'surname') =>
    pinyin(name, { toneType: 'none', type: 'array', v: true, mode }).map(searchForm);
  const [usual, asSurname] = [read('normal'), read('surname')];
  const single = [...name].map((letter) => searchForm(pinyin(letter, { toneType: 'none', v: true })));
  const isWhole = (reading: readonly string[]) => reading.length === single.length;
  return [isWhole(usual) ? usual : single, isWhole(asSurname) ? asSurname : single];
}

/** Where a token may begin, counted in characters that are searched: words first, then the other places, so many in all. */
function startingPlaces(name: string): number[] {
  const words: number[] = [];
  let place = 0;
  for (const word of name.split(/[^\p{Letter}\p{Number}]+/u)) {
    const length = [...searchForm(word)].length;
    if (length > 0) words.push(place);
    place += length;
  }
  const others = Array.from({ length: place }, (_, index) => index);
  return [...new Set([...words, ...others])].slice(0, placesIndexed);
}

export function tokenKeys(customer: Pick<Customer, 'name' | 'number' | 'phone' | 'contacts'>, id: CustomerId): Key[] {
  return searchTokens(customer).map(({ kind, text }) => keys.searchToken(kind, text, id));
}

/** Which tokens a search may mean: Chinese text is a name; letters a name, pinyin, initials or number; digits a number or a phone's tail. */
export function searchPlan(query: string): Token[] {
  const text = searchForm(query).slice(0, tokenLength);
  const typed = query.normalize('NFKC');
  const digits = typed.replaceAll(/[^0-9]/g, '');
  if (/\P{ASCII}/u.test(text)) return [{ kind: 'name', text }];
  if (text.length < 2) return [];
  const plan: Token[] = [
    { kind: 'number', text },
    { kind: 'name', text },
  ];
  if (/^[a-z]+$/.test(text)) plan.push({ kind: 'pinyin', text }, { kind: 'initials', text });
  if (digits.length >= 4 && digits.length === typed.replaceAll(/[\s+-]/g, '').length) {
    plan.push({ kind: 'phone', text: reverse(digits) });
  }
  return plan;
}

/** Letters and digits only, small, width-folded: what people type differs in the rest. */
function searchForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

function suffixes(parts: readonly string[], places: readonly number[]): string[] {
  return places.map((start) => [...parts.slice(start).join('')].slice(0, tokenLength).join(''));
}

function phonesOf(customer: Pick<Customer, 'phone' | 'contacts'>): string[] {
  const phones = [customer.phone, ...(customer.contacts ?? []).map((contact) => contact.phone)];
  return phones.filter((phone) => phone !== undefined).map((phone) => phone.replaceAll(/[^0-9]/g, ''));
}

function reverse(digits: string): string {
  return [...digits].reverse().join('');
}
