import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonLines, writeFileAtomic } from './state.ts';

/** What is known of a stored object; its bytes lie in a file named after `id`. */
export interface StoredObject {
  readonly id: string;
  readonly size: number;
  readonly etag: string;
  readonly contentType: string;
  readonly storedAt: string;
  /** Further headers given when it was stored, answered with it again. */
  readonly headers: Readonly<Record<string, string>>;
}

type IndexLine = { readonly put: string; readonly object: StoredObject } | { readonly delete: string };

/**
 * One bucket in a folder. The index is a list of changes, written after the bytes: a killed process leaves an object whole or
 * not at all. Buckets with versions or object lock keep the bytes of what was replaced or deleted.
 */
export class BucketStorage {
  readonly #folder: string;
  readonly #keepsVersions: boolean;
  readonly #objects = new Map<string, StoredObject>();
  readonly #index: JsonLines<IndexLine>;

  constructor(folder: string, keepsVersions: boolean) {
    this.#folder = folder;
    this.#keepsVersions = keepsVersions;
    mkdirSync(join(folder, 'objects'), { recursive: true });
    const path = join(folder, 'index.jsonl');
    for (const line of JsonLines.read<IndexLine>(path)) {
      if ('put' in line) this.#objects.set(line.put, line.object);
      else this.#objects.delete(line.delete);
    }
    if (!keepsVersions) this.#tidy(path);
    this.#index = new JsonLines(path);
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** The file with an object's bytes. */
  fileOf(object: StoredObject): string {
    return join(this.#folder, 'objects', object.id);
  }

  put(
    key: string,
    bytes: Buffer,
    contentType: string,
    headers: Readonly<Record<string, string>>,
    storedAt: Date,
  ): StoredObject {
    const before = this.#objects.get(key);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const object = {
      id: randomUUID(),
      size: bytes.length,
      etag,
      contentType,
      storedAt: storedAt.toISOString(),
      headers,
    };
    const draft = `${this.fileOf(object)}.tmp`;
    writeFileSync(draft, bytes);
    renameSync(draft, this.fileOf(object));
    this.#index.append({ put: key, object });
    this.#objects.set(key, object);
    if (before !== undefined) this.#drop(before);
    return object;
  }

  read(object: StoredObject): Buffer {
    return readFileSync(this.fileOf(object));
  }

  delete(key: string): void {
    const before = this.#objects.get(key);
    if (before === undefined) return;
    this.#index.append({ delete: key });
    this.#objects.delete(key);
    this.#drop(before);
  }

  /** Keys with a prefix after a given key, in S3's order. */
  list(prefix: string, after: string): [string, StoredObject][] {
    const wanted = [...this.#objects].filter(([key]) => key.startsWith(prefix) && key > after);
    return wanted.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  }

  close(): void {
    this.#index.close();
  }

  #drop(object: StoredObject): void {
    if (!this.#keepsVersions) rmSync(this.fileOf(object), { force: true });
  }

  /** Shortens the list of changes to what it comes to, and removes bytes a killed process left without an entry. */
  #tidy(path: string): void {
    if (!existsSync(path)) return;
    const lines = [...this.#objects].map(([key, object]) => JSON.stringify({ put: key, object } satisfies IndexLine));
    writeFileAtomic(path, lines.map((line) => `${line}\n`).join(''));
    const known = new Set([...this.#objects.values()].map((object) => object.id));
    for (const name of readdirSync(join(this.#folder, 'objects'))) {
      if (!known.has(name)) rmSync(join(this.#folder, 'objects', name));
    }
  }
}
