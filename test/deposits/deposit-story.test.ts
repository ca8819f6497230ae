import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import { formatDecimal } from '../../shared/model/money.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

type Step =
  | { readonly do: 'pay'; readonly method: 'cash' | 'transfer'; readonly minor: number; readonly purpose: string }
  | { readonly do: 'charge'; readonly minor: number; readonly type: ChargeType }
  | { readonly do: 'step'; readonly step: 'confirm' | 'bounce' | 'cancel'; readonly which: number };

const minor = fc.integer({ min: 1, max: 40_000 });
const purpose = fc.constantFrom('general', 'general', 'training', 'security');
const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('pay' as const),
    method: fc.constantFrom('cash' as const, 'transfer' as const),
    minor,
    purpose,
  }),
  fc.record({
    do: fc.constant('charge' as const),
    minor,
    type: fc.constantFrom('upgrade' as const, 'training' as const),
  }),
  fc.record({
    do: fc.constant('step' as const),
    step: fc.constantFrom('confirm' as const, 'confirm' as const, 'bounce' as const, 'cancel' as const),
    which: fc.nat(20),
  }),
);

interface ModelDeposit {
  readonly id: string;
  readonly purpose: string;
  readonly minor: bigint;
  state: 'registered' | 'arrived' | 'bounced' | 'cancelled';
  left: bigint;
  /** The how many-th arrival it was. */
  order: number;
}

/** What a cautious accountant expects, by his own simple rules: oldest first, whole charges only. */
class Model {
  readonly deposits: ModelDeposit[] = [];
  owed = 0n;
  private arrivals = 0;

  arrive(deposit: ModelDeposit): void {
    this.arrivals += 1;
    Object.assign(deposit, { state: 'arrived', left: deposit.minor, order: this.arrivals });
  }

  charge(amount: bigint, type: ChargeType): void {
    const fits = ({ purpose: of }: ModelDeposit) => of === 'general' || (of === 'training' && type === 'training');
    const usable = this.deposits.filter((each) => each.left > 0n && fits(each)).sort((a, b) => a.order - b.order);
    const sum = usable.reduce((total, { left }) => total + left, 0n);
    if (sum < amount) {
      this.owed += amount;
      return;
    }
    let rest = amount;
    for (const deposit of usable) {
      const part = deposit.left < rest ? deposit.left : rest;
      deposit.left -= part;
      rest -= part;
    }
  }

  bounce(deposit: ModelDeposit): void {
    if (deposit.state === 'arrived') this.owed += deposit.minor - deposit.left;
    Object.assign(deposit, { state: 'bounced', left: 0n });
  }
}

const yuan = (amount: bigint) => formatDecimal(amount, 2);

async function refusal(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

async function play(desk: DepositDesk, model: Model, step: Step): Promise<void> {
  desk.clock.move(1_000);
  if (step.do === 'charge') {
    await desk.charge(yuan(BigInt(step.minor)), step.type);
    return model.charge(BigInt(step.minor), step.type);
  }
  if (step.do === 'pay') {
    const [value, fields] = [yuan(BigInt(step.minor)), { purpose: step.purpose }];
    const { body } = await (step.method === 'cash' ? desk.cash(value, fields) : desk.register(value, fields));
    const of = { id: body.id, purpose: step.purpose, minor: BigInt(step.minor), left: 0n, order: 0 };
    const deposit: ModelDeposit = { ...of, state: 'registered' };
    model.deposits.push(deposit);
    if (step.method === 'cash') model.arrive(deposit);
    return;
  }
  const deposit = model.deposits[step.which % Math.max(1, model.deposits.length)];
  if (deposit === undefined) return;
  if (step.step === 'confirm') {
    const said = await refusal(desk.confirm(deposit.id));
    expect(said).toBe(deposit.state === 'registered' ? undefined : 'DEPOSIT_MOVED');
    if (deposit.state === 'registered') model.arrive(deposit);
  } else if (step.step === 'bounce') {
    const mayBounce = deposit.state === 'registered' || deposit.state === 'arrived';
    const said = await refusal(desk.bounce(deposit.id, desk.otherCashier));
    expect(said).toBe(mayBounce ? undefined : 'DEPOSIT_MOVED');
    if (mayBounce) model.bounce(deposit);
  } else {
    const said = await refusal(desk.cancel(deposit.id));
    const isHis = (await desk.read(deposit.id)).registeredBy === 'wang.fang';
    const expected = deposit.state === 'registered' ? undefined : 'DEPOSIT_MOVED';
    expect(said).toBe(isHis ? expected : 'NOT_THE_MAKER');
    if (said === undefined) deposit.state = 'cancelled';
  }
}

/** Balance, lots and statement of the desk, held against the model and against each other. */
async function compare(desk: DepositDesk, model: Model): Promise<void> {
  const left = model.deposits.reduce((total, deposit) => total + deposit.left, 0n);
  const balance = await desk.balance();
  expect([balance?.prepaid.value ?? '0.00', balance?.receivable.value ?? '0.00']).toEqual([
    yuan(left),
    yuan(model.owed),
  ]);
  const { items } = await desk.list({ limit: 100 });
  expect(items.map(({ id, state, left: of }) => ({ id, state, left: of?.value ?? '0.00' }))).toEqual(
    model.deposits.map(({ id, state, left: of }) => ({ id, state, left: yuan(of) })).toReversed(),
  );
  const statement = await desk.statement({ limit: 100 });
  const sum = statement.items.reduce((total, { change }) => total + BigInt(change.value.replace('.', '')), 0n);
  expect([statement.opening.value, statement.closing.value, yuan(sum)]).toEqual(['0.00', yuan(left), yuan(left)]);
  for (const item of items) {
    if (item.receiptNumber === undefined) continue;
    const uses = (await desk.uses(item.id, { limit: 100 })).items;
    const used = uses.reduce((total, { change }) => total + BigInt(change.value.replace('.', '')), 0n);
    const amount = BigInt(item.amount.value.replace('.', ''));
    expect(yuan(amount + used), `what ${item.id} paid and what is left of it make its amount`).toBe(item.left?.value);
  }
  const { entries, heads, openItems, requests } = await collectLedger(scanItems(desk.table));
  expect(verifyLedger(entries, heads, openItems, requests).findings).toEqual([]);
}

describe('whatever is deposited, charged, confirmed, bounced and cancelled', () => {
  it('balance, deposits, their use and the statement agree to the cent, and nothing is overdrawn', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 4, maxLength: 14 }), async (steps) => {
        const desk = await depositDesk();
        const model = new Model();
        for (const step of steps) await play(desk, model, step);
        await compare(desk, model);
      }),
      { numRuns: 15 },
    );
  });
});
