import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCharge } from '../../shared/charges/post-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId, CustomerId, DepositId, UserId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { keys } from '../../shared/table/keys.ts';
import { putIf } from '../../shared/table/write.ts';
import { date, freshLedger, type TestLedger } from '../support/ledger.ts';

const one = `cus_${'a'.repeat(26)}` as CustomerId;
const other = `cus_${'b'.repeat(26)}` as CustomerId;
const script = join(import.meta.dirname, '../../scripts/verify.ts');

interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** Runs the script as a user does, but for npm. */
const verify = (...given: string[]) =>
  new Promise<Outcome>((resolve) => {
    execFile(process.execPath, [script, ...given], { timeout: 25_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), text: `${stdout}${stderr}` });
    });
  });

describe('npm run verify', () => {
  let folder: string;
  let clean: string;
  let exported: Outcome;

  beforeAll(async () => {
    const ledger = await freshLedger();
    await postOpeningDeposit(ledger.context, {
      id: documentId('dep', 'wang.fang', 'test', 'opening') as DepositId,
      customerId: one,
      amount: { minor: 30_000n, currency: 'CNY' },
      method: 'cash',
      maker: 'n:12' as UserId,
    });
    await post(ledger, one, 'first', 125_000n);
    await post(ledger, one, 'second', 1n);
    await post(ledger, other, 'third', 99_900n);
    // Texts that look like the file's own marks; what a customer writes is no business of the verifier.
    const odd = { ...keys.profile(one), name: 'n:12', notes: 's:n:12', tags: ['s:', 'n:-3', 'n:x'], ver: 7n };
    await putIf(ledger.context, odd, { expression: 'attribute_not_exists(pk)' });

    folder = mkdtempSync(join(tmpdir(), 'feeledger-verify-'));
    const info = {
      tableName: ledger.table.name,
      region: 'ap-southeast-1',
      endpoints: { dynamodb: process.env.DYNAMODB_LOCAL_ENDPOINT },
    };
    writeFileSync(join(folder, 'info.json'), JSON.stringify(info));
    clean = join(folder, 'clean.jsonl');
    exported = await verify('--data-dir', folder, '--export', clean);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts a charge into the ledger as the last decision does. */
  async function post(ledger: TestLedger, customerId: CustomerId, name: string, minor: bigint) {
    const at = ledger.clock.now;
    const charge: Charge = {
      ...{ kind: 'charge', id: documentId('chg', 'wang.fang', 'test', name) as ChargeId, customerId, state: 'posted' },
      ...{ revision: 1, stage: 0, policyVersion: 1, openedAt: at, submittedAt: at, bodyPrint: 'print', vouchers: [] },
      stages: [
        { role: 'reviewer', deadlineHours: 24 },
        { role: 'finance', deadlineHours: 24 },
      ],
      // A maker whose name looks like a number of the file: his entry's hash tells whether the name survived.
      maker: 'n:12' as UserId,
      approvers: ['s:n:12', '12n'] as UserId[],
      type: 'upgrade',
      reason: { code: 'upgrade', text: '本期升级服务等级' },
      amount: { minor, currency: 'CNY' },
      basis: { text: '高级版席位 10 个' },
      period: { start: date('2026-10-01'), end: date('2026-10-31') },
      effectiveDate: date('2026-10-12'),
      history: [{ at, by: 'policy', action: 'pass', to: 'posted' }],
    };
    const terms = { prepaidUse: 'partly' as const, creditTermDays: 30 };
    await postCharge(ledger.context, { charge, condition: { expression: 'attribute_not_exists(pk)' }, ...terms });
  }

  /** A copy of the export with one line changed; answers what the verifier says of it. */
  async function tampered(select: (line: string) => boolean, change: (line: string) => string): Promise<Outcome> {
    const lines = readFileSync(clean, 'utf8').trimEnd().split('\n');
    expect(lines.filter(select)).toHaveLength(1);
    const file = join(folder, 'tampered.jsonl');
    writeFileSync(file, lines.map((line) => (select(line) ? change(line) : line)).join('\n'));
    return await verify('--file', file);
  }
  const entry = (sequence: number) => (line: string) =>
    line.includes(`"E#${one}"`) && line.includes(`"seq":"n:${sequence}"`);
  const headOf = (customerId: string) => (line: string) =>
    line.includes(`"C#${customerId}"`) && line.includes('#HEAD#');

  const report = `entries 4 · chains 2 · balances 8
  CNY  clearing:cash                              300.00
  CNY  prepaid                                      0.00
  CNY  receivable                                1949.01
  CNY  revenue:upgrade                          -2249.01
trial balance CNY 0.00
OK: every entry, chain and balance holds, and the trial balance is zero.
`;

  it('checks the table of a running sandbox, says what it found, and ends with 0', () => {
    expect(exported).toEqual({ code: 0, text: report });
  });

  it('exports every item, one a line, and finds the same in the file', async () => {
    // Four entries, two heads, three receivables, four requests and a profile.
    expect(readFileSync(clean, 'utf8').trimEnd().split('\n')).toHaveLength(14);
    expect(await verify('--file', clean)).toEqual({ code: 0, text: report });
  });

  it('brings texts that look like numbers through the export unchanged, and numbers as numbers', async () => {
    const again = join(folder, 'again.jsonl');
    await verify('--file', clean, '--export', again);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(clean, 'utf8'));
    const profile = readFileSync(clean, 'utf8')
      .split('\n')
      .find((line) => line.includes('#PROFILE'));
    expect(JSON.parse(profile ?? '{}')).toEqual({
      pk: `C#${one}`,
      sk: '#PROFILE',
      name: 's:n:12',
      notes: 's:s:n:12',
      tags: ['s:s:', 's:n:-3', 's:n:x'],
      ver: 'n:7',
    });
  });

  it.each<[string, number, (line: string) => string, string]>([
    [
      'an amount',
      2,
      (line) => line.replaceAll('n:125000', 'n:125001'),
      'the balances after the entry are not the fold',
    ],
    ['one side', 2, (line) => line.replace('"D"', '"C"'), 'charge-posted may not credit receivable'],
    ['a maker', 2, (line) => line.replace('"12n"', '"li.na"'), 'the hash does not fit the entry'],
    ['the business date', 3, (line) => line.replace('"2026-10-12"', '"2026-10-13"'), 'the hash does not fit the entry'],
    [
      'the charge type',
      3,
      (line) => line.replace('revenue:upgrade', 'revenue:setup'),
      'the hash does not fit the entry',
    ],
    ['the kind of the item', 2, (line) => line.replace('"entry"', '"draft"'), 'entry 2 is missing'],
    ['the line itself, which is gone,', 1, () => '', 'entry 1 is missing'],
    ['the last line, which is gone,', 3, () => '', 'the head is at entry 3, the journal ends at 2'],
  ])(
    'ends with 1 and names customer, currency and entry when somebody changed %s',
    async (_, sequence, change, problem) => {
      const { code, text } = await tampered(entry(sequence), change);
      expect(text).toContain(`The first: customer ${one} CNY, entry ${sequence}: ${problem}`);
      expect(code).toBe(1);
    },
  );

  it('ends with 1 and names the customer whose head was changed', async () => {
    const { code, text } = await tampered(headOf(other), (line) => line.replace('n:99900', 'n:0'));
    expect(text).toContain(`customer ${other} CNY, entry 1: the head's balances are not the fold of the postings.`);
    expect(code).toBe(1);
  });

  it('ends with 1 and names the customer whose prepaid money lies in another lot than it came in', async () => {
    const { code, text } = await tampered(
      (line) => line.includes(`"E#${one}"`) && line.includes('"seq":"n:1"'),
      (line) => line.replace('"lots":[["n:1","n:30000"]]', '"lots":[["n:1","n:30000",["setup"]]]'),
    );
    expect(text).toContain(`customer ${one} CNY, entry 1: the hash does not fit the entry`);
    expect(code).toBe(1);
  });

  it('ends with 1 and names the request whose claim nobody made', async () => {
    const { code, text } = await tampered(headOf(other), (line) =>
      line.replace('"bal":', `"claims":[{"by":"rfd_${'r'.repeat(26)}","on":"unapplied","amt":"n:0"}],"bal":`),
    );
    expect(text).toContain(`the claim of rfd_${'r'.repeat(26)} is not that of a request under way`);
    expect(code).toBe(1);
  });

  it('ends with 1 when what a customer owes was made smaller', async () => {
    const { code, text } = await tampered(
      (line) => line.includes(`"C#${other}"`) && line.includes('AR#'),
      (line) => line.replace('"amt":"n:99900"', '"amt":"n:1"'),
    );
    expect(text).toContain(`customer ${other} CNY, entry 1: open receivables do not sum to the receivable balance.`);
    expect(code).toBe(1);
  });

  it('says so, in both languages, when there is no sandbox', async () => {
    const { code, text } = await verify('--data-dir', join(folder, 'nothing-here'));
    expect(code).toBe(1);
    expect(text).toContain('There is no running sandbox in ');
    expect(text).toContain('请先执行 npm start');
  });

  it('explains itself', async () => {
    const { code, text } = await verify('--help');
    expect(code).toBe(0);
    expect(text).toContain('npm run verify -- --file FILE');
  });
});
