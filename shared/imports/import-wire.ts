import type { ImportWire } from '../contracts/imports.ts';
import type { ChunkOutcome, Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import { importText } from './import-problems.ts';
import { badRowsOf } from './stored-import.ts';

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
    [...of.outcomes, ...(of.partly === undefined ? [] : [of.partly])].reduce(
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
