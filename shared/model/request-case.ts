import { type ChargeCase, isDraft } from './charge-request.ts';
import type { Correction } from './correction.ts';
import type { Refund } from './refund.ts';

/** A request that passes through stages of approval, in whatever state it is. */
export type RequestCase = ChargeCase | Refund | Correction;
/** One that was submitted. */
export type Submitted = Exclude<RequestCase, { content: unknown }>;

/** Whether a request is a charge that is being written. */
export function isBeingWritten(request: RequestCase): request is Exclude<RequestCase, Submitted> {
  return request.kind === 'charge' && isDraft(request);
}
