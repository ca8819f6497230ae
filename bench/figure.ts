/** One figure of the benchmark: a count or a ratio, never a time, with the limit it is held to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: string;
  readonly holds: boolean;
  /** Said beside it on the screen. */
  readonly note?: string;
}

export function atMost(name: string, value: number, limit: number, note?: string): Figure {
  return { name, value, limit: `<= ${limit}`, holds: value <= limit, ...(note === undefined ? {} : { note }) };
}

export function atLeast(name: string, value: number, limit: number, note?: string): Figure {
  return { name, value, limit: `>= ${limit}`, holds: value >= limit, ...(note === undefined ? {} : { note }) };
}

export function within(name: string, value: number, low: number, high: number, note?: string): Figure {
  const holds = value >= low && value <= high;
  return { name, value, limit: `${low} to ${high}`, holds, ...(note === undefined ? {} : { note }) };
}

/** The middle of the times of one side. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * How much longer one piece of work takes than another, both done in turns, one at a time, the first of each pair
 * changing sides: on a shared machine only that means anything. The middle of the pairs' ratios.
 */
export async function pairedRatio(
  rounds: number,
  numerator: (round: number) => Promise<void>,
  denominator: (round: number) => Promise<void>,
): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round % 2 === 0;
    const first = await milliseconds(() => (isFirst ? numerator(round) : denominator(round)));
    const second = await milliseconds(() => (isFirst ? denominator(round) : numerator(round)));
    ratios.push(isFirst ? first / second : second / first);
  }
  return Math.round(median(ratios) * 1000) / 1000;
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
