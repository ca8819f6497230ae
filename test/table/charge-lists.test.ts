import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Instant, later } from '../../shared/model/dates.ts';
import type { CustomerId, RequestId } from '../../shared/model/ids.ts';
import { allInRange, placesByMonth, placesOfCustomer } from '../../shared/table/charge-lists.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { indexKeys, keys } from '../../shared/table/keys.ts';
import type { LedgerTable } from '../../shared/table/ledger-table.ts';
import { date, freshLedger } from '../support/ledger.ts';

const zone = 'Asia/Shanghai';
const range = { from: date('2026-09-30'), to: date('2026-10-02') };
const idOf = (prefix: string, letter: string) => `${prefix}_${letter.repeat(26)}` as RequestId;
const customerId = `cus_${'a'.repeat(26)}` as CustomerId;
let table: LedgerTable;

/** Two charges of September, a deposit and three charges of October, of which the last is after the range. */
beforeAll(async () => {
  ({ table } = await freshLedger());
  const requests = [
    ['chg', 'a', '2026-09-29T15:59:59.999Z', '2026-09-29'],
    ['chg', 'b', '2026-09-29T16:00:00.000Z', '2026-09-30'],
    ['chg', 'c', '2026-09-30T16:00:00.000Z', '2026-10-01'],
    ['dep', 'd', '2026-10-01T01:00:00.000Z', '2026-10-01'],
    ['chg', 'e', '2026-10-02T15:59:59.999Z', '2026-10-02'],
    ['chg', 'f', '2026-10-02T16:00:00.000Z', '2026-10-03'],
  ] as const;
  for (const [prefix, letter, at, day] of requests) {
    const id = idOf(prefix, letter);
    const kind = prefix === 'chg' ? 'charge' : 'deposit';
    const Item = {
      ...keys.request(id),
      type: letter === 'e' ? 'usage' : 'service',
      ...indexKeys.requestByMonth(kind, date(day), at as Instant, id),
      ...indexKeys.requestOfCustomer(customerId, kind, at as Instant, id),
    };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
  }
});

const page = (after?: string, limit = 10, shown = {}) => placesByMonth(table, { zone, range, shown }, { after, limit });
const letters = (places: readonly { id: string }[]) => places.map(({ id }) => id.at(-1)).join('');

describe('the list of months', () => {
  it('begins at the end of the range, shows no deposit, and leads to the month before', async () => {
    const october = await page();
    expect([letters(october.places), october.next]).toEqual(['ec', '2026-09']);
    const september = await page(october.next);
    expect([letters(september.places), september.next]).toEqual(['b', undefined]);
  });

  it('goes on after any of its places', async () => {
    const first = await page(undefined, 1);
    expect(letters(first.places)).toBe('e');
    const second = await page(first.next, 1);
    expect([letters(second.places), second.next]).toEqual(['c', '2026-09']);
  });

  it('is narrowed by what it shows, and cut at the limit', async () => {
    expect(letters((await page(undefined, 10, { type: 'usage' })).places)).toBe('e');
    const cut = await page(undefined, 1, { type: 'service' });
    expect(letters(cut.places)).toBe('c');
    expect(letters((await page(cut.next, 1, { type: 'service' })).places)).toBe('b');
  });

  it('has nothing in a range that is empty', async () => {
    const none = { from: date('2026-10-02'), to: date('2026-10-01') };
    expect(await placesByMonth(table, { zone, range: none, shown: {} }, { after: undefined, limit: 5 })).toEqual({
      places: [],
    });
  });

  it.each([
    ['a month after the range', '2026-11'],
    ['a month before it', '2026-08'],
    ['no month', '2026-13'],
    ['a place after the range', `2026-11-30T00:00:00.000Z#chg_${'a'.repeat(26)}`],
    ['an instant that never was', `2026-10-99T99:00:00.000Z#chg_${'a'.repeat(26)}`],
    ['anything else', 'charge#龘'],
    ['nothing', ''],
  ])('refuses a cursor that names %s', async (_, after) => {
    const invalid = { code: 'VALIDATION_FAILED', fields: [{ pointer: '?cursor', code: 'CURSOR_INVALID', params: {} }] };
    await expect(page(after)).rejects.toMatchObject(invalid);
    await expect(
      placesOfCustomer(table, customerId, { after: after === '' ? 'charge#' : after, limit: 5 }),
    ).rejects.toMatchObject(invalid);
  });
});

describe('a month of more than 1 MB', () => {
  const wide = { from: date('2026-07-01'), to: date('2026-07-31') };
  const count = 700;

  // Names much longer than any real one: the same megabyte with fewer rows.
  beforeAll(async () => {
    const maker = 'm'.repeat(2_000);
    for (let index = 0; index < count; index += 25) {
      const requests = Array.from({ length: 25 }, (_, offset) => {
        const at = later('2026-07-02T00:00:00.000Z' as Instant, (index + offset) * 1_000);
        const id = documentId('chg', 'search', 'fill', String(index + offset)) as RequestId;
        const type = index + offset === 0 ? 'usage' : 'service';
        return {
          PutRequest: {
            Item: {
              ...keys.request(id),
              type,
              maker,
              ...indexKeys.requestByMonth('charge', date('2026-07-02'), at, id),
            },
          },
        };
      });
      await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
    }
  });

  it('is searched a megabyte an answer, and goes on where that ended', async () => {
    const list = { zone, range: wide, shown: { type: 'service' } } as const;
    const first = await placesByMonth(table, list, { after: undefined, limit: count });
    expect(first.places.length).toBeLessThan(count - 1);
    expect(first.next).toBe(first.places.at(-1)?.place);
    const second = await placesByMonth(table, list, { after: first.next, limit: count });
    expect([first.places.length + second.places.length, second.next]).toEqual([count - 1, undefined]);
  });

  it('is read whole for statistics', async () => {
    expect(await allInRange(table, { zone, range: wide, shown: {} }, { most: count, mostRead: count })).toHaveLength(
      count,
    );
    expect(
      await allInRange(table, { zone, range: wide, shown: {} }, { most: count - 1, mostRead: count }),
    ).toBeUndefined();
  });

  it('is not gone over to its end for a few charges of it, once more than allowed were passed', async () => {
    const list = { zone, range: wide, shown: { type: 'usage' } } as const;
    expect(await allInRange(table, list, { most: count, mostRead: count })).toHaveLength(1);
    expect(await allInRange(table, list, { most: count, mostRead: count - 1 })).toBeUndefined();
  });
});

describe('the list of a customer', () => {
  it('shows his charges newest first and no deposit', async () => {
    const first = await placesOfCustomer(table, customerId, { after: undefined, limit: 3 });
    expect(letters(first.places)).toBe('fec');
    const rest = await placesOfCustomer(table, customerId, { after: first.next, limit: 3 });
    expect([letters(rest.places), rest.next]).toEqual(['ba', undefined]);
  });
});

describe('everything of a range', () => {
  it('is every charge of its days, or nothing when there are more than asked for', async () => {
    const all = await allInRange(table, { zone, range, shown: {} }, { most: 3, mostRead: 10 });
    expect(all?.map((id) => id.at(-1)).sort()).toEqual(['b', 'c', 'e']);
    expect(await allInRange(table, { zone, range, shown: {} }, { most: 2, mostRead: 10 })).toBeUndefined();
  });
});
