import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { enterRevision } from '../shared/charges/enter-revision.ts';
import { checkRows } from '../shared/imports/check-import.ts';
import { rowSchema } from '../shared/imports/check-row.ts';
import { columns, headers } from '../shared/imports/columns.ts';
import { enterRows } from '../shared/imports/enter-rows.ts';
import { fileKeys, type ImportFiles, toLines } from '../shared/imports/import-files.ts';
import { inBatches } from '../shared/imports/in-batches.ts';
import { readTable, xlsxType } from '../shared/imports/read-table.ts';
import { chargeContentOf, rowPrint } from '../shared/imports/row-identity.ts';
import { chunkRows } from '../shared/imports/stored-import.ts';
import type { StoredRow } from '../shared/imports/stored-rows.ts';
import { writeWorkbook } from '../shared/imports/workbook.ts';
import type { CustomerId, ImportId } from '../shared/model/ids.ts';
import type { Import } from '../shared/model/import.ts';
import { defaultApprovalPolicy } from '../shared/policies/default-approval-policy.ts';
import { documentId } from '../shared/table/document-id.ts';
import { chargeItem } from '../shared/table/items/charge-item.ts';
import { importItem } from '../shared/table/items/import-item.ts';
import { type Company, freshCompany } from '../test/support/company.ts';
import { freshLedger } from '../test/support/ledger.ts';
import { atLeast, atMost, type Figure, pairedRatio } from './figure.ts';

const checkedRows = 10_000;
/** Customers of one import; each import has its own, as one customer has few charges a day. */
const customersCount = 100;
/** Imports of so many rows each, in pieces; the first is not measured, so that the engine has optimised both sides. */
const imports = 5;
const importedRows = 2_000;
const atOnce = 16;

/**
 * Batch entry: rows checked and entered a second, what entering costs beyond bare puts of the same items at the same
 * concurrency, and the memory of it all. The rows wait for review, so each is one put on both sides.
 */
export async function importFigures(): Promise<Figure[]> {
  const company = await freshCompany(await freshLedger());
  const customers = await inBatches(Array.from({ length: customersCount * imports }), atOnce, (_, index) =>
    company.createCustomer(`C-${30_000 + index}`),
  );
  const bytes = await workbookFor(customers, checkedRows, 'check');
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  const checked = await checkRows(company.table, await readTable(bytes, xlsxType), company.context.clock());
  const checkSeconds = (performance.now() - startedAt) / 1_000;
  const good = checked.filter(({ problems }) => problems.length === 0);
  if (good.length !== checkedRows) throw new Error(`${checkedRows - good.length} rows of the benchmark are bad`);

  const { ratio, rowsPerSecond } = await enteringRatio(company, good);
  const megabytes = Math.round((process.memoryUsage.rss() - before) / 1_000_000);
  return [
    atLeast('import: rows checked a second', Math.round(checkedRows / checkSeconds), 200),
    atLeast('import: rows entered a second', rowsPerSecond, 40),
    atMost('import: entering against bare puts of the same items', ratio, 1.3),
    // A function of ours begins with about 100 MB; all together stay below 400.
    atMost('import: memory that 10,000 rows add, MB', megabytes, 300),
  ];
}

async function workbookFor(customers: readonly { number: string; name: string }[], count: number, prefix: string) {
  const rows = Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / importedRows);
    const customer = customers[round * customersCount + (index % customersCount)];
    const cells: Partial<Record<(typeof columns)[number], string>> = {
      customerNumber: customer?.number ?? '',
      customerName: customer?.name ?? '',
      type: 'upgrade',
      reasonCode: 'upgrade',
      reasonText: '本期升级服务等级，按约定补收差价',
      amount: '9,000.00',
      currency: 'CNY',
      basisText: '高级版席位 10 个，按合同单价计算',
      periodStart: '2026-10-01',
      periodEnd: '2026-10-31',
      reference: `${prefix}-${index}`,
    };
    return columns.map((column) => cells[column] ?? '');
  });
  return await writeWorkbook([
    { name: '补费导入', rows: [columns.map((column) => headers['zh-CN'][column]), ...rows] },
  ]);
}

/** Imports entered by the steps and by bare puts of the same items, in turns. */
async function enteringRatio(company: Company, rows: readonly StoredRow[]) {
  const rowsOf = (round: number) => rows.slice(round * importedRows, (round + 1) * importedRows);
  const confirmed = await inBatches(Array.from({ length: imports }), atOnce, (_, round) =>
    confirmImport(company, rowsOf(round), round),
  );
  await confirmed[0]?.();
  await barePuts(company, rowsOf(0), 0);
  let seconds = 0;
  const ratio = await pairedRatio(
    imports - 1,
    async (round) => {
      const started = performance.now();
      await confirmed[round + 1]?.();
      seconds += (performance.now() - started) / 1_000;
    },
    (round) => barePuts(company, rowsOf(round + 1), round + 1),
  );
  return { ratio, rowsPerSecond: Math.round(((imports - 1) * importedRows) / seconds) };
}

/** An import, confirmed and ready to be entered piece by piece. */
async function confirmImport(company: Company, rows: readonly StoredRow[], round: number) {
  const pieces = Array.from({ length: rows.length / chunkRows }, (_, chunk) =>
    rows.slice(chunk * chunkRows, (chunk + 1) * chunkRows),
  );
  const id = documentId('imp', 'bench', 'import', String(round)) as ImportId;
  const now = company.clock.now;
  const start = {
    mode: 'continue' as const,
    at: now,
    policyVersion: 0,
    voucherPolicyVersion: 0,
    run: 1,
    firstChunk: 0,
    keyPrint: 'k',
    bodyPrint: 'b',
  };
  const confirmed: Import = {
    id,
    maker: company.clerk.actor.id,
    createdAt: now,
    language: 'zh-CN',
    fileName: 'bench.xlsx',
    contentType: xlsxType,
    sizeBytes: 1,
    sha256: '',
    bodyPrint: 'b',
    state: 'entering',
    version: 1,
    messages: [],
    rows: rows.length,
    badByChunk: pieces.map(() => 0),
    knownRows: 0,
    start,
    outcomes: [],
    files: [],
  };
  await company.table.client.send(new PutCommand({ TableName: company.table.name, Item: importItem(confirmed) }));
  const kept = new Map<string, Uint8Array | string>(
    pieces.map((piece, chunk) => [fileKeys.rows(id, chunk), toLines(piece)]),
  );
  const files: ImportFiles = {
    get: async (key) => Buffer.from(kept.get(key) ?? ''),
    put: async (key, bytes) => void kept.set(key, bytes),
  };
  return async () => {
    while ((await enterRows(company.context, files, { importId: id, run: 1 })) === 'more');
  };
}

/** The same items under other ids, conditional as well, and nothing else. */
async function barePuts({ table, clerk, clock, context }: Company, rows: readonly StoredRow[], round: number) {
  const items = rows.map((row) => {
    const content = rowSchema.parse(row.wire);
    // Of other customers: what one side has written the other shall not have to judge (H5).
    const customerId = documentId('cus', 'bare', 'bench', String(row.customerId)) as CustomerId;
    const id = documentId('chg', 'bare', String(round), String(row.number)) as NonNullable<StoredRow['chargeId']>;
    const identity = {
      id,
      customerId,
      maker: clerk.actor.id,
      revision: 1,
      bodyPrint: rowPrint(customerId, content),
      history: [
        {
          at: clock.now,
          by: clerk.actor.id,
          action: 'submit' as const,
          to: 'in-review' as const,
          keyPrint: 'k'.repeat(12),
        },
      ],
      openedAt: clock.now,
    };
    const rules = { policy: defaultApprovalPolicy, customerGroup: 'standard', now: clock.now, zone: context.zone };
    return chargeItem(enterRevision(identity, chargeContentOf(content), rules), context.zone);
  });
  await inBatches(items, atOnce, (Item) =>
    table.client.send(new PutCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
}
