import { beforeEach, describe, expect, it } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { sumOf } from '../../shared/ledger/lots.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { CorrectionId } from '../../shared/model/ids.ts';
import type { Refund, RefundSource } from '../../shared/model/refund.ts';
import { unchanged } from '../../shared/requests/unchanged.ts';
import { commitTogether, requestMoved } from '../../shared/table/commit.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { entryFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { putIf } from '../../shared/table/write.ts';
import { date, freshLedger, localClient, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type WireCall, wireBetween } from '../support/wire.ts';
import { customerId, type MoneyDesk, moneyDesk, otherCustomerId } from './money-desk.ts';

const isCommit = (call: WireCall) => call.operation === 'TransactWriteItems';

let desk: MoneyDesk;
beforeEach(async () => {
  desk = await moneyDesk();
});

/** Comes again while the answer is BUSY; answers what came of it in a word. */
async function answerOf(work: () => Promise<unknown>): Promise<string> {
  for (;;) {
    try {
      return (await work()) === requestMoved ? 'moved' : 'done';
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code !== 'BUSY') return error.code;
    }
  }
}

/** What several answered who began at once, in order of the alphabet. */
const atOnce = async (works: readonly (() => Promise<unknown>)[]) =>
  (await Promise.all(works.map((work) => answerOf(work)))).sort();

/** The desk's context through a line on which something happens to the first commit. */
function through(happens: (call: WireCall) => ReturnType<WireCall['pass']>) {
  let commits = 0;
  const client = localClient({
    ...wireBetween(async (call) => {
      if (!isCommit(call)) return await call.pass();
      commits += 1;
      return commits === 1 ? await happens(call) : await call.pass();
    }),
    maxAttempts: 1,
  });
  return { context: { ...desk.context, table: useClient(desk.ledger, client).table }, commits: () => commits };
}
/** The commit goes through, and nobody hears of it. */
const withLostReply = () =>
  through(async (call) => {
    const { response } = await call.pass();
    (response.body as NodeJS.ReadableStream).resume();
    throw Object.assign(new Error('the reply was lost'), { code: 'ECONNRESET' });
  });
/** A rival is done just before the commit goes through. */
const overtakenBy = (rival: () => Promise<unknown>) =>
  through(async (call) => {
    await rival();
    return await call.pass();
  });

const journal = async () =>
  (await queryPartition(desk.ledger.table, { ...keys.entries(customerId, 'CNY'), strong: true })).map(entryFromItem);
const left = async () => sumOf((await desk.head()).lots);
const ofCharge = ({ id }: Charge): RefundSource => ({ from: 'charge', chargeId: id });

describe('holding a refund', () => {
  it('writes the refund and sets its money apart, and posts nothing', async () => {
    await desk.deposit(10_000n);
    const before = await desk.head();
    const refund = await desk.held(4_000n);
    const rows: string[] = [];
    for await (const { pk, sk } of scanItems(desk.ledger.table)) if (String(pk).includes(refund.id)) rows.push(`${sk}`);
    expect(rows).toEqual(['#REQUEST']);
    expect(await desk.read(refund.id)).toEqual(refund);
    const lots = [{ number: 1n, minor: 4_000n }];
    expect(await desk.head()).toEqual({
      ...before,
      version: before.version + 1n,
      lots: [{ number: 1n, minor: 6_000n }],
      claims: [{ by: refund.id, on: 'prepaid', minor: 4_000n, lots }],
    });
    expect(await desk.findings()).toEqual([]);
  });

  it('takes prepaid money that ends first, one that has ended included, and never what is fixed', async () => {
    await desk.deposit(100n);
    await desk.deposit(100n, { expires: date('2026-01-31') });
    await desk.deposit(100n, { isFixed: true });
    await desk.deposit(100n, { expires: date('2026-12-31'), types: [] });
    await desk.held(250n);
    const { lots, claims } = await desk.head();
    expect(claims[0]?.lots?.map(({ number, minor }) => [number, minor])).toEqual([
      [2n, 100n],
      [4n, 100n],
      [1n, 50n],
    ]);
    expect(lots.map(({ number, minor }) => [number, minor])).toEqual([
      [1n, 50n],
      [3n, 100n],
    ]);
    await expect(desk.held(51n)).rejects.toMatchObject({
      code: 'REFUND_EXCEEDS_SOURCE',
      params: { left: 'CNY 0.50', wanted: 'CNY 0.51' },
    });
  });

  it('of one deposit takes no more than what is left of it', async () => {
    await desk.deposit(500n);
    const { id: depositId } = await desk.deposit(300n);
    await expect(desk.held(301n, { from: 'prepaid', depositId })).rejects.toMatchObject({
      params: { left: 'CNY 3.00' },
    });
    await desk.held(300n, { from: 'prepaid', depositId });
    expect((await desk.head()).lots).toEqual([{ number: 1n, minor: 500n }]);
  });

  it('of money that is not allocated takes no more than others have left', async () => {
    await desk.unapplied(500n);
    await desk.held(300n, { from: 'unapplied' });
    await expect(desk.held(201n, { from: 'unapplied' })).rejects.toMatchObject({ params: { left: 'CNY 2.00' } });
    await desk.held(200n, { from: 'unapplied' });
  });

  it('of a charge takes no more than was paid of it and neither refunded nor claimed', async () => {
    await desk.deposit(700n);
    const charge = await desk.charge(1_000n);
    await expect(desk.held(701n, ofCharge(charge))).rejects.toMatchObject({ params: { left: 'CNY 7.00' } });
    const first = await desk.held(300n, ofCharge(charge));
    await expect(desk.held(401n, ofCharge(charge))).rejects.toMatchObject({ params: { left: 'CNY 4.00' } });
    await desk.capture(first);
    await expect(desk.held(401n, ofCharge(charge))).rejects.toMatchObject({ params: { left: 'CNY 4.00' } });
    await desk.held(400n, ofCharge(charge));
  });

  it('of a charge that a correction has its hand on waits for that, and a customer is not told which', async () => {
    await desk.deposit(700n);
    const charge = await desk.charge(700n);
    const by = `cor_${'k'.repeat(26)}` as CorrectionId;
    await commitTogether(desk.context, {
      ledgers: [{ customerId, currency: 'CNY' }],
      plan: () => ({ ledgers: [{ drafts: [], claim: { by, on: charge.id, minor: 0n } }] }),
      requestWrite: () => ({
        item: { ...keys.request(by), kind: 'test' },
        condition: { expression: 'attribute_not_exists(pk)' },
      }),
    });
    await expect(desk.held(1n, ofCharge(charge))).rejects.toMatchObject({
      code: 'CORRECTION_PENDING',
      params: {},
    });
  });

  it('tells nobody of a charge or a deposit that is another’s, in another currency, or not posted', async () => {
    const notFound = { code: 'NOT_FOUND' };
    const foreign = await desk.deposit(700n, {}, { customerId: otherCustomerId });
    await desk.deposit(700n, {}, { currency: 'USD' });
    const charge = await desk.charge(700n);
    const corrected: Charge = { ...charge, state: 'corrected', history: [...charge.history, ...charge.history] };
    const deposit = (depositId: typeof foreign.id): RefundSource => ({ from: 'prepaid', depositId });
    await expect(desk.held(1n, deposit(foreign.id))).rejects.toMatchObject(notFound);
    await expect(desk.held(1n, ofCharge(charge), { customerId: otherCustomerId })).rejects.toMatchObject(notFound);
    const dollars = desk.asked(1n, ofCharge(charge), { amount: { minor: 1n, currency: 'USD' } });
    await expect(desk.hold(dollars)).rejects.toMatchObject(notFound);
    await expect(desk.held(1n, ofCharge(desk.waiting(5n)))).rejects.toMatchObject(notFound);
    await putIf(desk.context, chargeItem(corrected, 'Asia/Shanghai'), unchanged(charge));
    await expect(desk.held(1n, ofCharge(charge))).rejects.toMatchObject(notFound);
    for await (const { kind } of scanItems(desk.ledger.table)) expect(kind).not.toBe('refund');
  });

  it('a second time answers that the refund is there, and claims nothing more', async () => {
    await desk.deposit(700n);
    const refund = await desk.held(700n);
    expect(await desk.hold(refund)).toBe(requestMoved);
    expect((await desk.head()).claims).toHaveLength(1);
    // Not even after its money was freed: it has ended.
    await desk.release(refund);
    expect(await desk.hold(refund)).toBe(requestMoved);
    expect((await desk.head()).claims).toEqual([]);
  });

  it('is known by its refund when the reply was lost, though it took all there was', async () => {
    await desk.deposit(700n);
    const { context, commits } = withLostReply();
    const refund = desk.asked(700n);
    expect(await desk.hold(refund, context)).toBe(requestMoved);
    expect(commits()).toBe(2);
    expect(await desk.read(refund.id)).toEqual(refund);
    expect([await left(), (await desk.head()).claims.length]).toEqual([0n, 1]);
    expect(await desk.findings()).toEqual([]);
  });
});

describe('of all who want the same money at once', () => {
  const ten = <T>(make: () => T) => Array.from({ length: 10 }, make);
  const threeOfTen = [...Array<string>(7).fill('REFUND_EXCEEDS_SOURCE'), ...Array<string>(3).fill('done')].sort();

  it.each<[string, () => Promise<RefundSource>]>([
    ['a deposit', async () => ({ from: 'prepaid', depositId: (await desk.deposit(100n)).id })],
    [
      'prepaid money of several deposits',
      async () => {
        for (const minor of [50n, 30n, 20n]) await desk.deposit(minor);
        return { from: 'prepaid' };
      },
    ],
    [
      'money that is not allocated',
      async () => {
        await desk.unapplied(100n);
        return { from: 'unapplied' };
      },
    ],
    [
      'a charge that was paid',
      async () => {
        await desk.deposit(100n);
        return ofCharge(await desk.charge(100n));
      },
    ],
  ])('no more get some than there is: 30 of 100, of %s, three times of ten (G1)', async (_, make) => {
    const source = await make();
    const refunds = ten(() => desk.asked(30n, source));
    const entries = await journal();
    expect(await atOnce(refunds.map((refund) => () => desk.hold(refund)))).toEqual(threeOfTen);
    expect(sumOf((await desk.head()).claims)).toBe(90n);
    expect(await journal()).toEqual(entries);
  });

  it('a charge and a refund never both get it', async () => {
    await desk.deposit(100n);
    const charges = ten(() => desk.waiting(30n));
    const refunds = ten(() => desk.asked(30n));
    await atOnce([
      ...charges.map((charge) => () => desk.post(charge)),
      ...refunds.map((refund) => () => desk.hold(refund)),
    ]);
    const { lots, claims, balances } = await desk.head();
    expect(sumOf(lots) + sumOf(claims)).toBe(balances.prepaid);
    // What prepaid money did not pay, the customer owes.
    expect(balances.receivable).toBe(300n - (100n - balances.prepaid));
    expect(await desk.findings()).toEqual([]);
  });

  it('a charge that was planned before the claim is planned again, and leaves the claim its money', async () => {
    await desk.deposit(100n);
    const { context, commits } = overtakenBy(() => desk.held(80n));
    await desk.post(desk.waiting(50n), context);
    expect(commits()).toBe(2);
    const { lots, claims, balances } = await desk.head();
    expect([sumOf(lots), sumOf(claims), balances.receivable]).toEqual([0n, 80n, 30n]);
  });

  it('a refund that was planned before the charge is refused', async () => {
    await desk.deposit(100n);
    const { context } = overtakenBy(() => desk.charge(50n));
    expect(await answerOf(() => desk.hold(desk.asked(80n), context))).toBe('REFUND_EXCEEDS_SOURCE');
    expect((await desk.head()).claims).toEqual([]);
  });

  it('who sends one refund ten times at once holds it once', async () => {
    await desk.deposit(100n);
    const refund = desk.asked(100n);
    expect(await atOnce(ten(() => () => desk.hold(refund)))).toEqual(['done', ...Array<string>(9).fill('moved')]);
    expect((await desk.head()).claims).toHaveLength(1);
  });
});

describe('releasing a refund', () => {
  it('leaves the money as it was before it was held, whatever happened meanwhile', async () => {
    await desk.deposit(100n);
    await desk.deposit(100n, { expires: date('2026-12-31'), types: ['upgrade'] });
    const before = await desk.head();
    const refund = await desk.held(150n);
    await desk.charge(30n);
    const ended = await desk.release(refund);
    expect(await desk.read(refund.id)).toEqual(ended);
    const after = await desk.head();
    expect(after.claims).toEqual([]);
    // The charge took from the lot that had been left, the other one is whole again.
    expect(after.lots).toEqual([{ number: 1n, minor: 70n }, before.lots[1]]);
    expect(await desk.findings()).toEqual([]);
  });

  it('happens once, however many do it at once', async () => {
    await desk.deposit(100n);
    const refund = await desk.held(100n);
    const answers = await atOnce(Array.from({ length: 5 }, () => () => desk.release(refund)));
    expect(answers).toEqual(['done', 'moved', 'moved', 'moved', 'moved']);
    expect(await left()).toBe(100n);
  });

  it('leaves other claims alone', async () => {
    await desk.deposit(100n);
    const [one, other] = [await desk.held(60n), await desk.held(40n)];
    await desk.release(one);
    expect((await desk.head()).claims.map(({ by }) => by)).toEqual([other.id]);
  });

  it('is known by its refund when the reply was lost', async () => {
    await desk.deposit(100n);
    const refund = await desk.held(100n);
    expect(await desk.release(refund, withLostReply().context)).toBe(requestMoved);
    expect([(await desk.read(refund.id)).state, await left()]).toEqual(['rejected', 100n]);
    expect(await desk.findings()).toEqual([]);
  });
});

describe('capturing a refund', () => {
  const captured = async (refund: Refund) => {
    const paid = await desk.capture(refund);
    if (typeof paid === 'symbol') throw new Error('the refund had moved');
    return paid;
  };
  const words = async () =>
    (await journal())
      .at(-1)
      ?.postings.map(({ event, account, side, amountMinor }) => [event, side, account, amountMinor]);

  it('of prepaid money posts it through held, keeps the fee, and gives it the number of its voucher', async () => {
    await desk.deposit(100n);
    await desk.deposit(100n, { expires: date('2026-12-31') });
    const refund = await desk.held(150n, { from: 'prepaid' }, { feeMinor: 10n });
    const during = await desk.head();
    const paid = await captured(refund);
    const entry = (await journal()).at(-1);
    expect(await words()).toEqual([
      ['refund-held', 'debit', 'prepaid', 150n],
      ['refund-held', 'credit', 'held', 150n],
      ['refund-paid', 'debit', 'held', 150n],
      ['refund-paid', 'credit', 'clearing:bank-transfer', 140n],
      ['refund-paid', 'credit', 'refund-fee-income', 10n],
    ]);
    expect(entry).toMatchObject({
      requestId: refund.id,
      makers: ['wang.fang', 'chen.jie', 'wu.ting'],
      // The day the money left, not the day it was written down.
      effectiveDate: '2026-10-11',
      lots: [
        { number: 2n, minor: -100n, expires: '2026-12-31' },
        { number: 1n, minor: -50n },
      ],
    });
    expect(await desk.head()).toMatchObject({
      ...{ lots: during.lots, claims: [], version: during.version + 1n },
      balances: { prepaid: 50n, held: 0n },
      issued: { receipt: 2n, 'refund-voucher': 1n },
    });
    expect(paid).toMatchObject({
      voucherNumber: 'RV-CNY-AAAAAAAAAA-0001',
      posting: { sequence: 3n, recordedAt: entry?.recordedAt, hash: entry?.hash },
    });
    expect(paid).not.toHaveProperty('creditNoteNumber');
    expect(await desk.read(refund.id)).toEqual(paid);
    expect(await desk.findings()).toEqual([]);
  });

  it('of a charge credits it first, and the charge remembers how much', async () => {
    await desk.deposit(100n);
    const charge = await desk.charge(100n);
    const paid = await captured(await desk.held(60n, ofCharge(charge)));
    expect(await words()).toEqual([
      ['credit-note', 'debit', 'revenue:upgrade', 60n],
      ['credit-note', 'credit', 'unapplied', 60n],
      ['refund-held', 'debit', 'unapplied', 60n],
      ['refund-held', 'credit', 'held', 60n],
      ['refund-paid', 'debit', 'held', 60n],
      ['refund-paid', 'credit', 'clearing:bank-transfer', 60n],
    ]);
    expect(paid).toMatchObject({
      voucherNumber: 'RV-CNY-AAAAAAAAAA-0001',
      creditNoteNumber: 'CN-CNY-AAAAAAAAAA-0001',
    });
    const again = await captured(await desk.held(40n, ofCharge(charge)));
    expect(again.creditNoteNumber).toBe('CN-CNY-AAAAAAAAAA-0002');
    const now = await readCharge(desk.ledger.table, charge.id);
    expect(now?.creditedMinor).toBe(100n);
    expect(now?.history.slice(-2).map(({ action, reason }) => [action, reason])).toEqual([
      ['credit', paid.id],
      ['credit', again.id],
    ]);
    expect(now?.state).toBe('posted');
    expect(await desk.findings()).toEqual([]);
  });

  it('of money that is not allocated touches no lot', async () => {
    await desk.deposit(100n);
    await desk.unapplied(100n);
    await captured(await desk.held(100n, { from: 'unapplied' }));
    expect(await desk.head()).toMatchObject({ balances: { prepaid: 100n, unapplied: 0n }, lots: [{ minor: 100n }] });
    expect((await journal()).at(-1)).not.toHaveProperty('lots');
  });

  it('plans anew when something else happened to the charge meanwhile, and loses nothing of it', async () => {
    await desk.deposit(100n);
    const charge = await desk.charge(100n);
    const refund = await desk.held(60n, ofCharge(charge));
    const disputed: Charge = { ...charge, dispute: 'open', history: [...charge.history, ...charge.history] };
    const { context, commits } = overtakenBy(() =>
      putIf(desk.context, chargeItem(disputed, 'Asia/Shanghai'), unchanged(charge)),
    );
    await desk.capture(refund, context);
    expect(commits()).toBe(2);
    expect(await readCharge(desk.ledger.table, charge.id)).toMatchObject({ dispute: 'open', creditedMinor: 60n });
    expect(await desk.findings()).toEqual([]);
  });

  it('numbers vouchers and credit notes without a gap, however many are paid at once', async () => {
    await desk.deposit(1_000n);
    const charge = await desk.charge(500n);
    const refunds: Refund[] = [];
    for (let count = 0; count < 5; count += 1)
      refunds.push(await desk.held(10n, ofCharge(charge)), await desk.held(10n));
    expect(await atOnce(refunds.map((refund) => () => desk.capture(refund)))).toEqual(Array(10).fill('done'));
    const paid = await Promise.all(refunds.map(({ id }) => desk.read(id)));
    const numbers = (of: 'voucherNumber' | 'creditNoteNumber') =>
      paid.flatMap((each) => each[of]?.slice(-4) ?? []).sort();
    expect(numbers('voucherNumber')).toEqual([...'123456789'].map((digit) => `000${digit}`).concat('0010'));
    expect(numbers('creditNoteNumber')).toEqual(['0001', '0002', '0003', '0004', '0005']);
    expect((await readCharge(desk.ledger.table, charge.id))?.creditedMinor).toBe(50n);
    expect(await desk.findings()).toEqual([]);
  });

  it('happens once, however many do it at once, and never to a refund that was released', async () => {
    await desk.deposit(100n);
    const refund = await desk.held(100n);
    const both = await atOnce([
      () => desk.capture(refund),
      () => desk.release(refund),
      () => desk.capture(refund),
      () => desk.release(refund),
    ]);
    expect(both).toEqual(['done', 'moved', 'moved', 'moved']);
    const { state } = await desk.read(refund.id);
    expect([(await desk.head()).balances.prepaid, await left()]).toEqual(state === 'paid' ? [0n, 0n] : [100n, 100n]);
    expect(await desk.findings()).toEqual([]);
  });

  it('of a refund that was released before answers that it had moved', async () => {
    await desk.deposit(100n);
    const refund = await desk.held(100n);
    await desk.release(refund);
    expect(await desk.capture(refund)).toBe(requestMoved);
    expect(await journal()).toHaveLength(1);
  });

  it('is known by its refund when the reply was lost: it is not paid twice', async () => {
    await desk.deposit(100n);
    const charge = await desk.charge(100n);
    const refund = await desk.held(60n, ofCharge(charge));
    const { context, commits } = withLostReply();
    expect(await desk.capture(refund, context)).toBe(requestMoved);
    expect(commits()).toBe(2);
    expect(await desk.read(refund.id)).toMatchObject({ state: 'paid', voucherNumber: 'RV-CNY-AAAAAAAAAA-0001' });
    expect((await desk.head()).issued).toMatchObject({ 'refund-voucher': 1n, 'credit-note': 1n });
    expect(await journal()).toHaveLength(3);
    expect(await desk.findings()).toEqual([]);
  });
});

it('the money of a refund costs 4 and its lists to hold, 5 to release, 8 to pay out and 10 of a charge', async () => {
  const { client, measure } = meteredClient();
  desk = await moneyDesk(await freshLedger(client));
  await desk.deposit(1_000n);
  const charge = await desk.charge(500n);
  const cost = async (work: () => Promise<unknown>) => (await measure(work)).costs;
  const asked = desk.asked(10n);
  // Request and head twice, an entry in the month's list, the customer's, and the inbox.
  expect(await cost(() => desk.hold(asked))).toEqual({
    writeUnits: 4 + 3,
    calls: { GetItem: 1, TransactWriteItems: 1 },
  });
  expect((await cost(() => desk.release(asked))).writeUnits).toBe(4 + 1);
  const [prepaid, credited] = [await desk.held(10n), await desk.held(10n, ofCharge(charge))];
  // Request, head and entry twice, out of the inbox, into the list of the day.
  expect((await cost(() => desk.capture(prepaid))).writeUnits).toBe(8);
  expect((await cost(() => desk.capture(credited))).writeUnits).toBe(10);
});
