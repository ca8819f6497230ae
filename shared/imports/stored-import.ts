import type { ImportWire } from '../contracts/imports.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ImportId } from '../model/ids.ts';
import type { ChunkOutcome, Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { importFromItem, importItem } from '../table/items/import-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';
import { importText } from './import-problems.ts';

/** Rows of one piece of a file: what one step enters, and one object in the bucket. */
export const chunkRows = 250;

/** Who reads the imports of others; everybody else sees his own. */
const overseers: readonly string[] = ['manager', 'finance', 'auditor'];

export function seesAllImports(actor: Actor): boolean {
  return actor.roles.some((role) => overseers.includes(role));
}

export async function readImport(table: LedgerTable, id: ImportId): Promise<Import | undefined> {
  const item = await getItem(table, keys.import(id), { strong: true });
  return item === undefined ? undefined : importFromItem(item);
}

/** An import the caller may see; one he may not see does not exist. */
export async function readVisibleImport(table: LedgerTable, actor: Actor, id: ImportId): Promise<Import> {
  const found = await readImport(table, id);
  if (found === undefined || (found.maker !== actor.id && !seesAllImports(actor))) throw new DomainError('NOT_FOUND');
  return found;
}

/** Writes the next state of an import unless it has moved; answers it as it stands afterwards, ours or not. */
export async function changeImport(
  context: LedgerContext,
  before: Import,
  changes: Partial<Omit<Import, 'id' | 'version'>>,
): Promise<{ now: Import; isOurs: boolean }> {
  const next: Import = { ...before, ...changes, version: before.version + 1 };
  const outcome = await putIf(context, importItem(next), {
    expression: 'version = :version',
    values: { ':version': BigInt(before.version) },
  });
  if (outcome === 'written') return { now: next, isOurs: true };
  const now = await readImport(context.table, before.id);
  invariant(now !== undefined, `import ${before.id} is still there`);
  return { now, isOurs: false };
}

/** What to answer where the import does not wait for what is asked. */
export function notReady({ state }: Import): DomainError {
  return new DomainError('IMPORT_NOT_READY', { state });
}

export function badRowsOf({ badByChunk }: Import): number {
  return badByChunk.reduce((sum, bad) => sum + bad, 0);
}

const stopTexts = {
  BAD_ROW: ['遇到有误的第 {row} 行，按所选方式停止。', 'Row {row} is bad: entering stopped there, as was chosen.'],
  USER_DISABLED: [
    '确认导入的用户已停用或不再有录入权限。',
    'The user who confirmed the import was disabled or may no longer enter charges.',
  ],
  WORKFLOW_FAILED: [
    '系统出错而中断。可以再次开始，已录入的行不会重复。',
    'It was interrupted by a fault. Start it again: rows that were entered are not entered twice.',
  ],
} as const;

/** An import as the API shows it, sentences in the reader's language. */
export function importToWire(of: Import, language: Language): ImportWire {
  const bad = badRowsOf(of);
  const sum = (count: (outcome: ChunkOutcome) => number) =>
    [...of.outcomes, ...(of.stop?.partly === undefined ? [] : [of.stop.partly])].reduce(
      (total, outcome) => total + count(outcome),
      0,
    );
  const { stop, start } = of;
  return {
    id: of.id,
    state: of.state,
    fileName: of.fileName,
    contentType: of.contentType,
    sizeBytes: of.sizeBytes,
    sha256: of.sha256,
    language: of.language,
    maker: of.maker,
    createdAt: of.createdAt,
    ...(start === undefined ? {} : { mode: start.mode, startedAt: start.at, policyVersion: start.policyVersion }),
    progress: {
      rows: of.rows,
      good: of.rows - bad,
      bad,
      known: of.knownRows,
      entered: sum(({ entered }) => entered),
      already: sum(({ already }) => already),
      refused: sum(({ refused }) => refused),
    },
    messages: of.messages.map(({ code, params }) => ({
      code,
      detail: importText(code as Parameters<typeof importText>[0], params, language),
    })),
    ...(stop === undefined ? {} : { stop: stopToWire(stop, language) }),
    files: [...of.files],
  };
}

function stopToWire({ code, row }: NonNullable<Import['stop']>, language: Language): NonNullable<ImportWire['stop']> {
  const [zh, en] = stopTexts[code];
  const detail = (language === 'en' ? en : zh).replace('{row}', String(row ?? ''));
  return { code, detail, ...(row === undefined ? {} : { row }) };
}
