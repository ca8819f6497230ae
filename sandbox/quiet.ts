import { setTimeout as sleep } from 'node:timers/promises';

export interface Activity {
  /** Whether something is being done right now. */
  readonly isBusy: () => boolean;
  /** Delivers all that the streams hold; tells whether there was anything. */
  readonly drain: () => Promise<boolean>;
  /** Says what is being done, for whoever waits in vain. */
  readonly describe: () => string;
}

/**
 * Resolves when nothing is left to happen: no function runs, no workflow moves and the streams are empty. Throws after the limit.
 * One quiet look is not enough, because what ended just before it may have written something.
 */
export async function untilQuiet(activity: Activity, limitMs: number): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  for (let quietLooks = 0; quietLooks < 2; ) {
    const wasBusy = activity.isBusy();
    const delivered = await activity.drain();
    quietLooks = wasBusy || delivered || activity.isBusy() ? 0 : quietLooks + 1;
    if (quietLooks > 0) continue;
    if (performance.now() > giveUpAt)
      throw new Error(`The sandbox is still busy after ${limitMs / 1_000} s: ${activity.describe()}`);
    await sleep(2);
  }
}
