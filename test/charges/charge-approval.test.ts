import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { listApprovals } from '../../shared/approvals/list-approvals.ts';
import { getCharge } from '../../shared/charges/get-charge.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { getCustomerBalance } from '../../shared/customers/get-customer-balance.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';

describe('a charge from entry to posted money', () => {
  let company: Company;
  let customerId: CustomerId;

  beforeAll(async () => {
    company = await freshCompany();
    customerId = (await company.createCustomer('C-1001')).id as CustomerId;
  });

  const submit = async (value: string, key: string) =>
    submitCharge(
      company.context,
      company.clerk,
      company.input({ body: chargeBody(customerId, 'C-1001', value), idempotencyKey: key }),
    );
  const decide = async (who: { actor: Company['clerk']['actor'] }, id: string, decision: object, key: string) =>
    decideApproval(
      company.context,
      who,
      company.input({
        params: { requestId: id as ChargeId },
        body: { decision: 'approve', revision: 1, stage: 1, ...decision },
        idempotencyKey: key,
      }),
    );
  const balance = async (currency = 'CNY') => {
    const { body } = await getCustomerBalance(
      company.context,
      company.clerk,
      company.input({ params: { customerId } }),
    );
    return body.balances.find((row) => row.currency === currency);
  };

  it('passes a small amount at once and opens what the customer owes', async () => {
    const { body } = await submit('120.00', 'small-1');
    expect(body).toMatchObject({ state: 'posted', stage: 0, stages: [], posting: { sequence: 1 } });
    expect(body.history.map(({ action, by }) => [action, by])).toEqual([
      ['submit', 'wang.fang'],
      ['pass', 'policy'],
    ]);
    expect((await balance())?.receivable).toEqual({ value: '120.00', currency: 'CNY' });
  });

  it('sends a larger amount through two people and posts with the second approval', async () => {
    const submitted = await submit('50000.00', 'large-1');
    expect(submitted.body).toMatchObject({
      state: 'in-review',
      stage: 1,
      stages: [{ role: 'reviewer' }, { role: 'finance' }],
    });
    const { id } = submitted.body;
    const inbox = await listApprovals(
      company.context,
      company.reviewer,
      company.input({ query: { limit: 20, role: undefined } }),
    );
    expect(inbox.body.items).toMatchObject([
      { requestId: id, customerName: '客户 C-1001', amount: { value: '50000.00' }, stage: 1 },
    ]);

    const first = await decide(company.reviewer, id, {}, 'd1');
    expect(first.body).toMatchObject({ state: 'in-review', stage: 2 });
    const second = await decide(company.finance, id, { stage: 2 }, 'd2');
    expect(second.body).toMatchObject({ state: 'posted', stage: 0, posting: { sequence: 2 } });

    const read = await getCharge(
      company.context,
      company.clerk,
      company.input({ params: { chargeId: id as ChargeId } }),
    );
    expect(read.body.entry).toMatchObject({
      sequence: 2,
      makers: ['wang.fang', 'chen.jie', 'zhao.min'],
      postings: [
        { event: 'charge-posted', account: 'receivable', side: 'debit', amount: { value: '50000.00' } },
        { event: 'charge-posted', account: 'revenue:upgrade', side: 'credit', amount: { value: '50000.00' } },
      ],
      balancesAfter: { receivable: '50120.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
    });
  });

  it('answers the same request again with the same charge, and another body under the same key with a refusal', async () => {
    const first = await submit('99.00', 'again-1');
    const again = await submit('99.00', 'again-1');
    expect(again).toMatchObject({ replayed: true, body: { id: first.body.id } });
    await expect(submit('98.00', 'again-1')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('refuses the maker, a second stage by the same person, a wrong role, and a stage that moved', async () => {
    const { body } = await submit('60000.00', 'rules-1');
    await expect(decide(company.clerk, body.id, {}, 'x1')).rejects.toMatchObject({ code: 'APPROVER_IS_MAKER' });
    await expect(decide(company.finance, body.id, {}, 'x2')).rejects.toMatchObject({ code: 'STAGE_ROLE_MISSING' });
    await decide(company.allRounder, body.id, {}, 'x3');
    await expect(decide(company.allRounder, body.id, { stage: 2 }, 'x4')).rejects.toMatchObject({
      code: 'APPROVER_DECIDED_BEFORE',
    });
    await expect(decide(company.reviewer, body.id, {}, 'x5')).rejects.toMatchObject({
      code: 'REQUEST_MOVED',
      params: { stage: '2' },
    });
    const replay = await decide(company.allRounder, body.id, {}, 'x3');
    expect(replay).toMatchObject({ replayed: true, body: { stage: 2 } });
  });

  it('returns a charge to its clerk, who corrects it; every revision and reason is kept', async () => {
    const { body } = await submit('30000.00', 'return-1');
    const returned = await decide(company.reviewer, body.id, { decision: 'return', comment: '请补充合同' }, 'r1');
    expect(returned.body.state).toBe('returned');
    const { customerId: _, customerNumber: __, ...content } = chargeBody(customerId, 'C-1001', '25000.00');
    const resubmitted = await resubmitCharge(
      company.context,
      company.clerk,
      company.input({
        params: { chargeId: body.id as ChargeId },
        body: content,
        idempotencyKey: 'r2',
        ifMatch: returned.etag ?? '',
      }),
    );
    expect(resubmitted.body).toMatchObject({ state: 'in-review', revision: 2, stage: 1 });
    const late = await decide(company.reviewer, body.id, { decision: 'return', comment: '请补充合同' }, 'r1');
    expect(late.replayed).toBe(true);
    const read = await getCharge(
      company.context,
      company.clerk,
      company.input({ params: { chargeId: body.id as ChargeId } }),
    );
    expect(read.body.earlierRevisions).toMatchObject([
      {
        revision: 1,
        amount: { value: '30000.00' },
        history: [{ action: 'submit' }, { action: 'return', reason: '请补充合同' }],
      },
    ]);
  });

  it('uses prepaid money when it covers the charge', async () => {
    const id = documentId('dep', 'wang.fang', 'openingDeposit', 'x') as DepositId;
    await postOpeningDeposit(company.context, {
      id,
      customerId,
      amount: { minor: 5_000n, currency: 'USD' },
      method: 'bank-transfer',
      maker: company.clerk.actor.id,
    });
    const body = { ...chargeBody(customerId, 'C-1001', '20.00'), amount: { minor: 2_000n, currency: 'USD' as const } };
    const posted = await submitCharge(company.context, company.clerk, company.input({ body, idempotencyKey: 'usd-1' }));
    expect(posted.body.state).toBe('posted');
    expect(await balance('USD')).toMatchObject({ prepaid: { value: '30.00' }, receivable: { value: '0.00' } });
  });
});
