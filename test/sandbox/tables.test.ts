import { randomUUID } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { openTables } from '../../sandbox/tables.ts';
import { applicationOf } from './small-application.ts';

const database = { endpoint: inject('dynamodbEndpoint'), region: 'ap-southeast-1' };

const attribute = (name: string, type = 'S') => ({ AttributeName: name, AttributeType: type });
const key = (...names: string[]) =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
const index = (IndexName: string, shown: string[], names = ['g1pk', 'g1sk']) => ({
  IndexName,
  KeySchema: key(...names),
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: shown },
});

/** An application of one table with this index, and with these changes. */
const applicationWith = (name: string, changes: object = {}) => {
  const Properties = {
    TableName: name,
    AttributeDefinitions: ['pk', 'sk', 'g1pk', 'g1sk'].map((one) => attribute(one)),
    KeySchema: key('pk', 'sk'),
    GlobalSecondaryIndexes: [index('GSI1', ['kind', 'type'])],
    ...changes,
  };
  return applicationOf({ Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties } } });
};

describe('a table that is there already', () => {
  test('is opened again by the version that made it, in whatever order it lists what an index shows', async () => {
    const name = `kept-${randomUUID()}`;
    const [made] = await openTables(applicationWith(name), database);
    const GlobalSecondaryIndexes = [index('GSI1', ['type', 'kind'])];
    expect(await openTables(applicationWith(name, { GlobalSecondaryIndexes }), database)).toEqual([made]);
  });

  test.each<[string, object, string]>([
    ['an index shows more', { GlobalSecondaryIndexes: [index('GSI1', ['kind', 'type', 'rc'])] }, 'GSI1'],
    [
      'an index is keyed in another way',
      { GlobalSecondaryIndexes: [index('GSI1', ['kind', 'type'], ['g1pk'])] },
      'GSI1',
    ],
    [
      'an index is new, which would miss what was written before',
      { GlobalSecondaryIndexes: [index('GSI1', ['kind', 'type']), index('GSI2', [], ['g1sk'])] },
      'GSI2',
    ],
    ['an index is gone', { GlobalSecondaryIndexes: [] }, 'GSI1'],
    [
      'a key is of another type',
      { AttributeDefinitions: [attribute('pk'), attribute('sk', 'N'), attribute('g1pk'), attribute('g1sk')] },
      'keys',
    ],
  ])('is refused with the way out, in both languages, where %s', async (_, changes, part) => {
    const name = `other-${randomUUID()}`;
    await openTables(applicationWith(name), database);
    const opening = openTables(applicationWith(name, changes), database);
    await expect(opening).rejects.toThrow(`(table ${name}: ${part}): start with -- --reset, which`);
    await expect(opening).rejects.toThrow(`（表 ${name}：${part}），请用 npm start -- --reset 重新开始`);
  });
});
