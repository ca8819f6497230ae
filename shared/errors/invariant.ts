/** Something that cannot be, was: a fault of ours, never of the user. Answers 500 without detail and raises the alarm. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** States what must be true here; the sentence goes to the log, never to a client. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence);
}
