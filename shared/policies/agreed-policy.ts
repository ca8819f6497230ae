import { invariant } from '../errors/invariant.ts';
import type { AgreedPolicy, AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { Instant } from '../model/dates.ts';
import { agreedPolicyFromItem, isInEffect } from '../table/items/agreed-policy-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type Item, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** A kind of policy that one proposes and another approves, and what is in force until a first version is. */
export interface AgreedPolicyOf<T> {
  readonly kind: AgreedPolicyKind;
  readonly builtIn: T;
}

/** A version that binds: 0 is the built-in one. */
export interface PolicyInForce<T> {
  readonly version: number;
  readonly content: T;
}

const pageSize = 5;
const builtInSince = '1990-01-01T00:00:00.000Z' as Instant;

/** The version in force: the newest that was approved and has taken effect, or the built-in one where none has. */
export async function readInForce<T>(
  table: LedgerTable,
  policy: AgreedPolicyOf<T>,
  now: Instant,
): Promise<AgreedPolicy<T>> {
  const item = await findInForce(table, policy.kind, now);
  return item === undefined ? builtInVersion(policy) : agreedPolicyFromItem<T>(item);
}

/**
 * The item of the version in force: one query of five items, as long as no more than four versions are planned, open or
 * were turned down since. Only the one that is found is parsed.
 */
export async function findInForce(table: LedgerTable, kind: AgreedPolicyKind, now: Instant): Promise<Item | undefined> {
  const { pk, skPrefix } = keys.policies(kind);
  let after: string | undefined;
  do {
    const items = await queryPartition(table, { pk, skPrefix, newestFirst: true, limit: pageSize, after });
    const inForce = items.find((item) => isInEffect(item, now));
    if (inForce !== undefined) return inForce;
    after = items.length < pageSize ? undefined : String(items.at(-1)?.sk);
  } while (after !== undefined);
  return undefined;
}

/** The very version a decision was made under; versions are never deleted. */
export async function readAgreedVersion<T>(
  table: LedgerTable,
  policy: AgreedPolicyOf<T>,
  version: number,
): Promise<AgreedPolicy<T>> {
  const found = await findVersion(table, policy, version);
  invariant(found !== undefined, `version ${version} of the ${policy.kind} policy exists`);
  return found;
}

/** A version, whatever became of it; strongly read where a decision hangs on it. */
export async function findVersion<T>(
  table: LedgerTable,
  policy: AgreedPolicyOf<T>,
  version: number,
  { strong } = { strong: false },
): Promise<AgreedPolicy<T> | undefined> {
  if (version === 0) return builtInVersion(policy);
  const item = await getItem(table, keys.policy(policy.kind, version), { strong });
  return item === undefined ? undefined : agreedPolicyFromItem<T>(item);
}

function builtInVersion<T>({ builtIn }: AgreedPolicyOf<T>): AgreedPolicy<T> {
  return { version: 0, content: builtIn, state: 'approved', effectiveAt: builtInSince };
}
