import { beforeAll, describe, expect, it } from 'vitest';
import type * as contracts from '../../shared/contracts/customers.ts';
import { getCustomer } from '../../shared/customers/get-customer.ts';
import { getCustomerBalance } from '../../shared/customers/get-customer-balance.ts';
import { listCustomerEntries } from '../../shared/customers/list-customer-entries.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { CustomerId, DepositId, UserId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { type Company, freshCompany } from '../support/company.ts';

type Caller = Pick<Company['clerk'], 'actor'>;

describe("a customer's account", () => {
  let company: Company;
  let customerId: CustomerId;
  let otherId: CustomerId;
  let himself: Caller;

  beforeAll(async () => {
    company = await freshCompany();
    customerId = (await company.createCustomer('C-1')).id as CustomerId;
    otherId = (await company.createCustomer('C-2')).id as CustomerId;
    for (const minor of [100n, 20n, 3n, 4_000n, 50_000n]) await deposit(minor, 'CNY');
    await deposit(1_250n, 'JPY');
    himself = { actor: { id: 'kehu' as UserId, roles: ['customer'] } };
    await putUser(company.context, {
      id: himself.actor.id,
      name: '客户',
      email: 'kehu@customer.example',
      language: 'zh-CN',
      roles: ['customer'],
      disabled: false,
      customerId,
    });
  });

  async function deposit(minor: bigint, currency: Currency) {
    company.clock.move(1_000);
    await postOpeningDeposit(company.context, {
      id: documentId('dep', 'wang.fang', 'openingDeposit', `${currency} ${minor}`) as DepositId,
      customerId,
      amount: { minor, currency },
      method: 'bank-transfer',
      maker: company.clerk.actor.id,
    });
  }
  const balance = (id: CustomerId, by: Caller = company.clerk) =>
    getCustomerBalance(
      company.context,
      by,
      company.input<typeof contracts.getCustomerBalance>({ params: { customerId: id } }),
    );
  const entries = async (
    query: { currency?: Currency; limit?: number; cursor?: string } = {},
    by: Caller = company.clerk,
  ) =>
    (
      await listCustomerEntries(
        company.context,
        by,
        company.input<typeof contracts.listCustomerEntries>({
          params: { customerId },
          query: { currency: query.currency ?? 'CNY', limit: query.limit ?? 20, cursor: query.cursor },
        }),
      )
    ).body;

  it('has a row of balances for each currency he has had money in', async () => {
    const [yuan, yen] = (await balance(customerId)).body.balances;
    expect(yuan).toEqual({
      currency: 'CNY',
      receivable: { value: '0.00', currency: 'CNY' },
      prepaid: { value: '541.23', currency: 'CNY' },
      held: { value: '0.00', currency: 'CNY' },
      available: { value: '541.23', currency: 'CNY' },
      unapplied: { value: '0.00', currency: 'CNY' },
      lots: ['1.00', '0.20', '0.03', '40.00', '500.00'].map((value, index) => ({
        number: index + 1,
        entry: `je_${customerId.slice(4)}_cny_${index + 1}`,
        depositId: expect.stringMatching(/^dep_/),
        receiptNumber: `RC-CNY-${customerId.slice(4, 14).toUpperCase()}-000${index + 1}`,
        amount: { value, currency: 'CNY' },
        hasExpired: false,
        isRefundable: true,
      })),
      holds: [],
      sequence: 5,
      hash: (await entries()).items[0]?.hash,
      asOf: '2026-10-12T01:00:05.000Z',
    });
    expect(yen).toMatchObject({ currency: 'JPY', prepaid: { value: '1250', currency: 'JPY' }, sequence: 1 });
  });

  it('is empty before anything was posted', async () => {
    expect((await balance(otherId)).body).toEqual({ customerId: otherId, balances: [] });
  });

  it('lists its entries, newest first, as they were posted', async () => {
    const { items } = await entries();
    expect(items.map(({ sequence, balancesAfter }) => [sequence, balancesAfter.prepaid])).toEqual([
      [5, '541.23'],
      [4, '41.23'],
      [3, '1.23'],
      [2, '1.20'],
      [1, '1.00'],
    ]);
    expect(items[3]).toEqual({
      id: `je_${customerId.slice(4)}_cny_2`,
      customerId,
      currency: 'CNY',
      sequence: 2,
      requestId: documentId('dep', 'wang.fang', 'openingDeposit', 'CNY 20'),
      effectiveDate: '2026-10-12',
      recordedAt: '2026-10-12T01:00:02.000Z',
      makers: ['wang.fang'],
      postings: [
        {
          event: 'deposit-arrived',
          account: 'clearing:bank-transfer',
          side: 'debit',
          amount: { value: '0.20', currency: 'CNY' },
        },
        { event: 'deposit-arrived', account: 'prepaid', side: 'credit', amount: { value: '0.20', currency: 'CNY' } },
      ],
      balancesAfter: { receivable: '0.00', prepaid: '1.20', held: '0.00', unapplied: '0.00' },
      lots: [
        {
          number: 2,
          entry: `je_${customerId.slice(4)}_cny_2`,
          depositId: documentId('dep', 'wang.fang', 'openingDeposit', 'CNY 20'),
          receiptNumber: `RC-CNY-${customerId.slice(4, 14).toUpperCase()}-0002`,
          amount: { value: '0.20', currency: 'CNY' },
        },
      ],
      previousHash: items[4]?.hash,
      hash: items[3]?.hash,
    });
  });

  it('lists each entry once, whatever the page', async () => {
    for (const limit of [1, 2, 3, 5, 6]) {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await entries({ limit, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map(({ sequence }) => sequence));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([5, 4, 3, 2, 1]);
    }
  });

  it('lists one currency at a time; a cursor of another is refused', async () => {
    expect((await entries({ currency: 'JPY' })).items).toHaveLength(1);
    expect((await entries({ currency: 'USD' })).items).toEqual([]);
    const { nextCursor = '' } = await entries({ limit: 2 });
    await expect(entries({ currency: 'JPY', cursor: nextCursor })).rejects.toMatchObject({
      fields: [{ code: 'CURSOR_INVALID' }],
    });
  });

  it('is open to the customer himself', async () => {
    const params = { customerId };
    const read = await getCustomer(company.context, himself, company.input<typeof contracts.getCustomer>({ params }));
    expect(read.body.number).toBe('C-1');
    expect((await balance(customerId, himself)).body.balances).toHaveLength(2);
    expect((await entries({}, himself)).items).toHaveLength(5);
  });

  it('is, to another customer, not there: the same answer as for one who does not exist', async () => {
    const nobody = `cus_${'a'.repeat(26)}` as CustomerId;
    for (const id of [otherId, nobody]) {
      const input = company.input<typeof contracts.getCustomer>({ params: { customerId: id } });
      await expect(getCustomer(company.context, himself, input)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        params: {},
      });
      await expect(balance(id, himself)).rejects.toMatchObject({ code: 'NOT_FOUND', params: {} });
    }
    await expect(balance(nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is closed to a customer whose user was disabled after he signed in', async () => {
    const former = { actor: { id: 'kehu.two' as UserId, roles: ['customer' as const] } };
    await putUser(company.context, {
      id: former.actor.id,
      name: '客户二',
      email: 'kehu.two@customer.example',
      language: 'en',
      roles: ['customer'],
      disabled: true,
      customerId,
    });
    await expect(balance(customerId, former)).rejects.toMatchObject({ code: 'USER_DISABLED' });
  });
});
