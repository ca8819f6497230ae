import type { Customer } from '../../model/customer-record.ts';
import type { CustomerId } from '../../model/ids.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A customer's profile as an item. */
export function profileItem(customer: Customer): Item {
  const { id, version, creditTermDays, ...rest } = customer;
  return { ...keys.profile(id), ...rest, ver: BigInt(version), creditDays: BigInt(creditTermDays) };
}

export function profileFromItem(item: Item): Customer {
  const { pk, sk: _, ver, creditDays, ...rest } = item as unknown as ProfileAttributes;
  return { ...rest, id: pk.slice(2) as CustomerId, version: Number(ver), creditTermDays: Number(creditDays) };
}

type ProfileAttributes = Omit<Customer, 'id' | 'version' | 'creditTermDays'> & {
  readonly pk: string;
  readonly sk: string;
  readonly ver: bigint;
  readonly creditDays: bigint;
};
