import { type ChargeSearch, longestRangeDays } from '../contracts/charge-search.ts';
import type { listCharges as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Charge } from '../model/charge-request.ts';
import { currencyDigits } from '../model/currency.ts';
import { addDays, businessDate, type CalendarDate, daysFrom } from '../model/dates.ts';
import type { ChargeId, CustomerId } from '../model/ids.ts';
import { parseDecimal } from '../model/money.ts';
import { type DateRange, type ListPage, placesByMonth, placesOfCustomer } from '../table/charge-lists.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, type Sight, sightOf } from '../users/read-user.ts';
import { chargeToWire, forCustomer, isForCustomer } from './charge-wire.ts';

/** As many as one batch read takes: read at once where more is asked of a charge than its list shows. */
const largestBatch = 100;

/**
 * Charges that match a search, newest first (A26). One query and one batch read, however large the ledger is, so a page
 * may hold fewer than `limit`, or none, and still be followed by another. A customer sees his own; as a cursor names the
 * place it goes on from, his ends at a charge he sees, and a hundred in a row that he does not see are passed over at once.
 * Refuses with USER_DISABLED, NOT_FOUND, VALIDATION_FAILED (RANGE_TOO_LONG, CURSOR_INVALID).
 */
export async function listCharges(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const customerId = ownOrAsked(sight, query.customerId);
  const isStaff = sight === 'every customer';
  const { cursor, limit, ...asked } = query;
  const { table, zone } = context;
  const today = businessDate(context.clock(), zone);
  const search = { ...asked, customerId, ...(customerId === undefined ? companyRange(asked, today) : dayOf(asked)) };
  const scope = ['listCharges', JSON.stringify(search)];
  const wanted = { after: readCursor(cursor, scope), limit: isStaff && !readsMore(search) ? limit : largestBatch };
  const list = async (after: string | undefined): Promise<ListPage> =>
    customerId === undefined
      ? await placesByMonth(table, { zone, range: search as DateRange, shown: search }, { ...wanted, after })
      : await placesOfCustomer(table, customerId, { ...wanted, after });
  // A customer is not told who works on his charges, so he finds nothing by their names.
  const matches = (charge: Charge): boolean => fits(charge, search, zone) && (isStaff || search.maker === undefined);
  const { charges, last } = isStaff
    ? await readMatching(table, await list(wanted.after), limit, matches)
    : await readSeen(table, list, wanted.after, limit, matches);
  return {
    body: {
      items: charges.map(chargeToWire).map((wire) => (isStaff ? wire : forCustomer(wire))),
      ...writeCursor(last, scope),
    },
  };
}

type Search = Omit<ChargeSearch, 'cursor' | 'limit'>;

interface Found {
  readonly charges: Charge[];
  /** Where the next page goes on, if there is one. */
  readonly last: string | undefined;
}

/** Reads the charges of a page and takes those that match. */
async function readMatching(
  table: LedgerTable,
  page: ListPage,
  limit: number,
  matches: (charge: Charge) => boolean,
): Promise<Found> {
  return takeMatching(page, await readCharges(table, page), limit, matches);
}

/** As `readMatching`, as if there were no charges but those a customer sees. */
async function readSeen(
  table: LedgerTable,
  list: (after: string | undefined) => Promise<ListPage>,
  after: string | undefined,
  limit: number,
  matches: (charge: Charge) => boolean,
): Promise<Found> {
  for (let page = await list(after); ; page = await list(page.next)) {
    const charges = await readCharges(table, page);
    const places = page.places.filter(({ id }) => {
      const charge = charges.get(id);
      return charge !== undefined && isForCustomer(charge);
    });
    const last = places.at(-1)?.place;
    if (page.next === undefined) return takeMatching({ places }, charges, limit, matches);
    if (last !== undefined) return takeMatching({ places, next: last }, charges, limit, matches);
  }
}

async function readCharges(table: LedgerTable, { places }: ListPage): Promise<ReadonlyMap<ChargeId, Charge>> {
  const items = await getItems(
    table,
    places.map(({ id }) => keys.request(id)),
  );
  return new Map(
    items
      .filter(isSubmittedCharge)
      .map(chargeFromItem)
      .map((charge) => [charge.id, charge]),
  );
}

/** Takes those charges of a page that match, up to the limit. */
function takeMatching(
  { places, next }: ListPage,
  byId: ReadonlyMap<ChargeId, Charge>,
  limit: number,
  matches: (charge: Charge) => boolean,
): Found {
  const charges: Charge[] = [];
  for (const [index, { id, place }] of places.entries()) {
    const charge = byId.get(id);
    if (charge === undefined || !matches(charge)) continue;
    charges.push(charge);
    const isLast = index === places.length - 1;
    if (charges.length === limit) return { charges, last: isLast ? next : place };
  }
  return { charges, last: next };
}

/** The business dates a search over all customers covers. Refuses a range of more than a year. */
function companyRange({ date, from, to }: Search, today: CalendarDate): DateRange {
  if (date !== undefined) return { from: date, to: date };
  if (from === undefined)
    return { from: to === undefined ? today : addDays(to, 1 - longestRangeDays), to: to ?? today };
  const end = to ?? (from < today ? today : from);
  if (daysFrom(from, end) <= longestRangeDays) return { from, to: end };
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '?from', code: 'RANGE_TOO_LONG', params: { limit: String(longestRangeDays) } },
  ]);
}

function dayOf({ date }: Search): Partial<DateRange> {
  return date === undefined ? {} : { from: date, to: date };
}

/** Whether a search asks for what only the charge itself tells. */
function readsMore({ customerId, ...search }: Search): boolean {
  const { date, from, to, type, reasonCode, maker, ...ofCharge } = search;
  const ofList = customerId === undefined ? {} : { date, from, to, type, reasonCode, maker };
  return Object.values({ ...ofCharge, ...ofList }).some((value) => value !== undefined);
}

/** Whether a charge, as it stands now, is what a search asks for: an index may lag behind it. */
function fits(charge: Charge, search: Search, zone: string): boolean {
  const { from, to, state, type, reasonCode, maker, currency, periodFrom, periodTo } = search;
  const date = businessDate(charge.submittedAt, zone);
  return (
    (from === undefined || date >= from) &&
    (to === undefined || date <= to) &&
    (state === undefined || charge.state === state) &&
    (type === undefined || charge.type === type) &&
    (reasonCode === undefined || charge.reason.code === reasonCode) &&
    (maker === undefined || charge.maker === maker) &&
    (currency === undefined || charge.amount.currency === currency) &&
    (periodFrom === undefined || charge.period.end >= periodFrom) &&
    (periodTo === undefined || charge.period.start <= periodTo) &&
    isAmountWithin(charge, search)
  );
}

/** The contract has seen to it that a bound is a decimal of the currency that the search names. */
function isAmountWithin({ amount: { minor, currency } }: Charge, { minAmount, maxAmount }: Search): boolean {
  const bound = (text: string) => BigInt(parseDecimal(text, currencyDigits(currency)));
  return (
    (minAmount === undefined || minor >= bound(minAmount)) && (maxAmount === undefined || minor <= bound(maxAmount))
  );
}

/** Whose charges are listed: those of the customer asked for, or a customer's own; 404 where he asks for another's. */
function ownOrAsked(sight: Sight, asked: CustomerId | undefined): CustomerId | undefined {
  if (asked !== undefined) refuseUnseen(sight, asked);
  if (sight === 'every customer') return asked;
  if (sight.only === undefined) throw new DomainError('NOT_FOUND');
  return sight.only;
}
