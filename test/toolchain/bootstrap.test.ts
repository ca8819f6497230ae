import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');
let clone: string;

/** A clone in miniature: the bootstrap itself, a lockfile, one job, and an npm and a Java that only pretend. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'feeledger-bootstrap-'));
  for (const file of ['bootstrap.mjs', 'prepare.mjs']) {
    cpSync(join(repository, 'scripts', file), join(clone, 'scripts', file));
  }
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
  mkdirSync(join(clone, 'demo'));
  mkdirSync(join(clone, 'sandbox'));
  const job = `console.log('job ran with', process.argv.slice(2).join(' '));`;
  writeFileSync(join(clone, 'demo/run.ts'), `${job} process.exitCode = Number(process.argv[2] ?? 0);`);
  writeFileSync(join(clone, 'sandbox/start.ts'), job);
  program('npm', fakeNpm);
  program('java', `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
});

afterEach(() => {
  rmSync(clone, { recursive: true, force: true });
});

const fakeNpm = `
echo "$@" >> npm-calls.txt
rm -rf node_modules
mkdir -p node_modules/node/bin
ln -s "${process.execPath}" node_modules/node/bin/node
`;

test('installs the packages on the first run, says so, and then does the job', async () => {
  const { code, stdout, stderr } = await bootstrap(['demo', '0', '--fast']);
  expect(code).toBe(0);
  expect(stdout).toBe('job ran with 0 --fast\n');
  expect(stderr).toContain('Installing packages with npm ci');
  expect(stderr).toContain('正在安装依赖包');
  expect(npmCalls()).toHaveLength(1);
  expect(npmCalls()[0]).toMatch(/^ci .*--include=dev/);
});

test('installs nothing and says nothing when the lockfile did not change', async () => {
  await bootstrap(['demo']);
  const { stderr } = await bootstrap(['demo']);
  expect(stderr).toBe('');
  expect(npmCalls()).toHaveLength(1);
});

test('installs again when the lockfile changed', async () => {
  await bootstrap(['demo']);
  writeFileSync(
    join(clone, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/new': { version: '1.0.0' } } }),
  );
  const { stderr } = await bootstrap(['demo']);
  expect(stderr).toContain('package-lock.json changed');
  expect(npmCalls()).toHaveLength(2);
});

test('takes over packages that somebody installed himself with the same lockfile', async () => {
  const packages = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  await bootstrap(['demo']);
  rmSync(join(clone, 'node_modules/.feeledger-install'));
  writeFileSync(join(clone, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  const { code } = await bootstrap(['demo']);
  expect(code).toBe(0);
  expect(npmCalls()).toHaveLength(1);
});

test('two commands started at once in a fresh clone install once', async () => {
  program('npm', `sleep 1\n${fakeNpm}`);
  const both = await Promise.all([bootstrap(['demo']), bootstrap(['demo'])]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(npmCalls()).toHaveLength(1);
});

test('a failed installation is tried once more, then ends with a sentence and leaves no stamp', async () => {
  program('npm', 'echo "$@" >> npm-calls.txt; mkdir -p node_modules; exit 1');
  const { code, stdout, stderr } = await bootstrap(['demo']);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('依赖包安装失败');
  expect(npmCalls()).toHaveLength(2);
  expect(existsSync(join(clone, 'node_modules/.feeledger-install'))).toBe(false);
});

test("the job's exit code becomes the command's", async () => {
  const { code } = await bootstrap(['demo', '7']);
  expect(code).toBe(7);
});

test('a job that needs Java refuses an old one with a sentence in both languages', async () => {
  await bootstrap(['demo']);
  program('java', `echo 'java version "1.8.0_402"' >&2`);
  // Without apt-get on the PATH nothing can be installed, as on a machine of another kind.
  const { code, stdout, stderr } = await bootstrap(['start'], { PATH: join(clone, 'bin') });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('FeeLedger needs Java 11 or newer');
  expect(stderr).toContain('FeeLedger 的本地数据库需要 Java 11');
});

test('installs Java through apt-get where it is missing, if the user is root on Linux', async () => {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0;
  await bootstrap(['demo']);
  rmSync(join(clone, 'bin/java'));
  program(
    'apt-get',
    'echo "$DEBIAN_FRONTEND $@" >> apt-calls.txt; test "$1" != install || /bin/cp bin/later-java bin/java',
  );
  program('later-java', `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
  const { code, stdout } = await bootstrap(['start', '--port', '9000'], { PATH: join(clone, 'bin') });
  expect(code).toBe(mayInstall ? 0 : 1);
  expect(stdout).toBe(mayInstall ? 'job ran with --port 9000\n' : '');
  if (mayInstall) {
    expect(readFileSync(join(clone, 'apt-calls.txt'), 'utf8')).toMatch(
      /noninteractive update .*\nnoninteractive install -y .*default-jre-headless\n$/,
    );
  }
});

test('an unknown job is refused with the list of jobs', async () => {
  const { code, stderr } = await bootstrap(['dance']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/no job "dance".*start, test/);
});

function program(name: string, script: string): void {
  const file = join(clone, 'bin', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function npmCalls(): string[] {
  return readFileSync(join(clone, 'npm-calls.txt'), 'utf8').trim().split('\n');
}

async function bootstrap(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  // Run from another folder, without a terminal and without input, as a build server does.
  const child = spawn(process.execPath, [join(clone, 'scripts/bootstrap.mjs'), ...args], {
    cwd: tmpdir(),
    env: { PATH: [join(clone, 'bin'), process.env['PATH']].join(delimiter), CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? -1)));
  return { code, stdout, stderr };
}
