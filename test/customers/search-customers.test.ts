import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshOffice, type Office } from './office.ts';

const people: readonly (readonly [number: string, name: string, more?: object])[] = [
  ['C-01', '北京恒远科技有限公司', { phone: '010-8888 1234' }],
  ['C-02', '北京瑞丰贸易有限公司'],
  ['C-03', '上海恒远物流有限公司', { contacts: [{ name: '刘洋', phone: '+86 139 0013 9000' }] }],
  ['C-04', '欧阳娜娜', { kind: 'person' }],
  ['C-05', '仇小明', { kind: 'person' }],
  ['C-06', '曾国强', { kind: 'person' }],
  ['C-07', '𠮷田㛃', { kind: 'person' }],
  ['C-08', '龘龘科技（深圳）有限公司'],
  ['C-09', 'Acme Trading Co., Ltd.'],
  ['C-10', 'ＡＢＣ 设备厂'],
  ['C-11', '长沙银行'],
  ['C-12', '尉迟恭', { kind: 'person' }],
  ['C-13', 'Müller 机械', { phone: '+86 138 0013 8000' }],
  ['C-14', "O'Neil & 张", { kind: 'person' }],
  ['SUP-0815-A', '阿尔法 Beta 工作室'],
];

describe('searching customers', () => {
  let office: Office;
  beforeAll(async () => {
    office = await freshOffice();
    for (const [number, name, more] of people) {
      await office.create({ number, name, kind: 'company', email: 'a@customer.example', ...more }, number);
    }
  });

  it.each<[string, string, string[]]>([
    ['the whole name', '北京恒远科技有限公司', ['C-01']],
    ['its beginning', '北京', ['C-01', 'C-02']],
    ['its middle', '恒远', ['C-01', 'C-03']],
    ['its end', '有限公司', ['C-01', 'C-02', 'C-03', 'C-08']],
    ['one character', '娜', ['C-04']],
    ['the name with spaces between', ' 恒 远 ', ['C-01', 'C-03']],
    ['full pinyin from the start', 'beijinghengyuan', ['C-01']],
    ['full pinyin from the middle', 'hengyuan', ['C-01', 'C-03']],
    ['pinyin that is not finished', 'hengyu', ['C-01', 'C-03']],
    ['pinyin in capitals and in two words', 'Heng Yuan', ['C-01', 'C-03']],
    ['initials from the start', 'bjhykj', ['C-01']],
    ['initials from the middle', 'hykj', ['C-01']],
    ['initials in capitals', 'RFMY', ['C-02']],
    ['a compound surname', 'ouyangnana', ['C-04']],
    ['the initials of a compound surname', 'oynn', ['C-04']],
    ['a compound surname read as surnames are', 'yuchi', ['C-12']],
    ['a surname read as surnames are: 仇 is qiú', 'qiuxiaoming', ['C-05']],
    ['a surname read as surnames are: 曾 is zēng', 'zengguoqiang', ['C-06']],
    ['a word read as words are: 长 in 长沙 is cháng, 行 in 银行 is háng', 'changshayinhang', ['C-11']],
    ['a rare character beyond the 16-bit plane', '𠮷', ['C-07']],
    ['a rare character behind it', '田㛃', ['C-07']],
    ['a rare character', '㛃', ['C-07']],
    ['the pinyin of a rare character', 'jie', ['C-07']],
    ['a character of forty-eight strokes', '龘龘', ['C-08']],
    ['its pinyin', 'dadakeji', ['C-08']],
    ['a name without its brackets', '龘龘科技深圳', ['C-08']],
    ['a name with other brackets', '龘龘科技(深圳)', ['C-08']],
    ['the first word of an English name', 'acme', ['C-09']],
    ['a later word of an English name', 'Trading', ['C-09']],
    ['two words of an English name', 'acme trading', ['C-09']],
    ['full-width letters by plain ones', 'abc', ['C-10']],
    ['plain letters by full-width ones', 'ａｂｃ', ['C-10']],
    ['a mixed name by its Latin part', 'beta', ['SUP-0815-A']],
    ['a mixed name across its parts', '法Beta工', ['SUP-0815-A']],
    ['a letter with an accent', 'müller', ['C-13']],
    ['a name without its marks', 'oneil张', ['C-14']],
    ['a customer number', 'C-01', ['C-01']],
    ['a customer number in small letters without its hyphen', 'sup0815a', ['SUP-0815-A']],
    ['the beginning of a customer number', 'SUP-08', ['SUP-0815-A']],
    ['the last four digits of a phone', '8000', ['C-13']],
    ['more of its digits', '0013 8000', ['C-13']],
    ['the whole phone as it was entered', '+86 138 0013 8000', ['C-13']],
    ['the whole phone without country code', '13800138000', ['C-13']],
    ['a landline', '88881234', ['C-01']],
    ["the last digits of a contact's phone", '13 9000', ['C-03']],
  ])('finds by %s: %s', async (_, q, numbers) => {
    expect(await office.found(q)).toEqual(numbers);
  });

  it.each<[string, string]>([
    ['a name nobody has', '华夏'],
    ['characters in another order', '远恒'],
    ['three digits', '800'],
    ['the first digits of a phone', '1380'],
    ['one letter', 'a'],
    ['marks only', '--- ()'],
    ['an emoji', '👍'],
    ['a key separator', '#'],
    ['a number with a text behind', 'C-01x'],
    ['a very long text', '恒'.repeat(100)],
  ])('finds nobody by %s: %s', async (_, q) => {
    expect(await office.search(q)).toEqual({ items: [] });
  });

  it('shows number, name, kind, group and phone, and nothing private besides', async () => {
    const { items } = await office.search('müller');
    expect(items).toEqual([
      {
        id: items[0]?.id,
        number: 'C-13',
        name: 'Müller 机械',
        kind: 'company',
        group: 'standard',
        phone: '+86 138 0013 8000',
      },
    ]);
  });

  it('shows a customer once, though his name has what is looked for twice', async () => {
    expect((await office.search('娜')).items).toHaveLength(1);
    expect((await office.search('da')).items).toHaveLength(1);
  });
});

describe('paging through a search', () => {
  let office: Office;
  const numbers = Array.from({ length: 23 }, (_, index) => `P-${String(index).padStart(3, '0')}`);
  beforeAll(async () => {
    office = await freshOffice();
    await Promise.all(
      numbers.map((number, index) =>
        office.create({ number, name: `恒远恒星 ${index % 4} 号店`, kind: 'company', email: 'a@b.example' }, number),
      ),
    );
  });

  it.each(['恒', '恒远', 'heng', 'hyhx', 'P-0'])(
    'shows every customer exactly once, whatever the page: %s',
    async (q) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 25 }), async (limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await office.search(q, { limit, ...(cursor === undefined ? {} : { cursor }) });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            expect(page.items.length).toBeGreaterThan(0);
            seen.push(...page.items.map(({ number }) => number));
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          expect(seen.sort()).toEqual(numbers);
        }),
        { numRuns: 8 },
      );
    },
  );

  it('has no further page when the last one is full', async () => {
    expect(await office.search('恒', { limit: 23 })).not.toHaveProperty('nextCursor');
  });

  it.each([
    ['of another search', async () => (await office.search('heng', { limit: 5 })).nextCursor],
    ['of nothing', async () => ''],
    ['that is damaged', async () => (await office.search('恒', { limit: 5 })).nextCursor?.slice(0, -6)],
    ['that is no base64', async () => '恒'],
    ['that is other JSON', async () => Buffer.from('{"a":1}').toString('base64url')],
  ])('refuses a cursor %s', async (_, cursorOf) => {
    await expect(office.search('恒', { limit: 5, cursor: (await cursorOf()) ?? '' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '?cursor', code: 'CURSOR_INVALID', params: {} }],
    });
  });
});
