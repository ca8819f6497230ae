import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');
let suite: string;

beforeEach(() => {
  suite = mkdtempSync(join(tmpdir(), 'feeledger-summary-'));
  symlinkSync(join(repository, 'node_modules'), join(suite, 'node_modules'));
  const reporter = join(repository, 'scripts/summary-line-reporter.ts');
  writeFileSync(
    join(suite, 'vitest.config.ts'),
    `import SummaryLineReporter from '${reporter}';
     export default { test: { reporters: ['default', new SummaryLineReporter()] } };`,
  );
  writeFileSync(
    join(suite, 'fine.test.ts'),
    "import { test } from 'vitest';\ntest('a', () => {});\ntest('b', () => {});\n",
  );
});

afterEach(() => {
  rmSync(suite, { recursive: true, force: true });
});

test('a run ends with the numbers of passed and failed tests alone on a line', async () => {
  expect(await lastLine()).toEqual({ code: 0, line: '2 passed, 0 failed' });
});

test('a failed test and a file that does not load both count as failed', async () => {
  writeFileSync(
    join(suite, 'wrong.test.ts'),
    "import { test } from 'vitest';\ntest('c', () => { throw new Error('wrong'); });\ntest('d', () => {});\n",
  );
  writeFileSync(join(suite, 'broken.test.ts'), "import './missing.ts';\n");
  expect(await lastLine()).toEqual({ code: 1, line: '3 passed, 2 failed' });
});

test('an error outside every test counts as failed', async () => {
  writeFileSync(
    join(suite, 'late.test.ts'),
    "import { test } from 'vitest';\ntest('c', async () => { void Promise.reject(new Error('late')); await new Promise((r) => setTimeout(r, 50)); });\n",
  );
  expect(await lastLine()).toEqual({ code: 1, line: '3 passed, 1 failed' });
});

async function lastLine(): Promise<{ code: number; line: string | undefined }> {
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--root', suite], {
    cwd: suite,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? -1)));
  return { code, line: output.trimEnd().split('\n').at(-1) };
}
