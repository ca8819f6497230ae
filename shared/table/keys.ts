import type { AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { Currency } from '../model/currency.ts';
import type { CalendarDate, Instant } from '../model/dates.ts';
import type {
  CommentId,
  CustomerId,
  FindingId,
  ImportId,
  RequestId,
  TemplateId,
  UserId,
  VoucherId,
} from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import { partitions, templatePartition } from './names.ts';

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
  return spread(id, indexShards);
}

/** Which of so many parts an id belongs to; always the same. */
export function spread(id: string, parts: number): number {
  let sum = 0;
  for (let index = 0; index < id.length; index += 1) sum = (sum * 31 + id.charCodeAt(index)) % 65_536;
  return sum % parts;
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
  receivable: (id: CustomerId, due: CalendarDate, requestId: RequestId): Key => ({
    pk: partitions.customer + id,
    sk: `AR#${due}#${requestId}`,
  }),
  /** Whether a customer's prepaid money is below his level, and since when. */
  balanceAlert: (id: CustomerId, currency: Currency): Key => ({ pk: partitions.alert + id, sk: currency }),
  finding: (id: FindingId): Key => ({ pk: partitions.finding + id, sk: '#FINDING' }),
  /** How the deposits of a month were reconciled, by currency. */
  reconciliation: (month: string, currency: Currency): Key => ({ pk: partitions.reconciliation + month, sk: currency }),
  reconciliations: (month: string) => ({ pk: partitions.reconciliation + month, skPrefix: '' }),
  /** Which months are closed. */
  periodLock: (): Key => ({ pk: `${partitions.period}LOCK`, sk: '#LOCK' }),
  /** Who has read a version of a policy. */
  acknowledgement: (kind: string, version: number, user: UserId): Key => ({
    pk: partitions.policy + kind,
    sk: `READ#${String(version).padStart(6, '0')}#${user}`,
  }),
  acknowledgements: (kind: string, version: number) => ({
    pk: partitions.policy + kind,
    skPrefix: `READ#${String(version).padStart(6, '0')}#`,
  }),
  receivables: (id: CustomerId) => ({ pk: partitions.customer + id, skPrefix: 'AR#' }),
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
  task: (id: RequestId, name: string): Key => ({ pk: partitions.request + id, sk: `TASK#${name}` }),
  dispute: (id: RequestId, number: number): Key => ({
    pk: partitions.request + id,
    sk: `DISPUTE#${String(number).padStart(4, '0')}`,
  }),
  disputes: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: 'DISPUTE#' }),
  feedback: (id: RequestId): Key => ({ pk: partitions.request + id, sk: 'FEEDBACK' }),
  secret: (name: string): Key => ({ pk: partitions.secret + name, sk: '#SECRET' }),
  comment: (id: RequestId, comment: CommentId): Key => ({ pk: partitions.request + id, sk: `COMMENT#${comment}` }),
  comments: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: 'COMMENT#' }),
  voucher: (id: RequestId, voucher: VoucherId): Key => ({ pk: partitions.request + id, sk: `VOUCHER#${voucher}` }),
  vouchers: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: 'VOUCHER#' }),
  notice: (id: NoticeSubject, event: string): Key => ({ pk: `${partitions.notice}${id}`, sk: event }),
  notices: (id: RequestId) => ({ pk: `${partitions.notice}${id}`, skPrefix: '' }),
  user: (id: UserId): Key => ({ pk: partitions.user + id, sk: '#USER' }),
  delegation: (delegator: UserId): Key => ({ pk: partitions.delegation + delegator, sk: '#AWAY' }),
  standIn: (delegate: UserId, delegator: UserId): Key => ({
    pk: partitions.delegation + delegate,
    sk: `FOR#${delegator}`,
  }),
  standsInFor: (delegate: UserId) => ({ pk: partitions.delegation + delegate, skPrefix: 'FOR#' }),
  member: (role: Role, id: UserId): Key => ({ pk: partitions.member + role, sk: id }),
  members: (role: Role) => ({ pk: partitions.member + role, skPrefix: '' }),
  policy: (kind: string, version: number): Key => ({
    pk: partitions.policy + kind,
    sk: `V#${String(version).padStart(6, '0')}`,
  }),
  policies: (kind: string) => ({ pk: partitions.policy + kind, skPrefix: 'V#' }),
  templateVersion: (id: TemplateId, version: number): Key => ({
    pk: templatePartition,
    sk: `${id}#V#${String(version).padStart(6, '0')}`,
  }),
  templateVersions: (id: TemplateId) => ({ pk: templatePartition, skPrefix: `${id}#V#` }),
  latestTemplate: (id: TemplateId): Key => ({ pk: templatePartition, sk: `LATEST#${id}` }),
  latestTemplates: () => ({ pk: templatePartition, skPrefix: 'LATEST#' }),
  announcedPayment: (id: RequestId, number: number): Key => ({
    pk: partitions.request + id,
    sk: `PAYMENT#${String(number).padStart(4, '0')}`,
  }),
  announcedPayments: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: 'PAYMENT#' }),
  delayRecord: (id: RequestId, number: number): Key => ({
    pk: partitions.request + id,
    sk: `DELAY#${String(number).padStart(4, '0')}`,
  }),
  delayRecords: (id: RequestId) => ({ pk: partitions.request + id, skPrefix: 'DELAY#' }),
  import: (id: ImportId): Key => ({ pk: partitions.import + id, sk: '#IMPORT' }),
  uniqueNumber: (number: string): Key => ({ pk: `${partitions.uniqueNumber}customer#${number}`, sk: '#NUMBER' }),
  searchToken: (kind: SearchKind, token: string, id: CustomerId): Key => ({
    pk: searchPartition(kind, token),
    sk: `${token}#${id}`,
  }),
} as const;

/** What people are told about: a request, a customer's balance, a policy, or what the company's own schedules found. */
export type NoticeSubject = RequestId | CustomerId | `policy-${AgreedPolicyKind}` | 'low-balances' | 'nightly-control';

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
  personInbox: (person: UserId, dueAt: Instant, id: string) => ({
    g1pk: personInboxPartition(person),
    g1sk: `${dueAt}#${id}`,
  }),
  entryByDay: (date: CalendarDate, recordedAt: Instant, id: CustomerId, currency: Currency) => ({
    g2pk: `D#${date}#${shardOf(id)}`,
    g2sk: `${recordedAt}#${id}#${currency}`,
  }),
  /** By the month in which it was submitted, by the business calendar. */
  requestByMonth: (kind: string, date: CalendarDate, at: Instant, id: RequestId) => ({
    g2pk: requestMonthPartition(date.slice(0, 'YYYY-MM'.length), kind),
    g2sk: `${at}#${id}`,
  }),
  sameFile: (sha256: string, id: RequestId, voucher: VoucherId) => ({
    g3pk: sameFilePartition(sha256),
    g3sk: `${id}#${voucher}`,
  }),
  requestOfCustomer: (customer: CustomerId, kind: string, at: Instant, id: RequestId) => ({
    g3pk: partitions.customer + customer,
    g3sk: `${kind}#${at}#${id}`,
  }),
  importUnderWay: (since: Instant, id: ImportId) => ({ g1pk: importsUnderWayPartition, g1sk: `${since}#${id}` }),
  /** Customers whose prepaid money is below their level, while it is. */
  lowBalance: (id: CustomerId, currency: Currency) => ({
    g3pk: lowBalancesPartition(shardOf(id)),
    g3sk: `${id}#${currency}`,
  }),
  /** What the nightly control found, by the state it is in. */
  findingByState: (state: string, at: Instant, id: FindingId) => ({
    g3pk: findingsPartition(state),
    g3sk: `${at}#${id}`,
  }),
  importOfMaker: (maker: UserId, at: Instant, id: ImportId) => ({ g3pk: importsPartition(maker), g3sk: `${at}#${id}` }),
  openReceivable: (due: CalendarDate, id: RequestId) => ({
    g3pk: openReceivablesPartition(shardOf(id)),
    g3sk: `${due}#${id}`,
  }),
} as const;

/** Money customers still owe, by due date. */
export function openReceivablesPartition(shard: number): string {
  return `AR#${shard}`;
}

/** What waits for one person: his drafts, what came back to him, his tasks. */
export function personInboxPartition(id: UserId): string {
  return `IN#@${id}`;
}

/** Accepted vouchers whose files have the same bytes, on whichever charge. */
export function sameFilePartition(sha256: string): string {
  return `V#${sha256}`;
}

/** Imports whose file is checked or whose rows are entered: what the sweep looks at, in nobody's inbox. */
export const importsUnderWayPartition = 'IN#import#0';

/** The imports one person made. */
export function importsPartition(maker: UserId): string {
  return `IM#${maker}`;
}

/** What waits for a role: stages for those who approve, payouts and deposits to confirm for cashiers. */
export function inboxPartition(role: Role, shard: number): string {
  return `IN#${role}#${shard}`;
}

/** All requests of a kind in a month `YYYY-MM`: one partition, so that a list is one query (docs/adr/0014). */
export function requestMonthPartition(month: string, kind = 'charge'): string {
  return kind === 'charge' ? `DR#${month}` : `DR#${kind}#${month}`;
}

export function lowBalancesPartition(shard: number): string {
  return `LB#${shard}`;
}

export function findingsPartition(state: string): string {
  return `FN#${state}`;
}

export function customerRequestsPartition(customer: CustomerId): string {
  return partitions.customer + customer;
}
