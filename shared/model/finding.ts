import * as z from 'zod';
import type { Currency } from './currency.ts';
import type { Instant } from './dates.ts';
import type { CustomerId, FindingId, UserId } from './ids.ts';

/**
 * What the nightly control looks for (C2, C6, H15), each a finding of its own: the journal itself, what is kept beside it
 * and must follow from it, and charges that look as if they were made small on purpose.
 */
export const findingKinds = [
  'journal',
  'head',
  'balances',
  'lots',
  'claims',
  'receivables',
  'requests',
  'credits',
  'documents',
  'negative',
  'structuring',
  'split',
] as const;
export type FindingKind = (typeof findingKinds)[number];

const findingStates = ['open', 'in-work', 'closed'] as const;
export const findingStateSchema = z.enum(findingStates);
export type FindingState = z.infer<typeof findingStateSchema>;

/** What exactly does not agree; `stored` is what is kept, `computed` what the journal says. */
export interface Difference {
  /** Where: an account, a request, an entry. */
  readonly what: string;
  readonly stored: string;
  readonly computed: string;
}

/** Something that does not agree (C6): found, given to somebody, put right, closed with what was done. */
export interface Finding {
  readonly id: FindingId;
  readonly kind: FindingKind;
  /** Whose books; of suspicious charges there is none. */
  readonly customerId?: CustomerId;
  /** Who made the suspicious charges. */
  readonly maker?: UserId;
  readonly currency: Currency;
  readonly state: FindingState;
  /** How often it appeared: once more each time it was seen after it had been closed. */
  readonly occurrence: number;
  readonly owner?: UserId;
  /** When this occurrence was first seen. */
  readonly foundAt: Instant;
  readonly lastSeenAt: Instant;
  readonly differences: readonly Difference[];
  readonly history: readonly FindingStep[];
}

export interface FindingStep {
  readonly at: Instant;
  /** A user, or `control` for the nightly control itself. */
  readonly by: UserId | 'control';
  readonly action: 'find' | 'assign' | 'close' | 'find-again';
  readonly note?: string;
  readonly owner?: UserId;
  readonly keyPrint?: string;
  readonly bodyPrint?: string;
}
