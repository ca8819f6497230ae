import type { Publication, PublishedPolicy } from '../../model/published-policy.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import type { PublishedPolicyKind } from '../names.ts';

/** One version of a published policy; its content is one JSON text, since it is read and replaced as a whole. */
export function publishedPolicyItem(
  kind: PublishedPolicyKind,
  policy: { version: number; content: unknown; publication: Publication },
): Item {
  const { at, by, keyPrint, bodyPrint } = policy.publication;
  return {
    ...keys.policy(kind, policy.version),
    content: JSON.stringify(policy.content),
    at,
    by,
    k: keyPrint,
    b: bodyPrint,
  };
}

/** Reads a version as it was written; it was checked then. */
export function publishedPolicyFromItem<T>(item: Item): PublishedPolicy<T> & { readonly publication: Publication } {
  const raw = item as unknown as PublishedPolicyAttributes;
  return {
    version: Number(raw.sk.slice(2)),
    content: JSON.parse(raw.content) as T,
    publication: { at: raw.at, by: raw.by, keyPrint: raw.k, bodyPrint: raw.b },
  };
}

interface PublishedPolicyAttributes {
  readonly sk: string;
  readonly content: string;
  readonly at: Publication['at'];
  readonly by: Publication['by'];
  readonly k: string;
  readonly b: string;
}
