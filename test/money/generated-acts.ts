import { seededRandom } from '../../scripts/demo-data/seeded-random.ts';
import { type Act, isA, type Person, people, type Remedy, type Right, type Source } from './model.ts';

/** A number from 0 up to below 1; the same seed gives the same numbers. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed);
  return () => random.whole(0, 999_999) / 1_000_000;
}

/** What was made so far, by kind; acts are about these. */
export interface Made {
  /** Where each stands, as far as it is known. */
  states: Readonly<Record<string, string>>;
  /** Money of each account that belongs to nothing, as far as it is known. */
  unapplied: readonly bigint[];
  readonly deposits: string[];
  readonly charges: string[];
  readonly refunds: string[];
  readonly corrections: string[];
}

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
/** One of what was made, if anything was. */
const anyOf = (chance: Chance, made: readonly string[]): string | undefined => pick<string | undefined>(chance, made);
/** Mostly one that stands where the act makes sense, at times any; mostly none where it makes sense for none. */
function fitting(chance: Chance, { states }: Made, made: readonly string[], wanted: string): string | undefined {
  return anyOf(chance, chance() < 0.95 ? made.filter((key) => states[key] === wanted) : made);
}

const amount = (chance: Chance): bigint => BigInt(1 + Math.floor(chance() * 2_000)) * 10n;

/** Mostly somebody who holds the role, at times anybody. */
function somebody(chance: Chance, role: 'clerk' | 'finance' | 'cashier'): Person {
  const able = people.filter((person) => isA(person, role));
  return chance() < 0.9 ? pick(chance, able) : pick(chance, people);
}

type Making = (chance: Chance, key: string, made: Made) => Act | undefined;

const deposit: Making = (chance, key) => ({
  ...{ do: 'deposit', key, who: somebody(chance, 'cashier'), account: pick(chance, [0, 0, 0, 1]) },
  // Larger than most charges, so that something is left to be refunded.
  ...{ amount: amount(chance) * 6n, purpose: pick(chance, ['general', 'general', 'training'] as const) },
});

const charge: Making = (chance, key) => ({
  ...{ do: 'charge', key, who: somebody(chance, 'clerk'), account: pick(chance, [0, 0, 0, 1]) },
  ...{ type: pick(chance, ['usage', 'usage', 'training', 'setup']), amount: amount(chance) },
});

const refund: Making = (chance, key, made) => {
  // Money that belongs to nothing is rare, so it is asked for where there is any.
  const rich = made.unapplied.findIndex((minor) => minor > 0n);
  const isFound = rich >= 0 && chance() < 0.8;
  const from = isFound ? 'unapplied' : pick(chance, ['prepaid', 'deposit', 'unapplied', 'charge', 'charge'] as const);
  const ofDeposit = anyOf(chance, made.deposits);
  const ofCharge = fitting(chance, made, made.charges, 'posted');
  const source: Source | undefined =
    from === 'deposit'
      ? ofDeposit === undefined
        ? undefined
        : { from: 'prepaid', deposit: ofDeposit }
      : from === 'charge'
        ? ofCharge === undefined
          ? undefined
          : { from, charge: ofCharge }
        : { from };
  if (source === undefined) return undefined;
  const account = isFound ? rich : pick(chance, [0, 0, 0, 1]);
  const free = made.unapplied[account] ?? 0n;
  const some = (amount(chance) / 20n) * 10n + 10n;
  // Hardly anybody asks for money that is not there.
  const isSensible = from === 'unapplied' && chance() < 0.95;
  if (isSensible && free === 0n) return undefined;
  return {
    do: 'refund',
    key,
    who: somebody(chance, 'clerk'),
    account,
    source,
    amount: isSensible && free < some ? free : some,
  };
};

const remedies: readonly Remedy[] = [
  'replace',
  'replace',
  'replace',
  'cancel',
  'credit',
  'credit',
  'credit',
  'credit',
  'refund-excess',
  'refund-excess',
  'charge-more',
  'charge-more',
];

/** What was too much is mostly less than was charged. */
const isLess = (remedy: Remedy) => remedy === 'credit' || remedy === 'refund-excess';

const correct: Making = (chance, key, made) => {
  const of = fitting(chance, made, made.charges, 'posted');
  if (of === undefined) return undefined;
  const remedy = pick(chance, remedies);
  const what = remedy === 'replace' ? pick(chance, ['amount', 'type', 'account'] as const) : 'amount';
  const right: Right =
    remedy === 'cancel'
      ? {}
      : what === 'amount'
        ? { amount: isLess(remedy) ? (amount(chance) / 80n) * 10n + 10n : amount(chance) }
        : what === 'type'
          ? { type: pick(chance, ['usage', 'training', 'setup']) }
          : { account: pick(chance, [0, 1]) };
  return { do: 'correct', key, who: somebody(chance, 'clerk'), charge: of, remedy, right };
};

const decide: Making = (chance, _, made) => {
  const { charges, refunds, corrections } = made;
  const of =
    chance() < 0.35
      ? fitting(chance, made, charges, 'waiting')
      : fitting(chance, made, [...refunds, ...corrections], 'in-review');
  return of === undefined
    ? undefined
    : { do: 'decide', of, who: somebody(chance, 'finance'), approve: chance() < 0.85 };
};

const withdraw: Making = (chance, _, made) => {
  const of = fitting(chance, made, [...made.refunds, ...made.corrections], 'in-review');
  return of === undefined ? undefined : { do: 'withdraw', of, who: somebody(chance, 'clerk') };
};

const start: Making = (chance, _, made) => {
  const of = fitting(chance, made, made.refunds, 'approved');
  return of === undefined ? undefined : { do: 'start', refund: of, who: somebody(chance, 'cashier') };
};

const end: Making = (chance, _, made) => {
  const of = fitting(chance, made, made.refunds, 'executing');
  const how = pick(chance, ['paid', 'paid', 'paid', 'again', 'failed'] as const);
  return of === undefined ? undefined : { do: 'end', refund: of, who: somebody(chance, 'cashier'), how };
};

const bounce: Making = (chance, _, { deposits }) => {
  const of = anyOf(chance, deposits);
  return of === undefined ? undefined : { do: 'bounce', deposit: of, who: somebody(chance, 'cashier') };
};

const makings: readonly (readonly [times: number, Making])[] = [
  [2, deposit],
  [3, charge],
  [8, refund],
  [7, correct],
  [1, withdraw],
  [1, bounce],
];
const drawn = makings.flatMap(([times, making]) => Array.from({ length: times }, () => making));
/** What ends something that was begun comes as often: without it little would ever be paid or put right. */
const endings: readonly Making[] = [decide, start, end];

/** What a few people do at the same time; each act is about what was there before. */
export function nextGroup(chance: Chance, made: Made, number: number): Act[] {
  const size = pick(chance, [1, 2, 2, 3]);
  const first: Making[] = number === 0 ? [deposit, charge] : [];
  const acts = Array.from({ length: size }, (_, index) => {
    const key = `${number}.${index}`;
    return first[index]?.(chance, key, made) ?? anyAct(chance, key, made);
  });
  return acts;
}

/** Something that can be tried as things are; a deposit always can. */
function anyAct(chance: Chance, key: string, made: Made): Act {
  for (;;) {
    const act = pick(chance, chance() < 0.7 ? endings : drawn)(chance, key, made);
    if (act !== undefined) return act;
  }
}
