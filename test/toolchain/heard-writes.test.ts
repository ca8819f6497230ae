import { expect, it } from 'vitest';
import { putIf } from '../../shared/table/write.ts';
import { heardWrites } from '../support/heard-writes.ts';
import { freshLedger } from '../support/ledger.ts';

it('a write is heard once it was carried out, one whose condition fails is not', async () => {
  const { context } = await freshLedger();
  const isNew = { expression: 'attribute_not_exists(pk)' };
  const write = () => putIf(context, { pk: 'X#1', sk: 'X', kind: 'note' }, isNew);
  expect((await heardWrites(write)).writes).toEqual(['DynamoDB_20120810.PutItem']);
  expect((await heardWrites(() => write().catch(() => 'refused'))).writes).toEqual([]);
});
