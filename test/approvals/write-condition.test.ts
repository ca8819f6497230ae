import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { unchangedAndDecidedByAnother } from '../../shared/requests/unchanged.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';

/** Who may decide stands in the condition of the write, not only in the code before it (promise 5). */
describe('the write of a decision', () => {
  let company: Company;
  let customerId: CustomerId;
  let charges = 0;

  beforeAll(async () => {
    company = await freshCompany();
    customerId = (await company.createCustomer('C-6001')).id as CustomerId;
  });

  /** A charge of two stages, the first of them approved by the reviewer. */
  async function halfApproved(): Promise<Charge> {
    charges += 1;
    const { context, clerk, reviewer, input } = company;
    const idempotencyKey = `charge-${charges}`;
    const body = chargeBody(customerId, 'C-6001', '50000.00');
    const requestId = (await submitCharge(context, clerk, input({ body, idempotencyKey }))).body.id as ChargeId;
    const approval = { decision: 'approve' as const, revision: 1, stage: 1 };
    await decideApproval(context, reviewer, input({ params: { requestId }, body: approval, idempotencyKey }));
    return (await readCharge(context.table, requestId)) as Charge;
  }
  /** Writes the charge as a decision of somebody would, whatever the code before it may think of him. */
  const write = (seen: Charge, decider: string) =>
    putIf(
      company.context,
      chargeItem({ ...seen, state: 'returned', stage: 0 }, company.context.zone),
      unchangedAndDecidedByAnother(seen, decider),
    );

  it.each([
    ['the maker', 'wang.fang', 'refused'],
    ['who approved an earlier stage', 'chen.jie', 'refused'],
    ['anybody else', 'zhao.min', 'written'],
    ['somebody whose name begins like the maker’s', 'wang.fan', 'written'],
    ['somebody whose name is part of an approver’s', 'jie', 'written'],
  ])('by %s (%s) is %s', async (_, decider, outcome) => {
    expect(await write(await halfApproved(), decider)).toBe(outcome);
  });

  it.each([
    ['the maker', 'wang.fang', 'refused'],
    ['who approved an earlier stage', 'chen.jie', 'refused'],
    ['anybody else', 'he.jing', 'written'],
  ])('by a delegate in place of %s (%s) is %s', async (_, absent, outcome) => {
    const seen = await halfApproved();
    const decided = chargeItem({ ...seen, state: 'returned', stage: 0 }, company.context.zone);
    expect(await putIf(company.context, decided, unchangedAndDecidedByAnother(seen, 'zhao.min', absent))).toBe(outcome);
  });

  it.each<[string, Partial<Charge>]>([
    ['another stage', { stage: 1 }],
    ['another revision', { revision: 2 }],
    ['another state', { state: 'returned' }],
  ])('is refused when the charge was seen in %s', async (_, seen) => {
    expect(await write({ ...(await halfApproved()), ...seen }, 'zhao.min')).toBe('refused');
  });

  it('of a charge that is gone is refused', async () => {
    const charge = { ...(await halfApproved()), id: `chg_${'a'.repeat(26)}` as ChargeId };
    expect(await write(charge, 'zhao.min')).toBe('refused');
  });
});
