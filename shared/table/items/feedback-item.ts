import type { Instant } from '../../model/dates.ts';
import type { Feedback } from '../../model/feedback.ts';
import type { ChargeId, CustomerId } from '../../model/ids.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** The one answer a charge's link can give. */
export function feedbackItem(feedback: Feedback): Item {
  return {
    ...keys.feedback(feedback.chargeId),
    kind: 'feedback',
    cust: feedback.customerId,
    at: feedback.at,
    rating: BigInt(feedback.rating),
    text: feedback.text,
    print: feedback.bodyPrint,
  };
}

export function feedbackFromItem(item: Item): Feedback {
  const raw = item as unknown as {
    pk: string;
    cust: CustomerId;
    at: Instant;
    rating: bigint;
    text: string;
    print: string;
  };
  return {
    chargeId: raw.pk.slice(2) as ChargeId,
    customerId: raw.cust,
    at: raw.at,
    rating: Number(raw.rating),
    text: raw.text,
    bodyPrint: raw.print,
  };
}
