import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInCalendarModule } from './calendar-data.ts';
import { demoCharges } from './demo-data/charges.ts';
import { toCsv } from './demo-data/csv.ts';
import { demoCustomers } from './demo-data/customers.ts';
import { messyWorkbook } from './demo-data/messy-workbook.ts';
import { noticeHtmlModule } from './mails/mail-templates.ts';
import { openApiJson } from './openapi/build-openapi.ts';

/** Files that are made from something else in the tree; `npm run check` fails when one of them is out of date. */
const generators: readonly { file: string; make: () => string | Promise<string | Uint8Array> }[] = [
  { file: 'docs/openapi.json', make: openApiJson },
  { file: 'shared/mails/generated/notice-html.ts', make: noticeHtmlModule },
  { file: 'shared/arrivals/generated/calendar-2025-2026.ts', make: builtInCalendarModule },
  { file: 'demo/customers.csv', make: () => toCsv(demoCustomers()) },
  { file: 'demo/charges.csv', make: () => toCsv(demoCharges(demoCustomers())) },
  { file: 'demo/messy-charges.xlsx', make: () => messyWorkbook(demoCustomers()) },
];

const root = join(import.meta.dirname, '..');
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;

for (const { file, make } of generators) {
  const path = join(root, file);
  const wanted = Buffer.from(await make());
  if (existsSync(path) && readFileSync(path).equals(wanted)) continue;
  if (check) {
    console.error(`${file} is out of date: run "npm run generate" and commit it.`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    console.log(`${file} written`);
  }
}
