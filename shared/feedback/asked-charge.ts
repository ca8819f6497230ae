import { readCharge } from '../charges/stored-charge.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Charge } from '../model/charge-request.ts';
import { later } from '../model/dates.ts';
import type { Feedback } from '../model/feedback.ts';
import type { LedgerContext } from '../table/context.ts';
import { readFeedbackSecret } from '../table/feedback-secret.ts';
import { feedbackFromItem } from '../table/items/feedback-item.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { chargeOfToken, hasTokenShape } from './feedback-token.ts';

const openForMs = 90 * 86_400_000;

/**
 * The posted charge a link asks about, and the answer that was given. A forged link, one of a charge that is not
 * there, and one older than 90 days all refuse with the same LINK_INVALID: the link tells a stranger nothing. What is no
 * link at all costs no read.
 */
export async function askedCharge(
  context: LedgerContext,
  token: string,
): Promise<{ charge: Charge; given: Feedback | undefined }> {
  const secret = hasTokenShape(token) ? await readFeedbackSecret(context.table) : undefined;
  const id = secret === undefined ? undefined : chargeOfToken(token, secret);
  if (id === undefined) throw new DomainError('LINK_INVALID');
  const [charge, row] = await Promise.all([
    readCharge(context.table, id),
    getItem(context.table, keys.feedback(id), { strong: true }),
  ]);
  const isOpen = charge?.posting !== undefined && context.clock() < later(charge.posting.recordedAt, openForMs);
  if (charge === undefined || !isOpen) throw new DomainError('LINK_INVALID');
  return { charge, given: row && feedbackFromItem(row) };
}
