import { expect, it } from 'vitest';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { previewCharge } from '../../shared/review/preview-charge.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';

it('a preview costs reads only, ten of them at most however many charges the customer has', async () => {
  const meter = meteredClient();
  const ledger = await freshLedger();
  const company = await freshCompany(ledger);
  const customer = await company.createCustomer('C-8001');
  const submit = async (no: number) => {
    const body = chargeBody(customer.id as CustomerId, customer.number, '9000.00');
    return (await submitCharge(company.context, company.clerk, company.input({ body, idempotencyKey: `c-${no}` }))).body
      .id;
  };
  const ids: string[] = [];
  for (let no = 0; no < 205; no += 1) {
    company.clock.move(1_000);
    ids.push(await submit(no));
  }
  const { context } = useClient(ledger, meter.client);
  const input = company.input({ params: { chargeId: ids.at(-1) as ChargeId } });
  const { result, costs } = await meter.measure(() => previewCharge(context, company.reviewer, input));

  expect(costs.writeUnits).toBe(0);
  const calls = Object.entries(costs.calls);
  expect(calls.map(([operation]) => operation).sort()).toEqual(['BatchGetItem', 'GetItem', 'Query']);
  expect(calls.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(10);
  const { items, ...looked } = result.body.conflicts;
  expect(items).toHaveLength(50);
  expect(items[0]).toMatchObject({ kind: 'duplicate', chargeId: ids.at(-2) });
  expect(looked).toEqual({ count: 400, lookedAt: 200, isComplete: false });
}, 60_000);
