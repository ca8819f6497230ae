import type { Instant } from '../model/dates.ts';
import type { ImportId } from '../model/ids.ts';
import { type ImportFileName, importPrefixes } from '../model/import.ts';

/** Reads and writes what belongs to imports; only the steps of the workflow do. */
export interface ImportFiles {
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  /** The bytes under a key that is there; S3 does not tell one that is absent from one that is forbidden. */
  get(key: string): Promise<Uint8Array>;
}

/** Hands out signed forms and links, which count from `now`; nothing is sent to do so. */
export interface ImportLinks {
  /** A form that takes exactly this file: its key, type, size and SHA-256 are signed. */
  uploadForm(key: string, file: AnnouncedFile, now: Instant): Promise<UploadForm>;
  /** A link that saves the file under its name and never renders it. */
  downloadLink(key: string, fileName: string, now: Instant): Promise<DownloadLink>;
}

export interface AnnouncedFile {
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
  readonly expiresAt: Instant;
}

export interface DownloadLink {
  readonly url: string;
  readonly expiresAt: Instant;
}

const { uploads, work } = importPrefixes;

export const fileKeys = {
  upload: (id: ImportId) => `${uploads}${id}`,
  rows: (id: ImportId, chunk: number) => `${work}${id}/rows-${numbered(chunk)}.jsonl`,
  /** Which rows a run asks of more people than their own amount does. */
  raised: (id: ImportId, run: number) => `${work}${id}/raised-${numbered(run)}.jsonl`,
  outcomes: (id: ImportId, chunk: number) => `${work}${id}/outcomes-${numbered(chunk)}.jsonl`,
  answer: (id: ImportId, name: ImportFileName) => `${work}${id}/${name}.xlsx`,
} as const;

/** The import an upload belongs to. */
export function importOfUpload(key: string): ImportId | undefined {
  return key.startsWith(uploads) ? (key.slice(uploads.length) as ImportId) : undefined;
}

function numbered(place: number): string {
  return String(place).padStart(4, '0');
}

/** One value a line; the order of its keys is the order they were made in, so the same rows are the same bytes. */
export function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

export function fromLines<T>(bytes: Uint8Array): T[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
