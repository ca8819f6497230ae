import { DomainError } from '../errors/domain-error.ts';
import type { AgreedPolicy, AgreedPolicyKind, AgreedPolicyState } from '../model/agreed-policy.ts';
import type { UserId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { agreedPolicyItem } from '../table/items/agreed-policy-item.ts';
import { type Condition, putIf } from '../table/write.ts';
import { requireVersion } from './policy-versions.ts';

interface Settlement {
  readonly kind: AgreedPolicyKind;
  readonly version: number;
  readonly by: UserId;
  readonly to: Exclude<AgreedPolicyState, 'proposed'>;
  readonly comment: string | undefined;
  readonly idempotencyKey: string;
}

type Settled = { readonly policy: AgreedPolicy<object>; readonly replayed: boolean };

/**
 * Ends an open proposal, once. Who may do what stands in the condition of the write: another approves or rejects it, the
 * proposer alone withdraws it. Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, POLICY_MOVED, PROPOSER_DECIDES,
 * NOT_THE_PROPOSER, BUSY.
 */
export async function settlePolicy(context: LedgerContext, settlement: Settlement): Promise<Settled> {
  const { kind, version, by, to, comment, idempotencyKey } = settlement;
  const decision = {
    ...{ at: context.clock(), by },
    ...(comment === undefined ? {} : { comment }),
    keyPrint: fingerprint(by, `settle ${kind} ${version}`, idempotencyKey),
    bodyPrint: bodyFingerprint({ to, comment }),
  };
  const before = await requireVersion(context.table, kind, version);
  const earlier = replayOf(before, decision);
  if (earlier !== undefined) return earlier;
  refuseUnlessOpen(before, by, to);

  // Nothing was decided under it before it was approved, so it cannot be in force before.
  const effectiveAt = to === 'approved' && before.effectiveAt < decision.at ? decision.at : before.effectiveAt;
  const policy = { ...before, state: to, effectiveAt, decision };
  const outcome = await putIf(context, agreedPolicyItem(kind, policy), openAndSettledBy(by, to));
  if (outcome === 'written') return { policy, replayed: false };
  const now = await requireVersion(context.table, kind, version);
  const own = replayOf(now, decision);
  if (own !== undefined) return own;
  refuseUnlessOpen(now, by, to);
  throw new DomainError('BUSY');
}

/** The write's own condition: the version is open, and another decides it or its proposer withdraws it. */
export function openAndSettledBy(by: UserId, to: Settlement['to']): Condition {
  return {
    expression: `#state = :proposed AND #by ${to === 'withdrawn' ? '=' : '<>'} :by`,
    names: { '#state': 'state', '#by': 'by' },
    values: { ':proposed': 'proposed', ':by': by },
  };
}

function replayOf(policy: AgreedPolicy<object>, { keyPrint, bodyPrint }: Prints): Settled | undefined {
  if (policy.decision?.keyPrint !== keyPrint) return undefined;
  if (policy.decision.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { policy, replayed: true };
}

function refuseUnlessOpen({ state, proposal }: AgreedPolicy<object>, by: UserId, to: Settlement['to']): void {
  if (state !== 'proposed') throw new DomainError('POLICY_MOVED', { state });
  const isOwn = proposal?.by === by;
  if (to === 'withdrawn' && !isOwn) throw new DomainError('NOT_THE_PROPOSER', { proposer: proposal?.by ?? '' });
  if (to !== 'withdrawn' && isOwn) throw new DomainError('PROPOSER_DECIDES');
}

type Prints = { readonly keyPrint: string; readonly bodyPrint: string };
