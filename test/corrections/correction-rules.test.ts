import { beforeEach, describe, expect, it } from 'vitest';
import { openDispute } from '../../shared/disputes/open-dispute.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { freshLedger } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type CorrectionDesk, correctionDesk, rightAmountOf, type Wrong } from './correction-desk.ts';

let desk: CorrectionDesk;

beforeEach(async () => {
  desk = await correctionDesk();
});

const code = (name: string) => expect.objectContaining({ code: name });
const lower: Wrong = { mistake: 'wrong-amount', right: rightAmountOf('300.00') };
const otherCustomer = (desk: CorrectionDesk, number = 'C-5002'): Wrong => ({
  mistake: 'wrong-customer',
  right: { customerId: desk.other.id, customerNumber: number },
});

/** How several that run at once ended. */
async function outcomes(...works: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((each) => (each.status === 'fulfilled' ? 'done' : String((each.reason as { code: string }).code)));
}

describe('asking for a correction', () => {
  it('is refused of a charge that is not posted, naming where it stands', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    await expect(desk.ask(`chg_${'a'.repeat(26)}`, lower)).rejects.toThrow(code('NOT_FOUND'));
    await desk.correct(chargeId, lower);
    await expect(desk.ask(chargeId, lower)).rejects.toThrow(code('REQUEST_MOVED'));
  });

  it.each<[string, Wrong, string]>([
    ['the amount it has', { mistake: 'wrong-amount', right: rightAmountOf('480.00') }, 'CORRECTION_CHANGES_NOTHING'],
    ['the type it has', { mistake: 'wrong-type', right: { type: 'upgrade' } }, 'CORRECTION_CHANGES_NOTHING'],
    [
      'the day it has',
      { mistake: 'wrong-period', right: { effectiveDate: '2026-10-12' } },
      'CORRECTION_CHANGES_NOTHING',
    ],
    [
      'a credit up to more',
      { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('500.00') },
      'CORRECTION_AMOUNT_UNFIT',
    ],
    [
      'a further charge over less',
      { mistake: 'wrong-amount', remedy: 'charge-more', right: rightAmountOf('300.00') },
      'CORRECTION_AMOUNT_UNFIT',
    ],
    [
      'a refund of what nobody paid',
      { mistake: 'wrong-amount', remedy: 'refund-excess', right: rightAmountOf('300.00'), payout: { method: 'cash' } },
      'NOTHING_TO_REFUND',
    ],
  ])('with %s is refused', async (_, wrong, refusal) => {
    const chargeId = await desk.submit(desk.own, '480.00');
    await expect(desk.ask(chargeId, wrong)).rejects.toThrow(code(refusal));
    await expect(desk.preview(chargeId, wrong)).rejects.toThrow(code(refusal));
    expect((await desk.account(desk.own.id)).claims).toEqual([]);
  });

  it('for another customer wants his number to match', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    await expect(desk.ask(chargeId, otherCustomer(desk, 'C-5009'))).rejects.toThrow(code('CUSTOMER_NUMBER_MISMATCH'));
  });

  it('lays its hand on the charge: neither a second correction nor a refund comes between', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    await expect(desk.ask(chargeId, lower)).rejects.toThrow(code('CORRECTION_PENDING'));
    await expect(desk.hold(desk.refundOf(chargeId, '100.00'))).rejects.toThrow(code('CORRECTION_PENDING'));
    await desk.withdraw(id);
    await desk.hold(desk.refundOf(chargeId, '100.00'));
    await expect(desk.ask(chargeId, lower)).rejects.toThrow(code('REFUND_PENDING'));
  });

  it('needs the approvals of the larger amount, by people who did not ask for it', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { body } = await desk.ask(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('30000.00') });
    expect(body.stages).toEqual([{ role: 'finance' }, { role: 'manager' }]);
    expect(body.amount.value).toBe('30000.00');
    await desk.decide(desk.finance, body.id);
    await expect(desk.decide(desk.finance, body.id, 'approve', 2)).rejects.toThrow(code('APPROVER_DECIDED_BEFORE'));
    await expect(desk.withdraw(body.id)).rejects.toThrow(code('WITHDRAWN_TOO_LATE'));
    await desk.decide(desk.manager, body.id, 'approve', 2);
    expect((await desk.correction(body.id)).state).toBe('posted');
  });

  it('is answered once however often it is sent, and refuses another body under its key', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const first = await desk.ask(chargeId, lower, desk.clerk, 'once');
    const again = await desk.ask(chargeId, lower, desk.clerk, 'once');
    expect(again).toEqual({ ...first, replayed: true });
    const another = { ...lower, right: rightAmountOf('301.00') };
    await expect(desk.ask(chargeId, another, desk.clerk, 'once')).rejects.toThrow(code('IDEMPOTENCY_KEY_REUSED'));
    const withdrawn = await desk.withdraw(first.body.id, desk.clerk, 'back');
    expect(await desk.withdraw(first.body.id, desk.clerk, 'back')).toEqual({ ...withdrawn, replayed: true });
  });

  it('is withdrawn by whoever asked, and by nobody else', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    await expect(desk.withdraw(id, desk.otherClerk)).rejects.toThrow(code('NOT_THE_MAKER'));
    await desk.withdraw(id);
    await expect(desk.withdraw(id)).rejects.toThrow(code('REQUEST_MOVED'));
    expect((await desk.account(desk.own.id)).claims).toEqual([]);
  });

  it('leaves the charge as it was when it is rejected, and free', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const before = await desk.charge(chargeId);
    const { id } = (await desk.ask(chargeId, lower)).body;
    await desk.decide(desk.finance, id, 'reject');
    expect(await desk.charge(chargeId)).toEqual(before);
    expect((await desk.account(desk.own.id)).claims).toEqual([]);
    await desk.correct(chargeId, lower);
  });

  it('is found by its charge, by its month and by its state', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    const second = await desk.submit(desk.own, '120.00');
    const { id: other } = await desk.correct(second, { mistake: 'wrong-type', right: { type: 'training' } });
    const ids = async (query: object) => (await desk.list(query)).items.map((each) => each.id);
    expect(await ids({ chargeId })).toEqual([id]);
    expect((await ids({})).sort()).toEqual([id, other].sort());
    expect(await ids({ state: 'posted' })).toEqual([other]);
    expect(await ids({ month: '2026-09' })).toEqual([]);
    const { nextCursor } = await desk.list({ limit: 1 });
    expect((await desk.list({ limit: 1, cursor: nextCursor })).items).toHaveLength(1);
  });
});

describe('several at once', () => {
  it('of two corrections of a charge one is first', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const ended = await outcomes(desk.ask(chargeId, lower, desk.clerk), desk.ask(chargeId, lower, desk.otherClerk));
    expect(ended.sort()).toEqual(['CORRECTION_PENDING', 'done']);
    expect((await desk.account(desk.own.id)).claims).toHaveLength(1);
  });

  it('of a correction and a refund of a charge one is first', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const ended = await outcomes(desk.ask(chargeId, lower), desk.hold(desk.refundOf(chargeId, '100.00')));
    expect(ended.filter((each) => each === 'done')).toHaveLength(1);
    expect((await desk.account(desk.own.id)).claims).toHaveLength(1);
  });

  it('of an approval and a withdrawal one is first, and the charge is as that one says', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    await outcomes(desk.decide(desk.finance, id), desk.withdraw(id));
    const { state } = await desk.correction(id);
    expect(['posted', 'withdrawn']).toContain(state);
    expect((await desk.charge(chargeId)).state).toBe(state === 'posted' ? 'corrected' : 'posted');
    expect((await desk.account(desk.own.id)).claims).toEqual([]);
  });

  it('a dispute opened while a correction is approved is kept, and the correction posted', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { id } = (await desk.ask(chargeId, lower)).body;
    const dispute = openDispute(
      desk.context,
      desk.otherClerk,
      desk.input({
        params: { chargeId: chargeId as ChargeId },
        body: { text: '客户说没有升级', wants: 'correction' as const },
        idempotencyKey: 'dispute',
      }),
    );
    const [approved, disputed] = await outcomes(desk.decide(desk.finance, id), dispute);
    expect(approved).toBe('done');
    const { state, history } = await desk.charge(chargeId);
    expect(state).toBe('corrected');
    expect(history.some(({ action }) => action === 'dispute')).toBe(disputed === 'done');
  });
});

describe('what a correction would do', () => {
  it('is shown beforehand as it is posted then: entries, receivables and balances of both customers', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    await desk.topUp(desk.other.id, '100.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const before = { own: await desk.entries(desk.own.id), other: await desk.entries(desk.other.id) };
    const shown = await desk.preview(chargeId, otherCustomer(desk));
    await desk.correct(chargeId, otherCustomer(desk));
    for (const [index, customer] of (['own', 'other'] as const).entries()) {
      const added = (await desk.entries(desk[customer].id)).slice(before[customer].length);
      const lines = (postings: readonly { event: string; account: string; side: string }[]) =>
        postings.map(({ event, account, side }) => [event, account, side]);
      expect(shown.ledgers[index]?.entries.map(({ postings }) => lines(postings))).toEqual(
        added.map(({ postings }) => lines(postings)),
      );
      const { balances } = await desk.head(desk[customer].id);
      expect(shown.ledgers[index]?.balancesAfter).toMatchObject({
        prepaid: `${balances.prepaid / 100n}.${String(balances.prepaid % 100n).padStart(2, '0')}`,
        receivable: `${balances.receivable / 100n}.${String(balances.receivable % 100n).padStart(2, '0')}`,
      });
    }
    expect(shown.deposits).toMatchObject([{ lot: 1, givenBack: { value: '480.00' } }]);
    expect(shown.deposits[0]?.receiptNumber).toMatch(/^RC-CNY-/);
    expect(shown.receivables).toMatchObject([{ customerId: desk.other.id, openThen: { value: '480.00' } }]);
    expect(shown.papers).toHaveLength(2);
  });

  it('names refunds of the charge and warns of what was given back', async () => {
    await desk.topUp(desk.own.id, '480.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const refund = await desk.refund(chargeId, '100.00');
    const shown = await desk.preview(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('460.00') });
    expect(shown.refunds).toEqual([{ id: refund.id, state: 'paid', amount: { value: '100.00', currency: 'CNY' } }]);
    expect(shown.warnings.map((warning) => warning.code)).toEqual(['CREDITED_BEFORE', 'OWED_AGAIN']);
  });
});

describe('the cost in write units', () => {
  it('is five besides two lists to ask, and ten to approve: three for the decision, seven for the reversal', async () => {
    const meter = meteredClient();
    const metered = await correctionDesk(await freshLedger(meter.client));
    await metered.topUp(metered.own.id, '1000.00');
    const chargeId = await metered.submit(metered.own, '480.00');
    const wrong: Wrong = { mistake: 'wrong-amount', remedy: 'cancel' };
    const asked = await meter.measure(() => metered.ask(chargeId, wrong));
    expect(asked.costs.writeUnits).toBe(7);
    const approved = await meter.measure(() => metered.decide(metered.finance, asked.result.body.id));
    expect(approved.costs.writeUnits).toBe(10);
  });
});
