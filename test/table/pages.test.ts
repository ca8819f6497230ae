import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { allShards, shardOf } from '../../shared/table/keys.ts';
import { getItems, type Item, type LedgerTable, queryPartition } from '../../shared/table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../../shared/table/pages.ts';
import { date, freshLedger } from '../support/ledger.ts';

async function putAll(table: LedgerTable, items: readonly Item[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
  }
}

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('a list over the shards of an index', () => {
  let table: LedgerTable;
  beforeAll(async () => {
    ({ table } = await freshLedger());
  });

  // Few instants, so that many documents share one; ids that are beginnings of each other.
  const at = fc.integer({ min: 0, max: 3 }).map((second) => `2026-10-12T01:00:0${second}.000Z`);
  const id = fc.string({ unit: fc.constantFrom('a', 'b', '7'), minLength: 1, maxLength: 6 });
  const documents = fc.uniqueArray(fc.record({ at, id }), { selector: (one) => one.id, maxLength: 30, size: 'max' });

  it('shows every document exactly once and in order, both ways, whatever the page', async () => {
    let day = 0;
    const walk = async (partitions: readonly string[], newestFirst: boolean, limit: number) => {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const query = { index: 'GSI2', partitions, skPrefix: '', newestFirst, limit, after } as const;
        const page = await queryShards(table, query);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items.map((item) => String(item.g2sk)));
        after = page.last;
      } while (after !== undefined);
      return seen;
    };
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 12 }), async (some, limit) => {
        day += 1;
        const on = date(`2026-01-${String(day).padStart(2, '0')}`);
        await putAll(
          table,
          some.map((document) => ({
            pk: `R#${day}#${document.id}`,
            sk: '#REQUEST',
            g2pk: `D#${on}#${shardOf(document.id)}`,
            g2sk: `${document.at}#${document.id}`,
          })),
        );
        const partitions = allShards.map((shard) => `D#${on}#${shard}`);
        const expected = some.map((document) => `${document.at}#${document.id}`).sort(bytewise);
        expect(await walk(partitions, false, limit)).toEqual(expected);
        expect(await walk(partitions, true, limit)).toEqual(expected.reverse());
      }),
      { numRuns: 25 },
    );
  });

  it('says that there is more only when there is more', async () => {
    const partitions = ['D#full#0', 'D#full#1'];
    await putAll(
      table,
      ['1', '2', '3', '4'].map((name) => ({
        pk: `R#${name}`,
        sk: '#',
        g2pk: partitions[Number(name) % 2],
        g2sk: name,
      })),
    );
    const page = (limit: number) =>
      queryShards(table, { index: 'GSI2', partitions, skPrefix: '', newestFirst: false, limit, after: undefined });
    expect((await page(4)).last).toBeUndefined();
    expect((await page(5)).last).toBeUndefined();
    expect((await page(3)).last).toBe('3');
    expect((await page(1)).last).toBe('1');
  });

  it('says that there is more when all that is left is in one shard', async () => {
    const partitions = ['D#lonely#0', 'D#lonely#1'];
    await putAll(
      table,
      ['1', '2', '3'].map((name) => ({ pk: `R#lonely-${name}`, sk: '#', g2pk: 'D#lonely#1', g2sk: name })),
    );
    const page = await queryShards(table, {
      index: 'GSI2',
      partitions,
      skPrefix: '',
      newestFirst: false,
      limit: 2,
      after: undefined,
    });
    expect(page.last).toBe('2');
  });
});

describe('a query of one partition', () => {
  let table: LedgerTable;
  const sortKeys = ['CN', 'CNX#9', 'CNY', 'CNY#', 'CNY#1', 'CNY#10', 'CNY#2', 'CNY#龘', 'CNY#𠮷', 'CNZ#1', 'cny#1'];
  beforeAll(async () => {
    ({ table } = await freshLedger());
    await putAll(
      table,
      sortKeys.map((sk) => ({ pk: 'E#one', sk })),
    );
    await putAll(table, [{ pk: 'E#other', sk: 'CNY#1' }]);
  });
  const query = async (options: Omit<Parameters<typeof queryPartition>[1], 'pk'>) =>
    (await queryPartition(table, { pk: 'E#one', ...options })).map(({ sk }) => sk);
  const yuan = ['CNY#', 'CNY#1', 'CNY#10', 'CNY#2', 'CNY#龘', 'CNY#𠮷'];

  it('without a prefix shows the whole partition and no other', async () => {
    expect(await query({})).toEqual(sortKeys);
    expect(await query({ newestFirst: true })).toEqual([...sortKeys].reverse());
  });

  it('with a prefix shows what begins with it', async () => {
    expect(await query({ skPrefix: 'CNY#' })).toEqual(yuan);
    expect(await query({ skPrefix: 'CNY#', newestFirst: true, strong: true })).toEqual([...yuan].reverse());
    expect(await query({ skPrefix: 'CNY#3' })).toEqual([]);
  });

  it('goes on after any of its keys, within the prefix', async () => {
    for (const [index, after] of yuan.entries()) {
      expect(await query({ skPrefix: 'CNY#', after })).toEqual(yuan.slice(index + 1));
      // Backwards nothing lies before the first key, and no page ends there.
      if (index === 0) continue;
      expect(await query({ skPrefix: 'CNY#', after, newestFirst: true })).toEqual(yuan.slice(0, index).reverse());
    }
  });

  it('goes on after any of its keys without a prefix', async () => {
    for (const [index, after] of sortKeys.entries()) {
      expect(await query({ after })).toEqual(sortKeys.slice(index + 1));
      expect(await query({ after, newestFirst: true })).toEqual(sortKeys.slice(0, index).reverse());
    }
  });

  it('stops at its limit', async () => {
    expect(await query({ limit: 2 })).toEqual(['CN', 'CNX#9']);
    expect(await query({ skPrefix: 'CNY#', after: 'CNY#1', limit: 1 })).toEqual(['CNY#10']);
  });

  it('reads on until it has all, though a page of the service ends at 1 MB', async () => {
    const filler = 'x'.repeat(300_000);
    for (const name of ['1', '2', '3', '4', '5', '6']) await putAll(table, [{ pk: 'E#big', sk: name, filler }]);
    const big = await queryPartition(table, { pk: 'E#big' });
    expect(big.map(({ sk }) => sk)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(await queryPartition(table, { pk: 'E#big', limit: 5 })).toHaveLength(5);
  });
});

describe('a read of many keys', () => {
  it('answers in the order of the keys, without those that are missing, also beyond a hundred', async () => {
    const { table } = await freshLedger();
    const items = Array.from({ length: 130 }, (_, index) => ({ pk: `C#${index}`, sk: '#PROFILE', ver: BigInt(index) }));
    await putAll(table, items);
    const wanted = [{ pk: 'C#none', sk: '#PROFILE' }, ...[...items].reverse(), { pk: 'C#1', sk: '#OTHER' }];
    expect(
      await getItems(
        table,
        wanted.map(({ pk, sk }) => ({ pk, sk })),
      ),
    ).toEqual([...items].reverse());
    expect(await getItems(table, [])).toEqual([]);
  });
});

describe('a cursor', () => {
  const scope = ['searchCustomers', '恒远'];

  it('leads back to its place', async () => {
    await fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (last, words) => {
        expect(readCursor(writeCursor(last, words).nextCursor, words)).toBe(last);
      }),
    );
  });

  it('is not written when there is nothing more, and read as the start when there is none', () => {
    expect(writeCursor(undefined, scope)).toEqual({});
    expect(readCursor(undefined, scope)).toBeUndefined();
  });

  it('shows nothing that a URL has to escape', () => {
    expect(writeCursor('2026-10-12#cus_?/+', scope).nextCursor).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each([
    ['another query', writeCursor('x', ['searchCustomers', '恒']).nextCursor],
    ['another operation', writeCursor('x', ['listCharges', '恒远']).nextCursor],
    ['words cut elsewhere', writeCursor('x', ['searchCustomers恒', '远']).nextCursor],
    ['nothing', ''],
    ['no base64', '龘'],
    ['JSON of another shape', Buffer.from('["a"]').toString('base64url')],
    ['JSON that is no list', Buffer.from('null').toString('base64url')],
    ['half a text', writeCursor('x', scope).nextCursor?.slice(0, 10)],
  ])('of %s is refused', (_, cursor) => {
    expect(() => readCursor(cursor, scope)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        fields: [{ pointer: '?cursor', code: 'CURSOR_INVALID', params: {} }],
      }),
    );
  });
});
