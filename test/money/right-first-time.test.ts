import { describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { cancelDraft } from '../../shared/charges/cancel-draft.ts';
import { editDraft } from '../../shared/charges/edit-draft.ts';
import { saveDraft } from '../../shared/charges/save-draft.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitDraft } from '../../shared/charges/submit-draft.ts';
import { withdrawCharge } from '../../shared/charges/withdraw-charge.ts';
import { requestCorrection } from '../../shared/corrections/request-correction.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import type { Mistake } from '../../shared/model/correction.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { readHead } from '../../shared/table/commit.ts';
import { receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem, type Item, queryPartition } from '../../shared/table/ledger-table.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { date } from '../support/ledger.ts';
import { input, LedgerDesk, type MoneyCompany, money, openCompany } from './ledger-desk.ts';
import type { Source } from './model.ts';

/** What a charge says of the things one can get wrong. */
interface Said {
  readonly account: 0 | 1;
  readonly amount: bigint;
  readonly type: ChargeType;
  readonly month: '09' | '10';
}

const right: Said = { account: 0, amount: 80_000n, type: 'upgrade', month: '10' };
const wrongs: readonly (readonly [name: string, Mistake, Said])[] = [
  ['the wrong customer', 'wrong-customer', { ...right, account: 1 }],
  ['too much', 'wrong-amount', { ...right, amount: 100_000n }],
  ['too little', 'wrong-amount', { ...right, amount: 50_000n }],
  ['the wrong type', 'wrong-type', { ...right, type: 'setup' }],
  ['the wrong period', 'wrong-period', { ...right, month: '09' }],
];

const states = [
  'not submitted',
  'submitted',
  'posted',
  'prepaid money used',
  'prepaid money used up, the rest owed',
  'some prepaid money refunded since',
  'some of the charge itself refunded since',
] as const;
type State = (typeof states)[number];

const periodOf = ({ month }: Said) => ({
  start: date(`2026-${month}-01`),
  end: date(month === '09' ? '2026-09-30' : '2026-10-31'),
});

/** One customer charged by hand, another beside him, both with two deposits where the state wants prepaid money. */
class World {
  readonly #company: MoneyCompany;
  readonly #desk: LedgerDesk;
  #calls = 0;

  private constructor(company: MoneyCompany, desk: LedgerDesk) {
    this.#company = company;
    this.#desk = desk;
  }

  static async open(company: MoneyCompany, name: string, state: State): Promise<World> {
    const desk = new LedgerDesk(company, name);
    await desk.open();
    const deposits: readonly bigint[] =
      state === 'prepaid money used up, the rest owed' ? [30_000n, 25_000n] : [50_000n, 70_000n];
    if (state !== 'posted' && state !== 'not submitted' && state !== 'submitted') {
      for (const account of [0, 1]) {
        for (const [index, amount] of deposits.entries()) {
          const key = `deposit-${account}-${index}`;
          await desk.perform({ do: 'deposit', key, who: 'cashier-1', account, amount, purpose: 'general' });
        }
      }
    }
    return new World(company, desk);
  }

  #key(): string {
    this.#calls += 1;
    return `${this.#desk.customer(0).number}-${this.#calls}`;
  }

  #content(said: Said) {
    return {
      ...{ type: said.type, amount: money(said.amount), period: periodOf(said), vouchers: [] },
      reason: { code: 'upgrade' as const, text: '本期升级服务等级，按约定补收' },
      basis: { text: '按合同单价计算' },
      // Named, since it must be the same however late the charge is put right.
      effectiveDate: date('2026-10-12'),
    };
  }

  async draft(said: Said): Promise<{ id: ChargeId; etag: string }> {
    const { id: customerId, number: customerNumber } = this.#desk.customer(said.account);
    const call = input<typeof import('../../shared/contracts/charge-drafts.ts').saveDraft>({
      body: { customerId, customerNumber, content: this.#content(said) },
      idempotencyKey: this.#key(),
    });
    const { body, etag = '' } = await saveDraft(this.#company.context, this.#company.staff['clerk-1'], call);
    return { id: body.id as ChargeId, etag };
  }

  async edit({ id, etag }: { id: ChargeId; etag: string }, said: Said): Promise<{ id: ChargeId; etag: string }> {
    const call = input<typeof import('../../shared/contracts/charge-drafts.ts').editDraft>({
      ...{ params: { chargeId: id }, body: this.#content(said), ifMatch: etag, idempotencyKey: this.#key() },
    });
    const reply = await editDraft(this.#company.context, this.#company.staff['clerk-1'], call);
    return { id, etag: reply.etag ?? '' };
  }

  async submit({ id, etag }: { id: ChargeId; etag: string }): Promise<void> {
    const call = input<typeof import('../../shared/contracts/charge-drafts.ts').submitDraft>({
      ...{ params: { chargeId: id }, ifMatch: etag, idempotencyKey: this.#key() },
    });
    await submitDraft(this.#company.context, this.#company.staff['clerk-1'], call);
  }

  async withdraw(id: ChargeId): Promise<{ id: ChargeId; etag: string }> {
    const call = input<typeof import('../../shared/contracts/charge-drafts.ts').withdrawCharge>({
      ...{ params: { chargeId: id }, body: { revision: 1 }, idempotencyKey: this.#key() },
    });
    const { etag = '' } = await withdrawCharge(this.#company.context, this.#company.staff['clerk-1'], call);
    return { id, etag };
  }

  async cancel(id: ChargeId): Promise<void> {
    const call = input<typeof import('../../shared/contracts/charge-drafts.ts').cancelDraft>({
      ...{ params: { chargeId: id }, body: {}, idempotencyKey: this.#key() },
    });
    await cancelDraft(this.#company.context, this.#company.staff['clerk-1'], call);
  }

  async approve(id: string, who: 'finance-1' | 'finance-2', revision = 1): Promise<void> {
    const call = input<typeof import('../../shared/contracts/approvals.ts').decideApproval>({
      params: { requestId: id as ChargeId },
      body: { decision: 'approve', revision, stage: 1 },
      idempotencyKey: this.#key(),
    });
    await decideApproval(this.#company.context, this.#company.staff[who], call);
  }

  /** A charge under a name that a refund can speak of. */
  named(id: ChargeId): Source {
    this.#desk.name('the charge', id);
    return { from: 'charge', charge: 'the charge' };
  }

  /** Money goes back to a customer. */
  async refund(key: string, amount: bigint, account: 0 | 1, of: Source): Promise<void> {
    const steps = [
      { do: 'refund' as const, key, who: 'clerk-1' as const, account, source: of, amount },
      { do: 'decide' as const, of: key, who: 'finance-1' as const, approve: true },
      { do: 'start' as const, refund: key, who: 'cashier-1' as const },
      { do: 'end' as const, refund: key, who: 'cashier-1' as const, how: 'paid' as const },
    ];
    for (const step of steps) expect(await this.#desk.perform(step)).toBeUndefined();
  }

  async correct(id: ChargeId, mistake: Mistake): Promise<void> {
    const customer = this.#desk.customer(right.account);
    const says = {
      'wrong-customer': { customerId: customer.id, customerNumber: customer.number },
      'wrong-amount': { amount: money(right.amount) },
      'wrong-type': { type: right.type },
      'wrong-period': { period: periodOf(right) },
    }[mistake];
    const call = input<typeof import('../../shared/contracts/corrections.ts').requestCorrection>({
      params: { chargeId: id },
      body: {
        ...{ mistake, remedy: 'replace', right: says, vouchers: [] },
        cause: { code: 'typed-wrong', text: '录入时看错了合同' },
      },
      idempotencyKey: this.#key(),
    });
    const { body } = await requestCorrection(this.#company.context, this.#company.staff['clerk-2'], call);
    await this.approve(body.id, 'finance-2');
  }

  /** The entry as the table has it, byte for byte. */
  async entryOf(id: ChargeId): Promise<Item | undefined> {
    const { table } = this.#company.context;
    const charge = await readCharge(table, id);
    if (charge?.posting === undefined) return undefined;
    const { recordedAt, sequence } = charge.posting;
    return await getItem(table, keys.entry(charge.customerId, 'CNY', recordedAt, sequence), { strong: true });
  }

  /** Balances, lots and receivables of both customers, and what every house account has. */
  async money() {
    const { table } = this.#company.context;
    const house: Record<string, bigint> = {};
    const customers = [];
    for (const account of [0, 1] as const) {
      const { id } = this.#desk.customer(account);
      const head = await readHead(table, id as CustomerId, 'CNY');
      const owed = await queryPartition(table, { ...keys.receivables(id), strong: true });
      for (const { post, ps } of await queryPartition(table, { ...keys.entries(id, 'CNY'), strong: true })) {
        for (const [, side, name, minor] of post as [string, string, string, bigint][]) {
          if (!name.includes(':')) continue;
          // Revenue belongs to the charged period as well.
          const of = name.startsWith('revenue') && ps !== undefined ? `${name} ${ps}` : name;
          house[of] = (house[of] ?? 0n) + (side === 'C' ? minor : -minor);
        }
      }
      customers.push({
        balances: head.balances,
        lots: head.lots.map(({ number, minor }) => [number, minor]),
        claims: head.claims,
        owed: owed
          .map(receivableFromItem)
          .map(({ openMinor, dueDate }) => [openMinor, dueDate])
          .sort(),
      });
    }
    return {
      customers,
      house: Object.entries(house)
        .filter(([, minor]) => minor !== 0n)
        .sort(),
    };
  }
}

/** The second deposit of whoever was charged: a refund that names one is the same whatever else was drawn. */
const second = ({ account }: Said): Source => ({ from: 'prepaid', deposit: `deposit-${account}-1` });

/** Enters something wrong and puts it right in the way its state allows. */
async function enterWrongly(world: World, state: State, mistake: Mistake, said: Said): Promise<void> {
  const draft = await world.draft(said);
  if (state === 'not submitted' || state === 'submitted') {
    if (state === 'submitted') await world.submit(draft);
    const open = state === 'submitted' ? await world.withdraw(draft.id) : draft;
    // Another customer's charge is another charge.
    if (mistake === 'wrong-customer') await world.cancel(draft.id);
    const corrected = mistake === 'wrong-customer' ? await world.draft(right) : await world.edit(open, right);
    await world.submit(corrected);
    const revision = (await readRevision(world, corrected.id)) ?? 1;
    return await world.approve(corrected.id, 'finance-1', revision);
  }
  await world.submit(draft);
  await world.approve(draft.id, 'finance-1');
  if (state === 'some prepaid money refunded since') await world.refund('back', 10_000n, said.account, second(said));
  if (state === 'some of the charge itself refunded since') {
    await world.refund('back', 10_000n, said.account, world.named(draft.id));
  }
  const original = await world.entryOf(draft.id);
  expect(original).toBeDefined();
  await world.correct(draft.id, mistake);
  expect(await world.entryOf(draft.id)).toEqual(original);
}

let company: MoneyCompany;
const readRevision = async (_: World, id: ChargeId) => (await readCharge(company.context.table, id))?.revision;

describe('right first time (H3): putting a charge right leaves the money as if it had been right at once', () => {
  it.each(states)(
    'when it was %s',
    async (state) => {
      company = await openCompany('partly');
      for (const [index, [name, mistake, said]] of wrongs.entries()) {
        const wrong = await World.open(company, `W${index}`, state);
        await enterWrongly(wrong, state, mistake, said);

        const oracle = await World.open(company, `R${index}`, state);
        const draft = await oracle.draft(right);
        await oracle.submit(draft);
        await oracle.approve(draft.id, 'finance-1');
        if (state === 'some prepaid money refunded since') {
          await oracle.refund('back', 10_000n, said.account, second(said));
        }
        // The same money went back to the same customer, out of his prepaid money: nothing was wrong with the charge.
        if (state === 'some of the charge itself refunded since') {
          await oracle.refund('back', 10_000n, said.account, { from: 'prepaid' });
        }

        expect(await wrong.money(), `${name}, ${state}`).toEqual(await oracle.money());
      }
      const { entries, heads, openItems, requests } = await collectLedger(scanItems(company.context.table));
      expect(verifyLedger(entries, heads, openItems, requests).findings).toEqual([]);
    },
    60_000,
  );
});
