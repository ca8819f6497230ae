import { type PaymentMethod, paymentMethodSchema } from '../model/arrival.ts';
import type { CustomerId } from '../model/ids.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItem, getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import type { SourceLeft } from './source-left.ts';

/**
 * The way money came, which is the way it goes back (B22): the method of the deposit, or of all deposits it comes from
 * where they came the same way; of a charge, of the deposits that paid it. Nothing where it is not known, as of a charge
 * that a payment settled, or where they differ.
 */
export async function routeBack(
  table: LedgerTable,
  customerId: CustomerId,
  left: SourceLeft,
): Promise<PaymentMethod | undefined> {
  if (left.deposit !== undefined) return asMethod(left.deposit.method);
  const lots = left.charge === undefined ? left.lots : await lotsThatPaid(table, left.charge);
  if (lots === undefined || lots.length === 0) return undefined;
  const numbers = new Set(lots.map(({ number }) => number));
  const methods = new Set(await methodsOf(table, customerId, numbers));
  const [only] = methods;
  return methods.size === 1 ? asMethod(only) : undefined;
}

/** What of which deposits the posting of a charge used; nothing where they did not pay all of it. */
async function lotsThatPaid(table: LedgerTable, { customerId, amount, posting }: NonNullable<SourceLeft['charge']>) {
  if (posting === undefined || posting.dueDate !== undefined) return undefined;
  const key = keys.entry(customerId, amount.currency, posting.recordedAt, posting.sequence);
  const item = await getItem(table, key, { strong: false });
  return item && entryFromItem(item).lots;
}

/** How the deposits of these lots were paid; a lot whose deposit the list does not have yet answers an unknown way. */
async function methodsOf(
  table: LedgerTable,
  customerId: CustomerId,
  numbers: ReadonlySet<bigint>,
): Promise<(string | undefined)[]> {
  const pk = customerRequestsPartition(customerId);
  const rows = await queryPartition(table, { index: 'GSI3', pk, skPrefix: 'deposit#', newestFirst: true });
  const items = await getItems(
    table,
    rows.map((row) => ({ pk: String(row.pk), sk: String(row.sk) })),
  );
  const deposits = items.map(depositFromItem);
  return [...numbers].map((number) => deposits.find(({ posting }) => posting?.sequence === number)?.method);
}

function asMethod(method: string | undefined): PaymentMethod | undefined {
  return paymentMethodSchema.safeParse(method).data;
}
