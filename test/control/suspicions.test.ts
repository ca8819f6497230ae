import { beforeEach, describe, expect, test } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { closeFinding } from '../../shared/control/close-finding.ts';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import type { ChargeId, CustomerId, UserId } from '../../shared/model/ids.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { profileFromItem, profileItem } from '../../shared/table/items/customer-item.ts';
import { findingFromItem } from '../../shared/table/items/finding-item.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem, type Item } from '../../shared/table/ledger-table.ts';
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

/** Closes every finding, as the manager who asked the clerk. */
async function closeAll() {
  const { context, manager, input } = company;
  for await (const item of scanItems(context.table)) {
    if (item.kind !== 'finding' || item.state === 'closed') continue;
    const { id, occurrence } = findingFromItem(item);
    const call = { params: { findingId: id }, body: { done: '已核对订单' }, idempotencyKey: `close-${occurrence}` };
    await closeFinding(context, manager, input(call));
  }
}

const states = async () => {
  const found: string[] = [];
  for await (const item of scanItems(company.context.table)) {
    if (item.kind === 'finding') found.push(`${item.what} ${item.state} ${item.n}`);
  }
  return found;
};

async function publish(version: number, changes: object = {}) {
  const policy = { ...defaultApprovalPolicy, ...changes, version, effectiveAt: company.context.clock() };
  await putIf(company.context, policyItem(policy), { expression: 'attribute_not_exists(pk)' });
}

/** Makes a charge as one that was entered in the same moment as another: nobody was asked because of that one. */
async function unask(id: ChargeId) {
  const charge = await readCharge(company.context.table, id);
  if (charge === undefined) throw new Error('the charge is there');
  const unseen = { ...charge, stages: [], state: 'posted' as const, stage: 0 };
  await putIf(company.context, chargeItem(unseen, company.context.zone), { expression: 'attribute_exists(pk)' });
}

describe('a suspicion that was closed with an answer', () => {
  test('is not opened again by the charges that were answered for, only by another one', async () => {
    for (const value of ['495.00', '460.00', '500.00']) await enter(value);
    await night();
    expect(await states()).toEqual(['structuring open 1']);
    await closeAll();
    for (let count = 0; count < 2; count += 1) {
      company.clock.move(86_400_000);
      await night();
      expect(await states()).toEqual(['structuring closed 1']);
    }
    await enter('480.00');
    await night();
    expect(await states()).toEqual(['structuring open 2']);
  });

  test('names the newest charges, so that a new one is seen among very many', async () => {
    for (let count = 0; count < 21; count += 1) {
      await enter('495.00');
      company.clock.move(1_000);
    }
    expect(await night()).toMatchObject([{ count: 20 }]);
    await closeAll();
    company.clock.move(86_400_000);
    await night();
    expect(await states()).toEqual(['structuring closed 1']);
    await enter('480.00');
    await night();
    expect(await states()).toEqual(['structuring open 2']);
  });
});

describe('charges of one customer that together pass a limit', () => {
  test('are found where they did not see each other as they were submitted', async () => {
    await publish(2, { splittingWindowHours: 24 });
    const first = await enter('300.00');
    const second = await enter('300.00', first.customerNumber, first.customerId);
    expect(await night()).toEqual([]);
    await unask(second.id);
    const found = await night();
    expect(found).toContainEqual({ kind: 'split', maker: undefined, customerId: first.customerId, count: 1 });
  });

  test('are judged by the version of the policy they were staged by, not by the one in force at night', async () => {
    // Version 2 asks nobody below 1000, and 3 goes back to the limit of 500.
    const stages = [{ role: 'reviewer' as const, deadlineHours: 24 }];
    const tiers = [
      { upToMinor: 100_000n, stages: [] },
      { upToMinor: null, stages },
    ];
    await publish(2, { rules: [{ currency: 'CNY', tiers }] });
    const first = await enter('300.00');
    await enter('300.00', first.customerNumber, first.customerId);
    company.clock.move(1_000);
    await publish(3);
    expect(await night()).toEqual([]);
    company.clock.move(1_000);
    const third = await enter('100.00', first.customerNumber, first.customerId);
    await unask(third.id);
    expect(await night()).toMatchObject([{ kind: 'split', count: 1 }]);
  });

  test('are not suspected because their customer was put into another group since', async () => {
    const stages = [{ role: 'reviewer' as const, deadlineHours: 24 }];
    const rule = (upToMinor: bigint, rest: object) => ({
      ...{ currency: 'CNY', ...rest },
      tiers: [
        { upToMinor, stages: [] },
        { upToMinor: null, stages },
      ],
    });
    await publish(2, { rules: [rule(50_000n, { customerGroup: 'small' }), rule(100_000n, {})] });
    const first = await enter('300.00');
    await enter('300.00', first.customerNumber, first.customerId);
    company.clock.move(1_000);
    const item = await getItem(company.context.table, keys.profile(first.customerId), { strong: true });
    const changed = { ...profileFromItem(item as Item), group: 'small', updatedAt: company.clock.now };
    await putIf(company.context, profileItem(changed), { expression: 'attribute_exists(pk)' });
    expect(await night()).toEqual([]);
  });
});
