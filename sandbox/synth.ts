import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './processes.ts';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, '.build', 'sandbox');
/** Everything the template and the bundles are made of. */
const SOURCES = ['cdk.json', 'functions', 'infra', 'package-lock.json', 'scripts', 'shared'];
/** Earlier results that are kept: a sandbox that runs one of them still loads functions from it. */
const KEPT_RESULTS = 5;

/**
 * Synthesizes the CDK application and gives the folder of the result. What was synthesized from the very same sources before is
 * used again, so only the first start after a change waits for it.
 */
export async function synthesize(print: (line: string) => void): Promise<string> {
  const result = join(CACHE, hashSources());
  if (existsSync(result)) return touch(result);
  // The bundles are built in one folder for all, so only one may synthesize at a time.
  const release = await waitForLock(join(CACHE, 'lock'));
  try {
    if (existsSync(result)) return touch(result);
    print('Synthesizing the application · 正在合成应用 …');
    // The bundles are CommonJS without a package.json, which Node would take for what this repository is: modules.
    writeFileSync(join(CACHE, 'package.json'), '{ "type": "commonjs" }\n');
    const draft = join(CACHE, `draft-${process.pid}`);
    rmSync(draft, { recursive: true, force: true });
    await runApplication(draft);
    renameSync(draft, result);
    removeOldResults();
    return result;
  } finally {
    release();
  }
}

async function waitForLock(path: string): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    const lock = await takeLock(path);
    if ('release' in lock) return lock.release;
    await sleep(100);
  }
}

/** Runs the command that cdk.json names, without the settings of whoever started the sandbox. */
async function runApplication(outputDir: string): Promise<void> {
  const { app } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { app: string };
  const [command = '', ...words] = app.split(' ');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    TZ: 'UTC',
    CDK_OUTDIR: outputDir,
  };
  await new Promise<void>((resolve, reject) => {
    execFile(command, words, { cwd: ROOT, env: environment, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`The application cannot be synthesized (${app}). 应用合成失败。\n${stdout}${stderr}`));
    });
  });
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) hashInto(hash, join(ROOT, source));
  return hash.digest('hex').slice(0, 24);
}

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  hash.update(path);
  if (!statSync(path).isDirectory()) {
    hash.update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort()) hashInto(hash, join(path, name));
}

function touch(result: string): string {
  const now = new Date();
  utimesSync(result, now, now);
  return result;
}

function removeOldResults(): void {
  const results = readdirSync(CACHE)
    .filter((name) => /^[0-9a-f]{24}$/.test(name))
    .map((name) => ({ path: join(CACHE, name), usedAt: statSync(join(CACHE, name)).mtimeMs }))
    .sort((left, right) => right.usedAt - left.usedAt);
  for (const { path } of results.slice(KEPT_RESULTS)) rmSync(path, { recursive: true, force: true });
}
