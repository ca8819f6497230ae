import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** One step of the check: a program of Node 24 with its arguments. `slow` steps are left out by `--fast`. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly slow?: boolean;
}

const steps: readonly Step[] = [
  { name: 'format', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--linter-enabled=false'] },
  { name: 'lint', command: ['node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings'] },
  { name: 'house rules', command: ['scripts/house-rules.ts'] },
  { name: 'types', command: ['node_modules/typescript7/bin/tsc', '--project', '.'] },
  { name: 'boundaries', command: ['scripts/boundaries.ts'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'generated files', command: ['scripts/generate.ts', '--check'] },
  { name: 'synth', command: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet'], slow: true },
  { name: 'tests', command: ['node_modules/vitest/vitest.mjs', 'run'], slow: true },
];

const root = join(import.meta.dirname, '..');
const { fast } = parseArgs({ options: { fast: { type: 'boolean', default: false } } }).values;

for (const step of steps) {
  if (fast && step.slow) continue;
  const started = performance.now();
  const { code, output } = await run(step);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${step.name.padEnd(16)} ${seconds.padStart(6)} s`);
  if (code === 0) continue;
  console.error(output);
  process.exitCode = 1;
  break;
}

/** The tests may take minutes, so what they print is shown at once; the other steps speak only when they fail. */
async function run({ name, command }: Step): Promise<{ code: number; output: string }> {
  const shown = name === 'tests';
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  return { code, output: Buffer.concat(output).toString() };
}
