import { beforeEach, describe, expect, it } from 'vitest';
import { readCorrectionFacts } from '../../shared/corrections/correction-facts.ts';
import { planCorrection } from '../../shared/corrections/plan-correction.ts';
import { type CorrectionDesk, correctionDesk } from './correction-desk.ts';

let desk: CorrectionDesk;

beforeEach(async () => {
  desk = await correctionDesk();
});

describe('the plan of a correction', () => {
  it('turns what was paid of a charge that is taken back into unallocated money', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const { body } = await desk.ask(chargeId, { mistake: 'wrong-amount', remedy: 'cancel' });
    const facts = await readCorrectionFacts(desk.context, await desk.charge(chargeId), await desk.correction(body.id));
    const paidInPart = facts.open && { ...facts, open: { ...facts.open, openMinor: 18_000n } };
    const head = await desk.head(desk.own.id);
    const after = { ...head, balances: { ...head.balances, receivable: 18_000n } };
    const plan = planCorrection(paidInPart ?? facts, [after]);
    expect(
      plan.ledgers[0]?.drafts.map(({ postings }) =>
        postings.map((each) => [each.event, each.account, each.amountMinor]),
      ),
    ).toEqual([
      [
        ['unapplied-deallocated', 'receivable', 30_000n],
        ['unapplied-deallocated', 'unapplied', 30_000n],
      ],
      [
        ['reversal', 'receivable', 48_000n],
        ['reversal', 'revenue:upgrade', 48_000n],
      ],
    ]);
    expect(plan.receivables).toEqual([{ before: paidInPart?.open }]);
  });
});
