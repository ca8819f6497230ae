import type { getCustomerBalance as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { CustomerAccount } from '../ledger/accounts.ts';
import type { Head } from '../ledger/journal-entry.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { headFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { readProfile } from './stored-customer.ts';

/** A customer's balances by currency, as of now (A23). Refuses with NOT_FOUND. */
export async function getCustomerBalance(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  refuseUnseen(await sightOf(context.table, call.actor), params.customerId);
  const [customer, heads] = await Promise.all([
    readProfile(context.table, params.customerId),
    queryPartition(context.table, { ...keys.heads(params.customerId), strong: true }),
  ]);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  return { body: { customerId: customer.id, balances: heads.map(headFromItem).map(balanceToWire) } };
}

function balanceToWire(head: Head) {
  const wire = (name: CustomerAccount) => toWire({ minor: head.balances[name], currency: head.currency });
  return {
    currency: head.currency,
    receivable: wire('receivable'),
    prepaid: wire('prepaid'),
    held: wire('held'),
    unapplied: wire('unapplied'),
    sequence: Number(head.sequence),
    hash: head.hash,
    asOf: head.recordedAt ?? '',
  };
}
