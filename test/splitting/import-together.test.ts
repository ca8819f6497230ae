import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ImportDesk, openImportDesk } from '../imports/import-desk.ts';
import { accepted } from '../support/http.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

const chargesOf = async (customerId: string) =>
  (await accepted('listCharges', { as: desk.auditor, query: { customerId } })).body.items;

it('rows of one file and customer are judged by what they come to, whichever is entered first (H5)', async () => {
  const [split, single] = [await desk.createCustomer(), await desk.createCustomer()];
  const rows = [
    ...[1, 2, 3].map((no) => desk.rowFor(split, { amount: '400.00', reference: `S-${no}` })),
    desk.rowFor(single, { amount: '400.00', reference: 'E-1' }),
  ];
  const { id } = await desk.checkRows(rows);
  await desk.confirm(id, 'continue');
  await desk.enter(id);
  const sum = { value: '1200.00', currency: 'CNY' };
  expect((await chargesOf(split.id)).map(({ state, together }) => [state, together])).toEqual(
    [1, 2, 3].map(() => ['in-review', { same: 'customer', count: 3, sum, windowHours: 24 }]),
  );
  expect((await chargesOf(single.id)).map(({ state }) => state)).toEqual(['posted']);

  // The next file finds what the first one entered.
  const second = await desk.checkRows([desk.rowFor(single, { amount: '200.00', reference: 'E-2' })]);
  await desk.confirm(second.id, 'continue');
  await desk.enter(second.id);
  expect((await chargesOf(single.id)).map(({ state }) => state)).toEqual(['in-review', 'posted']);
});

it('rows of different pieces of a file are judged together as well (H5)', async () => {
  const [split, other] = [await desk.createCustomer(), await desk.createCustomer()];
  const cut = (no: number) => desk.rowFor(split, { amount: '300.00', reference: `P-${no}` });
  const between = Array.from({ length: 260 }, (_, no) =>
    desk.rowFor(other, { amount: '9000.00', reference: `B-${no}` }),
  );
  const { id } = await desk.checkRows([cut(1), ...between, cut(2)]);
  await desk.confirm(id, 'continue');
  await desk.enter(id);
  expect((await chargesOf(split.id)).map(({ state, together }) => [state, together?.count])).toEqual([
    ['in-review', 2],
    ['in-review', 2],
  ]);
});
