import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { escalateStage } from '../../shared/approvals/escalate-stage.ts';
import { reviewNotices } from '../../shared/approvals/review-notices.ts';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import { later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import { tellOnce } from '../../shared/notices/tell-once.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { keepStageToken } from '../../shared/table/stage-token.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger } from '../support/ledger.ts';
import { type Costs, meteredClient } from '../support/metered-client.ts';

/** The budgets of docs/data-model.md; a change that costs more fails here (H16). */
describe('write units of one charge', () => {
  const { client, measure } = meteredClient();
  let company: Company;
  let customerId: CustomerId;
  const totals: Record<string, Costs> = {};

  beforeAll(async () => {
    company = await freshCompany(await freshLedger(client));
    customerId = (await company.createCustomer('C-2001')).id as CustomerId;
    // The first posting makes the customer's head; every one after it is the usual case.
    await submit('1.00', 'warm-up');
  });

  const submitFor = (id: CustomerId, number: string, value: string, key: string) =>
    submitCharge(
      company.context,
      company.clerk,
      company.input({ body: chargeBody(id, number, value), idempotencyKey: key }),
    );
  const submit = (value: string, key: string) => submitFor(customerId, 'C-2001', value, key);
  const decide = (who: { actor: Company['clerk']['actor'] }, id: string, stage: number) =>
    decideApproval(
      company.context,
      who,
      company.input({
        params: { requestId: id as ChargeId },
        body: { decision: 'approve', revision: 1, stage },
        idempotencyKey: `d${stage}`,
      }),
    );
  const deposit = (key: string, minor: bigint) =>
    postOpeningDeposit(company.context, {
      id: documentId('dep', 'wang.fang', 'openingDeposit', key) as DepositId,
      customerId,
      amount: { minor, currency: 'CNY' },
      method: 'bank-transfer',
      maker: company.clerk.actor.id,
    });

  async function twoStageCharge(key: string) {
    const costs: Record<string, number> = {};
    const submitted = await measure(() => submit('50000.00', key));
    const id = submitted.result.body.id as ChargeId;
    costs.submit = submitted.costs.writeUnits;
    // A real task token is up to 1,024 characters long.
    costs.token1 = (
      await measure(() =>
        keepStageToken(company.context, { id, revision: 1, stage: 1 }, 'T'.repeat(900), { isTold: true }),
      )
    ).costs.writeUnits;
    const first = await measure(() => decide(company.reviewer, id, 1));
    costs.decide = first.costs.writeUnits;
    costs.token2 = (
      await measure(() =>
        keepStageToken(company.context, { id, revision: 1, stage: 2 }, 'T'.repeat(900), { isTold: true }),
      )
    ).costs.writeUnits;
    const last = await measure(() => decide(company.finance, id, 2));
    costs.post = last.costs.writeUnits;
    const teller = { mailer: { send: async () => {} }, memory: new Map() };
    const notices = [{ recipient: 'customer', deliver: async () => {} }];
    const told = await measure(() => tellOnce(company.context, teller, { requestId: id, name: '1#posted' }, notices));
    costs.mail = told.costs.writeUnits;
    totals[key] = last.costs;
    return costs;
  }

  it('a two-stage postpaid charge costs 4 + 1 + 3 + 1 + 11 + 1 = 21', async () => {
    expect(await twoStageCharge('postpaid')).toEqual({ submit: 4, token1: 1, decide: 3, token2: 1, post: 11, mail: 1 });
  });

  it('a two-stage prepaid charge costs 4 + 1 + 3 + 1 + 8 + 1 = 18', async () => {
    await deposit('opening', 6_000_000n);
    expect(await twoStageCharge('prepaid')).toEqual({ submit: 4, token1: 1, decide: 3, token2: 1, post: 8, mail: 1 });
  });

  it('a charge that policy passes costs 9 when prepaid and 12 when postpaid, before its mail', async () => {
    expect((await measure(() => submit('99.00', 'pass-prepaid'))).costs.writeUnits).toBe(9);
    const other = (await company.createCustomer('C-2002')).id as CustomerId;
    const owe = (key: string) => submitFor(other, 'C-2002', '99.00', key);
    await owe('pass-warm-up');
    expect((await measure(() => owe('pass-postpaid'))).costs.writeUnits).toBe(12);
  });

  it('a stage that nobody decides costs 1 for its reminder and 3 when it is handed on, and its decision no more than before', async () => {
    const id = (await submit('50000.00', 'silent')).body.id as ChargeId;
    const read = async () => (await readCharge(company.context.table, id)) as Charge;
    const teller = { mailer: { send: async () => {} }, memory: new Map() };
    const remainingMs = () => 100_000;
    const workflow = {
      start: async () => {},
      ensureRunning: async () => {},
      ensureEnded: async () => {},
      report: async () => {},
    };
    const reminder = { requestId: id, name: '1#1#reminder' };
    const reminded = await measure(async () =>
      tellOnce(
        company.context,
        teller,
        reminder,
        await reviewNotices(company.context, await read(), 'review-reminder'),
      ),
    );
    expect(reminded.costs.writeUnits).toBe(1);
    const seen = await read();
    expect((await measure(() => escalateStage(company.context, seen, 'manager'))).costs.writeUnits).toBe(3);
    expect((await measure(() => decide(company.reviewer, id, 1))).costs.writeUnits).toBe(3);
    // The charge is not due yet: a sweep writes nothing.
    expect(
      (await measure(() => sweepWaiting(company.context, { ...teller, workflow }, { everything: true, remainingMs })))
        .costs.writeUnits,
    ).toBe(0);
  });

  it('a decision in place of an absent colleague costs 3 and one query and one read more', async () => {
    const until = later(company.context.clock(), 3_600_000);
    const body = { to: company.manager.actor.id, from: company.context.clock(), until };
    const set = () =>
      setDelegation(company.context, company.reviewer, company.input({ body, idempotencyKey: 'budget' }));
    // Two rows, written together.
    expect((await measure(set)).costs.writeUnits).toBe(4);
    const id = (await submit('50000.00', 'delegated')).body.id as ChargeId;
    const { costs } = await measure(() => decide(company.manager, id, 1));
    expect(costs).toEqual({ writeUnits: 3, calls: { GetItem: 3, Query: 1, PutItem: 1 } });
  });

  it('a deposit costs 9, of which two are the list entries of its new request', async () => {
    expect((await measure(() => deposit('second', 10_000n))).costs.writeUnits).toBe(9);
  });

  it('replaying a submission writes nothing', async () => {
    expect((await measure(() => submit('50000.00', 'prepaid'))).costs.writeUnits).toBe(0);
  });

  it('the posting decision is five reads of one item and one write', () => {
    expect(totals.prepaid?.calls).toEqual({ GetItem: 5, TransactWriteItems: 1 });
  });
});
