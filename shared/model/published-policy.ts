import type { Instant } from './dates.ts';
import type { UserId } from './ids.ts';

/** Policies an admin publishes whole, version after version; `content` is what JSON can hold. */
export interface PublishedPolicy<T> {
  /** 0 is the built-in one. */
  readonly version: number;
  readonly content: T;
  readonly publication?: Publication;
}

export interface Publication {
  readonly at: Instant;
  readonly by: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}
