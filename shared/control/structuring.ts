import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { Currency } from '../model/currency.ts';
import { type Instant, later } from '../model/dates.ts';
import type { Difference } from '../model/finding.ts';
import type { UserId } from '../model/ids.ts';
import { moneyText } from '../model/money.ts';
import type { RequestFacts } from '../table/control-records.ts';
import type { Seen } from './record-finding.ts';

const windowMs = 7 * 86_400_000;
/** So many charges just under a limit, and at least a third of all a person entered, are worth a look. */
const suspiciousFrom = 3;
const suspiciousShare = 3;
const namedAtMost = 20;

/** Charges of one maker in one currency within the window. */
interface MakersCharges {
  readonly maker: UserId;
  readonly currency: Currency;
  all: number;
  readonly near: { readonly at: Instant; readonly difference: Difference }[];
}

/**
 * Looks for people who enter charges just under a limit of approval again and again (H5, C7): at most a tenth below it.
 * What is split among one customer's charges is caught as it is submitted; this looks at a person, whoever the customers.
 */
export class StructuringWatch {
  readonly #policy: ApprovalPolicy;
  readonly #since: Instant;
  readonly #makers = new Map<string, MakersCharges>();

  constructor(policy: ApprovalPolicy, now: Instant) {
    this.#policy = policy;
    this.#since = later(now, -windowMs);
  }

  add({ kind, stands, at, maker, currency, id, amountMinor, type }: RequestFacts): void {
    if (kind !== 'charge' || !stands || at < this.#since) return;
    const name = `${maker} ${currency}`;
    const known = this.#makers.get(name) ?? { maker, currency, all: 0, near: [] };
    this.#makers.set(name, known);
    known.all += 1;
    const limit = this.#limitJustAbove(currency, type, amountMinor);
    if (limit === undefined) return;
    const [stored, computed] = [moneyText({ minor: amountMinor, currency }), moneyText({ minor: limit, currency })];
    known.near.push({ at, difference: { what: id, stored, computed } });
  }

  /** The newest charges are named: by them a suspicion that was closed is known to be a new one. */
  get suspects(): Seen[] {
    return [...this.#makers.values()]
      .filter(({ near, all }) => near.length >= suspiciousFrom && near.length * suspiciousShare >= all)
      .map(({ maker, currency, near }) => {
        const named = near.sort((a, b) => (a.at > b.at ? -1 : 1)).slice(0, namedAtMost);
        return { kind: 'structuring', maker, currency, differences: named.map(({ difference }) => difference) };
      });
  }

  #limitJustAbove(currency: Currency, type: string, minor: bigint): bigint | undefined {
    return (
      this.#policy.rules
        .filter((rule) => (rule.kind ?? 'charge') === 'charge' && rule.currency === currency)
        .filter((rule) => rule.type === undefined || rule.type === type)
        .flatMap(({ tiers }) => tiers.map(({ upToMinor }) => upToMinor))
        .find((limit) => limit !== null && minor <= limit && minor * 10n >= limit * 9n) ?? undefined
    );
  }
}
