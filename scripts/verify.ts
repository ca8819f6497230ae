import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Verification, verifyLedger } from '../shared/ledger/verify.ts';
import { currencyDigits } from '../shared/model/currency.ts';
import { formatDecimal } from '../shared/model/money.ts';
import { type Item, openLedgerTable } from '../shared/table/ledger-table.ts';
import { collectLedger, scanItems } from '../shared/table/scan-ledger.ts';

const usage = `npm run verify                          checks the ledger of the running sandbox
npm run verify -- --export FILE         also writes every item to FILE, a JSON object a line
npm run verify -- --file FILE           checks such a file, with the network off
npm run verify -- --table NAME          checks a table in AWS, with your own credentials
                  --data-dir DIR        another sandbox than .sandbox`;

/** Recomputes every entry, chain, balance and the trial balance; says the first bad entry; ends with 1 if there is one. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      export: { type: 'string' },
      table: { type: 'string' },
      'data-dir': { type: 'string', default: '.sandbox' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const items = values.file === undefined ? tableItems(values.table, values['data-dir']) : fileItems(values.file);
  const contents = await collectLedger(values.export === undefined ? items : copyTo(values.export, items));
  const verification = verifyLedger(contents.entries, contents.heads, contents.openItems, contents.requests);
  console.log(report(verification));
  if (verification.findings.length > 0) process.exitCode = 1;
}

function tableItems(tableName: string | undefined, dataDir: string): AsyncGenerator<Item> {
  if (tableName !== undefined) return scanItems(openLedgerTable(new DynamoDBClient({}), tableName));
  const path = join(dataDir, 'info.json');
  if (!existsSync(path)) {
    console.error(
      `There is no running sandbox in ${dataDir}: start it with "npm start". 没有正在运行的沙箱，请先执行 npm start。`,
    );
    process.exit(1);
  }
  const info = JSON.parse(readFileSync(path, 'utf8')) as {
    tableName: string;
    region: string;
    endpoints: { dynamodb: string };
  };
  const client = new DynamoDBClient({
    endpoint: info.endpoints.dynamodb,
    region: info.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return scanItems(openLedgerTable(client, info.tableName));
}

async function* fileItems(path: string): AsyncGenerator<Item> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    number += 1;
    if (line.trim() !== '') yield readLine(line, `${path}, line ${number}`);
  }
}

function readLine(line: string, place: string): Item {
  try {
    return JSON.parse(line, (_, value) => (typeof value === 'string' ? readText(value) : value));
  } catch {
    throw new Error(`${place} is damaged: it is no JSON object.`);
  }
}

/** In an export file a whole number is `n:123`, since JSON's own are floats; a text that looks like that has `s:` before it. */
function readText(text: string): string | bigint {
  if (/^n:-?\d+$/.test(text)) return BigInt(text.slice(2));
  return text.startsWith('s:') ? text.slice(2) : text;
}

function writeValue(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `n:${value}`;
  return typeof value === 'string' && /^[ns]:/.test(value) ? `s:${value}` : value;
}

/** Writes each item as it passes. */
async function* copyTo(path: string, items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  const { open } = await import('node:fs/promises');
  const file = await open(path, 'w');
  try {
    for await (const item of items) {
      await file.write(`${JSON.stringify(item, writeValue)}\n`);
      yield item;
    }
  } finally {
    await file.close();
  }
}

function report(verification: Verification): string {
  const { entries, chains, balances, trialBalance, accounts, findings } = verification;
  if (entries === 0 && findings.length === 0) return 'There is nothing to check: not one journal entry. 没有任何分录。';
  const lines = [`entries ${entries} · chains ${chains} · balances ${balances}`];
  for (const [name, sum] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [currency = '', account = ''] = name.split(' ');
    lines.push(
      `  ${currency}  ${account.padEnd(28)} ${formatDecimal(sum, currencyDigits(currency as never)).padStart(20)}`,
    );
  }
  for (const [currency, sum] of [...trialBalance].sort()) {
    lines.push(`trial balance ${currency} ${formatDecimal(sum, currencyDigits(currency))}`);
  }
  const [first] = findings;
  if (first === undefined)
    return [...lines, 'OK: every entry, chain and balance holds, and the trial balance is zero.'].join('\n');
  lines.push(
    `WRONG: ${findings.length} finding(s). The first: customer ${first.customerId} ${first.currency}, entry ${first.sequence}: ${first.problem}.`,
  );
  return lines.join('\n');
}

try {
  await main();
} catch (error) {
  console.error(`WRONG: ${(error as Error).message}`);
  process.exitCode = 1;
}
