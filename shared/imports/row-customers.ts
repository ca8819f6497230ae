import type { Customer } from '../model/customer-record.ts';
import type { CustomerId } from '../model/ids.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type Item, type LedgerTable } from '../table/ledger-table.ts';
import { plain } from './columns.ts';
import { inBatches } from './in-batches.ts';

const keysAtOnce = 100;
const batchesAtOnce = 8;

/** Reads many items, a few batches at a time; the same key is asked for once. */
export async function readMany(table: LedgerTable, wanted: readonly { pk: string; sk: string }[]): Promise<Item[]> {
  const distinct = [...new Map(wanted.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
  const batches: (typeof distinct)[] = [];
  for (let from = 0; from < distinct.length; from += keysAtOnce) batches.push(distinct.slice(from, from + keysAtOnce));
  return (await inBatches(batches, batchesAtOnce, (batch) => getItems(table, batch))).flat();
}

/** Which customers some numbers belong to. */
export async function customersByNumber(
  table: LedgerTable,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  const guards = await readMany(table, numbers.map(keys.uniqueNumber));
  const profiles = await customersById(
    table,
    guards.map(({ cust }) => cust as CustomerId),
  );
  return new Map([...profiles.values()].map((customer) => [customer.number, customer]));
}

export async function customersById(
  table: LedgerTable,
  ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, Customer>> {
  const profiles = (await readMany(table, ids.map(keys.profile))).map(profileFromItem);
  return new Map(profiles.map((customer) => [customer.id, customer]));
}

/** Name and number must agree (A49); width, case and spaces of a name say nothing. */
export function refusalOfCustomer(
  row: { customerNumber: string; customerName: string },
  customer: Customer | undefined,
): 'CUSTOMER_UNKNOWN' | 'CUSTOMER_NAME_DIFFERS' | undefined {
  if (customer === undefined || customer.number !== row.customerNumber) return 'CUSTOMER_UNKNOWN';
  return plain(customer.name) === plain(row.customerName) ? undefined : 'CUSTOMER_NAME_DIFFERS';
}
