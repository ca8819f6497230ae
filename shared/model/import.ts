import type { Instant } from './dates.ts';
import type { ImportId, UserId } from './ids.ts';
import type { Language } from './language.ts';

/** Where a batch of charges (批量录入) stands: its file comes, is checked, and waits until the clerk says that it is right. */
export const importStates = [
  'awaiting-file',
  'refused',
  'checked',
  'entering',
  'entered',
  'stopped',
  'cancelled',
] as const;
export type ImportState = (typeof importStates)[number];

/**
 * What becomes of bad rows: `stop` enters rows in their order up to the first bad one, `continue` enters every good one,
 * `all-or-nothing` enters none while a single one is bad.
 */
export const importModes = ['stop', 'continue', 'all-or-nothing'] as const;
export type ImportMode = (typeof importModes)[number];

/** Why entering ended before the last row. */
export interface ImportStop {
  readonly code: 'BAD_ROW' | 'USER_DISABLED' | 'WORKFLOW_FAILED';
  readonly row?: number;
}

/** What became of the rows of one piece of the file. */
export interface ChunkOutcome {
  readonly entered: number;
  readonly already: number;
  readonly refused: number;
}

export interface Import {
  readonly id: ImportId;
  readonly maker: UserId;
  readonly createdAt: Instant;
  /** Its file came and its check is under way or done. */
  readonly arrivedAt?: Instant;
  readonly language: Language;
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bodyPrint: string;
  readonly state: ImportState;
  /** Counts the changes of this record. */
  readonly version: number;
  /** Why the file is refused, or what is to be said about how it was read. */
  readonly messages: readonly { readonly code: string; readonly params: Readonly<Record<string, string>> }[];
  readonly rows: number;
  /** Bad rows of each piece of the file. */
  readonly badByChunk: readonly number[];
  /** Good rows that had been entered before the file was checked. */
  readonly knownRows: number;
  readonly start?: ImportStart;
  /** Starts before this one: their keys are known for replays however late they come. */
  readonly earlierStarts?: readonly StartPrint[];
  /** Outcomes of the pieces that are done, in their order. */
  readonly outcomes: readonly ChunkOutcome[];
  /** What became of the rows of the piece after those, where entering ended in the middle of it. */
  readonly partly?: ChunkOutcome;
  readonly stop?: ImportStop;
  readonly files: readonly ImportFileName[];
}

/** The clerk's word that everything is right (A12), and what the rows are entered under. */
export interface ImportStart extends StartPrint {
  readonly mode: ImportMode;
  readonly at: Instant;
  /** Approval policy the rows are entered under, all of them under the same. */
  readonly policyVersion: number;
  /** Likewise the voucher policy. */
  readonly voucherPolicyVersion: number;
  /** Counts the starts: one that stopped may be started again. */
  readonly run: number;
  /** The piece it begins with. */
  readonly firstChunk: number;
}

interface StartPrint {
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** The run of the workflow that checks the file; those that enter its rows count from 1. */
export const checkRun = 0;

/** The run of the workflow an import waits for now. */
export function runOf({ start }: Pick<Import, 'start'>): number {
  return start?.run ?? checkRun;
}

/** Since when somebody but the clerk has to do something for an import; undefined while nobody has. */
export function underWaySince({ state, arrivedAt, start }: Import): Instant | undefined {
  if (state === 'awaiting-file') return arrivedAt;
  return state === 'entering' ? start?.at : undefined;
}

/** Where the files lie in the bucket. Only uploads wake the workflow; the work of its steps is none. */
export const importPrefixes = { uploads: 'imports/uploads/', work: 'imports/work/' } as const;

export const importFileNames = ['bad-rows', 'result'] as const;
export type ImportFileName = (typeof importFileNames)[number];
