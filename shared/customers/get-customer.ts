import type { CustomerWire, getCustomer as contract } from '../contracts/customers.ts';
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
  const sight = await sightOf(context.table, call.actor);
  refuseUnseen(sight, params.customerId);
  const customer = await readProfile(context.table, params.customerId);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  const wire = customerToWire(customer);
  return { body: sight === 'every customer' ? wire : withoutNotes(wire), etag: customerEtag(customer) };
}

/** What colleagues wrote about a customer is not for him. */
function withoutNotes({ notes: _, ...wire }: CustomerWire): CustomerWire {
  return { ...wire, group: '', createdBy: '', updatedBy: '' };
}
