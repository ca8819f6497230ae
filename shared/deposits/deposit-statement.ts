import type { depositStatement as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { lotToWire } from '../customers/entry-wire.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Currency } from '../model/currency.ts';
import { addDays, businessDate, businessDayStart, type CalendarDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { readReceipts } from './lot-receipts.ts';
import { findEntries, movementHead, prepaidChange } from './movements.ts';

/**
 * Statement of a customer's prepaid money (C8, C13): opening balance, every movement with its lots, closing balance. It
 * goes by the day of booking, so that what was once stated stays; the effective date stands beside it.
 * Refuses with USER_DISABLED, NOT_FOUND.
 */
export async function depositStatement(
  context: LedgerContext,
  { actor, language }: { actor: Actor; language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table, zone } = context;
  const { customerId } = params;
  refuseUnseen(await sightOf(table, actor), customerId);
  const { currency, limit } = query;
  const to = query.to ?? latest(query.from, businessDate(context.clock(), zone));
  const from = query.from ?? (`${to.slice(0, 8)}01` as CalendarDate);
  const scope = ['depositStatement', customerId, currency, from, to];
  const after = readCursor(query.cursor, scope);
  const startOf = (day: CalendarDate) => `${currency}#${businessDayStart(day, zone)}`;
  const [low, high] = [startOf(from), startOf(addDays(to, 1))];
  const owner = { customerId, currency };
  const [customer, opening, closing, found] = await Promise.all([
    readProfile(table, customerId),
    balanceBefore(context, owner, low),
    balanceBefore(context, owner, high),
    findEntries(table, { ...owner, low: after ?? low, high, limit }, (entry) => prepaidChange(entry) !== 0n),
  ]);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  const receipts = await readReceipts(
    table,
    owner,
    found.entries.flatMap(({ lots = [] }) => lots),
  );
  return {
    body: {
      ...{ customerId, currency, from, to },
      opening: toWire({ minor: opening, currency }),
      closing: toWire({ minor: closing, currency }),
      items: found.entries.map((entry) => ({
        ...movementHead(entry, { zone, language }),
        change: toWire({ minor: prepaidChange(entry), currency }),
        balance: toWire({ minor: entry.balancesAfter.prepaid, currency }),
        lots: (entry.lots ?? []).map((lot) => lotToWire(owner, lot, receipts)),
      })),
      ...writeCursor(found.last, scope),
    },
  };
}

/** A period that begins after today ends where it begins. */
function latest(from: CalendarDate | undefined, today: CalendarDate): CalendarDate {
  return from !== undefined && from > today ? from : today;
}

/** Prepaid money after the last entry below a key, minor units. */
async function balanceBefore(
  { table }: LedgerContext,
  { customerId, currency }: { customerId: CustomerId; currency: Currency },
  key: string,
): Promise<bigint> {
  const place = { ...keys.entries(customerId, currency), after: key, newestFirst: true, limit: 1, strong: true };
  const [last] = await queryPartition(table, place);
  return last === undefined ? 0n : entryFromItem(last).balancesAfter.prepaid;
}
