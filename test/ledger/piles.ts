/** Prepaid money by the number of the entry that brought it, in the order in which it came. */
export type Piles = ReadonlyMap<bigint, bigint>;

/** What takes so much from the oldest piles, or nothing where they do not hold it. */
export function fromOldest(piles: Piles, minor: bigint): Piles | undefined {
  const taken = new Map<bigint, bigint>();
  let rest = minor;
  for (const number of [...piles.keys()].sort((a, b) => Number(a - b))) {
    const part = [piles.get(number) ?? 0n, rest].sort((a, b) => Number(a - b))[0] ?? 0n;
    if (part > 0n) taken.set(number, -part);
    rest -= part;
  }
  return rest === 0n ? taken : undefined;
}

/** The piles after a change; nothing where one would have less than none. */
export function piled(piles: Piles, change: Piles, times = 1n): Piles | undefined {
  const after = new Map(piles);
  for (const [number, minor] of change) after.set(number, (after.get(number) ?? 0n) + times * minor);
  for (const [number, minor] of after) if (minor === 0n) after.delete(number);
  return [...after.values()].some((minor) => minor < 0n) ? undefined : after;
}
