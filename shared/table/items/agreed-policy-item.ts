import type {
  AgreedPolicy,
  AgreedPolicyKind,
  AgreedPolicyState,
  PolicyAcknowledgement,
} from '../../model/agreed-policy.ts';
import type { Instant } from '../../model/dates.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A version of a policy that one proposes and another approves; its content is one JSON text. */
export function agreedPolicyItem(kind: AgreedPolicyKind, policy: AgreedPolicy<unknown>): Item {
  const { proposal, decision } = policy;
  return {
    ...keys.policy(kind, policy.version),
    content: contentText(policy.content),
    state: policy.state,
    effectiveAt: policy.effectiveAt,
    ...(proposal === undefined
      ? {}
      : {
          at: proposal.at,
          by: proposal.by,
          why: proposal.reason,
          wish: proposal.effectiveAt,
          k: proposal.keyPrint,
          b: proposal.bodyPrint,
        }),
    ...(decision === undefined
      ? {}
      : {
          said: {
            at: decision.at,
            by: decision.by,
            why: decision.comment,
            k: decision.keyPrint,
            b: decision.bodyPrint,
          },
        }),
  };
}

/** Reads a version as it was written; it was checked then. One without a state was written when the company was set up. */
export function agreedPolicyFromItem<T>(item: Item): AgreedPolicy<T> {
  const raw = item as unknown as AgreedPolicyAttributes;
  return {
    version: Number(raw.sk.slice(2)),
    content: readContent<T>(contentOf(item)),
    state: raw.state ?? 'approved',
    effectiveAt: raw.effectiveAt,
    ...(raw.by === undefined
      ? {}
      : {
          proposal: {
            ...{ at: raw.at, by: raw.by, reason: raw.why, keyPrint: raw.k, bodyPrint: raw.b },
            ...(raw.wish === undefined ? {} : { effectiveAt: raw.wish }),
          },
        }),
    ...(raw.said === undefined
      ? {}
      : {
          decision: {
            ...{ at: raw.said.at, by: raw.said.by, keyPrint: raw.said.k, bodyPrint: raw.said.b },
            ...(raw.said.why === undefined ? {} : { comment: raw.said.why }),
          },
        }),
  };
}

/** Whether a version is approved and has taken effect; told without reading its content, since most are passed over. */
export function isInEffect(item: Item, now: Instant): boolean {
  const { state, effectiveAt } = item as unknown as AgreedPolicyAttributes;
  return (state ?? 'approved') === 'approved' && effectiveAt <= now;
}

/** A policy's content as one JSON text; limits of tiers are bigint and become texts. */
export function contentText(content: unknown): string {
  return JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}

export function readContent<T>(text: string): T {
  return JSON.parse(text, (name, value) => (name === 'upToMinor' && value !== null ? BigInt(value) : value)) as T;
}

/** The text of a version's content; approval policies of the first release keep it under another name. */
export function contentOf(item: Item): string {
  const { content, rules } = item as unknown as AgreedPolicyAttributes;
  return content ?? rules ?? '';
}

/** Somebody's word that he has read a version: the row is his own, so two at once do not meet. */
export function acknowledgementItem({ kind, version, by, at }: PolicyAcknowledgement): Item {
  return { ...keys.acknowledgement(kind, version, by), by, at };
}

export function acknowledgementFromItem(item: Item): Pick<PolicyAcknowledgement, 'by' | 'at'> {
  const { by, at } = item as unknown as PolicyAcknowledgement;
  return { by, at };
}

type Proposal = NonNullable<AgreedPolicy<unknown>['proposal']>;

interface AgreedPolicyAttributes {
  readonly sk: string;
  readonly content?: string;
  readonly rules?: string;
  readonly state?: AgreedPolicyState;
  readonly effectiveAt: Instant;
  readonly at: Proposal['at'];
  readonly by?: Proposal['by'];
  readonly why: string;
  readonly wish?: Instant;
  readonly k: string;
  readonly b: string;
  readonly said?: {
    readonly at: Proposal['at'];
    readonly by: Proposal['by'];
    readonly why?: string;
    readonly k: string;
    readonly b: string;
  };
}
