/** The states of a request (product.md, Requests and their states). Which of them a kind of request knows is its own. */
export const requestStates = [
  'draft',
  'in-review',
  'returned',
  'rejected',
  'posted',
  'corrected',
  'cancelled',
  'withdrawn',
  'approved',
  'executing',
  'paid',
  'expired',
  'failed',
  'registered',
  'bounced',
  'arrived',
] as const;
export type RequestState = (typeof requestStates)[number];
