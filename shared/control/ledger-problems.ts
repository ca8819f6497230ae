import { customerAccounts } from '../ledger/accounts.ts';
import { applyPostings, sameBalances, zeroBalances } from '../ledger/balances.ts';
import { documentSeries, genesisHash, type Head, type JournalEntry } from '../ledger/journal-entry.ts';
import type { Lot } from '../ledger/lots.ts';
import type { Currency } from '../model/currency.ts';
import type { Difference, FindingKind } from '../model/finding.ts';
import { moneyText } from '../model/money.ts';
import type { RequestFacts } from '../table/control-records.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';
import { creditedBy, isSound, postedAmount } from './ledger-sums.ts';

/** Everything there is of one ledger, read at one time. */
export interface LedgerContents {
  readonly currency: Currency;
  readonly head: Head;
  /** In order. */
  readonly entries: readonly JournalEntry[];
  readonly receivables: readonly OpenReceivable[];
  /** Requests of the customer in this currency, and whatever entries and claims name. */
  readonly requests: readonly RequestFacts[];
}

export interface Problem {
  readonly kind: FindingKind;
  readonly differences: readonly Difference[];
}

/** A finding names so many differences; more of them say nothing new. */
const differencesAtMost = 20;

/** What of a ledger does not agree with its journal, by kind; the journal is believed, once it is sound itself. */
export function problemsOf(ledger: LedgerContents): Problem[] {
  // A correction may post into another customer's ledger as well; what it claims and issues it does in its own.
  const own = { ...ledger, requests: ledger.requests.filter((one) => one.customerId === ledger.head.customerId) };
  const found: Readonly<Partial<Record<FindingKind, readonly Difference[]>>> = {
    journal: journal(ledger),
    head: headPlace(ledger),
    balances: balances(ledger),
    lots: lots(ledger),
    claims: claims(own),
    receivables: receivables(ledger),
    requests: requests(ledger),
    credits: credits(own),
    documents: documents(own),
    negative: negative(ledger),
  };
  return Object.entries(found)
    .filter(([, differences]) => differences.length > 0)
    .map(([kind, differences]) => ({
      kind: kind as FindingKind,
      differences: differences.slice(0, differencesAtMost),
    }));
}

function journal({ entries }: LedgerContents): Difference[] {
  const wrong: Difference[] = [];
  let [hash, sequence, before] = [genesisHash, 0n, zeroBalances];
  for (const entry of entries) {
    sequence += 1n;
    const what = `entry ${entry.sequence}`;
    const after = applyPostings(before, entry.postings);
    if (entry.sequence !== sequence) wrong.push({ what, stored: `${entry.sequence}`, computed: `${sequence}` });
    if (entry.previousHash !== hash) wrong.push({ what, stored: entry.previousHash, computed: hash });
    if (!isSound(entry)) wrong.push({ what, stored: entry.hash, computed: '' });
    if (!sameBalances(after, entry.balancesAfter)) {
      wrong.push({ what, stored: `${entry.balancesAfter.prepaid}`, computed: `${after.prepaid}` });
    }
    [hash, sequence, before] = [entry.hash, entry.sequence, entry.balancesAfter];
  }
  return wrong;
}

function headPlace({ head, entries }: LedgerContents): Difference[] {
  const last = entries.at(-1);
  const pairs = [
    ['sequence', head.sequence.toString(), (last?.sequence ?? 0n).toString()],
    ['hash', head.hash, last?.hash ?? genesisHash],
    ['recordedAt', head.recordedAt ?? '', last?.recordedAt ?? ''],
  ] as const;
  return pairs
    .filter(([, stored, computed]) => stored !== computed)
    .map(([what, stored, computed]) => ({ what, stored, computed }));
}

function balances({ head, entries, currency }: LedgerContents): Difference[] {
  const computed = entries.reduce((sum, { postings }) => applyPostings(sum, postings), zeroBalances);
  return customerAccounts
    .filter((name) => head.balances[name] !== computed[name])
    .map((name) => inMoney(currency, name, head.balances[name], computed[name]));
}

/** What is left of each deposit, claimed or not, by its terms as well. */
function lots({ head, entries, currency }: LedgerContents): Difference[] {
  const stored = sumByLot([...head.lots, ...head.claims.flatMap((claim) => claim.lots ?? [])]);
  const computed = sumByLot(entries.flatMap((entry) => entry.lots ?? []));
  return differing(currency, stored, computed, (name) => `lot ${name}`);
}

function sumByLot(all: readonly Lot[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { number, types, expires, isFixed, minor } of all) {
    const terms = [types?.join('+'), expires, isFixed === true ? 'fixed' : undefined].filter(
      (term) => term !== undefined,
    );
    add(sums, [number, ...terms].join(' '), minor);
  }
  return sums;
}

function claims({ head, requests, currency }: LedgerContents): Difference[] {
  const sums = { stored: new Map<string, bigint>(), computed: new Map<string, bigint>() };
  // A correction claims no money, so each claim also counts as one.
  for (const { by, on, minor } of head.claims) add(sums.stored, `${by} ${on}`, minor + 1n);
  for (const { id, claim } of requests)
    if (claim !== undefined) add(sums.computed, `${id} ${claim.on}`, claim.minor + 1n);
  const less = (sum: bigint) => (sum === 0n ? 0n : sum - 1n);
  return [...new Set([...sums.stored.keys(), ...sums.computed.keys()])]
    .map((what) => ({ what, stored: sums.stored.get(what) ?? 0n, computed: sums.computed.get(what) ?? 0n }))
    .filter(({ stored, computed }) => stored !== computed)
    .map(({ what, stored, computed }) => ({
      what,
      stored: stored === 0n ? '' : moneyText({ minor: less(stored), currency }),
      computed: computed === 0n ? '' : moneyText({ minor: less(computed), currency }),
    }));
}

function receivables({ requests, receivables: open, entries, currency }: LedgerContents): Difference[] {
  const stored = open.reduce((sum, { openMinor }) => sum + openMinor, 0n);
  const computed = entries.reduce((sum, { postings }) => applyPostings(sum, postings), zeroBalances).receivable;
  const whole = stored === computed ? [] : [inMoney(currency, 'receivable', stored, computed)];
  const known = new Set<string>(requests.filter(({ entries: own }) => own.length > 0).map(({ id }) => id));
  const strange = open.filter(
    ({ openMinor, originalMinor, requestId }) => openMinor <= 0n || openMinor > originalMinor || !known.has(requestId),
  );
  const named = strange.map(({ requestId, openMinor }) => ({
    ...{ what: requestId, stored: moneyText({ minor: openMinor, currency }), computed: '' },
  }));
  return [...whole, ...named];
}

/** Every entry has the one request that names it, and every request the entries it names, over its own amount. */
function requests({ requests: all, entries, currency, head }: LedgerContents): Difference[] {
  const own = all.flatMap(({ id, entries: named }) =>
    named
      .filter((one) => one.customerId === head.customerId && one.currency === currency)
      .map(({ sequence, hash }) => `${id} ${sequence} ${hash}`),
  );
  const stored = countsOf(own);
  const computed = countsOf(entries.map(({ requestId, sequence, hash }) => `${requestId} ${sequence} ${hash}`));
  const places = [...new Set([...stored.keys(), ...computed.keys()])]
    .filter((place) => (stored.get(place) ?? 0) !== (computed.get(place) ?? 0))
    .map((place) => ({ what: place, stored: `${stored.get(place) ?? 0}`, computed: `${computed.get(place) ?? 0}` }));
  return [...places, ...amounts(all, entries, currency)];
}

function amounts(all: readonly RequestFacts[], entries: readonly JournalEntry[], currency: Currency): Difference[] {
  const posted = new Map<string, bigint>();
  for (const entry of entries) add(posted, entry.requestId, postedAmount(entry));
  return all
    .filter(({ kind, entries: own }) => own.length > 0 && kind !== 'correction')
    .filter(({ id, amountMinor }) => posted.has(id) && posted.get(id) !== amountMinor)
    .map(({ id, amountMinor }) => inMoney(currency, id, amountMinor, posted.get(id) ?? 0n));
}

function credits({ requests: all, entries, currency }: LedgerContents): Difference[] {
  const stored = all.filter(({ entries: own }) => own.length > 0).reduce((sum, one) => sum + one.creditedMinor, 0n);
  const computed = entries.reduce((sum, entry) => sum + creditedBy(entry), 0n);
  return stored === computed ? [] : [inMoney(currency, 'credit notes', stored, computed)];
}

function documents({ head, requests: all }: LedgerContents): Difference[] {
  return documentSeries.flatMap((series) => {
    const stored = (head.issued[series] ?? 0n).toString();
    const computed = all.filter((request) => request.documents.includes(series)).length.toString();
    return stored === computed ? [] : [{ what: series, stored, computed }];
  });
}

function negative({ head, currency }: LedgerContents): Difference[] {
  const all = [
    ...customerAccounts.map((name) => [name, head.balances[name]] as const),
    ...head.lots.map(({ number, minor }) => [`lot ${number}`, minor] as const),
    ...head.claims.map(({ by, minor }) => [by, minor] as const),
  ];
  return all.filter(([, minor]) => minor < 0n).map(([what, minor]) => inMoney(currency, what, minor, 0n));
}

function differing(
  currency: Currency,
  stored: ReadonlyMap<string, bigint>,
  computed: ReadonlyMap<string, bigint>,
  name: (key: string) => string,
): Difference[] {
  return [...new Set([...stored.keys(), ...computed.keys()])]
    .filter((key) => (stored.get(key) ?? 0n) !== (computed.get(key) ?? 0n))
    .map((key) => inMoney(currency, name(key), stored.get(key) ?? 0n, computed.get(key) ?? 0n));
}

function inMoney(currency: Currency, what: string, stored: bigint, computed: bigint): Difference {
  return { what, stored: moneyText({ minor: stored, currency }), computed: moneyText({ minor: computed, currency }) };
}

function add(sums: Map<string, bigint>, name: string, minor: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + minor);
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
