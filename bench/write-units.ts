import { decideApproval } from '../shared/approvals/decide-approval.ts';
import { submitCharge } from '../shared/charges/submit-charge.ts';
import { postOpeningDeposit } from '../shared/deposits/post-opening-deposit.ts';
import type { ChargeId, CustomerId, DepositId } from '../shared/model/ids.ts';
import { tellOnce } from '../shared/notices/tell-once.ts';
import { documentId } from '../shared/table/document-id.ts';
import { keepStageToken } from '../shared/table/stage-token.ts';
import { type Company, chargeBody, freshCompany } from '../test/support/company.ts';
import { freshLedger } from '../test/support/ledger.ts';
import { meteredClient } from '../test/support/metered-client.ts';
import { atMost, type Figure } from './figure.ts';

/** Write units of a charge from entry to mail, by the exact meter; the budgets are those of docs/data-model.md. */
export async function writeUnitFigures(): Promise<Figure[]> {
  const { client, measure } = meteredClient();
  const company = await freshCompany(await freshLedger(client));
  const customerId = (await company.createCustomer('C-2001')).id as CustomerId;
  const submit = (value: string, key: string) =>
    submitCharge(company.context, company.clerk, {
      ...company.input({ body: chargeBody(customerId, 'C-2001', value), idempotencyKey: key }),
    });
  const units = async (work: () => Promise<unknown>) => (await measure(work)).costs.writeUnits;
  await submit('1.00', 'the first entry makes the head');

  const postpaid = await chargeUnits(company, units, () => submit('50000.00', 'postpaid'));
  const deposit = await units(() =>
    postOpeningDeposit(company.context, {
      id: documentId('dep', 'wang.fang', 'openingDeposit', 'bench') as DepositId,
      customerId,
      amount: { minor: 5_500_000n, currency: 'CNY' },
      method: 'bank-transfer',
      maker: company.clerk.actor.id,
    }),
  );
  const prepaid = await chargeUnits(company, units, () => submit('50000.00', 'prepaid'));
  const passed = await units(() => submit('99.00', 'passed'));
  return [
    atMost('write units: submit', prepaid.submit, 4),
    atMost('write units: keep a task token', prepaid.token, 1),
    atMost('write units: decide a stage', prepaid.decide, 3),
    atMost('write units: last decision and posting, prepaid', prepaid.post, 8),
    atMost('write units: last decision and posting, postpaid', postpaid.post, 11),
    atMost('write units: mail', prepaid.mail, 1),
    atMost('write units: two-stage charge, prepaid, end to end', prepaid.total, 18),
    atMost('write units: two-stage charge, postpaid, end to end', postpaid.total, 21),
    atMost('write units: charge passed by policy, prepaid, with mail', passed + prepaid.mail, 10),
    atMost('write units: deposit with its new request', deposit, 10),
  ];
}

async function chargeUnits(
  company: Company,
  units: (work: () => Promise<unknown>) => Promise<number>,
  submit: () => ReturnType<typeof submitCharge>,
) {
  let id = '' as ChargeId;
  const enter = async () => {
    id = (await submit()).body.id as ChargeId;
  };
  const decide = (who: Company['reviewer'], stage: number) =>
    decideApproval(
      company.context,
      who,
      company.input({
        params: { requestId: id },
        body: { decision: 'approve', revision: 1, stage },
        idempotencyKey: `decide-${stage}`,
      }),
    );
  // A real task token is up to 1,024 characters long.
  const keep = (stage: number) =>
    keepStageToken(company.context, { id, revision: 1, stage }, 'T'.repeat(900), { isTold: true });
  const notices = [{ recipient: 'customer', deliver: async () => {} }];
  const teller = { mailer: { send: async () => {} }, memory: new Map() };
  const costs = {
    submit: await units(enter),
    token: await units(() => keep(1)),
    decide: await units(() => decide(company.reviewer, 1)),
    tokenAgain: await units(() => keep(2)),
    post: await units(() => decide(company.finance, 2)),
    mail: await units(() => tellOnce(company.context, teller, { requestId: id, name: '1#posted' }, notices)),
  };
  return { ...costs, total: Object.values(costs).reduce((sum, cost) => sum + cost, 0) };
}
