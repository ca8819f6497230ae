import { sha256 } from './example-values.ts';

/** Examples of batch entry; `examples.ts` takes them up. */
const importId = 'imp_6rzb3k7wn2xv4yd6h3j5r7mpca';
const file = {
  fileName: '2026年10月补费.xlsx',
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' as const,
  sizeBytes: 48_213,
  sha256,
};
const nothingYet = { rows: 0, good: 0, bad: 0, known: 0, entered: 0, already: 0, refused: 0 };

const created = {
  id: importId,
  state: 'awaiting-file' as const,
  ...file,
  language: 'zh-CN',
  maker: 'wang.fang',
  createdAt: '2026-11-02T01:00:00.000Z',
  progress: nothingYet,
  messages: [],
  files: [],
};
const checked = {
  ...created,
  state: 'checked' as const,
  progress: { ...nothingYet, rows: 2000, good: 1874, bad: 126 },
  messages: [{ code: 'ROWS_EMPTY', detail: '12 empty rows were passed over.' }],
  files: ['bad-rows'],
};
const entering = {
  ...checked,
  state: 'entering' as const,
  mode: 'continue' as const,
  startedAt: '2026-11-02T01:05:00.000Z',
  policyVersion: 1,
};
const link = {
  url: 'https://vouchers.s3.ap-southeast-1.amazonaws.com/imports/work/imp_6rzb3k7wn2xv4yd6h3j5r7mpca/bad-rows.xlsx?X-Amz-Signature=…',
  expiresAt: '2026-11-02T01:10:00.000Z',
};

export const importRequestExamples = {
  createImport: { ...file, language: 'zh-CN' as const },
  startImport: { mode: 'continue' as const },
  cancelImport: {},
};

export const importResponseExamples = {
  createImport: {
    import: created,
    upload: {
      url: 'https://vouchers.s3.ap-southeast-1.amazonaws.com/',
      fields: {
        key: `imports/uploads/${importId}`,
        'Content-Type': file.contentType,
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': 'bxwNmjtefyFEyKC+kdN2JfCpxNgeO3pcLW+AkbPkp8U=',
        Policy: 'eyJleHBpcmF0aW9uIjoi…',
        'X-Amz-Signature': '5f1c0d9a…',
      },
      expiresAt: '2026-11-02T02:00:00.000Z',
    },
  },
  listImports: { items: [checked] },
  getImport: checked,
  listImportRows: {
    items: [
      {
        row: 17,
        state: 'bad' as const,
        cells: [
          { column: '客户编号', text: 'C-10001' },
          { column: '金额', text: '1.234,50' },
        ],
        problems: [
          {
            column: '金额',
            cell: 'F17',
            code: 'AMOUNT_AMBIGUOUS',
            given: '1.234,50',
            detail: '金额“1.234,50”有歧义（逗号可能是千分位或小数点）。请写成 1234.50。',
          },
        ],
      },
    ],
  },
  startImport: entering,
  cancelImport: { ...checked, state: 'cancelled' as const },
  getImportFile: link,
  getImportTemplate: {
    fileName: 'feeledger-import-zh-CN.xlsx',
    contentType: file.contentType,
    base64: 'UEsDBBQAAAAIAAAAIQ…',
  },
};
