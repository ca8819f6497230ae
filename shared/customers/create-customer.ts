import { createCustomer as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Customer } from '../model/customer-record.ts';
import type { CustomerId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { profileItem } from '../table/items/customer-item.ts';
import { keys } from '../table/keys.ts';
import { put, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { tokenKeys } from './search-tokens.ts';
import { customerEtag, customerToWire, readProfile } from './stored-customer.ts';

const absent = { expression: 'attribute_not_exists(pk)' };

/**
 * Creates a customer (E3) with what he is searched by; his number is his alone, by a guard in the same write.
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, CUSTOMER_NUMBER_TAKEN, BUSY.
 */
export async function createCustomer(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const actor = call.actor.id;
  const id = documentId('cus', actor, 'createCustomer', idempotencyKey) as CustomerId;
  const bodyPrint = bodyFingerprint(body);
  const [, existing] = await Promise.all([requireActiveUser(table, actor, contract.roles), readProfile(table, id)]);
  if (existing !== undefined) return replay(existing, bodyPrint);

  const now = context.clock();
  const customer: Customer = {
    ...body,
    id,
    version: 1,
    createdAt: now,
    createdBy: actor,
    updatedAt: now,
    updatedBy: actor,
    bodyPrint,
  };
  const refused = await writeTogether(context, [
    put(table, profileItem(customer), absent),
    put(table, { ...keys.uniqueNumber(customer.number), cust: id }, absent),
    ...tokenKeys(customer, id).map((key) => ({ Put: { TableName: table.name, Item: { ...key } } })),
  ]);
  if (refused.length === 0)
    return { body: customerToWire(customer), etag: customerEtag(customer), location: `/customers/${id}` };
  const winner = await readProfile(table, id);
  if (winner !== undefined) return replay(winner, bodyPrint);
  invariant(refused.includes(1), 'only the profile and the number have conditions');
  throw new DomainError('CUSTOMER_NUMBER_TAKEN', { number: customer.number });
}

/** The same request again is answered with what it made, as it stands now. */
function replay(customer: Customer, bodyPrint: string): ReplyOf<typeof contract> {
  if (customer.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return {
    body: customerToWire(customer),
    etag: customerEtag(customer),
    location: `/customers/${customer.id}`,
    replayed: true,
  };
}
