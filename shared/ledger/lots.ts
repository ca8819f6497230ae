import { invariant } from '../errors/invariant.ts';
import type { ChargeType } from '../model/charge.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { LotTerms } from '../model/deposit.ts';

/** Prepaid money of one deposit: numbered by the entry that brought it, so that what paid what is always known (C22). */
export interface Lot extends LotTerms {
  /** Sequence of the entry that brought it. */
  readonly number: bigint;
  readonly minor: bigint;
}

/**
 * What an entry does to a lot: more than zero came in, less went out, in minor units. The terms stand beside it, so that
 * money that comes back comes back as what it was. In a draft, the number 0 is the entry's own, whatever it becomes.
 */
export type LotChange = Lot;

export const ownLot = 0n;

/** Lots after some changes; empty ones are gone. Fails where more would leave a lot than it has. */
export function applyLots(lots: readonly Lot[], changes: readonly LotChange[]): Lot[] {
  const after = new Map(lots.map((lot) => [lot.number, lot]));
  for (const change of changes) {
    const minor = (after.get(change.number)?.minor ?? 0n) + change.minor;
    invariant(minor >= 0n, `lot ${change.number} does not hold so much`);
    if (minor === 0n) after.delete(change.number);
    else after.set(change.number, { ...change, ...after.get(change.number), minor });
  }
  return [...after.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
}

/** All of them together, minor units; changes sum to what the entry does to prepaid money. */
export function sumOf(lots: readonly Pick<Lot, 'minor'>[]): bigint {
  return lots.reduce((total, { minor }) => total + minor, 0n);
}

/** Lots that may pay a charge of a type on a day (C21), those that end first in front, then the oldest. */
export function usableLots(lots: readonly Lot[], type: ChargeType, on: CalendarDate): Lot[] {
  return lots
    .filter(({ types, expires }) => (types?.includes(type) ?? true) && (expires === undefined || on <= expires))
    .sort(byExpiryThenAge);
}

/** Lots that may be refunded, in the same order: those of one deposit where a number is given. */
export function refundableLots(lots: readonly Lot[], number?: bigint): Lot[] {
  return lots
    .filter((lot) => lot.isFixed !== true && (number === undefined || lot.number === number))
    .sort(byExpiryThenAge);
}

/** Takes so much from lots, the first ones first. Fails where they do not hold it: whoever asks has looked. */
export function takeFrom(lots: readonly Lot[], minor: bigint): Lot[] {
  const taken: Lot[] = [];
  let rest = minor;
  for (const lot of lots) {
    if (rest === 0n) break;
    const part = lot.minor < rest ? lot.minor : rest;
    taken.push({ ...lot, minor: part });
    rest -= part;
  }
  invariant(rest === 0n, 'the lots hold what is taken from them');
  return taken;
}

/** The same lots with the sign turned: what came in goes out. */
export function negated(lots: readonly Lot[]): LotChange[] {
  return lots.map((lot) => ({ ...lot, minor: -lot.minor }));
}

function byExpiryThenAge(a: Lot, b: Lot): number {
  const [x, y] = [a.expires ?? '9999-12-31', b.expires ?? '9999-12-31'];
  if (x !== y) return x < y ? -1 : 1;
  return a.number < b.number ? -1 : 1;
}
