import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A pattern that must not occur in some files, and the sentence that tells the offender what to do instead. */
interface HouseRule {
  readonly name: string;
  readonly files: RegExp;
  readonly exceptFiles?: RegExp;
  readonly pattern: RegExp;
  readonly instead: string;
}

/** A place that breaks a rule, ready to be printed. */
interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly instead: string;
}

const DEPLOYED = /^(shared|functions)\//;
const RUNTIME = /^shared\/runtime\//;

const houseRules: readonly HouseRule[] = [
  {
    name: 'one clock',
    files: DEPLOYED,
    exceptFiles: RUNTIME,
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/,
    instead: 'take the instant from the clock that is passed in; only shared/runtime reads the machine’s clock',
  },
  {
    name: 'no hidden randomness',
    files: DEPLOYED,
    exceptFiles: RUNTIME,
    pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/,
    instead: 'derive the id from its request, or take the source of randomness as a parameter',
  },
  {
    name: 'no environment outside the runtime',
    files: DEPLOYED,
    exceptFiles: RUNTIME,
    pattern: /\bprocess\.env\b/,
    instead: 'read the environment in shared/runtime and pass the value on',
  },
  {
    name: 'money is never a float',
    files: DEPLOYED,
    pattern: /\bparseFloat\(|\.toFixed\(/,
    instead: 'use bigint minor units and the functions of shared/model/money.ts',
  },
  {
    name: 'money is never a number',
    files: /^shared\/(ledger\/|model\/money\.ts)/,
    pattern: /\bNumber\(|\bparseInt\(|\bMath\.(round|floor|ceil)\(/,
    instead: 'calculate with bigint; digits of a currency come from shared/model/currency.ts',
  },
  {
    name: 'DynamoDB owns the word transaction',
    files: /^shared\/(ledger|contracts|model)\//,
    pattern: /transaction/i,
    instead: 'say what it is: journal entry, posting, payment, request',
  },
  {
    name: 'every test runs',
    files: /^test\//,
    pattern: /\b(test|it|describe|suite)\.(skip|only|todo|skipIf|runIf|fails)\b/,
    instead: 'repair the test or delete it with its reason in the commit',
  },
  {
    name: 'no run-time patching',
    files: /^(test|bench)\//,
    pattern: /\bvi\.(mock|doMock|hoisted|spyOn|stubGlobal|stubEnv|useFakeTimers)\b/,
    instead: 'pass the dependency or the clock as a parameter, or use the emulator',
  },
];

const banishedFolder = /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/;
const speaksOfTheRules = ['scripts/house-rules.ts', 'test/toolchain/house-rules.test.ts'];
const sourceFolders = ['bench', 'demo', 'functions', 'infra', 'sandbox', 'scripts', 'shared', 'test'];

/** Every place in one file that breaks a house rule; comments are free to name what is forbidden. */
export function brokenRules(file: string, text: string): Violation[] {
  const violations: Violation[] = [];
  if (banishedFolder.test(file)) {
    const instead = 'name the file after what it does and put it where that belongs';
    violations.push({ file, line: 1, rule: 'no drawer for everything', instead });
  }
  const rules = houseRules.filter((rule) => rule.files.test(file) && !rule.exceptFiles?.test(file));
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(\/\/|\/?\*)/.test(line)) continue;
    for (const { name, pattern, instead } of rules) {
      if (pattern.test(line)) violations.push({ file, line: index + 1, rule: name, instead });
    }
  }
  return violations;
}

/** The TypeScript sources of the tree, as paths from its root with forward slashes. */
export function sourceFiles(root: string): string[] {
  return sourceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => file.split(sep).join('/'))
    .sort();
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const files = sourceFiles(root);
  const violations = files
    .filter((file) => !speaksOfTheRules.includes(file))
    .flatMap((file) => brokenRules(file, readFileSync(join(root, file), 'utf8')));
  for (const { file, line, rule, instead } of violations) console.error(`${file}:${line}  ${rule}: ${instead}`);
  console.log(`${files.length} files, ${violations.length} violations of the house rules`);
  if (violations.length > 0) process.exitCode = 1;
}
