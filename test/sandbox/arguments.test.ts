import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStartArguments } from '../../sandbox/arguments.ts';

describe('the command line of npm start', () => {
  test('needs nothing', () => {
    expect(parseStartArguments([])).toEqual({ port: 8080, dataDir: resolve('.sandbox'), reset: false, seed: true });
  });

  test('takes port, data directory, reset and no-seed in either spelling', () => {
    const expected = { port: 9000, dataDir: '/tmp/x', reset: true, seed: false };
    expect(parseStartArguments(['--reset', '--port', '9000', '--data-dir', '/tmp/x', '--no-seed'])).toEqual(expected);
    expect(parseStartArguments(['--port=9000', '--data-dir=/tmp/x', '--no-seed', '--reset'])).toEqual(expected);
  });

  test.each([['--port'], ['--port=abc'], ['--port=70000'], ['--data-dir'], ['--fast'], ['8080']])(
    'refuses %s in one sentence',
    (word) => {
      expect(() => parseStartArguments([word])).toThrow(/npm start/);
    },
  );
});
