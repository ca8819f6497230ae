/** How many are visited at a time. */
const laneCount = 8;

/**
 * Visits one after the other in a few lanes while there is time. Answers how many are left. A visit that fails fails all:
 * whoever wants to go on without one catches its error.
 */
export async function inLanes<T>(
  all: readonly T[],
  isTime: () => boolean,
  visit: (one: T) => Promise<void>,
): Promise<number> {
  const rest = all.values();
  let visited = 0;
  const lane = async (): Promise<void> => {
    while (isTime()) {
      const { value, done } = rest.next();
      if (done) return;
      visited += 1;
      await visit(value);
    }
  };
  await Promise.all(Array.from({ length: laneCount }, lane));
  return all.length - visited;
}
