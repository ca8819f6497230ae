import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { publishedPolicyFromItem, publishedPolicyItem } from '../table/items/published-policy-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import type { PublishedPolicyKind } from '../table/names.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';

/** A kind of policy, and what is in force until an admin publishes a version of it. */
export interface PolicyOf<T> {
  readonly kind: PublishedPolicyKind;
  readonly builtIn: T;
}

/** The version in force: the newest, at once when it is published. */
export async function readPublished<T>(
  table: LedgerTable,
  { kind, builtIn }: PolicyOf<T>,
): Promise<PublishedPolicy<T>> {
  const [newest] = await queryPartition(table, { ...keys.policies(kind), newestFirst: true, limit: 1 });
  return newest === undefined ? { version: 0, content: builtIn } : publishedPolicyFromItem<T>(newest);
}

/** A version that was in force at some time. */
export async function readPublishedVersion<T>(
  table: LedgerTable,
  { kind, builtIn }: PolicyOf<T>,
  version: number,
): Promise<PublishedPolicy<T>> {
  if (version === 0) return { version, content: builtIn };
  const item = await getItem(table, keys.policy(kind, version), { strong: false });
  invariant(item !== undefined, `version ${version} of the ${kind} policy exists`);
  return publishedPolicyFromItem<T>(item);
}

export function policyEtag({ version }: Pick<PublishedPolicy<unknown>, 'version'>): string {
  return `"${version}"`;
}

interface Publishing<T> {
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly ifMatch: string;
  readonly body: unknown;
  /** The whole content of the next version, made from the one before. */
  readonly next: (before: T) => T;
}

/** A key is looked for in so many versions; an older replay meets VERSION_STALE, which changes nothing either. */
const versionsLookedAt = 20;

/**
 * Publishes the next version of a policy; earlier ones stay. Two admins at once: the second is told to read again.
 * Refuses with IDEMPOTENCY_KEY_REUSED, VERSION_STALE, BUSY.
 */
export async function publishPolicy<T>(
  context: LedgerContext,
  policy: PolicyOf<T>,
  { actor, idempotencyKey, ifMatch, body, next }: Publishing<T>,
): Promise<{ published: PublishedPolicy<T>; replayed: boolean }> {
  const publication = {
    at: context.clock(),
    by: actor.id,
    keyPrint: fingerprint(actor.id, policy.kind, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  // Once more after a lost race: what won may have been this very request.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const versions = await readVersions(context.table, policy);
    const own = versions.find((version) => version.publication?.keyPrint === publication.keyPrint);
    if (own !== undefined) {
      if (own.publication?.bodyPrint !== publication.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return { published: own, replayed: true };
    }
    const [before] = versions;
    invariant(before !== undefined, 'a policy has at least its built-in version');
    if (policyEtag(before) !== ifMatch) throw new DomainError('VERSION_STALE', { current: policyEtag(before) });
    const published = { version: before.version + 1, content: next(before.content), publication };
    const outcome = await putIf(context, publishedPolicyItem(policy.kind, published), {
      expression: 'attribute_not_exists(pk)',
    });
    if (outcome === 'written') return { published, replayed: false };
  }
  throw new DomainError('BUSY');
}

/** The newest versions, newest first, and the built-in one where there are none. */
async function readVersions<T>(table: LedgerTable, { kind, builtIn }: PolicyOf<T>): Promise<PublishedPolicy<T>[]> {
  const query = { ...keys.policies(kind), newestFirst: true, limit: versionsLookedAt, strong: true };
  const items = await queryPartition(table, query);
  return items.length === 0
    ? [{ version: 0, content: builtIn }]
    : items.map((item) => publishedPolicyFromItem<T>(item));
}
