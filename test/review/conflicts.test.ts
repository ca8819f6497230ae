import { describe, expect, it } from 'vitest';
import { type ComparedCharge, findConflicts } from '../../shared/charges/conflicts.ts';
import type { CalendarDate, Instant } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { whatToCheck } from '../../shared/review/conflict-words.ts';

const idOf = (letter: string) => `chg_${letter.repeat(26)}` as ChargeId;

function charge(changes: Partial<ComparedCharge> = {}): ComparedCharge {
  return {
    id: idOf('a'),
    customerId: 'cus_a' as CustomerId,
    state: 'posted',
    type: 'service',
    amount: { minor: 125_000n, currency: 'CNY' },
    period: { start: '2026-10-01' as CalendarDate, end: '2026-10-31' as CalendarDate },
    vouchers: [{ kind: 'service-confirmation', reference: 'SC-2026-1044' }],
    submittedAt: '2026-10-12T01:00:00.000Z' as Instant,
    ...changes,
  };
}

const period = (start: string, end: string) => ({ start: start as CalendarDate, end: end as CalendarDate });
const vouchers = (...references: string[]) => references.map((reference) => ({ kind: 'other' as const, reference }));
/** Nothing in common with `charge()`, but the customer. */
const unlike: Partial<ComparedCharge> = {
  id: idOf('b'),
  type: 'training',
  amount: { minor: 5_000n, currency: 'CNY' },
  period: period('2025-01-01', '2025-01-31'),
  vouchers: [],
};
const kinds = (other: Partial<ComparedCharge>, sameFile: ChargeId[] = []) =>
  findConflicts(charge(), [charge({ ...unlike, ...other })], new Set(sameFile)).map(({ kind }) => kind);

const alike = { type: 'service', amount: charge().amount, period: charge().period } as const;

describe('two charges of a customer', () => {
  it.each([
    ['have nothing in common', {}, []],
    ['say the same', alike, ['duplicate']],
    ['say the same with the same voucher', { ...alike, vouchers: charge().vouchers }, ['duplicate', 'same-voucher']],
    [
      'are of one type and overlap by a day',
      { type: 'service', period: period('2026-10-31', '2026-11-30') },
      ['overlapping-period'],
    ],
    [
      'are of one type and one lies within the other',
      { type: 'service', period: period('2026-10-10', '2026-10-10') },
      ['overlapping-period'],
    ],
    ['are of one type and follow each other', { type: 'service', period: period('2026-11-01', '2026-11-30') }, []],
    ['overlap, but are of two types', { period: charge().period }, []],
    [
      'cost the same on the 60th day',
      { amount: charge().amount, submittedAt: '2026-08-13T01:00:00.000Z' as Instant },
      ['same-amount'],
    ],
    [
      'cost the same after 60 days',
      { amount: charge().amount, submittedAt: '2026-08-13T00:59:59.999Z' as Instant },
      [],
    ],
    ['cost the same number in two currencies', { amount: { minor: 125_000n, currency: 'HKD' } }, []],
    ['name one voucher', { vouchers: vouchers('HT-1', 'SC-2026-1044') }, ['same-voucher']],
    [
      'name one voucher, written in another way',
      { vouchers: vouchers('ＳＣ－2026－1044'.replaceAll('－', '-').toLowerCase()) },
      ['same-voucher'],
    ],
    ['name two vouchers', { vouchers: vouchers('SC-2026-1045') }, []],
    [
      'overlap and cost the same',
      { type: 'service', amount: charge().amount, period: period('2026-10-15', '2026-11-14') },
      ['overlapping-period', 'same-amount'],
    ],
    ['say the same, and one was rejected', { ...alike, state: 'rejected', vouchers: charge().vouchers }, ['duplicate']],
    ['overlap, and one was rejected', { type: 'service', period: charge().period, state: 'rejected' }, []],
    ['belong to two customers', { ...alike, vouchers: charge().vouchers, customerId: 'cus_b' as CustomerId }, []],
  ] as [string, Partial<ComparedCharge>, string[]][])('that %s', (_, other, expected) => {
    expect(kinds(other)).toEqual(expected);
  });

  it('are not one and the same', () => {
    expect(findConflicts(charge(), [charge()])).toEqual([]);
  });
});

describe('a voucher file used before', () => {
  it('is found at another customer as well', () => {
    expect(kinds({ customerId: 'cus_b' as CustomerId }, [idOf('b')])).toEqual(['same-voucher-file']);
  });

  it('is no conflict where that charge was rejected', () => {
    expect(kinds({ state: 'rejected' }, [idOf('b')])).toEqual([]);
  });
});

it('names the gravest conflict first, and of one kind the newest', () => {
  const others = [
    charge({ ...unlike, id: idOf('c'), amount: charge().amount }),
    charge({ ...unlike, id: idOf('d'), ...alike, submittedAt: '2026-10-01T00:00:00.000Z' as Instant }),
    charge({ ...unlike, id: idOf('e'), ...alike, submittedAt: '2026-10-02T00:00:00.000Z' as Instant }),
  ];
  expect(findConflicts(charge(), others).map(({ kind, other }) => [kind, other.id])).toEqual([
    ['duplicate', idOf('e')],
    ['duplicate', idOf('d')],
    ['same-amount', idOf('c')],
  ]);
});

describe('the sentence of a conflict', () => {
  const other = charge({ ...unlike, vouchers: vouchers('SC-2026-1044') });

  it('names the other charge and what to look at, in both languages', () => {
    const [conflict] = findConflicts(charge(), [other]);
    if (conflict === undefined) throw new Error('there is a conflict');
    expect(whatToCheck(conflict, 'zh-CN')).toBe(
      `补费单 ${idOf('b')} 也引用了凭证 SC-2026-1044。请确认该凭证可以支持两笔收费。`,
    );
    expect(whatToCheck(conflict, 'en')).toBe(
      `Charge ${idOf('b')} names voucher SC-2026-1044 as well. Make sure the voucher supports both charges.`,
    );
  });

  it('sends the reviewer to the reason where the same was rejected before', () => {
    const [conflict] = findConflicts(charge(), [charge({ ...unlike, ...alike, state: 'rejected' })]);
    if (conflict === undefined) throw new Error('there is a conflict');
    expect(whatToCheck(conflict, 'en')).toContain('Read the reason first');
    expect(whatToCheck(conflict, 'zh-CN')).toContain('请先查看当时的原因');
  });
});
