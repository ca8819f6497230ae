/** What waiting between attempts needs, handed in so that a test can run without waiting. */
export interface RetryTiming {
  /** A number in [0, 1): spreads the attempts of many callers. */
  readonly chance: () => number;
  /** Waits; milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

const baseMs = 25;
const capMs = 1_000;

/** Full-jitter backoff: any time between nothing and twice what the attempt before could wait, at most a second. */
export async function backoff(attempt: number, timing: RetryTiming): Promise<void> {
  const ceilingMs = Math.min(capMs, baseMs * 2 ** attempt);
  await timing.wait(timing.chance() * ceilingMs);
}
