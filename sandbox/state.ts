import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Reads a JSON file; a missing file gives the fallback. Throws on broken JSON, because every writer here is atomic. */
export function readJson<T>(path: string, fallback: T): T {
  if (!existsSync(path)) return fallback;
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** Replaces a file in one step, so that a process killed at any moment leaves the old text or the new one, never half. */
export function writeFileAtomic(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

/** Writes a value as JSON in one step. */
export function writeJson(path: string, value: unknown): void {
  writeFileAtomic(path, `${JSON.stringify(value, null, 1)}\n`);
}

/**
 * A list kept as one JSON text per line. Adding is one append, so it is quick however long the list grows; the last line of a
 * killed process may be torn, and is left out when reading because whoever wrote it was never answered.
 */
export class JsonLines<T> {
  readonly path: string;
  readonly #file: number;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const torn = text !== '' && !text.endsWith('\n');
    this.#file = openSync(path, 'a', 0o600);
    if (torn) writeSync(this.#file, '\n');
  }

  append(entry: T): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** All whole lines of the file, in the order written. */
  static read<T>(path: string): T[] {
    if (!existsSync(path)) return [];
    const entries: T[] = [];
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue;
      try {
        entries.push(JSON.parse(line) as T);
      } catch {
        // A torn line: its writer was killed before it could answer anyone.
      }
    }
    return entries;
  }
}
