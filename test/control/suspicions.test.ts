import { beforeEach, describe, expect, test } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import type { ChargeId, CustomerId, UserId } from '../../shared/model/ids.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { findingFromItem } from '../../shared/table/items/finding-item.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { putIf } from '../../shared/table/write.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';

let company: Company;
let numbers: number;

beforeEach(async () => {
  company = await freshCompany();
  numbers = 0;
});

async function enter(value: string, customerNumber = `C-${9_000 + numbers}`, customerId?: CustomerId) {
  numbers += 1;
  const id = customerId ?? ((await company.createCustomer(customerNumber)).id as CustomerId);
  const body = chargeBody(id, customerNumber, value);
  const { context, clerk, input } = company;
  const charge = (await submitCharge(context, clerk, input({ body, idempotencyKey: `enter-${numbers}` }))).body;
  return { id: charge.id as ChargeId, customerId: id, customerNumber };
}

async function night() {
  const { context } = company;
  await nightlyControl(context, mailRoom().process(), { segments: 2, remainingMs: () => 900_000 });
  const found = [];
  for await (const item of scanItems(context.table)) if (item.kind === 'finding') found.push(findingFromItem(item));
  return found.map(({ kind, maker, customerId, differences }) => ({
    kind,
    maker,
    customerId,
    count: differences.length,
  }));
}

describe('one who enters charges just under a limit (H5, C7)', () => {
  test('is suspected from the third on, whoever the customers are', async () => {
    for (const value of ['495.00', '460.00']) await enter(value);
    expect(await night()).toEqual([]);
    await enter('500.00');
    expect(await night()).toEqual([
      { kind: 'structuring', maker: 'wang.fang' as UserId, customerId: undefined, count: 3 },
    ]);
  });

  test('is not suspected where they are few among many, or lie a week back', async () => {
    for (const value of ['495.00', '460.00', '500.00']) await enter(value);
    for (let count = 0; count < 7; count += 1) await enter('120.00');
    expect(await night()).toEqual([]);
    company.clock.move(8 * 86_400_000);
    for (const value of ['495.00', '460.00']) await enter(value);
    expect(await night()).toEqual([]);
  });
});

describe('charges of one customer that together pass a limit', () => {
  test('are found where they did not see each other as they were submitted', async () => {
    const policy = { ...defaultApprovalPolicy, version: 2, effectiveAt: company.context.clock() };
    await putIf(company.context, policyItem({ ...policy, splittingWindowHours: 24 }), {
      expression: 'attribute_not_exists(pk)',
    });
    const first = await enter('300.00');
    const second = await enter('300.00', first.customerNumber, first.customerId);
    expect(await night()).toEqual([]);
    const charge = await readCharge(company.context.table, second.id);
    if (charge === undefined) throw new Error('the charge is there');
    // As a clerk's would be that was entered in the same moment: nobody was asked.
    const unseen = { ...charge, stages: [], state: 'posted' as const, stage: 0 };
    await putIf(company.context, chargeItem(unseen, company.context.zone), { expression: 'attribute_exists(pk)' });
    const found = await night();
    expect(found).toContainEqual({ kind: 'split', maker: undefined, customerId: first.customerId, count: 1 });
  });
});
