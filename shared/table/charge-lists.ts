import type { ChargeType, ReasonCode } from '../model/charge.ts';
import { addDays, businessDate, businessDayStart, type CalendarDate, type Instant } from '../model/dates.ts';
import type { ChargeId, CustomerId, UserId } from '../model/ids.ts';
import { customerRequestsPartition, requestMonthPartition } from './keys.ts';
import { type Item, justBefore, type LedgerTable, queryOnce } from './ledger-table.ts';
import { cursorInvalid } from './pages.ts';

/** Where charges stand in a list, newest first, and where the list goes on, if it does. */
export interface ListPage {
  readonly places: readonly { readonly id: ChargeId; readonly place: string }[];
  readonly next?: string | undefined;
}

/** Business dates of submission, both included. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** What a month's list shows of a charge besides its place, so that the query itself can narrow by it. */
export interface Shown {
  readonly type?: ChargeType | undefined;
  readonly reasonCode?: ReasonCode | undefined;
  readonly maker?: UserId | undefined;
}

const monthLength = 'YYYY-MM'.length;
const placePattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)#[a-z]{3}_[a-z2-7]{26}$/;

/**
 * Charges submitted in a range, in one query: those of one month, from the place or, at first, from the end of the
 * range. After the oldest of a month the place is the month before it, `2026-09`.
 */
export async function placesByMonth(
  table: LedgerTable,
  list: { readonly zone: string; readonly range: DateRange; readonly shown: Shown },
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<ListPage> {
  const { zone, range, shown } = list;
  const { month, before } = startOf(page.after, range, zone);
  const low = businessDayStart(range.from, zone);
  const high = before === undefined ? businessDayStart(addDays(range.to, 1), zone) : justBefore(before);
  const next = monthBefore(month) < monthOf(range.from) ? undefined : monthBefore(month);
  if (high < low) return { places: [] };

  const equal = shownAttributes(shown);
  const isNarrowed = Object.keys(equal).length > 0;
  const { items, end } = await queryOnce(table, {
    index: 'GSI2',
    pk: requestMonthPartition(month),
    between: { low, high },
    newestFirst: true,
    equal,
    // A narrowed query reads as far as one call goes, for all that it passes over; otherwise one more than asked tells
    // whether there is more.
    ...(isNarrowed ? {} : { limit: page.limit + 1 }),
  });
  const places = items.slice(0, page.limit).map((item) => String(item.g2sk));
  const isCut = items.length > page.limit;
  return { places: chargesOf(places), next: isCut ? places.at(-1) : (placeOf(end, 'g2sk') ?? next) };
}

/** Charges of a customer, by when each case was opened, in one query. */
export async function placesOfCustomer(
  table: LedgerTable,
  customerId: CustomerId,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<ListPage> {
  const skPrefix = 'charge#';
  const { after, limit } = page;
  if (after !== undefined && (!after.startsWith(skPrefix) || !placePattern.test(after.slice(skPrefix.length)))) {
    throw cursorInvalid();
  }
  const { items } = await queryOnce(table, {
    index: 'GSI3',
    pk: customerRequestsPartition(customerId),
    skPrefix,
    after,
    newestFirst: true,
    limit: limit + 1,
  });
  const places = items.slice(0, limit).map((item) => String(item.g3sk));
  return { places: chargesOf(places), next: items.length > limit ? places.at(-1) : undefined };
}

/** How many charges a list of everything may hold, and how many rows may be gone over to find them. */
export interface RangeLimits {
  readonly most: number;
  readonly mostRead: number;
}

/** Every charge submitted in a range, or undefined when that is more than the limits allow. */
export async function allInRange(
  table: LedgerTable,
  list: { readonly zone: string; readonly range: DateRange; readonly shown: Shown },
  { most, mostRead }: RangeLimits,
): Promise<ChargeId[] | undefined> {
  const { zone, range, shown } = list;
  const between = { low: businessDayStart(range.from, zone), high: businessDayStart(addDays(range.to, 1), zone) };
  const equal = shownAttributes(shown);
  const months: string[] = [];
  for (let month = monthOf(range.to); month >= monthOf(range.from); month = monthBefore(month)) months.push(month);

  let found = 0;
  let read = 0;
  const ofMonth = async (month: string): Promise<ChargeId[]> => {
    const ids: ChargeId[] = [];
    let start: Item | undefined;
    do {
      const query = { index: 'GSI2', pk: requestMonthPartition(month), between, equal } as const;
      const { items, end, passed } = await queryOnce(table, query, start);
      read += passed;
      const charges = chargesOf(items.map((item) => String(item.g2sk)));
      ids.push(...charges.map(({ id }) => id));
      found += charges.length;
      start = end;
    } while (start !== undefined && found <= most && read <= mostRead);
    return ids;
  };
  // Resubmitted meanwhile, a charge moves from one month to another and may be met in both.
  const ids = [...new Set((await Promise.all(months.map(ofMonth))).flat())];
  return ids.length > most || read > mostRead ? undefined : ids;
}

/** The month to read, and the key before which to go on in it. Refuses with CURSOR_INVALID what we never wrote. */
function startOf(
  after: string | undefined,
  range: DateRange,
  zone: string,
): { readonly month: string; readonly before?: string } {
  if (after === undefined) return { month: monthOf(range.to) };
  const at = placePattern.exec(after)?.[1];
  const isInstant = at !== undefined && !Number.isNaN(Date.parse(at));
  const month = isInstant ? monthOf(businessDate(at as Instant, zone)) : after;
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
  if (!isMonth || month < monthOf(range.from) || month > monthOf(range.to)) throw cursorInvalid();
  return isInstant ? { month, before: after } : { month };
}

/** Deposits share the lists of charges; their ids tell them apart. */
function chargesOf(places: readonly string[]): { id: ChargeId; place: string }[] {
  return places
    .map((place) => ({ id: place.slice(place.lastIndexOf('#') + 1) as ChargeId, place }))
    .filter(({ id }) => id.startsWith('chg_'));
}

function shownAttributes({ type, reasonCode, maker }: Shown): Record<string, string> {
  return {
    ...(type === undefined ? {} : { type }),
    ...(reasonCode === undefined ? {} : { rc: reasonCode }),
    ...(maker === undefined ? {} : { maker }),
  };
}

function placeOf(end: Item | undefined, sk: string): string | undefined {
  return end === undefined ? undefined : String(end[sk]);
}

function monthOf(date: CalendarDate): string {
  return date.slice(0, monthLength);
}

function monthBefore(month: string): string {
  return monthOf(addDays(`${month}-01` as CalendarDate, -1));
}
