import { beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import type { EntryDraft, Head, JournalEntry } from '../../shared/ledger/journal-entry.ts';
import { chargePostings, depositPostings, postEvent } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { CustomerId, RequestId } from '../../shared/model/ids.ts';
import { type CommitRequest, commit, type PostingPlan, readHead, requestMoved } from '../../shared/table/commit.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { entryFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem, queryPartition } from '../../shared/table/ledger-table.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { withLots } from '../ledger/entries.ts';
import { date, freshLedger, localClient, type TestLedger, useClient } from '../support/ledger.ts';
import { type WireCall, wireBetween } from '../support/wire.ts';

const customerId = `cus_${'a'.repeat(26)}` as CustomerId;
const idOf = (name: string) => documentId('chg', 'wang.fang', 'test', name) as RequestId;

const draft = (name: string, postings: EntryDraft['postings']): EntryDraft => ({
  requestId: idOf(name),
  effectiveDate: date('2026-10-12'),
  makers: ['wang.fang'],
  postings,
});
const depositPlan =
  (name: string, minor: bigint) =>
  (head: Head): PostingPlan => ({
    draft: withLots(head, draft(name, depositPostings('cash', minor))),
    receivables: [],
  });
/** A request that is new: nobody posted under its id before. */
const request = (name: string, plan: CommitRequest['plan']): CommitRequest => ({
  customerId,
  currency: 'CNY',
  plan,
  requestWrite: (entry) => ({
    item: { ...keys.request(idOf(name)), seq: entry.sequence },
    condition: { expression: 'attribute_not_exists(pk)' },
  }),
});
const deposit = (context: LedgerContext, name: string, minor = 100n) =>
  commit(context, request(name, depositPlan(name, minor)));
const posted = (outcome: JournalEntry | typeof requestMoved): JournalEntry => {
  if (typeof outcome === 'symbol') throw new Error('the request had moved');
  return outcome;
};

/** Comes again with the same request while the answer is BUSY, as the API asks of its callers. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'BUSY') throw error;
    }
  }
}

const isCommit = (call: WireCall) => call.operation === 'TransactWriteItems';

describe('a commit', () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    const fresh = await freshLedger();
    // Time goes on with every look at the clock: two rivals never share an instant, so no two entries share a key by chance.
    const clock = () => {
      fresh.clock.move(1);
      return fresh.clock.now;
    };
    ledger = { ...fresh, context: { ...fresh.context, clock } };
  });
  const journal = async () => {
    const items = await queryPartition(ledger.table, { ...keys.entries(customerId, 'CNY'), strong: true });
    return items.map(entryFromItem);
  };
  const findings = async () => {
    const { entries, heads, openItems } = await collectLedger(scanItems(ledger.table));
    return verifyLedger(entries, heads, openItems).findings;
  };
  const sequences = async () => (await journal()).map(({ sequence }) => sequence);

  it('writes request, head, entry and what is owed, and nothing else', async () => {
    const owed = {
      customerId,
      requestId: idOf('one'),
      currency: 'CNY' as const,
      openMinor: 700n,
      originalMinor: 700n,
      dueDate: date('2026-11-11'),
    };
    const plan = () => ({ draft: draft('one', chargePostings('setup', 700n, 0n)), receivables: [owed] });
    const entry = posted(await commit(ledger.context, request('one', plan)));
    const rows: string[] = [];
    for await (const { pk, sk } of scanItems(ledger.table)) rows.push(`${pk} ${sk}`);
    expect(rows.sort()).toEqual([
      `C#${customerId} #HEAD#CNY`,
      `C#${customerId} AR#2026-11-11#${idOf('one')}`,
      `E#${customerId} CNY#2026-10-12T01:00:00.001Z#000000000001`,
      `R#${idOf('one')} #REQUEST`,
    ]);
    expect(await journal()).toEqual([entry]);
    expect(await readHead(ledger.table, customerId, 'CNY')).toMatchObject({
      sequence: 1n,
      hash: entry.hash,
      balances: { receivable: 700n },
    });
    expect(await getItem(ledger.table, keys.request(idOf('one')), { strong: true })).toMatchObject({ seq: 1n });
    expect(await findings()).toEqual([]);
  });

  it('keeps currencies apart: each has its own numbers and its own balances', async () => {
    await deposit(ledger.context, 'yuan');
    const yen = { ...request('yen', depositPlan('yen', 5n)), currency: 'JPY' as const };
    expect(posted(await commit(ledger.context, yen))).toMatchObject({ sequence: 1n, balancesAfter: { prepaid: 5n } });
    expect((await readHead(ledger.table, customerId, 'CNY')).balances.prepaid).toBe(100n);
  });

  it('answers that the request had moved when it was posted before, and changes nothing', async () => {
    await deposit(ledger.context, 'one');
    expect(await deposit(ledger.context, 'one')).toBe(requestMoved);
    expect(await sequences()).toEqual([1n]);
  });

  it('posts one request once, however many send it at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => insist(() => deposit(ledger.context, 'same'))));
    expect(outcomes.filter((outcome) => typeof outcome !== 'symbol')).toHaveLength(1);
    expect((await readHead(ledger.table, customerId, 'CNY')).balances.prepaid).toBe(100n);
    expect(await sequences()).toEqual([1n]);
  });

  it('takes twenty at once for one customer: all land, without a gap', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `race-${index}`);
    const entries = await Promise.all(names.map((name) => insist(() => deposit(ledger.context, name).then(posted))));
    const expected = names.map((_, index) => BigInt(index + 1));
    expect(await sequences()).toEqual(expected);
    expect(entries.map(({ sequence }) => sequence).sort((a, b) => Number(a - b))).toEqual(expected);
    expect(new Set((await journal()).map(({ requestId }) => requestId)).size).toBe(20);
    expect((await readHead(ledger.table, customerId, 'CNY')).balances.prepaid).toBe(2_000n);
    expect(await findings()).toEqual([]);
  });

  it('plans anew when the head has moved: ten who each want 30 of 100 prepaid get it three times', async () => {
    await deposit(ledger.context, 'opening', 100n);
    const names = Array.from({ length: 10 }, (_, index) => `spend-${index}`);
    const spend = (name: string) =>
      commit(
        ledger.context,
        request(name, (head) => ({
          draft: withLots(head, draft(name, chargePostings('usage', 30n, 30n))),
          receivables: [],
        })),
      );
    const outcomes = await Promise.allSettled(names.map((name) => insist(() => spend(name))));
    const codes = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? 'posted' : (outcome.reason as Error).name,
    );
    expect(codes.sort()).toEqual([
      ...Array<string>(7).fill('PREPAID_INSUFFICIENT'),
      ...Array<string>(3).fill('posted'),
    ]);
    expect((await readHead(ledger.table, customerId, 'CNY')).balances.prepaid).toBe(10n);
    expect(await findings()).toEqual([]);
  });

  it('asks its plan with the head it is chained to', async () => {
    await deposit(ledger.context, 'opening', 100n);
    const seen: Head[] = [];
    const plan = (head: Head) => {
      seen.push(head);
      return { draft: withLots(head, draft('two', chargePostings('usage', 5n, 5n))), receivables: [] };
    };
    const entry = posted(await commit(ledger.context, request('two', plan)));
    expect(seen).toMatchObject([{ sequence: 1n, balances: { prepaid: 100n } }]);
    expect(entry.previousHash).toBe(seen[0]?.hash);
  });

  it('writes nothing when its plan refuses', async () => {
    const plan = (): PostingPlan => {
      throw new DomainError('CUSTOMER_NOT_FOUND');
    };
    await expect(commit(ledger.context, request('none', plan))).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
    const overdraft = () => ({ draft: draft('none', chargePostings('usage', 5n, 5n)), receivables: [] });
    await expect(commit(ledger.context, request('none', overdraft))).rejects.toMatchObject({
      code: 'PREPAID_INSUFFICIENT',
      params: { needed: 'CNY 0.05' },
    });
    const unbalanced = () => ({
      draft: draft('none', postEvent('late-fee', [['receivable', 5n]], [])),
      receivables: [],
    });
    await expect(commit(ledger.context, request('none', unbalanced))).rejects.toThrow(
      'an entry has at least two postings',
    );
    for await (const item of scanItems(ledger.table)) expect.fail(`${item.pk} was written`);
  });

  it('gives up with BUSY after eight attempts that were each overtaken, and has written nothing', async () => {
    let overtaken = 0;
    const client = localClient({
      ...wireBetween(async (call) => {
        if (isCommit(call)) {
          overtaken += 1;
          await deposit(ledger.context, `rival-${overtaken}`);
        }
        return await call.pass();
      }),
      maxAttempts: 1,
    });
    const slow = useClient(ledger, client);
    await expect(deposit(slow.context, 'slow')).rejects.toMatchObject({ code: 'BUSY' });
    expect(overtaken).toBe(8);
    expect(await sequences()).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    expect(await getItem(ledger.table, keys.request(idOf('slow')), { strong: true })).toBeUndefined();
    expect(posted(await deposit(ledger.context, 'slow')).sequence).toBe(9n);
    expect(await findings()).toEqual([]);
  });

  it('lands at its eighth attempt when seven were overtaken, having waited longer each time', async () => {
    let overtaken = 0;
    const client = localClient({
      ...wireBetween(async (call) => {
        if (isCommit(call) && overtaken < 7) {
          overtaken += 1;
          await deposit(ledger.context, `rival-${overtaken}`);
        }
        return await call.pass();
      }),
      maxAttempts: 1,
    });
    const slow = useClient(ledger, client);
    const waits: number[] = [];
    const timing = {
      chance: () => 1,
      wait: async (milliseconds: number) => {
        waits.push(milliseconds);
      },
    };
    expect(posted(await deposit({ ...slow.context, timing }, 'slow')).sequence).toBe(8n);
    expect(waits).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it('is known by its request when its reply was lost: it is not posted again', async () => {
    let sent = 0;
    const client = localClient({
      ...wireBetween(async (call) => {
        const answered = await call.pass();
        if (!isCommit(call)) return answered;
        sent += 1;
        if (sent > 1) return answered;
        (answered.response.body as NodeJS.ReadableStream).resume();
        throw Object.assign(new Error('the reply was lost'), { code: 'ECONNRESET' });
      }),
      maxAttempts: 1,
    });
    const flaky = useClient(ledger, client);
    expect(await deposit(flaky.context, 'one')).toBe(requestMoved);
    expect(sent).toBe(2);
    expect(await sequences()).toEqual([1n]);
  });

  it('lets an error through that trying again would not mend', async () => {
    const huge: CommitRequest = {
      ...request('huge', depositPlan('huge', 5n)),
      requestWrite: () => ({
        item: { ...keys.request(idOf('huge')), filler: 'x'.repeat(500_000) },
        condition: { expression: 'attribute_not_exists(pk)' },
      }),
    };
    await expect(commit(ledger.context, huge)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await sequences()).toEqual([]);
  });
});
