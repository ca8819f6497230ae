import type { Currency } from '../model/currency.ts';
import type { CalendarDate, Instant } from '../model/dates.ts';
import type { CustomerId, RequestId, UserId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import { partitions } from './names.ts';

/** Every key string of the table is built here, from branded ids, and nowhere else. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Index partitions are split this many ways, so that one day or one inbox is not one hot partition. */
const indexShards = 4;
export const allShards: readonly number[] = Array.from({ length: indexShards }, (_, shard) => shard);

/** The shard of a document: any even spread will do, as long as it never changes. */
export function shardOf(id: string): number {
  let sum = 0;
  for (let index = 0; index < id.length; index += 1) sum = (sum * 31 + id.charCodeAt(index)) % 65_536;
  return sum % indexShards;
}

const sequenceDigits = 12;

export const keys = {
  profile: (id: CustomerId): Key => ({ pk: partitions.customer + id, sk: '#PROFILE' }),
  head: (id: CustomerId, currency: Currency): Key => ({ pk: partitions.customer + id, sk: `#HEAD#${currency}` }),
  heads: (id: CustomerId) => ({ pk: partitions.customer + id, skPrefix: '#HEAD#' }),
  entry: (id: CustomerId, currency: Currency, recordedAt: Instant, sequence: bigint): Key => ({
    pk: partitions.entry + id,
    sk: `${currency}#${recordedAt}#${sequence.toString().padStart(sequenceDigits, '0')}`,
  }),
  entries: (id: CustomerId, currency: Currency) => ({ pk: partitions.entry + id, skPrefix: `${currency}#` }),
  reversalGuard: (id: CustomerId, currency: Currency, sequence: bigint): Key => ({
    pk: partitions.entry + id,
    sk: `RV#${currency}#${sequence}`,
  }),
  receivable: (id: CustomerId, due: CalendarDate, requestId: RequestId): Key => ({
    pk: partitions.customer + id,
    sk: `AR#${due}#${requestId}`,
  }),
  request: (id: RequestId): Key => ({ pk: partitions.request + id, sk: '#REQUEST' }),
  requestArchive: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: '' }),
  revision: (id: RequestId, revision: bigint): Key => ({
    pk: partitions.request + id,
    sk: `REVISION#${revision.toString().padStart(4, '0')}`,
  }),
  stageToken: (id: RequestId, revision: bigint, stage: bigint): Key => ({
    pk: partitions.request + id,
    sk: `TOKEN#${revision}#${stage}`,
  }),
  notice: (id: RequestId, event: string): Key => ({ pk: `${partitions.notice}${id}`, sk: event }),
  user: (id: UserId): Key => ({ pk: partitions.user + id, sk: '#USER' }),
  member: (role: Role, id: UserId): Key => ({ pk: partitions.member + role, sk: id }),
  members: (role: Role) => ({ pk: partitions.member + role, skPrefix: '' }),
  policy: (kind: string, version: number): Key => ({
    pk: partitions.policy + kind,
    sk: `V#${String(version).padStart(6, '0')}`,
  }),
  policies: (kind: string) => ({ pk: partitions.policy + kind, skPrefix: 'V#' }),
  uniqueNumber: (number: string): Key => ({ pk: `${partitions.uniqueNumber}customer#${number}`, sk: '#NUMBER' }),
  searchToken: (kind: SearchKind, token: string, id: CustomerId): Key => ({
    pk: searchPartition(kind, token),
    sk: `${token}#${id}`,
  }),
} as const;

export type SearchKind = 'name' | 'pinyin' | 'initials' | 'number' | 'phone';

/** A token's partition is named by its first letters: two for letters and digits, one for a Chinese character. */
export function searchPartition(kind: SearchKind, token: string): string {
  const letters = [...token];
  return `${partitions.searchToken}${kind}#${letters.slice(0, kind === 'name' ? 1 : 2).join('')}`;
}

export const indexKeys = {
  inbox: (role: Role, dueAt: Instant, id: RequestId) => ({
    g1pk: inboxPartition(role, shardOf(id)),
    g1sk: `${dueAt}#${id}`,
  }),
  entryByDay: (date: CalendarDate, recordedAt: Instant, id: CustomerId, currency: Currency) => ({
    g2pk: `D#${date}#${shardOf(id)}`,
    g2sk: `${recordedAt}#${id}#${currency}`,
  }),
  requestByDay: (date: CalendarDate, at: Instant, id: RequestId) => ({
    g2pk: requestDayPartition(date, shardOf(id)),
    g2sk: `${at}#${id}`,
  }),
  requestOfCustomer: (customer: CustomerId, kind: string, at: Instant, id: RequestId) => ({
    g3pk: partitions.customer + customer,
    g3sk: `${kind}#${at}#${id}`,
  }),
  openReceivable: (due: CalendarDate, id: RequestId) => ({ g3pk: `AR#${shardOf(id)}`, g3sk: `${due}#${id}` }),
} as const;

export function inboxPartition(role: Role, shard: number): string {
  return `IN#${role}#${shard}`;
}

export function requestDayPartition(date: CalendarDate, shard: number): string {
  return `DR#${date}#${shard}`;
}

export function customerRequestsPartition(customer: CustomerId): string {
  return partitions.customer + customer;
}
