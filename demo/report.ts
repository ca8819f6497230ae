import { chargeOutcome, customerOutcome, refusalCodes, type Surprise } from './evening-check.ts';
import type { MailCount } from './mails.ts';
import type { MoneyStep } from './money-day.ts';
import type { ChargeCase, CustomerCase } from './working-day.ts';

/** Prints what happened on the day, what was refused and why. */
export function printReport(
  customers: readonly CustomerCase[],
  charges: readonly ChargeCase[],
  mails: MailCount,
): void {
  console.log('\nWhat happened · 当日汇总');
  printTable(
    ['', 'rows'],
    [...countBy(customers.map(customerKind), 'customers'), ...countBy(charges.map(chargeKind), 'charges')],
  );
  console.log('\nPosted, by currency · 已入账金额');
  printTable(['currency', 'charges', 'amount'], totalsByCurrency(charges));
  console.log('\nMails · 邮件');
  printTable(
    ['to', 'mails'],
    [
      ['customers, Chinese 中文', String(mails.toCustomersInChinese)],
      ['customers, English', String(mails.toCustomersInEnglish)],
      ['customers, missing 缺少', String(mails.missing.length)],
      ['customers, repeated 重复', String(mails.repeated.length)],
      ['clerks and reviewers', String(mails.toStaff)],
    ],
  );
  console.log('\nRefused, nothing saved · 被拒绝的行');
  printTable(['file', 'row', 'code', 'why'], refusals(customers, charges));
}

/** Prints what became of deposits, low balances, refunds and corrections. */
export function printMoneyDay(steps: readonly MoneyStep[]): void {
  console.log('\nDeposits, alerts, refunds, corrections · 预存、预警、退费、更正');
  printTable(
    ['scene', 'what', 'became'],
    steps.map(({ scene, what, became }) => [scene, what, became]),
  );
}

/** Prints every row that did not end as its file says; says so when there is none. */
export function printSurprises(surprises: readonly Surprise[]): void {
  if (surprises.length === 0) {
    console.log('\nEvery row ended as its file says it must. 每一行的结果都与文件预期一致。');
    return;
  }
  console.log(`\n${surprises.length} rows did not end as their file says · 与预期不符`);
  printTable(
    ['file', 'row', 'expected', 'got'],
    surprises.map(({ file, row, expected, got }) => [file, row, expected, got]),
  );
}

function customerKind(one: CustomerCase): string {
  return one.refusal ? 'refused' : customerOutcome(one);
}

function chargeKind(one: ChargeCase): string {
  return one.charge ? chargeOutcome(one) : 'refused';
}

function countBy(kinds: readonly string[], what: string): string[][] {
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [`${what} ${kind}`, String(all.length)]);
}

function totalsByCurrency(charges: readonly ChargeCase[]): string[][] {
  const posted = charges.filter(({ charge }) => charge?.state === 'posted').map(({ row }) => row);
  return [...Map.groupBy(posted, ({ currency }) => currency)].map(([currency, rows]) => [
    currency,
    String(rows.length),
    sumOfDecimals(rows.map(({ amount }) => amount)),
  ]);
}

/** Adds decimal strings of one currency exactly. */
export function sumOfDecimals(amounts: readonly string[]): string {
  const digits = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const minor = amounts.reduce((sum, amount) => {
    const [whole = '', fraction = ''] = amount.split('.');
    return sum + BigInt(whole + fraction.padEnd(digits, '0'));
  }, 0n);
  const text = String(minor).padStart(digits + 1, '0');
  const whole = digits === 0 ? text : text.slice(0, -digits);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? grouped : `${grouped}.${text.slice(-digits)}`;
}

function refusals(customers: readonly CustomerCase[], charges: readonly ChargeCase[]): string[][] {
  const refused = [
    ...customers.map(({ row, refusal }) => ({ file: 'customers.csv', row: row.row, refusal })),
    ...charges.map(({ row, refusal, charge }) => ({
      file: 'charges.csv',
      row: row.row,
      refusal: charge ? undefined : refusal,
    })),
  ];
  return refused.flatMap(({ file, row, refusal }) => {
    if (!refusal) return [];
    const fieldDetails = (refusal.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
    return [[file, row, refusalCodes(refusal).join(' '), fieldDetails.join(' ') || refusal.detail]];
  });
}

/** A plain table: columns padded to their widest cell, figures to the right, and the last column as long as it likes. */
function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  for (const row of all) {
    const cells = row.map((cell, column) => {
      const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
      if (/^[\d,.]+$/.test(cell)) return gap + cell;
      return column === row.length - 1 ? cell : cell + gap;
    });
    console.log(`  ${cells.join('  ')}`);
  }
}

/** Chinese characters take two columns of a terminal. */
function displayWidth(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60]|[\u{20000}-\u{3FFFD}]/u.test(
        character,
      )
        ? 2
        : 1),
    0,
  );
}
