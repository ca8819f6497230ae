import { expect, test } from 'vitest';
import { brokenRules } from '../../scripts/house-rules.ts';

const rulesBrokenBy = (file: string, text: string): string[] => brokenRules(file, text).map(({ rule }) => rule);

test('only the runtime reads the clock of the machine', () => {
  expect(rulesBrokenBy('shared/charges/submit-charge.ts', 'const at = Date.now();')).toEqual(['one clock']);
  expect(rulesBrokenBy('functions/charges/handler.ts', 'const at = new Date();')).toEqual(['one clock']);
  expect(rulesBrokenBy('shared/runtime/clock.ts', 'const at = new Date();')).toEqual([]);
  expect(rulesBrokenBy('shared/model/dates.ts', 'return new Date(instant);')).toEqual([]);
});

test('nothing that is deployed makes random ids', () => {
  expect(rulesBrokenBy('shared/table/document-id.ts', 'const id = randomUUID();')).toEqual(['no hidden randomness']);
  expect(rulesBrokenBy('shared/ledger/allocation.ts', 'Math.random()')).toEqual(['no hidden randomness']);
  expect(rulesBrokenBy('sandbox/ports.ts', 'Math.random()')).toEqual([]);
});

test('money is neither a float nor a number', () => {
  expect(rulesBrokenBy('shared/charges/submit-charge.ts', 'amount.toFixed(2)')).toEqual(['money is never a float']);
  expect(rulesBrokenBy('shared/ledger/allocation.ts', 'Number(minor)')).toEqual(['money is never a number']);
  expect(rulesBrokenBy('shared/customers/search.ts', 'Number(text)')).toEqual([]);
});

test('a test is neither skipped nor alone nor postponed, and patches nothing', () => {
  // The words are put together, because this file is searched for them as well.
  expect(rulesBrokenBy('test/charges/submit.test.ts', `test.${'skip'}('x', () => {});`)).toEqual(['every test runs']);
  expect(rulesBrokenBy('test/charges/submit.test.ts', `describe.${'only'}('x', () => {});`)).toEqual([
    'every test runs',
  ]);
  expect(rulesBrokenBy('test/charges/submit.test.ts', `test.${'todo'}('x');`)).toEqual(['every test runs']);
  expect(rulesBrokenBy('test/charges/submit.test.ts', `vi.${'mock'}('./x.ts');`)).toEqual(['no run-time patching']);
});

test('a drawer for everything is refused, and a comment may name what is forbidden', () => {
  expect(rulesBrokenBy('shared/utils/dates.ts', '')).toEqual(['no drawer for everything']);
  expect(rulesBrokenBy('shared/charges/helpers.ts', '')).toEqual(['no drawer for everything']);
  expect(rulesBrokenBy('shared/model/clock.ts', ' * Unlike Date.now() it can be moved.\n// Math.random')).toEqual([]);
});

test('a broken rule names the line and what to do instead', () => {
  expect(brokenRules('shared/charges/submit-charge.ts', 'const a = 1;\nconst at = Date.now();')).toEqual([
    {
      file: 'shared/charges/submit-charge.ts',
      line: 2,
      rule: 'one clock',
      instead: expect.stringContaining('clock that is passed in'),
    },
  ]);
});
