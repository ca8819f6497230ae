import { beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { documentNumber } from '../../shared/ledger/document-number.ts';
import type { EntryDraft, Head } from '../../shared/ledger/journal-entry.ts';
import { negated, ownLot, sumOf, takeFrom } from '../../shared/ledger/lots.ts';
import { chargePostings, creditNotePostings, depositPostings, postEvent } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { CustomerId, RequestId } from '../../shared/model/ids.ts';
import {
  type Commit,
  type Committed,
  commitTogether,
  type LedgerChange,
  type ReceivableChange,
  readHead,
  requestMoved,
} from '../../shared/table/commit.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { entryFromItem, type OpenReceivable, receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem, queryPartition } from '../../shared/table/ledger-table.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { put, putIf } from '../../shared/table/write.ts';
import { date, freshLedger, localClient, type TestLedger, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type WireCall, wireBetween } from '../support/wire.ts';

const one = { customerId: `cus_${'a'.repeat(26)}` as CustomerId, currency: 'CNY' } as const;
const other = { customerId: `cus_${'b'.repeat(26)}` as CustomerId, currency: 'CNY' } as const;
const idOf = (name: string) => documentId('chg', 'wang.fang', 'test', name) as RequestId;
const absent = { expression: 'attribute_not_exists(pk)' };

const draft = (name: string, postings: EntryDraft['postings'], lots: EntryDraft['lots'] = []): EntryDraft => ({
  ...{ requestId: idOf(name), effectiveDate: date('2026-10-12'), makers: ['wang.fang'] },
  ...{ postings, lots },
});
const depositOf = (name: string, minor: bigint) =>
  draft(name, depositPostings('cash', minor), [{ number: ownLot, minor }]);
const spend = (name: string, head: Head, minor: bigint) =>
  draft(name, chargePostings('usage', minor, minor), negated(takeFrom(head.lots, minor)));
const charged = (name: string, minor: bigint) => draft(name, chargePostings('setup', minor, 0n));
const owed = (name: string, openMinor: bigint, of: { customerId: CustomerId } = one): OpenReceivable => ({
  ...{ customerId: of.customerId, requestId: idOf(name), currency: 'CNY', openMinor, originalMinor: 700n },
  dueDate: date('2026-11-11'),
});

/** A request that is new: nobody wrote under its id before. */
const request = (name: string, rest: Pick<Commit, 'ledgers' | 'plan'> & Partial<Commit>): Commit => ({
  requestWrite: () => ({ item: { ...keys.request(idOf(name)), kind: 'test' }, condition: absent }),
  ...rest,
});

const isCommit = (call: WireCall) => call.operation === 'TransactWriteItems';

let ledger: TestLedger;
let context: LedgerContext;
beforeEach(async () => {
  ledger = await freshLedger();
  const clock = () => {
    ledger.clock.move(1);
    return ledger.clock.now;
  };
  context = { ...ledger.context, clock };
});

/** The same ledger over a line on which something happens to the first commits. */
function through(times: number, happens: (call: WireCall) => ReturnType<WireCall['pass']>) {
  let seen = 0;
  const client = localClient({
    ...wireBetween(async (call) => {
      if (!isCommit(call)) return await call.pass();
      seen += 1;
      return seen <= times ? await happens(call) : await call.pass();
    }),
    maxAttempts: 1,
  });
  return { context: { ...context, table: useClient(ledger, client).table }, commits: () => seen };
}
const lost = () => Object.assign(new Error('the reply was lost'), { code: 'ECONNRESET' });
const drained = async (passed: ReturnType<WireCall['pass']>) => {
  ((await passed).response.body as NodeJS.ReadableStream).resume();
};

const headOf = (of: { customerId: CustomerId }) => readHead(ledger.table, of.customerId, 'CNY');
const journalOf = async (of: { customerId: CustomerId }) =>
  (await queryPartition(ledger.table, { ...keys.entries(of.customerId, 'CNY'), strong: true })).map(entryFromItem);
const findings = async () => {
  const { entries, heads, openItems } = await collectLedger(scanItems(ledger.table));
  return verifyLedger(entries, heads, openItems).findings;
};
const rows = async () => {
  const all: string[] = [];
  for await (const { pk, sk } of scanItems(ledger.table)) all.push(`${pk} ${sk}`);
  return all.sort();
};
const done = (outcome: Committed | typeof requestMoved): Committed => {
  if (typeof outcome === 'symbol') throw new Error('the request had moved');
  return outcome;
};
const post = async (
  name: string,
  change: (head: Head) => LedgerChange,
  receivables: readonly ReceivableChange[] = [],
) =>
  done(
    await commitTogether(
      context,
      request(name, { ledgers: [one], plan: ([head]) => ({ ledgers: [change(head as Head)], receivables }) }),
    ),
  );
const deposit = (name: string, minor: bigint) => post(name, () => ({ drafts: [depositOf(name, minor)] }));
const receivable = async (name: string, of: { customerId: CustomerId } = one) => {
  const item = await getItem(ledger.table, keys.receivable(of.customerId, date('2026-11-11'), idOf(name)), {
    strong: true,
  });
  return item && receivableFromItem(item);
};

describe('a commit over several ledgers', () => {
  const both = (name: string, changes: Partial<Commit> = {}) =>
    request(name, {
      ledgers: [one, other],
      plan: () => ({
        ledgers: [{ drafts: [charged(name, 700n)] }, { drafts: [charged(name, 300n)] }],
        receivables: [{ after: owed(name, 700n) }, { after: owed(name, 300n, other) }],
      }),
      ...changes,
    });

  it('posts in each of them, each chained to its own head', async () => {
    await deposit('opening', 5n);
    const { entries, heads, at } = done(await commitTogether(context, both('moved')));
    expect(entries.map((own) => own.map(({ customerId, sequence }) => [customerId, sequence]))).toEqual([
      [[one.customerId, 2n]],
      [[other.customerId, 1n]],
    ]);
    expect([await headOf(one), await headOf(other)]).toEqual(heads);
    expect(entries.flat().map(({ recordedAt }) => recordedAt)).toEqual([at, at]);
    expect(await findings()).toEqual([]);
  });

  it('writes nothing in any of them when one refuses', async () => {
    const before = await rows();
    const short = both('short', {
      plan: () => ({
        ledgers: [{ drafts: [charged('short', 700n)] }, { drafts: [draft('short', chargePostings('usage', 5n, 5n))] }],
      }),
    });
    await expect(commitTogether(context, short)).rejects.toMatchObject({ code: 'PREPAID_INSUFFICIENT' });
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['first', one],
    ['second', other],
  ])('plans anew when the head of the %s has moved, and chains both to where they stand then', async (_, moved) => {
    const { context: slow, commits } = through(1, async (call) => {
      const plan = () => ({ ledgers: [{ drafts: [depositOf('rival', 9n)] }] });
      await commitTogether(context, request('rival', { ledgers: [moved], plan }));
      return await call.pass();
    });
    done(await commitTogether(slow, both('moved')));
    expect(commits()).toBe(2);
    expect((await journalOf(one)).length + (await journalOf(other)).length).toBe(3);
    expect((await headOf(moved)).sequence).toBe(2n);
    expect(await findings()).toEqual([]);
  });

  it('lands every one of twenty that cross each other, without a gap in either', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `cross-${index}`);
    const crossing = names.flatMap((name) => [
      both(`${name}-there`),
      both(`${name}-back`, {
        ledgers: [other, one],
        plan: () => ({
          ledgers: [{ drafts: [charged(`${name}-back`, 300n)] }, { drafts: [charged(`${name}-back`, 700n)] }],
          receivables: [{ after: owed(`${name}-back`, 700n) }, { after: owed(`${name}-back`, 300n, other) }],
        }),
      }),
    ]);
    await Promise.all(crossing.map((each) => insist(() => commitTogether(context, each))));
    for (const of of [one, other]) {
      expect((await journalOf(of)).map(({ sequence }) => sequence)).toEqual(
        names.flatMap((_, i) => [2n * BigInt(i) + 1n, 2n * BigInt(i) + 2n]),
      );
    }
    expect(await findings()).toEqual([]);
  });
});

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'BUSY') throw error;
    }
  }
}

describe('what becomes of one ledger in one commit', () => {
  it('is in order: claims end, then entries are posted, then a claim begins', async () => {
    await deposit('opening', 100n);
    const [first, second] = [idOf('first'), idOf('second')];
    await post('first', ({ lots }) => ({
      drafts: [],
      claim: { by: first, on: 'prepaid', minor: 80n, lots: takeFrom(lots, 80n) },
    }));
    const { heads } = await post('second', () => {
      const whole = { number: 1n, minor: 100n };
      const left = { number: 1n, minor: 30n };
      return {
        release: first,
        // 70 is more than was left beside the claim that ends.
        drafts: [
          draft('second', chargePostings('usage', 60n, 60n), negated(takeFrom([whole], 60n))),
          draft('second', chargePostings('usage', 10n, 10n), negated(takeFrom([whole], 10n))),
        ],
        claim: { by: second, on: 'prepaid', minor: 30n, lots: [left] },
        issue: ['receipt'],
      };
    });
    expect(await headOf(one)).toEqual(heads[0]);
    expect(heads[0]).toMatchObject({
      ...{ sequence: 3n, version: 3n, lots: [], issued: { receipt: 1n } },
      claims: [{ by: second, minor: 30n }],
      balances: { prepaid: 30n },
    });
    expect(await findings()).toEqual([]);
  });

  it('gives several entries of one moment times that go on', async () => {
    await post('two', () => ({ drafts: [charged('two', 1n), charged('two', 2n)] }), [{ after: owed('two', 3n) }]);
    const [first, second] = await journalOf(one);
    expect([first?.sequence, second?.sequence, second?.previousHash]).toEqual([1n, 2n, first?.hash]);
    expect((first?.recordedAt ?? '') < (second?.recordedAt ?? '')).toBe(true);
    expect(await findings()).toEqual([]);
  });

  it('may be a claim and nothing else, which nobody who saw the head before may overlook', async () => {
    await deposit('opening', 100n);
    const by = idOf('claimer');
    const claim = ({ lots }: Head): LedgerChange => ({
      ...{ drafts: [], claim: { by, on: 'prepaid', minor: 100n, lots: takeFrom(lots, 100n) } },
    });
    const seen: bigint[] = [];
    const { context: slow } = through(1, async (call) => {
      await post('claimer', claim);
      return await call.pass();
    });
    const late = commitTogether(
      slow,
      request('late', {
        ledgers: [one],
        plan: ([head]) => {
          const { lots, version } = head as Head;
          seen.push(version);
          return { ledgers: [{ drafts: [spend('late', head as Head, sumOf(lots) > 40n ? 40n : sumOf(lots))] }] };
        },
      }),
    );
    // Nothing is left, so nothing can be posted; what is certain is that it was asked again and saw the claim.
    await expect(late).rejects.toThrow('an entry has at least two postings');
    expect(seen).toEqual([1n, 2n]);
    expect(sumOf((await headOf(one)).claims)).toBe(100n);
    expect(await findings()).toEqual([]);
  });

  it('keeps document numbers without a gap, however many are issued at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `numbered-${index}`);
    const issue = (name: string): Commit =>
      request(name, {
        ledgers: [one],
        plan: () => ({ ledgers: [{ drafts: [depositOf(name, 1n)], issue: ['receipt'] }] }),
      });
    const all = await Promise.all(names.map((name) => insist(() => commitTogether(context, issue(name)).then(done))));
    const numbers = all.map(({ heads }) => documentNumber(heads[0] as Head, 'receipt').slice(-4));
    expect(numbers.sort()).toEqual(names.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it('issues no number when nothing was written', async () => {
    const refused = request('refused', {
      ledgers: [one],
      plan: () => ({ ledgers: [{ drafts: [depositOf('refused', 1n)], issue: ['receipt'] }] }),
    });
    await commitTogether(context, refused);
    expect(await commitTogether(context, refused)).toBe(requestMoved);
    expect((await headOf(one)).issued).toEqual({ receipt: 1n });
  });
});

describe('a plan', () => {
  it('may be asked for asynchronously, and reads after the heads', async () => {
    const order: string[] = [];
    const client = localClient(
      wireBetween(async (call) => {
        order.push(call.operation);
        return await call.pass();
      }),
    );
    const watched = { ...context, table: useClient(ledger, client).table };
    await commitTogether(
      watched,
      request('reads', {
        ledgers: [one, other],
        plan: async () => {
          order.push('plan');
          await getItem(watched.table, keys.request(idOf('reads')), { strong: true });
          return { ledgers: [{ drafts: [] }, { drafts: [] }] };
        },
      }),
    );
    expect(order).toEqual(['GetItem', 'GetItem', 'plan', 'GetItem', 'TransactWriteItems']);
  });

  it('that sees from the heads that somebody was first ends it, and nothing is written', async () => {
    await deposit('opening', 5n);
    const before = await rows();
    const moved = request('moved', { ledgers: [one], plan: () => requestMoved });
    expect(await commitTogether(context, moved)).toBe(requestMoved);
    expect(await rows()).toEqual(before);
  });

  it('speaks of every ledger', async () => {
    const lacking = request('lacking', { ledgers: [one, other], plan: () => ({ ledgers: [{ drafts: [] }] }) });
    await expect(commitTogether(context, lacking)).rejects.toThrow('a plan speaks of every ledger');
  });
});

describe('money owed', () => {
  const credit = (name: string, minor: bigint) =>
    draft(name, creditNotePostings('setup', { receivableMinor: minor, unappliedMinor: 0n }));
  beforeEach(async () => {
    await post('charge', () => ({ drafts: [charged('charge', 700n)] }), [{ after: owed('charge', 700n) }]);
  });

  it('shrinks, and is gone when nothing of it is left', async () => {
    await post('credit', () => ({ drafts: [credit('credit', 200n)] }), [
      { before: owed('charge', 700n), after: owed('charge', 500n) },
    ]);
    expect(await receivable('charge')).toEqual(owed('charge', 500n));
    expect(await findings()).toEqual([]);
    await post('rest', () => ({ drafts: [credit('rest', 500n)] }), [{ before: owed('charge', 500n) }]);
    expect(await receivable('charge')).toBeUndefined();
    expect(await findings()).toEqual([]);
  });

  it('is not written over when it is not what it was: BUSY after eight plans that all saw it otherwise', async () => {
    const stale = (receivables: readonly ReceivableChange[]) =>
      post('stale', () => ({ drafts: [credit('stale', 200n)] }), receivables);
    for (const change of [
      { before: owed('charge', 699n), after: owed('charge', 499n) },
      { before: owed('charge', 699n) },
      { after: owed('charge', 500n) },
    ]) {
      await expect(stale([change])).rejects.toMatchObject({ code: 'BUSY' });
    }
    expect(await receivable('charge')).toEqual(owed('charge', 700n));
    expect(await journalOf(one)).toHaveLength(1);
  });

  it('is planned anew when it changed meanwhile', async () => {
    const pay = async (name: string, minor: bigint, through: LedgerContext) =>
      await commitTogether(
        through,
        request(name, {
          ledgers: [one],
          plan: async () => {
            const open = (await receivable('charge')) as OpenReceivable;
            const change = { before: open, after: { ...open, openMinor: open.openMinor - minor } };
            const paid = postEvent('payment-arrived', [['clearing:card', minor]], [['receivable', minor]]);
            return { ledgers: [{ drafts: [draft(name, paid)] }], receivables: [change] };
          },
        }),
      );
    const { context: slow, commits } = through(1, async (call) => {
      await pay('rival', 100n, context);
      return await call.pass();
    });
    await pay('slow', 50n, slow);
    expect(commits()).toBe(2);
    expect((await receivable('charge'))?.openMinor).toBe(550n);
    expect(await findings()).toEqual([]);
  });
});

describe('another request that changes with it', () => {
  const companion = { pk: 'R#companion', sk: '#REQUEST' };
  const withCompanion = (name: string, seen: bigint[]): Commit => {
    let count = 0n;
    return request(name, {
      ledgers: [one],
      plan: async () => {
        count = ((await getItem(ledger.table, companion, { strong: true }))?.count as bigint | undefined) ?? 0n;
        seen.push(count);
        return { ledgers: [{ drafts: [depositOf(name, 1n)] }] };
      },
      alsoWrite: () => [
        put(
          ledger.table,
          { ...companion, kind: 'test', count: count + 1n },
          {
            expression: '#c = :c',
            names: { '#c': 'count' },
            values: { ':c': count },
          },
        ),
      ],
    });
  };
  beforeEach(async () => {
    await putIf(context, { ...companion, kind: 'test', count: 0n }, absent);
  });

  it('is written in the same write', async () => {
    await commitTogether(context, withCompanion('with', []));
    expect((await getItem(ledger.table, companion, { strong: true }))?.count).toBe(1n);
  });

  it('has everything planned anew when it was not as it was seen, and nothing is lost', async () => {
    const { context: slow, commits } = through(1, async (call) => {
      await putIf(context, { ...companion, kind: 'test', count: 7n }, { expression: 'attribute_exists(pk)' });
      return await call.pass();
    });
    const seen: bigint[] = [];
    done(await commitTogether(slow, withCompanion('with', seen)));
    expect([seen, commits()]).toEqual([[0n, 7n], 2]);
    expect((await getItem(ledger.table, companion, { strong: true }))?.count).toBe(8n);
    expect((await headOf(one)).sequence).toBe(1n);
  });

  it('is not written when the request itself had moved', async () => {
    await commitTogether(context, withCompanion('with', []));
    expect(await commitTogether(context, withCompanion('with', []))).toBe(requestMoved);
    expect((await getItem(ledger.table, companion, { strong: true }))?.count).toBe(1n);
  });
});

describe('a commit that got no answer', () => {
  /** Spends all there is, and would be refused where nothing is left. */
  const spendAll = (name: string, plans: string[] = []): Commit =>
    request(name, {
      ledgers: [one],
      plan: ([head]) => {
        plans.push(name);
        const { lots } = head as Head;
        if (sumOf(lots) < 100n) throw new DomainError('PREPAID_INSUFFICIENT', { needed: 'CNY 1.00' });
        return { ledgers: [{ drafts: [spend(name, head as Head, 100n)] }] };
      },
    });
  beforeEach(async () => {
    await deposit('opening', 100n);
  });

  it('but went through is known by its request, and not refused for the money it moved itself', async () => {
    const { context: flaky, commits } = through(1, async (call) => {
      await drained(call.pass());
      throw lost();
    });
    const plans: string[] = [];
    expect(await commitTogether(flaky, spendAll('once', plans))).toBe(requestMoved);
    expect([plans, commits()]).toEqual([['once'], 2]);
    expect(await journalOf(one)).toHaveLength(2);
    expect(await findings()).toEqual([]);
  });

  it('and did not go through goes through when it is sent again', async () => {
    const { context: flaky, commits } = through(2, async () => {
      throw lost();
    });
    done(await commitTogether(flaky, spendAll('once')));
    expect(commits()).toBe(3);
    expect(await journalOf(one)).toHaveLength(2);
  });

  it('and did not go through is planned anew when somebody was first, and refused for what he took', async () => {
    const { context: flaky } = through(1, async () => {
      await commitTogether(context, spendAll('rival'));
      throw lost();
    });
    const plans: string[] = [];
    await expect(commitTogether(flaky, spendAll('late', plans))).rejects.toMatchObject({
      code: 'PREPAID_INSUFFICIENT',
    });
    expect(plans).toEqual(['late', 'late']);
    expect((await journalOf(one)).at(-1)?.requestId).toBe(idOf('rival'));
  });
});

it('a claim costs four write units, of two ledgers with an entry each it is 2 for every item and 1 for each list', async () => {
  const { client, measure } = meteredClient();
  const fresh = await freshLedger(client);
  const work = (name: string, changes: readonly LedgerChange[]) =>
    measure(() =>
      commitTogether(
        fresh.context,
        request(name, { ledgers: [one, other].slice(0, changes.length), plan: () => ({ ledgers: changes }) }),
      ),
    );
  await work('opening', [{ drafts: [depositOf('opening', 10n)] }, { drafts: [depositOf('opening', 10n)] }]);
  fresh.clock.move(1);
  const claim = { by: idOf('claim'), on: 'prepaid', minor: 4n, lots: [{ number: 1n, minor: 4n }] } as const;
  expect((await work('claim', [{ drafts: [], claim }])).costs).toEqual({
    writeUnits: 4,
    calls: { GetItem: 1, TransactWriteItems: 1 },
  });
  const entries = (name: string) => [{ drafts: [depositOf(name, 1n)] }, { drafts: [depositOf(name, 1n)] }];
  // A request, two heads and two entries, and two places in the lists of the day.
  expect((await work('both', entries('both'))).costs.writeUnits).toBe(2 + 4 + 4 + 2);
});
