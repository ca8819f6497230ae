import * as z from 'zod';
import { importIdSchema, userIdSchema } from '../model/ids.ts';
import { importFileNames, importModes, importStates } from '../model/import.ts';
import { languageSchema } from '../model/language.ts';
import type { Role } from '../model/role.ts';
import { lineSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const makers = ['clerk', 'manager'] as const satisfies readonly Role[];
const readers = ['clerk', 'manager', 'finance', 'auditor'] as const satisfies readonly Role[];

/** A larger file has more rows than are taken. */
const largestFileBytes = 10_000_000;

const importWire = z
  .object({
    id: z.string(),
    state: z.enum(importStates),
    fileName: z.string(),
    contentType: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    language: z.string().meta({ description: 'Of the files that answer it' }),
    maker: z.string(),
    createdAt: z.string(),
    mode: z.enum(importModes).optional(),
    startedAt: z.string().optional(),
    policyVersion: z.number().optional(),
    progress: z.object({
      rows: z.number(),
      good: z.number(),
      bad: z.number(),
      known: z.number().meta({ description: 'Good rows that had been entered before the file was checked' }),
      entered: z.number().meta({ description: 'Rows this import entered' }),
      already: z.number().meta({ description: 'Rows that were met as charges entered earlier, and not entered again' }),
      refused: z.number().meta({ description: 'Good rows that were refused when they were entered' }),
    }),
    messages: z
      .array(z.object({ code: z.string(), detail: z.string() }))
      .meta({ description: 'Why the file was refused, or how it was read' }),
    stop: z.object({ code: z.string(), detail: z.string(), row: z.number().optional() }).optional(),
    files: z.array(z.string()).meta({ description: 'Files that can be downloaded now' }),
  })
  .meta({ id: 'Import' });
export type ImportWire = z.infer<typeof importWire>;

const linkWire = z.object({ url: z.string(), expiresAt: z.string() }).meta({ id: 'DownloadLink' });

const rowWire = z
  .object({
    row: z.number().meta({ description: 'As a spreadsheet numbers it' }),
    state: z.enum(['good', 'bad']),
    chargeId: z.string().optional().meta({ description: 'The charge the row is, or will be once it is entered' }),
    cells: z.array(z.object({ column: z.string(), text: z.string() })).meta({ description: 'What was typed' }),
    problems: z.array(
      z.object({
        column: z.string().optional(),
        cell: z.string().optional().meta({ description: 'Such as `F17`; absent where the whole row is meant' }),
        code: z.string(),
        given: z.string(),
        detail: z.string().meta({ description: 'What is wrong and the way out' }),
      }),
    ),
  })
  .meta({ id: 'ImportRow' });
export type ImportRowWire = z.infer<typeof rowWire>;

const importParams = z.object({ importId: importIdSchema });

export const createImport = defineOperation({
  id: 'createImport',
  method: 'POST',
  path: '/imports',
  capability: 'imports',
  tag: 'Imports',
  summary: 'Announce a table of charges and get a form to upload it with',
  description:
    'CSV or XLSX in the layout of the template, up to 10,000 rows. The form takes exactly the announced bytes. The file is checked as soon as it is there; nothing is entered until `startImport`. The same request again answers the same import with a fresh form.',
  roles: makers,
  body: z.strictObject({
    fileName: lineSchema(1, 120),
    contentType: z.enum(['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']),
    sizeBytes: z.number().int().min(1).max(largestFileBytes),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'Of the file, hexadecimal' }),
    language: languageSchema
      .optional()
      .meta({ description: 'Of the files that answer it; default that of the caller' }),
  }),
  idempotencyKey: 'required',
  success: {
    status: 201,
    description: 'The import and the form',
    body: z.object({
      import: importWire,
      upload: z
        .object({
          url: z.string(),
          fields: z.record(z.string(), z.string()).meta({ description: 'Send all of them, then the `file`' }),
          expiresAt: z.string(),
        })
        .optional()
        .meta({ description: 'While the file is awaited' }),
    }),
  },
  problems: ['USER_DISABLED', 'BUSY'],
});

export const listImports = defineOperation({
  id: 'listImports',
  method: 'GET',
  path: '/imports',
  capability: 'imports',
  tag: 'Imports',
  summary: 'Imports of a person, newest first',
  roles: readers,
  query: z.strictObject({
    maker: userIdSchema.optional().meta({ description: 'Default yourself; a clerk sees his own only' }),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Imports', body: pageOf(importWire) },
  problems: ['NOT_FOUND'],
});

export const getImport = defineOperation({
  id: 'getImport',
  method: 'GET',
  path: '/imports/{importId}',
  capability: 'imports',
  tag: 'Imports',
  summary: 'How an import stands',
  roles: readers,
  params: importParams,
  success: { status: 200, description: 'The import', body: importWire },
  problems: ['NOT_FOUND'],
});

export const listImportRows = defineOperation({
  id: 'listImportRows',
  method: 'GET',
  path: '/imports/{importId}/rows',
  capability: 'imports',
  tag: 'Imports',
  summary: 'Rows of a checked file, and what is wrong with each',
  roles: readers,
  params: importParams,
  query: z.strictObject({ state: z.enum(['good', 'bad']).optional(), ...pagingShape }),
  success: { status: 200, description: 'Rows in the order of the file', body: pageOf(rowWire) },
  problems: ['NOT_FOUND'],
});

export const startImport = defineOperation({
  id: 'startImport',
  method: 'POST',
  path: '/imports/{importId}/entries',
  capability: 'imports',
  tag: 'Imports',
  summary: 'Confirm a checked file: enter and submit its rows',
  description:
    'Rows are entered in your name under the approval and voucher policies of this moment, each like a charge of its own. A row that was entered before, in whatever file, is met again and never doubled. With `all-or-nothing`, “all” is as of the start: should a row be refused later, because its customer changed meanwhile, entering stops there and what was entered stays. An import that stopped may be started again.',
  roles: makers,
  params: importParams,
  body: z.strictObject({ mode: z.enum(importModes) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The import; its rows are entered from now on', body: importWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'IMPORT_NOT_READY', 'IMPORT_HAS_BAD_ROWS', 'BUSY'],
});

export const cancelImport = defineOperation({
  id: 'cancelImport',
  method: 'POST',
  path: '/imports/{importId}/cancellations',
  capability: 'imports',
  tag: 'Imports',
  summary: 'Give an import up',
  description: 'Rows that were entered stay entered; one that is under way ends after the piece it is at.',
  roles: makers,
  params: importParams,
  body: z.strictObject({}),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The import', body: importWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'IMPORT_NOT_READY', 'BUSY'],
});

export const getImportFile = defineOperation({
  id: 'getImportFile',
  method: 'GET',
  path: '/imports/{importId}/files/{name}',
  capability: 'imports',
  tag: 'Imports',
  summary: 'A link to the bad rows, ready to be corrected, or to the result',
  roles: readers,
  params: z.object({ importId: importIdSchema, name: z.enum(importFileNames) }),
  success: { status: 200, description: 'A link that works for five minutes', body: linkWire },
  problems: ['NOT_FOUND'],
});

export const getImportTemplate = defineOperation({
  id: 'getImportTemplate',
  method: 'GET',
  path: '/import-template',
  capability: 'imports',
  tag: 'Imports',
  summary: 'The table to fill in',
  description: 'With headers, drop-down lists, an example row and notes, in Chinese or English.',
  roles: makers,
  query: z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx'), language: languageSchema.optional() }),
  success: {
    status: 200,
    description: 'The file',
    body: z
      .object({
        fileName: z.string(),
        contentType: z.string(),
        base64: z.string().meta({ description: 'The bytes of the file' }),
      })
      .meta({ id: 'TemplateFile' }),
  },
  problems: [],
});
