import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { assignFinding } from '../../shared/control/assign-finding.ts';
import { closeFinding } from '../../shared/control/close-finding.ts';
import { listFindings } from '../../shared/control/list-findings.ts';
import type { Head } from '../../shared/ledger/journal-entry.ts';
import type { Finding } from '../../shared/model/finding.ts';
import { headFromItem, headItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Item } from '../../shared/table/ledger-table.ts';
import { type FullBooks, fullBooks } from './books.ts';

let books: FullBooks;

beforeEach(async () => {
  books = await fullBooks();
});

const day = 86_400_000;
const seen = (found: readonly Finding[]) => found.map(({ kind, state }) => `${kind} ${state}`).sort();
const journalOf = (items: readonly Item[]) => items.filter(({ kind }) => kind === 'entry');

describe('the nightly control', () => {
  test('finds nothing in books in which everything has happened, however many parts are read side by side', async () => {
    for (const segments of [1, 2, 7]) {
      expect(await books.control(segments)).toMatchObject({ suspects: 0, newFindings: 0, busy: 0 });
    }
    expect(await books.findings()).toEqual([]);
    expect(books.room.sent).toEqual([]);
  });

  test('finds nothing while people go on working (C6)', async () => {
    const { refunds, corrections } = books;
    const work = (async () => {
      for (let round = 0; round < 6; round += 1) {
        await refunds.charge('12.00');
        await corrections.submit(corrections.own, '11.00');
        await refunds.deposit(2_000n);
      }
    })();
    let suspects = 0;
    for (let night = 0; night < 6; night += 1) suspects += (await books.control()).suspects;
    await work;
    expect(await books.findings(), `${suspects} suspicions were looked at again`).toEqual([]);
  });

  const ofHead = (change: (head: Head) => Head) => async (of: FullBooks) =>
    await of.corrupt(keys.head(of.customer.id, 'CNY'), (item) => headItem(change(headFromItem(item))));
  const attribute = (change: Item) => async (of: FullBooks) =>
    await of.corrupt(keys.head(of.customer.id, 'CNY'), (item) => ({ ...item, ...change }));

  test.each<[string, (of: FullBooks) => Promise<unknown>, string[]]>([
    ['a balance', ofHead((head) => ({ ...head, balances: { ...head.balances, unapplied: 7n } })), ['balances open']],
    [
      'a lot',
      ofHead((head) => ({ ...head, lots: head.lots.map((lot) => ({ ...lot, minor: lot.minor + 1n })) })),
      ['lots open'],
    ],
    [
      'the terms of a lot',
      ofHead((head) => ({ ...head, lots: head.lots.map((lot) => ({ ...lot, isFixed: true })) })),
      ['lots open'],
    ],
    [
      'a claim',
      ofHead((head) => ({ ...head, claims: head.claims.slice(1), lots: head.lots })),
      ['claims open', 'lots open'],
    ],
    [
      'whose a claim is',
      ofHead((head) => ({ ...head, claims: head.claims.map((claim) => ({ ...claim, on: 'unapplied' as const })) })),
      ['claims open'],
    ],
    ['the place of the head', attribute({ seq: 99n }), ['head open']],
    ['the hash of the head', attribute({ hash: 'x' }), ['head open']],
    ['the time of the head', attribute({ at: '2026-10-12T00:00:00.000Z' }), ['head open']],
    ['the numbers issued', attribute({ nos: { receipt: 5n } }), ['documents open']],
    [
      'money below zero',
      ofHead((head) => ({ ...head, balances: { ...head.balances, held: -1n } })),
      ['balances open', 'negative open'],
    ],
  ])('finds %s that was changed, and leaves the journal as it is', async (_, corrupt, expected) => {
    const before = journalOf(await books.items());
    await corrupt(books);
    await books.control();
    expect(seen(await books.findings())).toEqual(expected);
    expect(journalOf(await books.items())).toEqual(before);
  });

  test('finds a receivable that was changed, and one that is gone', async () => {
    const { other } = books.corrections;
    const [open] = await books.corrections.receivables(other.id);
    if (open === undefined) throw new Error('somebody owes money');
    const key = keys.receivable(other.id, open.dueDate, open.requestId);
    await books.corrupt(key, (item) => ({ ...item, amt: (item.amt as bigint) - 1n }));
    await books.control();
    expect(seen(await books.findings())).toEqual(['receivables open']);
    expect((await books.findings())[0]).toMatchObject({ customerId: other.id, currency: 'CNY', occurrence: 1 });
    await books.table.client.send(new DeleteCommand({ TableName: books.table.name, Key: { ...key } }));
    books.clock.move(day);
    await books.control();
    const [finding] = await books.findings();
    expect(finding?.differences).toContainEqual({
      what: 'receivable',
      stored: expect.any(String),
      computed: expect.any(String),
    });
  });

  test('finds an entry that was changed, one that is gone, and a request that was', async () => {
    const entries = journalOf(await books.items());
    const [first, second] = entries.filter(({ pk }) => pk === `E#${books.customer.id}`) as [Item, Item];
    const keyOf = ({ pk, sk }: Item) => ({ pk: String(pk), sk: String(sk) });
    await books.corrupt(keyOf(first), (item) => ({ ...item, eff: '2026-01-01' }));
    await books.control();
    expect(seen(await books.findings())).toEqual(['journal open']);
    await books.table.client.send(new DeleteCommand({ TableName: books.table.name, Key: keyOf(second) }));
    await books.control();
    expect(seen(await books.findings())).toEqual(expect.arrayContaining(['journal open', 'requests open']));
  });

  test('finds a charge whose amount or credit is not what was posted, and a deposit that names another entry', async () => {
    const items = await books.items();
    const charge = items.find(({ kind, cred }) => kind === 'charge' && cred !== undefined) as Item;
    const keyOf = ({ pk, sk }: Item) => ({ pk: String(pk), sk: String(sk) });
    await books.corrupt(keyOf(charge), (item) => ({ ...item, cred: 1n, amt: (item.amt as bigint) + 1n }));
    await books.control();
    expect(seen(await books.findings())).toEqual(['credits open', 'requests open']);
  });
});

describe('a finding', () => {
  const spoil = (of: FullBooks) =>
    of.corrupt(keys.head(of.customer.id, 'CNY'), (item) => ({ ...item, nos: { receipt: 9n } }));
  const mend = (of: FullBooks, right: unknown) =>
    of.corrupt(keys.head(of.customer.id, 'CNY'), (item) => ({ ...item, nos: right }));

  test('is told once, gets an owner, is closed with what was done, and comes back if it is still there (C6)', async () => {
    const right = (await books.items()).find(
      ({ pk, sk }) => pk === `C#${books.customer.id}` && sk === '#HEAD#CNY',
    )?.nos;
    await spoil(books);
    await books.control();
    await books.control();
    const told = books.room.sent.filter(({ mail }) => mail.template === 'control-findings');
    expect(told.map(({ to }) => to).sort()).toEqual([
      'he.jing@feeledger.example',
      'zhao.min@feeledger.example',
      'zhou.qiang@feeledger.example',
    ]);

    const { context, manager, finance, input } = books;
    const list = async (state: 'open' | 'in-work' | 'closed') =>
      (await listFindings(context, { ...manager, language: 'en' }, input({ query: { state, limit: 20 } }))).body.items;
    const [open] = await list('open');
    const params = { findingId: open?.id as Finding['id'] };
    const assigned = await assignFinding(
      context,
      manager,
      input({ params, body: { owner: finance.actor.id }, idempotencyKey: 'a' }),
    );
    expect(assigned.body).toMatchObject({
      state: 'in-work',
      owner: 'zhao.min',
      summary: expect.stringContaining('单据编号'),
    });
    const done = { done: '恢复备份后核对无误' };
    const close = () => closeFinding(context, finance, input({ params, body: done, idempotencyKey: 'c' }));
    expect((await close()).body).toMatchObject({ state: 'closed' });
    expect(await close()).toMatchObject({ replayed: true, body: { state: 'closed' } });
    await expect(
      assignFinding(context, manager, input({ params, body: { owner: finance.actor.id }, idempotencyKey: 'b' })),
    ).rejects.toMatchObject({ code: 'FINDING_CLOSED' });

    books.clock.move(day);
    await books.control();
    expect(await list('open')).toMatchObject([{ occurrence: 2 }]);
    expect((await list('open'))[0]?.differences).toContainEqual({ what: 'receipt', stored: '9', computed: '1' });
    expect((await list('open'))[0]).not.toHaveProperty('owner');
    await mend(books, right);
    books.clock.move(day);
    expect(await books.control()).toMatchObject({ suspects: 0 });
    expect(await list('open')).toMatchObject([{ occurrence: 2 }]);
  });

  test('that is still there is marked at most once a day', async () => {
    await spoil(books);
    await books.control();
    const first = (await books.findings())[0];
    books.clock.move(3_600_000);
    await books.control();
    expect((await books.findings())[0]).toEqual(first);
    books.clock.move(day);
    await books.control();
    expect((await books.findings())[0]).toMatchObject({ lastSeenAt: books.clock.now, foundAt: first?.foundAt });
  });

  test('is not given to somebody who does not work on findings', async () => {
    await spoil(books);
    await books.control();
    const params = { findingId: (await books.findings())[0]?.id as Finding['id'] };
    const { context, manager, input, clerk } = books;
    const call = assignFinding(
      context,
      manager,
      input({ params, body: { owner: clerk.actor.id }, idempotencyKey: 'x' }),
    );
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
