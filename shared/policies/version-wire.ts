import type { AgreedPolicy, AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { Language } from '../model/language.ts';

/** A version as the API shows it, without what it says. */
export function versionToWire(
  kind: AgreedPolicyKind,
  { version, state, effectiveAt, proposal, decision }: AgreedPolicy<unknown>,
  language: Language,
) {
  const isApproved = state === 'approved';
  const wanted = proposal?.effectiveAt;
  return {
    ...{ kind, version, state },
    ...(isApproved ? { effectiveAt } : {}),
    ...(isApproved && wanted !== undefined && wanted < effectiveAt ? { note: notes[language] } : {}),
    ...(wanted === undefined ? {} : { wantedEffectiveAt: wanted }),
    ...(proposal === undefined ? {} : { proposedAt: proposal.at, proposedBy: proposal.by, reason: proposal.reason }),
    ...(decision === undefined ? {} : { decidedAt: decision.at, decidedBy: decision.by }),
    ...(decision?.comment === undefined ? {} : { comment: decision.comment }),
  };
}

const notes: Readonly<Record<Language, string>> = {
  'zh-CN': '审批时已过申请的生效时间，因此自审批之时起生效。',
  en: 'The time asked for had passed when it was approved, so it takes effect with the approval.',
};
