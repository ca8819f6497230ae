import type { Instant } from './dates.ts';

/** Tells the time. Handed to whoever needs it, so that a sandbox or a test can move it. */
export type Clock = () => Instant;
