import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeType } from '../model/charge.ts';
import { type Instant, later } from '../model/dates.ts';
import type { Difference } from '../model/finding.ts';
import type { CustomerId } from '../model/ids.ts';
import { moneyText } from '../model/money.ts';
import { stagesFor } from '../policies/approval-policy.ts';
import { highestPassed, limitsAbove } from '../splitting/stage-by.ts';
import type { RequestFacts } from '../table/control-records.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import type { Seen } from './record-finding.ts';

const hourMs = 3_600_000;
const defaultWindowHours = 24;
/** A night looks back over the day before as well, so that what was entered around the last run is not missed. */
const nightHours = 48;

/**
 * Charges of one customer that together pass a limit and were not put into its tier as they were submitted (H5): two that
 * were entered in the same moment do not see each other in the customer's list, which is a moment behind.
 */
export class SplitCharges {
  readonly #policy: ApprovalPolicy;
  readonly #windowMs: number;
  readonly #since: Instant;
  readonly #customers = new Map<string, RequestFacts[]>();

  constructor(policy: ApprovalPolicy, now: Instant) {
    this.#policy = policy;
    this.#windowMs = (policy.splittingWindowHours ?? defaultWindowHours) * hourMs;
    this.#since = later(now, -(this.#windowMs + nightHours * hourMs));
  }

  add(request: RequestFacts): void {
    const { kind, stands, at, customerId, currency } = request;
    if (this.#windowMs === 0 || kind !== 'charge' || !stands || at < this.#since) return;
    const name = `${customerId} ${currency}`;
    const known = this.#customers.get(name);
    if (known === undefined) this.#customers.set(name, [request]);
    else known.push(request);
  }

  /** Reads the groups of the customers in question: tiers may differ by group. */
  async found(table: LedgerTable): Promise<Seen[]> {
    const several = [...this.#customers.values()].filter(({ length }) => length > 1);
    const ids = [...new Set(several.flatMap(([first]) => first?.customerId ?? []))];
    const profiles = (await getItems(table, ids.map(keys.profile))).map(profileFromItem);
    const groups = new Map<CustomerId, string>(profiles.map(({ id, group }) => [id, group]));
    return several.flatMap((charges) => this.#judge(charges, groups));
  }

  #judge(charges: readonly RequestFacts[], groups: ReadonlyMap<CustomerId, string>): Seen[] {
    const differences = charges.flatMap((charge) => this.#passed(charge, charges, groups.get(charge.customerId) ?? ''));
    const [first] = charges;
    if (first === undefined || differences.length === 0) return [];
    return [{ kind: 'split', customerId: first.customerId, currency: first.currency, differences }];
  }

  /** What a charge came to with those before it, where that should have been asked of more people. */
  #passed(charge: RequestFacts, all: readonly RequestFacts[], customerGroup: string): Difference[] {
    const { currency, amountMinor, at, id } = charge;
    const judged = (minor: bigint) => ({
      ...{ kind: 'charge' as const, type: charge.type as ChargeType, customerGroup, amount: { minor, currency } },
    });
    const since = later(at, -this.#windowMs);
    const before = all
      .filter((other) => other.id !== id && other.at >= since && (other.at < at || (other.at === at && other.id < id)))
      .map((other) => ({ minor: other.amountMinor, stages: other.stages }));
    const passed = highestPassed(limitsAbove(this.#policy, judged(amountMinor)), amountMinor, before);
    if (passed === undefined) return [];
    const asked = new Set(charge.stages.map(({ role }) => role));
    if (stagesFor(this.#policy, judged(passed.sumMinor)).every(({ role }) => asked.has(role))) return [];
    const stored = moneyText({ minor: amountMinor, currency });
    return [{ what: id, stored, computed: moneyText({ minor: passed.sumMinor, currency }) }];
  }
}
