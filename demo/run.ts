import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Api } from './api.ts';
import { findWrongPostings, surprises } from './evening-check.ts';
import { collectMails } from './mails.ts';
import { playMoneyDay } from './money-day.ts';
import { ProgressBar } from './progress-bar.ts';
import { printMoneyDay, printReport, printSurprises } from './report.ts';
import { readChargeRows, readCustomerRows } from './rows.ts';
import { readSandboxInfo, type SandboxInfo } from './sandbox-info.ts';
import { type ChargeCase, type CustomerCase, type Progress, playWorkingDay } from './working-day.ts';

const PATIENCE_MS = 180_000;
const FIRST_ANSWER_WITHIN_MS = 30_000;
const repository = join(import.meta.dirname, '..');

let underWay = false;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  if (underWay)
    console.error(
      'Nothing is lost: run "npm run demo" again, it goes on where it stopped. 数据不会丢失，重新运行即可继续。',
    );
  process.exitCode = 1;
}

/** Plays one working day of a company on a running sandbox and tells what came of it; 0 when everything was as expected. */
async function main(): Promise<number> {
  const { dataDir, language } = parseOptions();
  const info = readSandboxInfo(dataDir);
  await expectAnswer(info);
  const customers: CustomerCase[] = readCustomerRows().map((row) => ({ row }));
  const charges: ChargeCase[] = readChargeRows().map((row) => ({ row }));
  console.log(`${customers.length} customers and ${charges.length} charges, entered and reviewed on ${info.apiUrl}`);

  const bar = new ProgressBar(customers.length + 2 * charges.length, process.stdout);
  let interrupted = false;
  const api = new Api({
    // Between stopping and starting there is no info file; until then the last one is as good as any.
    readInfo: () => (existsSync(join(dataDir, 'info.json')) ? readSandboxInfo(dataDir) : info),
    language,
    patienceMs: PATIENCE_MS,
    onWaiting: (reason) => {
      interrupted = true;
      bar.say(
        `The sandbox does not answer (${reason.trim()}); waiting for it. Restart it with "npm start". 等待沙箱恢复…`,
      );
    },
  });
  const progress: Progress = { customers: 0, entered: 0, finished: 0, decisions: 0, replays: 0 };
  const onProgress = (): void => {
    const { customers: created, entered, finished, decisions } = progress;
    bar.show(
      created + entered + finished,
      `customers ${created}  charges ${entered}  decisions ${decisions}  finished ${finished}`,
    );
  };
  const started = performance.now();
  underWay = true;
  await playWorkingDay({ api, staff: staffOf(info), customers, charges, progress, onProgress });
  bar.end();
  const seconds = Math.round((performance.now() - started) / 1_000);
  if (progress.replays > 0) {
    console.log(
      `${progress.replays} rows were known from an earlier run and answered as then. 其中部分行已在之前运行中提交，系统返回原结果。`,
    );
  }
  console.log('Deposits, alerts, refunds and corrections · 预存、预警、退费和更正');
  const money = await playMoneyDay(api);
  console.log(`The day is done after ${seconds} s; waiting for the mails … 当日业务已完成，正在等待邮件…`);

  const mails = await collectMails(api, charges);
  const postings = await findWrongPostings(api, auditorOf(info), charges);
  // A sandbox that dies between a mail and the row that says so sends that mail again; nobody may ever be left untold.
  const mayRepeatMails = interrupted || progress.replays > 0;
  const wrong = [
    ...surprises(customers, charges),
    ...postings,
    ...money.surprises,
    ...mails.wrong,
    ...mails.missing,
    ...(mayRepeatMails ? [] : mails.repeated),
  ];
  printReport(customers, charges, mails);
  printMoneyDay(money.steps);
  printSurprises(wrong);
  console.log('\nThe verifier recomputes the whole ledger · 账簿校验');
  const verified = await verify(dataDir);
  return wrong.length === 0 && verified ? 0 : 1;
}

/** A sandbox that was killed leaves its info file behind; better said at once than after minutes of waiting. */
async function expectAnswer({ apiUrl }: SandboxInfo): Promise<void> {
  try {
    await fetch(`${apiUrl}/openapi.json`, { signal: AbortSignal.timeout(FIRST_ANSWER_WITHIN_MS) });
  } catch (error) {
    throw new Error(
      `The sandbox does not run (${apiUrl} does not answer). Start it with "npm start". 沙箱未运行，请先执行 npm start。`,
      {
        cause: error,
      },
    );
  }
}

function parseOptions(): { dataDir: string; language: string } {
  const inChinese = /^zh/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '');
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: '.sandbox' },
      language: { type: 'string', default: inChinese ? 'zh-CN' : 'en' },
    },
  });
  return { dataDir: resolve(repository, values['data-dir']), language: values.language };
}

function staffOf({ users }: SandboxInfo): { withRole(role: string): readonly string[] } {
  return { withRole: (role) => users.filter(({ roles }) => roles.includes(role)).map(({ username }) => username) };
}

function auditorOf(info: SandboxInfo): string {
  const [auditor] = staffOf(info).withRole('auditor');
  if (!auditor) throw new Error('Nobody of the sandbox has the role auditor.');
  return auditor;
}

async function verify(dataDir: string): Promise<boolean> {
  const child = spawn(process.execPath, [join(repository, 'scripts/verify.ts'), '--data-dir', dataDir], {
    stdio: 'inherit',
  });
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => settle(code === 0));
  });
}
