import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as approvals from '../../shared/contracts/approvals.ts';
import type * as charges from '../../shared/contracts/charges.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { chargeFromItem, chargeItem, revisionFromItem, revisionItem } from '../../shared/table/items/charge-item.ts';
import { profileFromItem, profileItem } from '../../shared/table/items/customer-item.ts';
import { entryFromItem, entryItem, headFromItem, headItem } from '../../shared/table/items/ledger-items.ts';
import { userFromItem, userItem } from '../../shared/table/items/user-item.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Item } from '../../shared/table/ledger-table.ts';
import { itemSize } from '../../shared/table/write-units.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { localClient } from '../support/ledger.ts';
import { charge, customer, entry, head, user } from './generated-records.ts';

/** There and back through DynamoDB's own form of an item. */
const stored = (item: Item): Item =>
  unmarshall(marshall(item, { removeUndefinedValues: true }), {
    wrapNumbers: (text: string) => BigInt(text) as unknown as number,
  });

const numRuns = 300;

describe('read from the table as it was written', () => {
  it('is a charge, in any state', async () => {
    await fc.assert(
      fc.property(charge, (one) => {
        expect(chargeFromItem(stored(chargeItem(one, 'Asia/Shanghai')))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is an earlier revision of a charge: what it said, and what happened to it', async () => {
    await fc.assert(
      fc.property(charge, (one) => {
        const { revision, type, reason, amount, basis, period, vouchers, effectiveDate, history } = one;
        const said = { revision, type, reason, amount, basis, period, vouchers, effectiveDate, history };
        expect(revisionFromItem(stored(revisionItem(one)))).toEqual(said);
      }),
      { numRuns },
    );
  });

  it('is a journal entry', async () => {
    await fc.assert(
      fc.property(entry, (one) => {
        expect(entryFromItem(stored(entryItem(one)))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is a head', async () => {
    await fc.assert(
      fc.property(head, (one) => {
        expect(headFromItem(stored(headItem(one)))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is a customer', async () => {
    await fc.assert(
      fc.property(customer, (one) => {
        expect(profileFromItem(stored(profileItem(one)))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is a user', async () => {
    await fc.assert(
      fc.property(user, (one) => {
        expect(userFromItem(stored(userItem(one)))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is no charge, when the item is something else', () => {
    expect(() => chargeFromItem({ pk: 'R#dep_1', sk: '#REQUEST', kind: 'deposit' })).toThrow(
      'item R#dep_1 is a charge',
    );
  });
});

describe('a charge stands', () => {
  it('in an inbox only while a stage waits: in that of its role, or of the role it was escalated to', async () => {
    await fc.assert(
      fc.property(charge, (one) => {
        const item = chargeItem(one, 'Asia/Shanghai');
        const role = one.stages[one.stage - 1]?.role;
        if (role !== undefined) {
          expect(item.g1pk).toMatch(new RegExp(`^IN#${one.escalatedTo ?? role}#[0-3]$`));
          expect(item.g1sk).toBe(`${one.dueAt}#${one.id}`);
        } else if (one.state === 'returned') {
          expect(item.g1pk).toBe(`IN#@${one.maker}`);
        } else {
          expect(item.g1pk).toBeUndefined();
        }
      }),
      { numRuns },
    );
  });

  it('in the list of the business month it was submitted in, not of the month in UTC', async () => {
    const zoned = charge.map((one) => ({ ...one, submittedAt: '2026-10-31T16:00:00.000Z' as typeof one.submittedAt }));
    await fc.assert(
      fc.property(zoned, (one) => {
        expect(chargeItem(one, 'Asia/Shanghai').g2pk).toBe('DR#2026-11');
        expect(chargeItem(one, 'UTC').g2pk).toBe('DR#2026-10');
      }),
      { numRuns: 20 },
    );
  });
});

it('a charge with its reason, basis and a voucher stays under 1 KB through two approvals', async () => {
  const company = await freshCompany();
  const customerId = (await company.createCustomer('C-1')).id as CustomerId;
  const submitted = await submitCharge(
    company.context,
    company.clerk,
    company.input<typeof charges.submitCharge>({
      body: chargeBody(customerId, 'C-1', '50000.00'),
      idempotencyKey: 'typical',
    }),
  );
  const id = submitted.body.id as ChargeId;
  for (const [index, who] of [company.reviewer, company.finance].entries()) {
    await decideApproval(
      company.context,
      who,
      company.input<typeof approvals.decideApproval>({
        params: { requestId: id },
        body: { decision: 'approve', revision: 1, stage: index + 1 },
        idempotencyKey: `approve-${index}`,
      }),
    );
  }
  const { pk, sk } = keys.request(id);
  const { Item } = await localClient().send(
    new GetItemCommand({ TableName: company.table.name, Key: { pk: { S: pk }, sk: { S: sk } } }),
  );
  expect(Item?.state).toEqual({ S: 'posted' });
  expect(itemSize(Item)).toBeLessThan(1_024);
});
