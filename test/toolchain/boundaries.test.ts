import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brokenBoundaries } from '../../scripts/boundaries.ts';

const repository = join(import.meta.dirname, '../..');
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'feeledger-boundaries-'));
  for (const file of ['tsconfig.json', 'package.json']) cpSync(join(repository, file), join(tree, file));
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'));
});

afterEach(() => {
  rmSync(tree, { recursive: true, force: true });
});

function file(path: string, text = 'export const a = 1;\n'): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

/** The names of the rules that a tree breaks, each once. */
function rulesBroken(): string[] {
  const { mistakes } = brokenBoundaries(tree);
  return [...new Set(mistakes.map((mistake) => / {2}([a-z-]+):/.exec(mistake)?.[1] ?? mistake))].sort();
}

test('each arrow of the layout points one way', () => {
  file('shared/runtime/wiring.ts');
  file('functions/charges/handler.ts');
  const upwards: [from: string, to: string, rule: string][] = [
    ['shared/model/money.ts', '../runtime/wiring.ts', 'model-knows-only-itself'],
    ['shared/errors/catalogue.ts', '../runtime/wiring.ts', 'errors-know-only-the-model'],
    ['shared/ledger/entry.ts', '../runtime/wiring.ts', 'ledger-knows-only-model-and-errors'],
    ['shared/contracts/charges.ts', '../runtime/wiring.ts', 'contracts-know-only-model-and-errors'],
    ['shared/table/keys.ts', '../runtime/wiring.ts', 'table-knows-no-use-case'],
    ['shared/charges/submit.ts', '../runtime/wiring.ts', 'use-cases-do-not-know-the-runtime'],
    ['functions/users/handler.ts', '../charges/handler.ts', 'functions-stand-alone'],
    ['infra/app.ts', '../functions/charges/handler.ts', 'infrastructure-reads-declarations-only'],
    ['sandbox/start.ts', '../functions/charges/handler.ts', 'sandbox-runs-the-template'],
    ['demo/run.ts', '../shared/runtime/wiring.ts', 'demo-is-a-client'],
  ];
  for (const [from, to] of upwards) file(from, `import '${to}';\n`);
  expect(rulesBroken()).toEqual(upwards.map(([, , rule]) => rule).sort());
});

test('pure code reaches neither AWS nor the machine, and only the table module speaks DynamoDB', () => {
  file('shared/ledger/entry.ts', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n");
  file(
    'shared/charges/submit.ts',
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nexport const a = DynamoDBClient;\n",
  );
  expect(rulesBroken()).toEqual(['one-dynamodb-module', 'pure-code-reaches-no-machine']);
});

test('the hash of an entry and zod are allowed in pure code', () => {
  file(
    'shared/ledger/hash.ts',
    "import { createHash } from 'node:crypto';\nimport * as z from 'zod';\nexport const a = [createHash, z];\n",
  );
  expect(brokenBoundaries(tree)).toEqual({ modules: 1, mistakes: [] });
});

test('what is deployed imports no development package', () => {
  file('shared/charges/import.ts', "import { sample } from 'fast-check';\nexport const a = sample;\n");
  expect(rulesBroken()).toEqual(['what-is-deployed-uses-dependencies']);
});

test('two files that need each other are refused', () => {
  file('shared/charges/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n");
  file('shared/charges/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
  expect(rulesBroken()).toEqual(['no-circular']);
});

test('every source file was really looked at', () => {
  file('shared/model/money.ts');
  file('functions/charges/handler.ts', "import { a } from '../../shared/model/money.ts';\nexport const handler = a;\n");
  expect(brokenBoundaries(tree)).toEqual({ modules: 2, mistakes: [] });
});
