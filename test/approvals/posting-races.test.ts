import { beforeAll, describe, expect, it } from 'vitest';
import { approval, type CustomerInOffice, cny, type Office, oneStage, openOffice, twoStages } from '../api/office.ts';
import { accepted, type Call, type OperationId, send } from '../support/http.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

/** Sends a request as a patient client does: what is busy is asked again with the same key. */
async function patiently(id: OperationId, call: Call & { key: string }) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await send(id, call);
    if (answer.status !== 503) return answer;
  }
  throw new Error('never answered');
}

const entriesOf = async ({ id }: CustomerInOffice) => {
  const request = { as: office.auditor, params: { customerId: id }, query: { limit: '100' } };
  return (await accepted('listCustomerEntries', request)).body.items.toReversed();
};
const balanceOf = async ({ id }: CustomerInOffice) => {
  const { body } = await accepted('getCustomerBalance', { as: office.auditor, params: { customerId: id } });
  return body.balances.map(({ receivable, prepaid, sequence }) => ({
    receivable: receivable.value,
    prepaid: prepaid.value,
    sequence,
  }));
};
const submission = ({ id, number }: CustomerInOffice, value: string, key: string) => ({
  as: office.clerk,
  body: { customerId: id, customerNumber: number, ...cny(value) },
  key,
});

describe('many postings to one customer at once', () => {
  it('by the last approval of each charge all go through, numbered without a gap, each hash from the one before', async () => {
    const customer = await office.createCustomer();
    const charges = [];
    for (let index = 0; index < 12; index += 1)
      charges.push(await office.submit(customer, index % 3 === 0 ? twoStages : oneStage));
    for (const { id, stages } of charges)
      if (stages.length === 2) await office.decide(office.reviewer, id, approval(1));
    const answers = await Promise.all(
      charges.map(({ id, stages }, index) =>
        patiently('decideApproval', {
          as: stages.length === 2 ? office.finance : office.reviewer,
          params: { requestId: id },
          body: approval(stages.length),
          key: `last-${index}`,
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(charges.map(() => 200));
    const entries = await entriesOf(customer);
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(entries.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      entries.slice(0, -1).map(({ hash }) => hash),
    );
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(12);
    expect(await balanceOf(customer)).toEqual([{ receivable: '272000.00', prepaid: '0.00', sequence: 12 }]);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('never take more prepaid money than there is', async () => {
    const customer = await office.createCustomer();
    await office.deposit(customer, 100_000n);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        patiently('submitCharge', submission(customer, '300.00', `prepaid-${index}`)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await balanceOf(customer)).toEqual([{ receivable: '2100.00', prepaid: '100.00', sequence: 11 }]);
    const entries = await entriesOf(customer);
    const fromPrepaid = entries.filter(({ postings }) => postings.some(({ event }) => event === 'prepaid-applied'));
    expect(fromPrepaid).toHaveLength(3);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('and deposits that arrive meanwhile all count', async () => {
    const customer = await office.createCustomer();
    await Promise.all([
      ...Array.from({ length: 4 }, (_, index) => office.deposit(customer, BigInt(index + 1) * 10_000n)),
      ...Array.from({ length: 6 }, (_, index) =>
        patiently('submitCharge', submission(customer, '150.00', `mixed-${index}`)),
      ),
    ]);
    const [balance] = await balanceOf(customer);
    const [receivable, prepaid] = [Number(balance?.receivable), Number(balance?.prepaid)];
    expect(balance?.sequence).toBe(10);
    expect(prepaid - receivable).toBe(1000 - 900);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('of several currencies do not wait for each other: each has a chain of its own', async () => {
    const customer = await office.createCustomer();
    const submissions = ['CNY', 'JPY', 'USD', 'KWD', 'EUR'].flatMap((currency) =>
      [1, 2, 3].map((index) => {
        const { body, ...call } = submission(customer, '1', `${currency}-${index}`);
        return { ...call, body: { ...body, amount: { value: '1', currency } } };
      }),
    );
    const answers = await Promise.all(submissions.map((call) => patiently('submitCharge', call)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await balanceOf(customer)).map(({ sequence }) => sequence)).toEqual([3, 3, 3, 3, 3]);
    expect((await office.verify()).findings).toEqual([]);
  });
});
