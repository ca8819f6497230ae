import type { listPolicyVersions as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { agreedPolicyFromItem } from '../table/items/agreed-policy-item.ts';
import { keys } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { readInForce } from './agreed-policy.ts';
import { agreedPolicies, newestEtag } from './policy-versions.ts';
import { versionToWire } from './version-wire.ts';

/** The versions of a policy, newest first, whatever became of them (C5); the built-in one is not among them. */
export async function listPolicyVersions(
  { table, clock }: LedgerContext,
  call: { language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind } = params;
  const scope = ['listPolicyVersions', kind];
  const { pk, skPrefix } = keys.policies(kind);
  const after = readCursor(query.cursor, scope);
  const [page, inForce] = await Promise.all([
    queryShards(table, { partitions: [pk], skPrefix, newestFirst: true, limit: query.limit, after }),
    readInForce(table, agreedPolicies[kind], clock()),
  ]);
  const versions = page.items.map((item) => agreedPolicyFromItem(item));
  const items = versions.map((policy) => ({
    ...versionToWire(kind, policy, call.language),
    isInForce: policy.version === inForce.version,
  }));
  const etag = after === undefined ? { etag: newestEtag(versions[0]) } : {};
  return { body: { items, ...writeCursor(page.last, scope) }, ...etag };
}
