import type { listImportRows as contract, ImportRowWire } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { columns, headers } from './columns.ts';
import { fileKeys, fromLines, type ImportFiles } from './import-files.ts';
import { importText } from './import-problems.ts';
import { chunkRows, readVisibleImport } from './stored-import.ts';
import type { StoredRow } from './stored-rows.ts';

/** Rows of a checked file in their order, each with everything that is wrong with it (A55). Refuses with NOT_FOUND. */
export async function listImportRows(
  context: LedgerContext,
  files: Pick<ImportFiles, 'get'>,
  call: { actor: Actor; language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const found = await readVisibleImport(context.table, call.actor, params.importId);
  const scope = ['listImportRows', found.id, query.state ?? ''];
  const [firstChunk = 0, after = 0] = (readCursor(query.cursor, scope) ?? '').split('#').map(Number);
  const rows: { chunk: number; row: StoredRow }[] = [];
  for (const chunk of chunksWith(found, query.state)) {
    if (chunk < firstChunk || rows.length > query.limit) continue;
    const stored = fromLines<StoredRow>(await files.get(fileKeys.rows(found.id, chunk)));
    const wanted = stored.filter((row) => row.number > after && (query.state ?? stateOf(row)) === stateOf(row));
    rows.push(...wanted.map((row) => ({ chunk, row })));
  }
  const page = rows.slice(0, query.limit);
  const end = rows.length > query.limit ? page.at(-1) : undefined;
  const last = end && `${end.chunk}#${end.row.number}`;
  return { body: { items: page.map(({ row }) => rowToWire(row, call.language)), ...writeCursor(last, scope) } };
}

/** The pieces of a file that have rows of a state; the others need not be read. */
function chunksWith({ badByChunk, rows }: Import, state: 'good' | 'bad' | undefined): number[] {
  return [...badByChunk.keys()].filter((chunk) => {
    const [bad, all] = [badByChunk[chunk] ?? 0, Math.min(chunkRows, rows - chunk * chunkRows)];
    return state === undefined || (state === 'bad' ? bad > 0 : bad < all);
  });
}

function stateOf({ problems }: StoredRow): 'good' | 'bad' {
  return problems.length === 0 ? 'good' : 'bad';
}

function rowToWire(row: StoredRow, language: Language): ImportRowWire {
  return {
    row: row.number,
    state: stateOf(row),
    ...(row.chargeId === undefined ? {} : { chargeId: row.chargeId }),
    cells: columns.flatMap((column, index) => {
      const text = row.typed[index] ?? '';
      return text === '' ? [] : [{ column: headers[language][column], text }];
    }),
    problems: row.problems.map(({ column, cell, code, given, params }) => ({
      ...(column === undefined ? {} : { column: headers[language][column] }),
      ...(cell === undefined ? {} : { cell }),
      code,
      given,
      detail: importText(code, params, language),
    })),
  };
}
