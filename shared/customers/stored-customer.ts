import type { CustomerWire } from '../contracts/customers.ts';
import type { Customer } from '../model/customer-record.ts';
import type { CustomerId } from '../model/ids.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** Reads a customer, strongly: what was just created or changed is seen at once. */
export async function readProfile(table: LedgerTable, id: CustomerId): Promise<Customer | undefined> {
  const item = await getItem(table, keys.profile(id), { strong: true });
  return item === undefined ? undefined : profileFromItem(item);
}

export function customerToWire(customer: Customer): CustomerWire {
  const { bodyPrint: _, lastChange: __, contacts, ...rest } = customer;
  return { ...rest, contacts: contacts ?? [] };
}

export function customerEtag(customer: Customer): string {
  return `"${customer.version}"`;
}
