import fc, { type Scheduler } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, RefundId } from '../../shared/model/ids.ts';
import { isClaiming } from '../../shared/model/refund.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { freshLedger, localClient } from '../support/ledger.ts';
import { wireBetween } from '../support/wire.ts';
import { available, claimed } from './money.ts';
import { failedPayout, paidToday, type RefundDesk, refundBody, refundDesk } from './refund-desk.ts';

const dayMs = 86_400_000;
const runs = { numRuns: 12, seed: 20_261_122 };
const whole = 20_000n;

let dealer: Scheduler | undefined;
let beforeWrite: (() => Promise<void>) | undefined;
let desk: RefundDesk;

/** Every call to DynamoDB waits for its turn, while a scheduler deals the turns; a write waits at the gate if there is one. */
beforeAll(async () => {
  const client = localClient(
    wireBetween(async (call) => {
      await dealer?.schedule(Promise.resolve(), call.operation);
      if (/^(Put|Update|TransactWrite)/.test(call.operation)) await beforeWrite?.();
      return await call.pass();
    }),
  );
  desk = await refundDesk(await freshLedger(client));
});

/** Starts everything at once; answers what each was answered: a state, or the code of its refusal. */
async function atOnce(scheduler: Scheduler, works: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  dealer = scheduler;
  try {
    return await scheduler.waitFor(Promise.all(works.map((work) => answerOf(work))));
  } finally {
    dealer = undefined;
  }
}

/** Starts `slow` and lets `fast` act from beginning to end just before the first write of `slow` goes through. */
async function overtaken(slow: () => Promise<unknown>, fast: () => Promise<unknown>): Promise<[string, string]> {
  const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  beforeWrite = async () => {
    beforeWrite = undefined;
    reached.resolve();
    await goOn.promise;
  };
  const answered = answerOf(slow);
  await Promise.race([reached.promise, answered]);
  const first = await answerOf(fast);
  goOn.resolve();
  return [await answered, first];
}

/** Somebody who is told that the account is busy comes again, as a client does. */
async function answerOf(work: () => Promise<unknown>): Promise<string> {
  for (;;) {
    try {
      const answer = await work();
      return (answer as { body?: { state: string } } | undefined)?.body?.state ?? 'nothing';
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code !== 'BUSY') return error.code;
    }
  }
}

let customers = 0;

/** A customer with so much prepaid money, in one deposit. */
async function newCustomer(minor = whole) {
  customers += 1;
  const { id, number } = await desk.createCustomer(`R-${9000 + customers}`);
  const depositId = await desk.deposit(minor, { to: id });
  // Everybody has an account of his own, or all of them would be taken for one who splits a refund (H5).
  const account = { holder: number, number: `6222 0210 ${9000 + customers}`, bank: '中国工商银行' };
  const own = { customerNumber: number, payout: { method: 'bank-transfer' as const, account } };
  const ask = (amount: bigint, from: object = { from: 'prepaid' }) =>
    desk.request(desk.clerk, refundBody(amount, from as never, own), { of: id, key: desk.next() });
  const refund = async (amount = whole) => (await ask(amount)).body.id;
  const toPay = async () => {
    const rfd = await refund();
    await desk.approve(desk.finance, rfd);
    return rfd;
  };
  const paying = async () => {
    const rfd = await toPay();
    await desk.start(desk.cashier, rfd);
    return rfd;
  };
  return { id: id as CustomerId, number, own, depositId, ask, refund, toPay, paying };
}

/** The money is with the customer's account or was paid out, and never both or neither. */
async function expectHeldOrFreeOrPaid(customerId: CustomerId, refundId: string): Promise<string> {
  const [head, { state }] = await Promise.all([desk.head(customerId), desk.read(refundId)]);
  const isPaid = state === 'paid' || state === 'arrived';
  const isHeld = isClaiming(state);
  expect({ state, prepaid: head.balances.prepaid, claimed: claimed(head), available: available(head) }).toEqual({
    state,
    prepaid: isPaid ? 0n : whole,
    claimed: isHeld ? whole : 0n,
    available: isPaid || isHeld ? 0n : whole,
  });
  return state;
}

const amounts = fc.array(fc.bigInt({ min: 1n, max: 15_000n }), { minLength: 2, maxLength: 5 });

describe('several who ask for the same money at once', () => {
  it('never get more of a deposit than there is (G1)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), amounts, async (scheduler, wanted) => {
        const { id, depositId, ask } = await newCustomer();
        const source = { from: 'prepaid', depositId };
        const answers = await atOnce(
          scheduler,
          wanted.map((minor) => () => ask(minor, source)),
        );
        const granted = wanted.filter((_, index) => answers[index] === 'in-review');
        const head = await desk.head(id);
        expect(answers.filter((answer) => answer !== 'in-review' && answer !== 'REFUND_EXCEEDS_SOURCE')).toEqual([]);
        const sum = granted.reduce((total, minor) => total + minor, 0n);
        expect({ claimed: claimed(head), available: available(head) }).toEqual({
          claimed: sum,
          available: whole - sum,
        });
        // Whoever was refused asked for more than was left when everything was decided.
        const [smallest] = wanted.filter((minor) => !granted.includes(minor)).sort((a, b) => (a < b ? -1 : 1));
        if (smallest !== undefined) expect(smallest).toBeGreaterThan(whole - sum);
      }),
      runs,
    );
  });

  it('never get more of a charge than was paid of it (G1)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), amounts, async (scheduler, wanted) => {
        const customer = await newCustomer();
        const chargeId = await desk.charge('150.00', customer);
        const source = { from: 'charge', chargeId };
        const answers = await atOnce(
          scheduler,
          wanted.map((minor) => () => customer.ask(minor, source)),
        );
        const sum = wanted.reduce((total, minor, index) => total + (answers[index] === 'in-review' ? minor : 0n), 0n);
        expect(sum).toBeLessThanOrEqual(15_000n);
        expect(claimed(await desk.head(customer.id))).toBe(sum);
      }),
      runs,
    );
  });

  it('with one key get one refund', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { id, own } = await newCustomer();
        const key = desk.next();
        const same = () => desk.request(desk.clerk, refundBody(15_000n, undefined, own), { of: id, key });
        expect(await atOnce(scheduler, [same, same, same])).toEqual(['in-review', 'in-review', 'in-review']);
        expect(claimed(await desk.head(id))).toBe(15_000n);
      }),
      runs,
    );
  });
});

it('a charge that is posted and a refund that is asked for at once do not use the same money', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const customer = await newCustomer();
      const [chargeId, refund] = await (async () => {
        const results: { charge?: ChargeId } = {};
        const answers = await atOnce(scheduler, [
          async () => {
            results.charge = await desk.charge('150.00', customer);
          },
          () => customer.ask(15_000n),
        ]);
        return [results.charge, answers[1]];
      })();
      expect(chargeId).toBeDefined();
      const head = await desk.head(customer.id);
      const isChargePaid = head.balances.receivable === 0n;
      expect({ isChargePaid, refund }).toEqual(
        isChargePaid ? { isChargePaid, refund: 'REFUND_EXCEEDS_SOURCE' } : { isChargePaid, refund: 'in-review' },
      );
      expect(claimed(head) + available(head)).toBe(head.balances.prepaid);
    }),
    runs,
  );
});

describe('of two who act on a refund at once one is first, and the money is held, free or paid', () => {
  it.each([
    ['taking it back and approving it', 'refund', ['withdraw', 'approve'], ['withdrawn', 'approved']],
    ['rejecting and approving it', 'refund', ['reject', 'approve'], ['rejected', 'approved']],
    ['taking it back twice', 'refund', ['withdraw', 'withdrawAgain'], ['withdrawn']],
    ['rejecting it and taking it back', 'refund', ['reject', 'withdraw'], ['rejected', 'withdrawn']],
    ['two cashiers who begin to pay it', 'toPay', ['start', 'startOther'], ['executing']],
    ['two cashiers who record it as paid', 'paying', ['pay', 'payOther'], ['paid']],
    ['paid and failed', 'paying', ['pay', 'fail'], ['paid', 'failed']],
    ['paid and to be tried again', 'paying', ['pay', 'retry'], ['paid', 'approved']],
    ['failed and to be tried again', 'paying', ['fail', 'retry'], ['failed', 'approved']],
  ] as const)('%s', async (_, from, moves, ends) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const customer = await newCustomer();
        const id = await customer[from]();
        const answers = await atOnce(
          scheduler,
          moves.map((move) => movesOf(id)[move]),
        );
        const state = await expectHeldOrFreeOrPaid(customer.id, id);
        expect(ends).toContain(state);
        expect(answers.filter((answer) => answer === state)).toHaveLength(1);
        expect(answers.filter((answer) => answer === 'REQUEST_MOVED')).toHaveLength(1);
      }),
      runs,
    );
    // Each of them is first once for certain: the other has read, and has yet to write.
    for (const [fast, slow] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const customer = await newCustomer();
      const id = await customer[from]();
      const [late, first] = await overtaken(movesOf(id)[moves[slow]], movesOf(id)[moves[fast]]);
      expect({ late, first }).toEqual({ late: 'REQUEST_MOVED', first: ends.at(fast) ?? ends[0] });
      expect(await expectHeldOrFreeOrPaid(customer.id, id)).toBe(first);
    }
    expect((await desk.verify()).findings).toEqual([]);
  });

  const movesOf = (id: string) => ({
    withdraw: () => desk.withdraw(desk.clerk, id, desk.next()),
    withdrawAgain: () => desk.withdraw(desk.clerk, id, desk.next()),
    approve: () => desk.approve(desk.finance, id, 1, desk.next()),
    reject: () => desk.reject(desk.finance, id, 1, desk.next()),
    start: () => desk.start(desk.cashier, id, desk.next()),
    startOther: () => desk.start(desk.otherCashier, id, desk.next()),
    pay: () => desk.record(desk.cashier, id, paidToday('ICBC-1'), { key: desk.next() }),
    payOther: () => desk.record(desk.otherCashier, id, paidToday('ICBC-2'), { key: desk.next() }),
    fail: () => desk.record(desk.cashier, id, failedPayout(false), { key: desk.next() }),
    retry: () => desk.record(desk.otherCashier, id, failedPayout(true), { key: desk.next() }),
  });
});

describe('a refund that expires', () => {
  it.each(['withdraw', 'approve', 'expire'] as const)(
    'while somebody would %s it frees its money once',
    async (rival) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const customer = await newCustomer();
          const id = await customer.refund();
          const before = desk.clock.now;
          desk.clock.move(60 * dayMs);
          const expire = () => expireRefund(desk.context, id as RefundId);
          const rivals = {
            withdraw: () => desk.withdraw(desk.clerk, id, desk.next()),
            approve: () => desk.approve(desk.finance, id, 1, desk.next()),
            expire,
          };
          await atOnce(scheduler, [expire, rivals[rival]]);
          await expire();
          desk.clock.now = before;
          const state = await expectHeldOrFreeOrPaid(customer.id, id);
          expect(['expired', 'withdrawn']).toContain(state);
        }),
        runs,
      );
    },
  );

  it('just as a cashier begins to pay it is either begun or expired', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const customer = await newCustomer();
        const id = await customer.toPay();
        // The cashier was there before it expired, the sweep comes after.
        const sweep = { ...desk.context, clock: () => later(desk.clock.now, 60 * dayMs) };
        await atOnce(scheduler, [
          () => desk.start(desk.cashier, id, desk.next()),
          () => expireRefund(sweep, id as RefundId),
        ]);
        const state = await expectHeldOrFreeOrPaid(customer.id, id);
        expect(['executing', 'expired']).toContain(state);
      }),
      runs,
    );
  });
});
