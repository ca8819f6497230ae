import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as approvals from '../../shared/contracts/approvals.ts';
import type * as charges from '../../shared/contracts/charges.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { chargeFromItem, chargeItem, revisionFromItem, revisionItem } from '../../shared/table/items/charge-item.ts';
import { correctionFromItem, correctionItem } from '../../shared/table/items/correction-item.ts';
import { profileFromItem, profileItem } from '../../shared/table/items/customer-item.ts';
import { depositFromItem, depositItem } from '../../shared/table/items/deposit-item.ts';
import { entryFromItem, entryItem, headFromItem, headItem } from '../../shared/table/items/ledger-items.ts';
import { accountPrint, refundFromItem, refundItem } from '../../shared/table/items/refund-item.ts';
import { userFromItem, userItem } from '../../shared/table/items/user-item.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Item } from '../../shared/table/ledger-table.ts';
import { itemSize } from '../../shared/table/write-units.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { localClient } from '../support/ledger.ts';
import { charge, correction, customer, deposit, entry, head, refund, user } from './generated-records.ts';
import {
  arrivedDeposit,
  askedCorrection,
  askedRefund,
  paidChargeRefund,
  paidRefund,
  postedCorrection,
} from './usual-records.ts';

/** There and back through DynamoDB's own form of an item. */
const stored = (item: Item): Item =>
  unmarshall(marshall(item, { removeUndefinedValues: true }), {
    wrapNumbers: (text: string) => BigInt(text) as unknown as number,
  });

const sizeOf = (item: Item) => itemSize(marshall(item, { removeUndefinedValues: true }));

const numRuns = 300;
const instant = (text: string) => text as Instant;

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

  it('is a refund, in any state and of any source', async () => {
    await fc.assert(
      fc.property(refund, (one) => {
        expect(refundFromItem(stored(refundItem(one, 'Asia/Shanghai')))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is a correction, in any state and by any remedy', async () => {
    await fc.assert(
      fc.property(correction, (one) => {
        expect(correctionFromItem(stored(correctionItem(one, 'Asia/Shanghai')))).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is a deposit, in any state and on any terms', async () => {
    await fc.assert(
      fc.property(deposit, (one) => {
        expect(depositFromItem(stored(depositItem(one, 'Asia/Shanghai')))).toEqual(one);
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

  it('is no charge, refund, correction or deposit, when the item is something else', () => {
    expect(() => chargeFromItem({ pk: 'R#dep_1', sk: '#REQUEST', kind: 'deposit' })).toThrow(
      'item R#dep_1 is a charge',
    );
    for (const [read, kind] of [
      [refundFromItem, 'refund'],
      [correctionFromItem, 'correction'],
      [depositFromItem, 'deposit'],
    ] as const) {
      expect(() => read({ pk: 'R#chg_1', sk: '#REQUEST', kind: 'charge' })).toThrow(`item R#chg_1 is a ${kind}`);
    }
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

describe('a refund stands', () => {
  it('in the inbox of the stage that waits, then with the cashiers until it is paid, then in none', async () => {
    await fc.assert(
      fc.property(refund, (one) => {
        const item = refundItem(one, 'Asia/Shanghai');
        const role = one.stages[one.stage - 1]?.role;
        if (role !== undefined) {
          expect(item.g1pk).toMatch(new RegExp(`^IN#${one.escalatedTo ?? role}#[0-3]$`));
          expect(item.g1sk).toBe(`${one.dueAt}#${one.id}`);
        } else if (one.state === 'approved' || one.state === 'executing') {
          expect(item.g1pk).toMatch(/^IN#cashier#[0-3]$/);
          expect(item.g1sk).toBe(`${one.expiresAt}#${one.id}`);
        } else {
          expect(item.g1pk).toBeUndefined();
        }
      }),
      { numRuns },
    );
  });

  it('in lists of its own kind, by month and by customer', async () => {
    await fc.assert(
      fc.property(refund, (one) => {
        const item = refundItem({ ...one, submittedAt: instant('2026-10-31T16:00:00.000Z') }, 'Asia/Shanghai');
        expect(item.g2pk).toBe('DR#refund#2026-11');
        expect(item.g3sk).toBe(`refund#${one.openedAt}#${one.id}`);
      }),
      { numRuns: 20 },
    );
  });

  it('under one print of its account, however its number is spaced, and not under another', () => {
    const to = (number: string) => accountPrint({ method: 'cash', account: { holder: 'A', bank: 'B', number } });
    expect(to('6222 0210-0100')).toBe(to('622202100100'));
    expect(to('622202100101')).not.toBe(to('622202100100'));
    expect(accountPrint({ method: 'cash' })).toBeUndefined();
  });
});

it('a deposit stands with the cashiers until its money is there', async () => {
  await fc.assert(
    fc.property(deposit, (one) => {
      const item = depositItem(one, 'Asia/Shanghai');
      if (one.state !== 'registered') expect(item.g1pk).toBeUndefined();
      else expect(item.g1pk).toMatch(/^IN#cashier#[0-3]$/);
      expect(item.g3sk).toBe(`deposit#${one.openedAt}#${one.id}`);
    }),
    { numRuns },
  );
});

describe('an item stays under 1 KB, which is what its write units rest on', () => {
  it.each<[string, Item]>([
    ['refund to a bank account that waits for its approval', refundItem(askedRefund, 'Asia/Shanghai')],
    ['refund that was paid to a bank account', refundItem(paidRefund, 'Asia/Shanghai')],
    ['refund of a charge that was paid to a bank account', refundItem(paidChargeRefund, 'Asia/Shanghai')],
    ['correction that waits for its approval', correctionItem(askedCorrection, 'Asia/Shanghai')],
    ['correction that was posted', correctionItem(postedCorrection, 'Asia/Shanghai')],
    ['deposit that has arrived', depositItem(arrivedDeposit, 'Asia/Shanghai')],
  ])('as a usual %s', (_, item) => {
    expect(sizeOf(item)).toBeLessThan(1_024);
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
