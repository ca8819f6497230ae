import * as z from 'zod';
import type { Instant } from './dates.ts';
import type { UserId } from './ids.ts';

/** Policies that one proposes and another approves; in force from a time that the version names (C5, C20, B17). */
export const agreedPolicyKinds = ['approval', 'refund', 'deposit', 'low-balance'] as const;
export const agreedPolicyKindSchema = z.enum(agreedPolicyKinds);
export type AgreedPolicyKind = (typeof agreedPolicyKinds)[number];

const agreedPolicyStates = ['proposed', 'approved', 'rejected', 'withdrawn'] as const;
export type AgreedPolicyState = (typeof agreedPolicyStates)[number];

/** A version of a policy that one person proposes and another approves (C5, C20, B17). It never changes again after that. */
export interface AgreedPolicy<T> {
  readonly version: number;
  readonly content: T;
  readonly state: AgreedPolicyState;
  /** From when on it is in force, once approved; never before its approval. */
  readonly effectiveAt: Instant;
  /** Absent of the built-in version, and of one that was written when the company was set up. */
  readonly proposal?: {
    readonly at: Instant;
    readonly by: UserId;
    /** Why it is proposed. */
    readonly reason: string;
    /** When it was asked to take effect; absent: with its approval. */
    readonly effectiveAt?: Instant;
    readonly keyPrint: string;
    readonly bodyPrint: string;
  };
  /** Approval or rejection by another, or withdrawal by the proposer. */
  readonly decision?: {
    readonly at: Instant;
    readonly by: UserId;
    readonly comment?: string;
    readonly keyPrint: string;
    readonly bodyPrint: string;
  };
}

/** Somebody's word that he has read a version. */
export interface PolicyAcknowledgement {
  readonly kind: AgreedPolicyKind;
  readonly version: number;
  readonly by: UserId;
  readonly at: Instant;
}
