import type { Language } from '../../model/language.ts';

/** One refusal: its status and what it says. */
export interface CatalogueEntry {
  readonly status: number;
  /** Whether sending the very same request again, a little later, may succeed. */
  readonly retryable: boolean;
  readonly title: Record<Language, string>;
  /** What happened and the way out; `{name}` is filled from the error's params. */
  readonly detail: Record<Language, string>;
  /** Said in place of `detail` where the way out hangs on where the thing stands: by the value of the param `state`. */
  readonly byState: Readonly<Record<string, Record<Language, string>>>;
}

type Texts = readonly [zh: string, en: string];

/** A refusal that says the same wherever the thing stands. */
export function entry(status: number, title: Texts, detail: Texts, retryable = false): CatalogueEntry {
  return { status, retryable, title: inBoth(title), detail: inBoth(detail), byState: {} };
}

/** A refusal whose way out differs by state; `detail` is what they have in common. */
export function entryByState<State extends string>(
  status: number,
  title: Texts,
  detail: Texts,
  states: Readonly<Partial<Record<State, Texts>>>,
): CatalogueEntry {
  const byState = Object.entries<Texts | undefined>(states).flatMap(([state, texts]) =>
    texts === undefined ? [] : [[state, inBoth(texts)] as const],
  );
  return { ...entry(status, title, detail), byState: Object.fromEntries(byState) };
}

function inBoth([zh, en]: Texts): Record<Language, string> {
  return { 'zh-CN': zh, en };
}
