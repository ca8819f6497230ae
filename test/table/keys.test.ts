import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/model/dates.ts';
import type { CustomerId, FindingId, RequestId, TemplateId, UserId } from '../../shared/model/ids.ts';
import { roles } from '../../shared/model/role.ts';
import {
  allShards,
  indexKeys,
  type Key,
  keys,
  requestMonthPartition,
  searchPartition,
  shardOf,
} from '../../shared/table/keys.ts';
import { date } from '../support/ledger.ts';

const base32 = fc.constantFrom('a', 'b', 'z', '2', '7').map((letter) => letter.repeat(26));
const customer = base32.map((letters) => `cus_${letters}` as CustomerId);
const request = fc
  .tuple(fc.constantFrom('chg', 'dep', 'rfd', 'cor'), base32)
  .map(([prefix, letters]) => `${prefix}_${letters}` as RequestId);
const template = base32.map((letters) => `tpl_${letters}` as TemplateId);
const finding = base32.map((letters) => `fnd_${letters}` as FindingId);
const user = fc.constantFrom('wang.fang', 'wang', 'li.na', 'clerk').map((name) => name as UserId);
const currency = fc.constantFrom('CNY', 'JPY', 'KWD' as const);
const instant = fc.constantFrom('2026-10-12T01:00:00.000Z', '2026-10-12T01:00:00.001Z').map((text) => text as Instant);
const day = fc.constantFrom('2026-10-12', '2026-10-01').map(date);
const sequence = fc.bigInt({ min: 1n, max: 112n });
const small = fc.integer({ min: 1, max: 12 });
const token = fc.string({ unit: fc.constantFrom('a', 'b', '1', '恒', '𠮷'), minLength: 1, maxLength: 3 });
const kind = fc.constantFrom('name', 'pinyin', 'initials', 'number', 'phone' as const);

/** A row of the table: what it is of, and the key it gets. */
const row: fc.Arbitrary<{ of: unknown[]; key: Key }> = fc.oneof(
  customer.map((id) => ({ of: ['profile', id], key: keys.profile(id) })),
  fc.tuple(customer, currency).map((of) => ({ of: ['head', ...of], key: keys.head(...of) })),
  fc.tuple(customer, currency, instant, sequence).map((of) => ({ of: ['entry', ...of], key: keys.entry(...of) })),
  fc.tuple(customer, day, request).map((of) => ({ of: ['receivable', ...of], key: keys.receivable(...of) })),
  request.map((id) => ({ of: ['request', id], key: keys.request(id) })),
  fc.tuple(request, sequence).map((of) => ({ of: ['revision', ...of], key: keys.revision(...of) })),
  fc.tuple(request, sequence, sequence).map((of) => ({ of: ['token', ...of], key: keys.stageToken(...of) })),
  fc
    .tuple(request, fc.constantFrom('1#posted', '11#posted', '1#1#asked'))
    .map((of) => ({ of: ['notice', ...of], key: keys.notice(...of) })),
  fc.tuple(request, small).map((of) => ({ of: ['payment', ...of], key: keys.announcedPayment(...of) })),
  fc.tuple(request, small).map((of) => ({ of: ['delay', ...of], key: keys.delayRecord(...of) })),
  fc.tuple(request, token).map((of) => ({ of: ['task', ...of], key: keys.task(...of) })),
  fc.tuple(customer, currency).map((of) => ({ of: ['balance alert', ...of], key: keys.balanceAlert(...of) })),
  finding.map((id) => ({ of: ['finding', id], key: keys.finding(id) })),
  fc
    .tuple(fc.constantFrom('2026-10', '2026-11'), currency)
    .map((of) => ({ of: ['reconciliation', ...of], key: keys.reconciliation(...of) })),
  fc.constant('period lock').map((name) => ({ of: [name], key: keys.periodLock() })),
  fc
    .tuple(fc.constantFrom('approval', 'refund'), small, user)
    .map((of) => ({ of: ['acknowledgement', ...of], key: keys.acknowledgement(...of) })),
  fc.tuple(template, small).map((of) => ({ of: ['template version', ...of], key: keys.templateVersion(...of) })),
  template.map((id) => ({ of: ['template', id], key: keys.latestTemplate(id) })),
  user.map((id) => ({ of: ['user', id], key: keys.user(id) })),
  user.map((id) => ({ of: ['delegation', id], key: keys.delegation(id) })),
  fc.tuple(user, user).map((of) => ({ of: ['stand-in', ...of], key: keys.standIn(...of) })),
  fc.tuple(fc.constantFrom(...roles), user).map((of) => ({ of: ['member', ...of], key: keys.member(...of) })),
  fc
    .tuple(fc.constantFrom('approval', 'refund'), small)
    .map((of) => ({ of: ['policy', ...of], key: keys.policy(...of) })),
  fc.constantFrom('C-1', 'C-11', '1').map((number) => ({ of: ['number', number], key: keys.uniqueNumber(number) })),
  fc.tuple(kind, token, customer).map((of) => ({ of: ['search', ...of], key: keys.searchToken(...of) })),
);

const nameOf = (of: unknown[]) => of.map(String).join('|');

describe('keys', () => {
  it('are the same for the same row and never for two', async () => {
    await fc.assert(
      fc.property(row, row, (one, other) => {
        const sameKey = one.key.pk === other.key.pk && one.key.sk === other.key.sk;
        expect(sameKey).toBe(nameOf(one.of) === nameOf(other.of));
      }),
      { numRuns: 5_000 },
    );
  });

  it('begin with E# for journal entries and reversal guards alone: IAM forbids changing those', async () => {
    await fc.assert(
      fc.property(row, ({ of, key }) => {
        expect(key.pk.startsWith('E#')).toBe(of[0] === 'entry' || of[0] === 'reversal');
      }),
      { numRuns: 1_000 },
    );
  });

  it('are spelled as the data model says', () => {
    const cus = `cus_${'a'.repeat(26)}` as CustomerId;
    const chg = `chg_${'b'.repeat(26)}` as RequestId;
    const at = '2026-10-12T01:00:00.000Z' as Instant;
    expect([
      keys.profile(cus),
      keys.head(cus, 'CNY'),
      keys.entry(cus, 'CNY', at, 42n),
      keys.receivable(cus, date('2026-11-11'), chg),
      keys.request(chg),
      keys.revision(chg, 2n),
      keys.stageToken(chg, 2n, 1n),
      keys.user('wang.fang' as UserId),
      keys.delegation('chen.jie' as UserId),
      keys.standIn('sun.li' as UserId, 'chen.jie' as UserId),
      keys.member('clerk', 'wang.fang' as UserId),
      keys.policy('approval', 7),
      keys.uniqueNumber('C-1'),
      keys.searchToken('name', '恒远', cus),
    ]).toEqual([
      { pk: `C#${cus}`, sk: '#PROFILE' },
      { pk: `C#${cus}`, sk: '#HEAD#CNY' },
      { pk: `E#${cus}`, sk: 'CNY#2026-10-12T01:00:00.000Z#000000000042' },
      { pk: `C#${cus}`, sk: `AR#2026-11-11#${chg}` },
      { pk: `R#${chg}`, sk: '#REQUEST' },
      { pk: `R#${chg}`, sk: 'REVISION#0002' },
      { pk: `R#${chg}`, sk: 'TOKEN#2#1' },
      { pk: 'U#wang.fang', sk: '#USER' },
      { pk: 'A#chen.jie', sk: '#AWAY' },
      { pk: 'A#sun.li', sk: 'FOR#chen.jie' },
      { pk: 'M#clerk', sk: 'wang.fang' },
      { pk: 'P#approval', sk: 'V#000007' },
      { pk: 'K#customer#C-1', sk: '#NUMBER' },
      { pk: 'S#name#恒', sk: `恒远#${cus}` },
    ]);
  });

  it('of entries sort by time, then by number, up to a million million of them', async () => {
    const place = fc.tuple(instant, fc.bigInt({ min: 1n, max: 999_999_999_999n }));
    await fc.assert(
      fc.property(customer, place, place, (id, [at, one], [later, other]) => {
        const [a, b] = [keys.entry(id, 'CNY', at, one).sk, keys.entry(id, 'CNY', later, other).sk];
        expect(a < b).toBe(at === later ? one < other : at < later);
      }),
    );
  });
});

describe('a search partition', () => {
  it.each([
    ['name', '恒远科技', 'S#name#恒'],
    ['name', '𠮷田', 'S#name#𠮷'],
    ['name', 'acme', 'S#name#a'],
    ['pinyin', 'hengyuan', 'S#pinyin#he'],
    ['initials', 'hykj', 'S#initials#hy'],
    ['initials', 'h', 'S#initials#h'],
    ['number', 'c10001', 'S#number#c1'],
    ['phone', '00083100831', 'S#phone#00'],
  ] as const)('of the %s %s is %s', (of, text, partition) => {
    expect(searchPartition(of, text)).toBe(partition);
  });

  it('of a token is that of every query the token begins with', async () => {
    await fc.assert(
      fc.property(kind, token, token, (of, start, rest) => {
        fc.pre(of === 'name' || [...start].length >= 2);
        expect(searchPartition(of, start + rest)).toBe(searchPartition(of, start));
      }),
    );
  });
});

describe('a shard', () => {
  it('never changes: a document stays where it was written', () => {
    expect(shardOf(`cus_${'a'.repeat(26)}`)).toBe(2);
    expect(shardOf('chg_abcdefghijklmnopqrstuvwxyz')).toBe(2);
    expect(shardOf(`chg_${'b'.repeat(26)}`)).toBe(1);
    expect(shardOf(`dep_${'7'.repeat(26)}`)).toBe(0);
    expect(allShards).toEqual([0, 1, 2, 3]);
  });

  it('takes its fair part of the documents', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567');
    const ids = fc.sample(fc.string({ unit: letter, minLength: 26, maxLength: 26 }), { numRuns: 4_000, seed: 1 });
    const counts = [0, 0, 0, 0];
    for (const id of ids) counts[shardOf(`chg_${id}`)] = (counts[shardOf(`chg_${id}`)] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe('an index key', () => {
  const id = `chg_${'b'.repeat(26)}` as RequestId;
  const cus = `cus_${'a'.repeat(26)}` as CustomerId;
  const at = '2026-10-12T01:00:00.000Z' as Instant;

  it('is spelled as the data model says', () => {
    expect({
      ...indexKeys.inbox('finance', at, id),
      ...indexKeys.requestByMonth('charge', date('2026-10-12'), at, id),
      ...indexKeys.requestOfCustomer(cus, 'charge', at, id),
    }).toEqual({
      g1pk: 'IN#finance#1',
      g1sk: `2026-10-12T01:00:00.000Z#${id}`,
      g2pk: 'DR#2026-10',
      g2sk: `2026-10-12T01:00:00.000Z#${id}`,
      g3pk: `C#${cus}`,
      g3sk: `charge#2026-10-12T01:00:00.000Z#${id}`,
    });
    expect({
      ...indexKeys.entryByDay(date('2026-10-12'), at, cus, 'CNY'),
      ...indexKeys.openReceivable(date('2026-11-11'), id),
    }).toEqual({
      g2pk: 'D#2026-10-12#2',
      g2sk: `2026-10-12T01:00:00.000Z#${cus}#CNY`,
      g3pk: 'AR#1',
      g3sk: `2026-11-11#${id}`,
    });
  });

  it('keeps the requests of a month apart from the entries of its days, and kinds apart from each other', () => {
    expect(requestMonthPartition('2026-10')).toBe('DR#2026-10');
    expect(requestMonthPartition('2026-10', 'charge')).toBe('DR#2026-10');
    expect(requestMonthPartition('2026-10', 'refund')).toBe('DR#refund#2026-10');
    expect(indexKeys.requestByMonth('deposit', date('2026-10-12'), at, id).g2pk).toBe('DR#deposit#2026-10');
  });

  it('of low balances and findings is spelled as the data model says', () => {
    expect(indexKeys.lowBalance(cus, 'CNY')).toEqual({ g3pk: 'LB#2', g3sk: `${cus}#CNY` });
    const finding = `fnd_${'f'.repeat(26)}` as FindingId;
    expect(indexKeys.findingByState('open', at, finding)).toEqual({ g3pk: 'FN#open', g3sk: `${at}#${finding}` });
  });
});
