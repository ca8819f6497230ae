import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeTypes, draftContentSchema, reasonCodes } from '../../shared/model/charge.ts';
import type { ChargeFill } from '../../shared/model/charge-template.ts';
import { type Candidate, type FillSource, mergeFills } from '../../shared/templates/merge-fills.ts';
import { fits } from '../../shared/templates/rule-fills.ts';
import { date } from '../support/ledger.ts';

const cny = (value: string) => ({ value, currency: 'CNY' });
const from = (source: FillSource, fill: ChargeFill): Candidate => ({ source, fill });
/** What comes out, and which field is from whom. */
const merged = (...candidates: Candidate[]) => {
  const { content, fields } = mergeFills(candidates);
  return { content, from: Object.fromEntries(fields.map(({ pointer, from: { source } }) => [pointer, source])) };
};

describe('filling in', () => {
  it('takes each field from the first that has it: given, rule, template, history', () => {
    expect(
      merged(
        from('given', { amount: cny('900.00') }),
        from('rule', { amount: cny('1.00'), reason: { code: 'other' } }),
        from('template', { type: 'service', reason: { code: 'upgrade', text: '按合同升级服务' } }),
        from('history', { type: 'usage', period: { start: date('2026-11-01'), end: date('2026-11-30') } }),
      ),
    ).toEqual({
      content: {
        type: 'service',
        reason: { code: 'other' },
        amount: cny('900.00'),
        period: { start: '2026-11-01', end: '2026-11-30' },
      },
      from: { '/type': 'template', '/reason/code': 'rule', '/amount': 'given', '/period': 'history' },
    });
  });

  it('takes a reason’s text only with its own code, or from one that names none', () => {
    const template = from('template', { reason: { code: 'upgrade', text: '升级服务等级' } });
    expect(merged(from('given', { reason: { code: 'other' } }), template).content.reason).toEqual({ code: 'other' });
    expect(merged(from('given', { reason: { code: 'upgrade' } }), template).content.reason).toEqual({
      code: 'upgrade',
      text: '升级服务等级',
    });
    const free = from('rule', { reason: { text: '按框架协议' } });
    expect(merged(from('given', { reason: { code: 'other' } }), free, template).content.reason).toEqual({
      code: 'other',
      text: '按框架协议',
    });
  });

  it('never puts lines beside an amount they were not computed for', () => {
    const lines = [{ description: '席位', quantity: '2', unitPrice: '60.00' }];
    const template = from('template', { amount: cny('120.00'), basis: { text: '按席位', lines } });
    expect(merged(from('given', { amount: cny('90.00') }), template).content.basis).toEqual({ text: '按席位' });
    expect(merged(from('given', { basis: { lines } }), from('history', { amount: cny('7.00') })).content).toEqual({
      basis: { lines },
    });
    expect(merged(template).content).toEqual({ amount: cny('120.00'), basis: { text: '按席位', lines } });
  });

  it('takes what an earlier charge said about its amount only with that amount', () => {
    const history = from('history', { amount: cny('120.00'), basis: { text: '席位 10 个' } });
    expect(merged(from('given', { amount: cny('90.00') }), history).content).toEqual({ amount: cny('90.00') });
    expect(merged(history).content).toEqual({ amount: cny('120.00'), basis: { text: '席位 10 个' } });
  });

  it('leaves a period alone of which one day is given', () => {
    const history = from('history', { period: { start: date('2026-11-01'), end: date('2026-11-30') } });
    expect(merged(from('given', { period: { end: date('2026-10-31') } }), history).content).toEqual({
      period: { end: '2026-10-31' },
    });
  });

  it('takes an empty text for none', () => {
    const given = from('given', { reason: { text: '' }, basis: { text: '' } });
    const template = from('template', { reason: { text: '按合同计收' }, basis: { text: '合同单价' } });
    expect(merged(given, template)).toEqual({
      content: { reason: { text: '按合同计收' }, basis: { text: '合同单价' } },
      from: { '/reason/text': 'template', '/basis/text': 'template' },
    });
  });

  it('of nothing is nothing', () => {
    expect(merged()).toEqual({ content: {}, from: {} });
  });
});

/** Any content as a clerk, a rule or an earlier charge may have it. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const text = fc.constantFrom('', '按合同计收', '席位单价');
const day = fc.constantFrom('2026-10-01', '2026-10-31').map(date);
type Defined<T> = { [Name in keyof T]?: T[Name] };
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
const anyFill = fc
  .record({
    type: maybe(fc.constantFrom(...chargeTypes)),
    reason: maybe(fc.record({ code: maybe(fc.constantFrom(...reasonCodes)), text: maybe(text) }).map(defined)),
    amount: maybe(fc.constantFrom(cny('1.00'), cny('120.00'))),
    basis: maybe(
      fc
        .record({
          text: maybe(text),
          lines: maybe(fc.constantFrom([], [{ description: '席位', quantity: '1', unitPrice: '1.00' }])),
        })
        .map(defined),
    ),
    period: maybe(fc.record({ start: maybe(day), end: maybe(day) }).map(defined)),
    vouchers: maybe(fc.constantFrom([], [{ kind: 'other' as const, reference: 'X-1' }])),
    effectiveDate: maybe(day),
  })
  .map((fill) => defined(fill) as ChargeFill);
const sources = ['given', 'rule', 'template', 'history'] as const;

/** Every value of a content by its pointer, as far down as a source is named. */
function leaves({ type, reason, amount, basis, period, vouchers, effectiveDate }: ChargeFill): Record<string, unknown> {
  return defined({
    '/type': type,
    '/reason/code': reason?.code,
    '/reason/text': reason?.text,
    '/amount': amount,
    '/basis/text': basis?.text,
    '/basis/lines': basis?.lines,
    '/period': period,
    '/vouchers': vouchers,
    '/effectiveDate': effectiveDate,
  });
}

/** Whether a value says anything: an empty text, list or period does not. */
const says = (value: unknown) => value !== '' && (typeof value !== 'object' || Object.keys(Object(value)).length > 0);

describe('whatever the candidates say', () => {
  it('never changes what is given, names one source for each value, and makes a draft', async () => {
    await fc.assert(
      fc.property(fc.array(anyFill, { minLength: 1, maxLength: 4 }), (fills) => {
        const candidates = fills.map((fill, index) => from(sources[index] ?? 'history', fill));
        const { content, fields } = mergeFills(candidates);
        const result = leaves(content);
        for (const [pointer, value] of Object.entries(leaves(fills[0] ?? {}))) {
          if (says(value)) expect(result[pointer], pointer).toEqual(value);
        }
        expect(fields.map(({ pointer }) => pointer).sort()).toEqual(Object.keys(result).sort());
        for (const { pointer, from: origin } of fields) expect(leaves(origin.fill)[pointer]).toEqual(result[pointer]);
        expect(draftContentSchema.safeParse(content).error).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a rule fits', () => {
  const facts = {
    customerGroup: 'key',
    customerKind: 'company',
    type: 'service',
    reasonCode: undefined,
    currency: 'CNY',
  };
  it.each([
    ['whatever it names nothing of', {}, true],
    ['when all it names is so', { customerGroup: 'key', type: 'service' as const }, true],
    ['not when one thing is otherwise', { customerGroup: 'key', type: 'usage' as const }, false],
    ['not when it asks for what nobody knows yet', { reasonCode: 'upgrade' as const }, false],
    ['by kind and currency', { customerKind: 'company' as const, currency: 'CNY' as const }, true],
    ['not another group', { customerGroup: 'standard' }, false],
  ])('%s', (_, when, expected) => {
    expect(fits({ when }, facts)).toBe(expected);
  });
});
