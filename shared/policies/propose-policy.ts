import type {
  proposeApprovalPolicy,
  proposeDepositPolicy,
  proposeLowBalancePolicy,
  proposeRefundPolicy,
} from '../contracts/agreed-policies.ts';
import type { InputOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { AgreedPolicy, AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { agreedPolicyItem } from '../table/items/agreed-policy-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { newestEtag, readNewestVersions } from './policy-versions.ts';
import { versionToWire } from './version-wire.ts';

/** The operations that propose; they differ in the content alone. */
type ProposalInput =
  | InputOf<typeof proposeApprovalPolicy>
  | InputOf<typeof proposeRefundPolicy>
  | InputOf<typeof proposeDepositPolicy>
  | InputOf<typeof proposeLowBalancePolicy>;

/**
 * Proposes the next version of a policy (C5, C20, B17, F15); it binds nobody until another approves it. Two at once: the
 * second is told that a proposal is open. Refuses with USER_DISABLED, FORBIDDEN, IDEMPOTENCY_KEY_REUSED, PROPOSAL_OPEN,
 * VERSION_STALE, BUSY.
 */
export async function proposePolicy(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  kind: AgreedPolicyKind,
  { body, idempotencyKey, ifMatch }: ProposalInput,
) {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, ['admin']);
  const { effectiveAt, reason, content } = body;
  const now = context.clock();
  const proposal = {
    ...{ at: now, by: actor.id, reason },
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
    keyPrint: fingerprint(actor.id, `propose ${kind}`, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  const answer = (policy: AgreedPolicy<unknown>, replayed: boolean) => ({
    body: versionToWire(kind, policy, call.language),
    etag: newestEtag(policy),
    location: `/policies/${kind}/versions/${policy.version}`,
    replayed,
  });
  // Once more after a lost race: what won may have been this very request.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const versions = await readNewestVersions(context.table, kind);
    const own = versions.find((version) => version.proposal?.keyPrint === proposal.keyPrint);
    if (own !== undefined) {
      if (own.proposal?.bodyPrint !== proposal.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return answer(own, true);
    }
    const [newest] = versions;
    // A version that is decided stays so: that none is open cannot change without a new one, which the put would meet.
    if (newest?.state === 'proposed') {
      const proposer = newest.proposal?.by ?? '';
      throw new DomainError('PROPOSAL_OPEN', { version: String(newest.version), proposer });
    }
    if (newestEtag(newest) !== ifMatch) throw new DomainError('VERSION_STALE', { current: newestEtag(newest) });
    const policy = {
      ...{ version: (newest?.version ?? 0) + 1, content, state: 'proposed' as const },
      ...{ effectiveAt: effectiveAt ?? now, proposal },
    };
    const outcome = await putIf(context, agreedPolicyItem(kind, policy), { expression: 'attribute_not_exists(pk)' });
    if (outcome === 'written') return answer(policy, false);
  }
  throw new DomainError('BUSY');
}
