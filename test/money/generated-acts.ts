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
  readonly deposits: string[];
  readonly charges: string[];
  readonly refunds: string[];
  readonly corrections: string[];
}

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
/** One of what was made, if anything was. */
const anyOf = (chance: Chance, made: readonly string[]): string | undefined => pick<string | undefined>(chance, made);
/** Mostly one that stands where the act makes sense, at times any. */
function fitting(chance: Chance, { states }: Made, made: readonly string[], wanted: string): string | undefined {
  const able = made.filter((key) => states[key] === wanted);
  return anyOf(chance, able.length > 0 && chance() < 0.85 ? able : made);
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
  ...{ amount: amount(chance), purpose: pick(chance, ['general', 'general', 'training'] as const) },
});

const charge: Making = (chance, key) => ({
  ...{ do: 'charge', key, who: somebody(chance, 'clerk'), account: pick(chance, [0, 0, 0, 1]) },
  ...{ type: pick(chance, ['usage', 'usage', 'training', 'setup']), amount: amount(chance) },
});

const refund: Making = (chance, key, made) => {
  const from = pick(chance, ['prepaid', 'deposit', 'unapplied', 'charge', 'charge'] as const);
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
  const account = pick(chance, [0, 0, 0, 1]);
  return {
    do: 'refund',
    key,
    who: somebody(chance, 'clerk'),
    account,
    source,
    amount: (amount(chance) / 20n) * 10n + 10n,
  };
};

const remedies: readonly Remedy[] = [
  'replace',
  'replace',
  'replace',
  'cancel',
  'credit',
  'refund-excess',
  'charge-more',
];

const correct: Making = (chance, key, made) => {
  const of = fitting(chance, made, made.charges, 'posted');
  if (of === undefined) return undefined;
  const remedy = pick(chance, remedies);
  const what = remedy === 'replace' ? pick(chance, ['amount', 'type', 'account'] as const) : 'amount';
  const right: Right =
    remedy === 'cancel'
      ? {}
      : what === 'amount'
        ? { amount: amount(chance) }
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

/** Steps that end what was begun come more often: without them little would ever be paid or put right. */
const makings: readonly (readonly [times: number, Making])[] = [
  [3, deposit],
  [4, charge],
  [4, refund],
  [3, correct],
  [7, decide],
  [2, withdraw],
  [4, start],
  [4, end],
  [2, bounce],
];
const drawn = makings.flatMap(([times, making]) => Array.from({ length: times }, () => making));

/** What a few people do at the same time; each act is about what was there before. */
export function nextGroup(chance: Chance, made: Made, number: number): Act[] {
  const size = pick(chance, [1, 2, 2, 3]);
  const first: Making[] = number === 0 ? [deposit, charge] : [];
  const acts = Array.from({ length: size }, (_, index) => {
    const making = first[index] ?? pick(chance, drawn);
    return making(chance, `${number}.${index}`, made);
  });
  return acts.filter((act) => act !== undefined);
}
