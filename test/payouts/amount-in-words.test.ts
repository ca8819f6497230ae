import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/model/currency.ts';
import { amountInChinese, amountInEnglish } from '../../shared/payouts/amount-in-words.ts';

describe('an amount in words', () => {
  it.each<[bigint, Currency, string, string]>([
    [125_000n, 'CNY', '人民币壹仟贰佰伍拾元整', 'One thousand two hundred fifty and 00/100 Chinese Yuan'],
    [125_050n, 'CNY', '人民币壹仟贰佰伍拾元伍角整', 'One thousand two hundred fifty and 50/100 Chinese Yuan'],
    [100_005n, 'CNY', '人民币壹仟元零伍分', 'One thousand and 05/100 Chinese Yuan'],
    [50n, 'CNY', '人民币伍角整', 'Zero and 50/100 Chinese Yuan'],
    [7n, 'CNY', '人民币柒分', 'Zero and 07/100 Chinese Yuan'],
    [19_98n, 'CNY', '人民币壹拾玖元玖角捌分', 'Nineteen and 98/100 Chinese Yuan'],
    [10_100_00n, 'CNY', '人民币壹万零壹佰元整', 'Ten thousand one hundred and 00/100 Chinese Yuan'],
    [1_000_100_10n, 'CNY', '人民币壹佰万零壹佰元壹角整', 'One million one hundred and 10/100 Chinese Yuan'],
    [
      123_456_789_01n,
      'CNY',
      '人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分',
      'One hundred twenty-three million four hundred fifty-six thousand seven hundred eighty-nine and 01/100 Chinese Yuan',
    ],
    [9_000_000_000_001n * 100n, 'CNY', '人民币玖万亿零壹元整', 'Nine trillion one and 00/100 Chinese Yuan'],
    [30_000n, 'JPY', '日元叁万整', 'Thirty thousand Japanese Yen'],
    [88_125n, 'KWD', '科威特第纳尔捌拾捌点壹贰伍', 'Eighty-eight and 125/1000 Kuwaiti Dinar'],
    [1_200n, 'USD', '美元壹拾贰整', 'Twelve and 00/100 US Dollar'],
  ])('%d %s is %s', (minor, currency, chinese, english) => {
    expect([amountInChinese({ minor, currency }), amountInEnglish({ minor, currency })]).toEqual([chinese, english]);
  });
});
