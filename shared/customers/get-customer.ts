import type { getCustomer as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { customerEtag, customerToWire, readProfile } from './stored-customer.ts';

/** Reads a customer; a customer reads himself only. Refuses with NOT_FOUND. */
export async function getCustomer(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  refuseUnseen(await sightOf(context.table, call.actor), params.customerId);
  const customer = await readProfile(context.table, params.customerId);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  return { body: customerToWire(customer), etag: customerEtag(customer) };
}
