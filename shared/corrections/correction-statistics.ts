import { type CorrectionGrouping, correctionStatistics as contract } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Charge } from '../model/charge-request.ts';
import { type Correction, correctionCauses, mistakes, remedies } from '../model/correction.ts';
import { addDays, businessDate, businessDayStart, type CalendarDate } from '../model/dates.ts';
import type { CorrectionId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { monthAfter, monthOf } from '../periods/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem } from '../table/items/charge-item.ts';
import { correctionFromItem } from '../table/items/correction-item.ts';
import { keys, requestMonthPartition } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

/** Corrections are seldom: more than this in one answer is a company with another problem. */
const mostCorrections = 5_000;

type Counted = Pick<Correction, 'state' | 'amount'> & { readonly key: string };

/**
 * How often charges were corrected and why, as the corrections of a range stand now (A42): what repeats shows where to
 * begin. Refuses with USER_DISABLED, FORBIDDEN, REPORT_TOO_LARGE.
 */
export async function correctionStatistics(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { from, to, groupBy } = query;
  const { table, zone } = context;
  await requireActiveUser(table, call.actor.id, contract.roles);
  const corrections = await correctionsBetween(context, from, to);
  const chargeKeys = [...new Set(corrections.map(({ chargeId }) => chargeId))].map(keys.request);
  const charges = (await getItems(table, chargeKeys)).map(chargeFromItem);
  const chargeOf = new Map<string, Charge>(charges.map((charge) => [charge.id, charge]));
  const counted = corrections.map((correction) => ({
    ...correction,
    key: keyOf(groupBy, correction, chargeOf.get(correction.chargeId), zone),
  }));
  const known = { mistakes: [...mistakes], causes: [...correctionCauses], remedies: [...remedies] };
  return { body: { from, to, asOf: context.clock(), groupBy, rows: rowsOf(counted), known } };
}

async function correctionsBetween(
  { table, zone }: LedgerContext,
  from: CalendarDate,
  to: CalendarDate,
): Promise<Correction[]> {
  const between = { low: businessDayStart(from, zone), high: businessDayStart(addDays(to, 1), zone) };
  const ids: CorrectionId[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = monthAfter(month)) {
    const pk = requestMonthPartition(month, 'correction');
    const places = await queryPartition(table, { index: 'GSI2', pk, between });
    ids.push(...places.map(({ g2sk }) => String(g2sk).split('#').at(-1) as CorrectionId));
    if (ids.length > mostCorrections) {
      throw new DomainError('REPORT_TOO_LARGE', { most: String(mostCorrections), mostRead: String(mostCorrections) });
    }
  }
  return (await getItems(table, ids.map(keys.request))).map(correctionFromItem);
}

function keyOf(groupBy: CorrectionGrouping, correction: Correction, charge: Charge | undefined, zone: string): string {
  switch (groupBy) {
    case 'mistake':
      return correction.mistake;
    case 'cause':
      return correction.cause.code;
    case 'remedy':
      return correction.remedy;
    case 'clerk':
      return charge?.maker ?? '';
    case 'type':
      return charge?.type ?? '';
    case 'month':
      return monthOf(businessDate(correction.submittedAt, zone));
  }
}

function rowsOf(counted: readonly Counted[]) {
  const groups = Map.groupBy(counted, ({ key, amount }) => `${key}\u0000${amount.currency}`);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => {
      const [first] = some;
      if (first === undefined) return [];
      const { currency } = first.amount;
      const posted = some.filter(({ state }) => state === 'posted');
      return [
        {
          ...{ key: first.key, currency, count: some.length, postedCount: posted.length },
          endedCount: some.filter(({ state }) => state === 'rejected' || state === 'withdrawn').length,
          postedAmount: toWire({ minor: posted.reduce((sum, { amount }) => sum + amount.minor, 0n), currency }),
        },
      ];
    });
}
