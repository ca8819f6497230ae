import type { ChargeId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { makeFeedbackSecret } from '../table/feedback-secret.ts';
import { feedbackToken } from './feedback-token.ts';

/**
 * Makes the links customers answer by (A29). The secret is read once a process, so a link costs no write and usually
 * no read; the same charge has the same link for ever.
 */
export function feedbackLinks(
  context: LedgerContext,
  { publicUrl, randomSecret }: { publicUrl: string; randomSecret: () => string },
): (id: ChargeId) => Promise<string> {
  let secret: Promise<string> | undefined;
  return async (id) => {
    secret ??= makeFeedbackSecret(context, randomSecret);
    try {
      return `${publicUrl}/feedback/${feedbackToken(id, await secret)}`;
    } catch (error) {
      // A table that was out of reach is asked again for the next link.
      secret = undefined;
      throw error;
    }
  };
}
