import { updateCustomer as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type CustomerChange, missingAddress } from '../model/customer.ts';
import type { Customer } from '../model/customer-record.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { profileItem } from '../table/items/customer-item.ts';
import { type Key, keys } from '../table/keys.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { put, type Write, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { tokenKeys } from './search-tokens.ts';
import { customerEtag, customerToWire, readProfile } from './stored-customer.ts';

const numberGuardPosition = 1;

/**
 * Changes fields of a customer under If-Match (A2). The stream keeps what they were before.
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, VALIDATION_FAILED,
 * CUSTOMER_NUMBER_TAKEN, BUSY.
 */
export async function updateCustomer(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const [, before] = await Promise.all([
    requireActiveUser(table, call.actor.id, contract.roles),
    readProfile(table, params.customerId),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const lastChange = {
    keyPrint: fingerprint(call.actor.id, before.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  if (before.lastChange?.keyPrint === lastChange.keyPrint) return replay(before, lastChange.bodyPrint);
  if (customerEtag(before) !== ifMatch) throw new DomainError('VERSION_STALE', { current: customerEtag(before) });

  const after: Customer = {
    ...changed(before, body),
    version: before.version + 1,
    updatedAt: context.clock(),
    updatedBy: call.actor.id,
    lastChange,
  };
  refuseUnreachable(after);
  const refused = await writeTogether(context, changeWrites(table, before, after));
  if (refused.length === 0) return { body: customerToWire(after), etag: customerEtag(after) };
  const current = await readProfile(table, before.id);
  if (current?.lastChange?.keyPrint === lastChange.keyPrint) return replay(current, lastChange.bodyPrint);
  if (current?.version !== before.version) {
    throw new DomainError('VERSION_STALE', { current: current === undefined ? '' : customerEtag(current) });
  }
  throw new DomainError('CUSTOMER_NUMBER_TAKEN', { number: after.number });
}

/** `null` clears a field, absence leaves it. */
function changed(before: Customer, change: CustomerChange): Customer {
  const merged = { ...before, ...change };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as Customer;
}

function refuseUnreachable(customer: Customer): void {
  const missing = missingAddress(customer);
  if (missing === undefined) return;
  const params = { channel: customer.preferredChannel };
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: `/${missing}`, code: 'CHANNEL_WITHOUT_ADDRESS', params },
  ]);
}

function changeWrites(table: LedgerTable, before: Customer, after: Customer): Write[] {
  const TableName = table.name;
  const same = { expression: 'ver = :ver', values: { ':ver': BigInt(before.version) } };
  const writes: Write[] = [put(table, profileItem(after), same)];
  if (after.number !== before.number) {
    const guard = { ...keys.uniqueNumber(after.number), cust: after.id };
    writes.splice(numberGuardPosition, 0, put(table, guard, { expression: 'attribute_not_exists(pk)' }));
    writes.push({ Delete: { TableName, Key: { ...keys.uniqueNumber(before.number) } } });
  }
  const [old, wanted] = [tokenKeys(before, before.id), tokenKeys(after, after.id)];
  for (const key of without(wanted, old)) writes.push({ Put: { TableName, Item: { ...key } } });
  for (const key of without(old, wanted)) writes.push({ Delete: { TableName, Key: { ...key } } });
  return writes;
}

function without(all: readonly Key[], some: readonly Key[]): Key[] {
  const texts = new Set(some.map(({ pk, sk }) => `${pk}\n${sk}`));
  return all.filter(({ pk, sk }) => !texts.has(`${pk}\n${sk}`));
}

function replay(customer: Customer, bodyPrint: string): ReplyOf<typeof contract> {
  if (customer.lastChange?.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: customerToWire(customer), etag: customerEtag(customer), replayed: true };
}
