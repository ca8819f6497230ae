import type { DraftWire } from '../contracts/charge-drafts.ts';
import type { DraftContentWire } from '../contracts/draft-content.ts';
import { fieldErrorsOf } from '../errors/field-errors.ts';
import { describeField } from '../errors/problem.ts';
import { chargeContentSchema, type DraftContent } from '../model/charge.ts';
import { type ChargeCase, type ChargeDraft, isDraft } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import { chargeEtag } from './charge-wire.ts';

/** A draft as the API shows it, with what is still missing in words of the reader; of one submitted since, what it says. */
export function draftToWire(of: ChargeCase, language: Language): DraftWire {
  const { id, customerId, state, revision, maker, openedAt } = of;
  const about = { id, customerId, state, revision, maker, openedAt };
  if (isDraft(of)) {
    const content = draftContentToWire(of.content);
    return { ...about, version: of.version, savedAt: of.savedAt, content, toComplete: toComplete(content, language) };
  }
  const { type, reason, amount, basis, period, vouchers, effectiveDate } = of;
  const content = draftContentToWire({ type, reason, amount, basis, period, vouchers, effectiveDate });
  return { ...about, version: 0, savedAt: of.submittedAt, content, toComplete: [] };
}

export function draftContentToWire({ amount, ...rest }: DraftContent): DraftContentWire {
  return { ...rest, ...(amount === undefined ? {} : { amount: toWire(amount) }) };
}

/** What submitting would be refused for, as the refusal would say it. */
function toComplete(content: DraftContentWire, language: Language): DraftWire['toComplete'] {
  return fieldErrorsOf(chargeContentSchema, content).map((field) => describeField(field, language));
}

/** Names one save of a draft. */
export function draftEtag({ revision, version }: ChargeDraft): string {
  return `"draft.${revision}.${version}"`;
}

/** Names one state of a charge, whatever state that is. */
export function caseEtag(of: ChargeCase): string {
  return isDraft(of) ? draftEtag(of) : chargeEtag(of);
}
