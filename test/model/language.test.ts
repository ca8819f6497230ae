import { describe, expect, it } from 'vitest';
import { negotiateLanguage } from '../../shared/model/language.ts';

describe('Accept-Language', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    [',', 'zh-CN'],
    ['*', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['ZH-cn', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['zh-Hant-HK', 'zh-CN'],
    ['en', 'en'],
    ['EN', 'en'],
    ['en-GB', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.8,zh;q=0.9', 'zh-CN'],
    ['zh;q=0.8,en;q=0.9', 'en'],
    ['en;q=0.5,zh;q=0.5', 'en'],
    ['zh;q=0.5,en;q=0.5', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['fr,de;q=0.9', 'zh-CN'],
    ['fr, en;q=0.1', 'en'],
    ['ja,zh;q=0.2,en;q=0.3', 'en'],
    ['en;q=0', 'zh-CN'],
    ['zh;q=0,en', 'en'],
    ['en;q=0.001', 'en'],
    ['en; q=0.7, zh; q=0.6', 'en'],
    ['eng', 'zh-CN'],
    ['zhx,en', 'en'],
    ['x-en', 'zh-CN'],
  ] as const)('%j is answered in %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });
});
