import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { type ChargeGrouping, chargeStatistics as contract } from '../contracts/reports.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import { allInRange, type RangeLimits } from '../table/charge-lists.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { type ChargeFacts, factsOf, figuresOf } from './charge-figures.ts';
import { readAll } from './read-all.ts';

/**
 * As many charges as one answer reads: some 0.7 seconds of computing and 60 MB on the machine it was measured on. Those
 * of one clerk are found among those of all: 100,000 rows of the months' lists are some 25 MB, a megabyte a query.
 */
export const largestReport: RangeLimits = { most: 10_000, mostRead: 100_000 };

/** Who sees the figures of everybody; a clerk sees what he entered himself. */
const seeAll: readonly Role[] = ['reviewer', 'finance', 'manager', 'auditor', 'admin'];

/**
 * Counts, exact sums and review times of the charges of a range, as they stand now (A26): read afresh from the months'
 * lists, so there are no totals that could drift from the charges. Refuses with USER_DISABLED, FORBIDDEN,
 * REPORT_TOO_LARGE.
 */
export async function chargeStatistics(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
  limits = largestReport,
): Promise<ReplyOf<typeof contract>> {
  const { from, to, groupBy } = query;
  const { table, zone } = context;
  const user = await requireActiveUser(table, call.actor.id, contract.roles);
  const shown = user.roles.some((role) => seeAll.includes(role)) ? {} : { maker: user.id };
  const ids = await allInRange(table, { zone, range: { from, to }, shown }, limits);
  if (ids === undefined) {
    const { most, mostRead } = limits;
    throw new DomainError('REPORT_TOO_LARGE', { most: String(most), mostRead: String(mostRead) });
  }

  const facts: ChargeFacts[] = [];
  await readAll(table, ids.map(keys.request), (item) => {
    if (!isSubmittedCharge(item)) return;
    const charge = chargeFromItem(item);
    const date = businessDate(charge.submittedAt, zone);
    if (date >= from && date <= to) facts.push(factsOf(charge, zone));
  });
  const groups = groupBy.includes('group') ? await groupsOf(table, facts) : new Map<CustomerId, string>();
  const keysOf = (charge: ChargeFacts): Partial<Record<ChargeGrouping, string>> => {
    const all = { ...charge.keys, group: groups.get(charge.customerId) ?? '' };
    return Object.fromEntries(groupBy.map((grouping) => [grouping, all[grouping]]));
  };
  const rows = inGroups(facts, (charge) => [...Object.values(keysOf(charge)), charge.currency]).map((some) => ({
    keys: keysOf(some[0]),
    ...figuresOf(some[0].currency, some),
  }));
  const totals = inGroups(facts, ({ currency }) => [currency]).map((some) => figuresOf(some[0].currency, some));
  return { body: { from, to, asOf: context.clock(), rows, totals } };
}

async function groupsOf(table: LedgerTable, facts: readonly ChargeFacts[]): Promise<Map<CustomerId, string>> {
  const ids = [...new Set(facts.map(({ customerId }) => customerId))];
  const groups = new Map<CustomerId, string>();
  await readAll(table, ids.map(keys.profile), (item) => {
    const { id, group } = profileFromItem(item);
    groups.set(id, group);
  });
  return groups;
}

/** Charges of the same words together, in the order of the words. */
function inGroups(
  facts: readonly ChargeFacts[],
  wordsOf: (charge: ChargeFacts) => readonly string[],
): [ChargeFacts, ...ChargeFacts[]][] {
  const groups = new Map<string, [ChargeFacts, ...ChargeFacts[]]>();
  for (const charge of facts) {
    const name = wordsOf(charge).join('\u0000');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [charge]);
    else group.push(charge);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
