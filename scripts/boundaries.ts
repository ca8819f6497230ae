import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from './house-rules.ts';

/** What the cruiser reports of a tree, reduced to what this check reads. */
interface CruiseResult {
  modules: { source: string }[];
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string; comment: string }[] };
  };
}

const folders = ['bench', 'demo', 'functions', 'infra', 'sandbox', 'scripts', 'shared', 'test'];

/**
 * Checks the import rules of `.dependency-cruiser.cjs` on a tree and returns what is wrong with it, as printable lines.
 * The cruiser silently skips files it cannot parse, so a source file it did not see counts as a mistake as well.
 */
export function brokenBoundaries(root: string): { modules: number; mistakes: string[] } {
  const { modules, summary } = cruise(root);
  const advice = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  const seen = new Set(modules.map(({ source }) => source));
  const unseen = sourceFiles(root).filter((file) => !seen.has(file));
  return {
    modules: sourceFiles(root).length - unseen.length,
    mistakes: [
      ...unseen.map((file) => `${file}  was not checked: the dependency cruiser did not see it`),
      ...summary.violations.map(({ from, to, rule: { name } }) => `${from} -> ${to}  ${name}: ${advice.get(name)}`),
    ],
  };
}

function cruise(root: string): CruiseResult {
  const repository = join(import.meta.dirname, '..');
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(repository, '.dependency-cruiser.cjs');
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, '--config', config, '--output-type', 'json', ...present],
    { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (!stdout.startsWith('{')) throw new Error(`The dependency cruiser failed: ${stderr || stdout}`);
  const result: CruiseResult = JSON.parse(stdout);
  return result;
}

if (import.meta.main) {
  const { modules, mistakes } = brokenBoundaries(join(import.meta.dirname, '..'));
  for (const mistake of mistakes) console.error(mistake);
  console.log(`${modules} modules, ${mistakes.length} broken boundaries`);
  if (mistakes.length > 0) process.exitCode = 1;
}
