import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeType } from '../model/charge.ts';
import type { Customer } from '../model/customer-record.ts';
import { type Instant, later } from '../model/dates.ts';
import type { Difference } from '../model/finding.ts';
import { moneyText } from '../model/money.ts';
import { readApprovalPolicyVersion, stagesFor } from '../policies/approval-policy.ts';
import { highestPassed, limitsAbove } from '../splitting/stage-by.ts';
import type { RequestFacts } from '../table/control-records.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import type { Seen } from './record-finding.ts';

const hourMs = 3_600_000;
const defaultWindowHours = 24;
/** A night looks back over the day before as well, so that what was entered around the last run is not missed. */
export const nightMs = 48 * hourMs;

/**
 * Charges of one customer that together pass a limit and were not put into its tier as they were submitted (H5): two that
 * were entered in the same moment do not see each other in the customer's list, which is a moment behind. Each is judged by the
 * version of the policy it was staged by, not by the one in force when the night comes.
 */
export class SplitCharges {
  readonly #windowMs: number;
  readonly #since: Instant;
  readonly #customers = new Map<string, RequestFacts[]>();

  /** `policies`: those in force now and when the night looks back to; the longest window counts. */
  constructor(policies: readonly ApprovalPolicy[], now: Instant) {
    this.#windowMs = Math.max(...policies.map(windowMsOf));
    this.#since = later(now, -(this.#windowMs + nightMs));
  }

  add(request: RequestFacts): void {
    const { kind, stands, at, customerId, currency } = request;
    if (this.#windowMs === 0 || kind !== 'charge' || !stands || at < this.#since) return;
    const name = `${customerId} ${currency}`;
    const known = this.#customers.get(name);
    if (known === undefined) this.#customers.set(name, [request]);
    else known.push(request);
  }

  /** Reads what the charges in question were staged by: their customers' groups, and the versions they name. */
  async found(table: LedgerTable): Promise<Seen[]> {
    const several = [...this.#customers.values()].filter(({ length }) => length > 1);
    const ids = [...new Set(several.flatMap(([first]) => first?.customerId ?? []))];
    const profiles = (await getItems(table, ids.map(keys.profile))).map(profileFromItem);
    const customers = new Map(profiles.map((customer) => [customer.id, customer]));
    const versions = [...new Set(several.flat().map(({ policyVersion }) => policyVersion))];
    const policies = new Map<number, ApprovalPolicy>();
    for (const version of versions) policies.set(version, await readApprovalPolicyVersion(table, version));
    return several.flatMap((charges) => judge(charges, customers, policies));
  }
}

function windowMsOf({ splittingWindowHours = defaultWindowHours }: ApprovalPolicy): number {
  return splittingWindowHours * hourMs;
}

function judge(
  charges: readonly RequestFacts[],
  customers: ReadonlyMap<string, Customer>,
  policies: ReadonlyMap<number, ApprovalPolicy>,
): Seen[] {
  const differences = charges.flatMap((charge) => {
    const policy = policies.get(charge.policyVersion);
    if (policy === undefined) return [];
    // Where the customer was changed since, nobody knows his group of then: every one has to say so.
    const [first, ...others] = groupsThen(charge, customers.get(charge.customerId), policy).map((group) =>
      passedBy(charge, charges, { policy, group }),
    );
    return others.every((other) => other !== undefined) ? (first ?? []) : [];
  });
  const [first] = charges;
  if (first === undefined || differences.length === 0) return [];
  return [{ kind: 'split', customerId: first.customerId, currency: first.currency, differences }];
}

/** The group a customer was in when a charge was submitted, or all that he may have been in; '' is one without a rule. */
function groupsThen({ at }: RequestFacts, customer: Customer | undefined, { rules }: ApprovalPolicy): string[] {
  const group = customer?.group ?? '';
  if (customer === undefined || customer.updatedAt <= at) return [group];
  return [...new Set([group, '', ...rules.flatMap(({ customerGroup }) => customerGroup ?? [])])];
}

/** What a charge came to with those before it, where that should have been asked of more people. */
function passedBy(
  charge: RequestFacts,
  all: readonly RequestFacts[],
  { policy, group: customerGroup }: { policy: ApprovalPolicy; group: string },
): Difference | undefined {
  const { currency, amountMinor, at, id } = charge;
  const judged = (minor: bigint) => ({
    ...{ kind: 'charge' as const, type: charge.type as ChargeType, customerGroup, amount: { minor, currency } },
  });
  const windowMs = windowMsOf(policy);
  if (windowMs === 0) return undefined;
  const since = later(at, -windowMs);
  const before = all
    .filter((other) => other.id !== id && other.at >= since && (other.at < at || (other.at === at && other.id < id)))
    .map((other) => ({ minor: other.amountMinor, stages: other.stages }));
  const passed = highestPassed(limitsAbove(policy, judged(amountMinor)), amountMinor, before);
  if (passed === undefined) return undefined;
  const asked = new Set(charge.stages.map(({ role }) => role));
  if (stagesFor(policy, judged(passed.sumMinor)).every(({ role }) => asked.has(role))) return undefined;
  const stored = moneyText({ minor: amountMinor, currency });
  return { what: id, stored, computed: moneyText({ minor: passed.sumMinor, currency }) };
}
