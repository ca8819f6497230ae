import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { expect, it } from 'vitest';
import { buildFunctions } from '../../scripts/build-functions.ts';
import { indexes } from '../../shared/table/names.ts';
import { functionIndexes } from './function-indexes.ts';

const root = path.join(import.meta.dirname, '..', '..');
const outputDirectory = path.join(mkdtempSync(path.join(tmpdir(), 'index-access-')), 'functions');
const bundles = await buildFunctions({ outputDirectory });
const meta = JSON.parse(readFileSync(path.join(outputDirectory, '..', 'functions.meta.json'), 'utf8')) as Metafile;

/** Files whose other functions ask an index, which these never call. */
const notAsked: Readonly<Record<string, readonly string[]>> = {
  reports: ['shared/table/charge-lists.ts'],
  'voucher-check': ['shared/vouchers/stored-voucher.ts'],
};

/** The sandbox grants everything, so what a function is not granted would be seen in AWS only. */
it.each(bundles)('$name may query every index that its code asks', ({ name, directory }) => {
  const output = Object.entries(meta.outputs).find(([file]) =>
    path.resolve(root, file).startsWith(directory + path.sep),
  );
  const files = Object.entries(output?.[1].inputs ?? {})
    .filter(([file, { bytesInOutput }]) => file.startsWith('shared/') && bytesInOutput > 0)
    .map(([file]) => file)
    .filter((file) => !(notAsked[name] ?? []).includes(file) && file !== 'shared/table/names.ts');
  expect(files.length).toBeGreaterThan(0);
  const asked = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return Object.keys(indexes)
      .filter((index) => text.includes(`'${index}'`))
      .map((index) => ({ file, index }));
  });
  expect(asked.filter(({ index }) => !(functionIndexes[name] ?? []).some((granted) => granted === index))).toEqual([]);
});
