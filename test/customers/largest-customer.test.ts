import { describe, expect, it } from 'vitest';
import { searchTokens } from '../../shared/customers/search-tokens.ts';
import { localClient, useClient } from '../support/ledger.ts';
import { wireBetween } from '../support/wire.ts';
import { freshOffice } from './office.ts';

/** DynamoDB takes at most 100 writes in one transaction. */
const writesAllowed = 100;

// All different, so that no two parts of a name share a token.
const hundred = [
  ...'天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪',
];

const contacts = (first: number) =>
  Array.from({ length: 5 }, (_, index) => ({
    name: '王'.repeat(60),
    role: '经理'.repeat(30),
    email: `${'a'.repeat(60)}@${'b'.repeat(60)}.example`,
    phone: `+86 138 0013 8${first + index}00 9`,
  }));

const largest = (name: readonly string[], first: number) => ({
  number: `${'9'.repeat(30)}-${first}`,
  name: name.join(''),
  kind: 'company',
  email: `${'a'.repeat(60)}@${'b'.repeat(60)}.example`,
  phone: `+86 138 0013 ${first}000 1`,
  contacts: contacts(first),
  address: '路'.repeat(200),
  notes: '备'.repeat(500),
});

describe('the largest customer there may be', () => {
  it('has 43 search tokens: twelve parts of his name in three spellings, his number and six phones', () => {
    const tokens = searchTokens(largest(hundred, 1));
    expect(hundred).toHaveLength(100);
    expect(tokens).toHaveLength(43);
    for (const { text } of tokens) expect([...text].length).toBeLessThanOrEqual(40);
  });

  it('is created, and changed in all he is found by, in one transaction each', async () => {
    const sizes: number[] = [];
    const client = localClient(
      wireBetween(async (call) => {
        if (call.operation === 'TransactWriteItems') sizes.push((call.input.TransactItems as unknown[]).length);
        return await call.pass();
      }),
    );
    const office = await freshOffice((ledger) => useClient(ledger, client));
    sizes.length = 0;
    const { body } = await office.create(largest(hundred, 1), 'largest');
    await office.update(body.id, largest([...hundred].reverse(), 7), '"1"', 'all-new');
    expect(sizes).toEqual([45, 89]);
    expect(Math.max(...sizes)).toBeLessThan(writesAllowed);
    expect(await office.found(hundred.slice(0, 4).join(''))).toEqual([]);
    expect(await office.found(hundred.slice(-4).reverse().join(''))).toEqual([largest([], 7).number]);
  });
});
