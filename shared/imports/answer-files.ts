import type { Language } from '../model/language.ts';
import { addedHeaders, columns, headers, wordsOf } from './columns.ts';
import { importText } from './import-problems.ts';
import type { RowOutcome, StoredRow } from './stored-rows.ts';
import { neutralised } from './table-file.ts';
import { templateSheetName, writeWorkbook } from './workbook.ts';

interface AnsweredRow extends StoredRow {
  readonly outcome?: RowOutcome | undefined;
}

const widths = [16, 28, 14, 16, 40, 14, 8, 40, 12, 12, 28, 12, 18];
const lists = (language: Language) =>
  new Map([
    [columns.indexOf('type'), wordsOf('type', language)],
    [columns.indexOf('reasonCode'), wordsOf('reasonCode', language)],
  ]);

/**
 * The bad rows as they were typed, in the layout of the template, each with what is wrong and the way out: corrected and
 * uploaded again, the file completes the import (A55). Texts that a spreadsheet would run as a formula are neutralised.
 */
export async function badRowsFile(rows: readonly AnsweredRow[], language: Language): Promise<Uint8Array> {
  const added = addedHeaders[language];
  const header = [...columns.map((column) => headers[language][column]), added.line, added.errors];
  const body = rows.map((row) => [...typedCells(row), String(row.number), neutralised(whatIsWrong(row, language))]);
  const sheet = {
    name: templateSheetName,
    rows: [header, ...body],
    widths: [...widths, 12, 80],
    lists: lists(language),
  };
  return await writeWorkbook([sheet]);
}

/** Every row with what became of it and the number of its charge. */
export async function resultFile(rows: readonly AnsweredRow[], language: Language): Promise<Uint8Array> {
  const added = addedHeaders[language];
  const header = [
    ...columns.map((column) => headers[language][column]),
    added.line,
    added.status,
    added.charge,
    added.errors,
  ];
  const body = rows.map((row) => {
    const { outcome } = row;
    const chargeId = outcome === undefined || outcome.status === 'refused' ? '' : outcome.chargeId;
    const status = statusWords[language][outcome?.status ?? (row.problems.length > 0 ? 'bad' : 'left')];
    const state = outcome === undefined || outcome.status === 'refused' ? '' : ` (${outcome.state})`;
    const wrong = neutralised(whatIsWrong(row, language));
    return [...typedCells(row), String(row.number), `${status}${state}`, chargeId, wrong];
  });
  const sheet = { name: templateSheetName, rows: [header, ...body], widths: [...widths, 12, 24, 34, 60] };
  return await writeWorkbook([sheet]);
}

const statusWords: Record<Language, Record<RowOutcome['status'] | 'bad' | 'left', string>> = {
  'zh-CN': { entered: '已录入', already: '此前已录入', refused: '未录入', bad: '有误，未录入', left: '未处理' },
  en: {
    entered: 'Entered',
    already: 'Entered earlier',
    refused: 'Not entered',
    bad: 'Bad, not entered',
    left: 'Not reached',
  },
};

function typedCells({ typed }: StoredRow): string[] {
  return typed.map(neutralised);
}

function whatIsWrong(row: AnsweredRow, language: Language): string {
  const { outcome } = row;
  const sentences = row.problems.map(
    ({ cell, code, params }) => `${cell === undefined ? '' : `${cell}: `}${importText(code, params, language)}`,
  );
  if (outcome?.status === 'refused') sentences.push(importText(outcome.code, outcome.params, language));
  return sentences.join('\n');
}
