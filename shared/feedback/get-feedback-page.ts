import type { getFeedbackPage as contract } from '../contracts/feedback.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { askedCharge } from './asked-charge.ts';
import { feedbackPage } from './feedback-page.ts';

/**
 * The page behind a customer's one-time link (A29). It shows of the charge its type, amount and period only: whoever
 * holds the link may see no more. Refuses with LINK_INVALID a link that is not ours or too old.
 */
export async function getFeedbackPage(
  context: LedgerContext,
  { language }: { language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { charge, given } = await askedCharge(context, params.token);
  const { type, amount, period } = charge;
  return { body: feedbackPage({ type, amount: toWire(amount), period, isGiven: given !== undefined }, language) };
}
