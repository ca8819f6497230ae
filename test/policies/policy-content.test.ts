import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { fieldErrorsOf } from '../../shared/errors/field-errors.ts';
import type { AgreedPolicy } from '../../shared/model/agreed-policy.ts';
import { currencies, currencyDigits } from '../../shared/model/currency.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { depositPolicySchema } from '../../shared/model/deposit-policy.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { lowBalancePolicySchema } from '../../shared/model/low-balance-policy.ts';
import { formatDecimal } from '../../shared/model/money.ts';
import { proposedApprovalPolicySchema } from '../../shared/model/proposed-approval-policy.ts';
import { refundPolicySchema } from '../../shared/model/refund-policy.ts';
import { approvalContentToWire } from '../../shared/policies/approval-content.ts';
import { agreedPolicyFromItem, agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { contents } from './policy-desk.ts';

const complaints = (schema: z.ZodType, content: unknown) =>
  fieldErrorsOf(schema, content).map(({ pointer, code }) => `${pointer} ${code}`);
const cny = (value: string) => ({ value, currency: 'CNY' });
const finance = { role: 'finance', deadlineHours: 24 };

describe('the built-in content', () => {
  it.each([
    ['approval', proposedApprovalPolicySchema],
    ['refund', refundPolicySchema],
    ['deposit', depositPolicySchema],
    ['low-balance', lowBalancePolicySchema],
  ] as const)('of the %s policy could be proposed as it is', (kind, schema) => {
    expect(complaints(schema, contents[kind])).toEqual([]);
  });
});

describe('an approval policy', () => {
  const withRules = (...rules: object[]) => ({ ...contents.approval, rules });
  const rule = (tiers: object[], more: object = {}) => ({ currency: 'CNY', tiers, ...more });
  const all = [{ stages: [finance] }];

  it.each<[why: string, content: object, complaints: string[]]>([
    [
      'has a tier below the one before it',
      withRules(
        rule([
          { upTo: '500.00', stages: [] },
          { upTo: '499.99', stages: [finance] },
        ]),
      ),
      ['/rules/0/tiers/1/upTo TIERS_NOT_ASCENDING'],
    ],
    [
      'has two tiers of the same limit',
      withRules(
        rule([
          { upTo: '500', stages: [] },
          { upTo: '500.00', stages: [finance] },
        ]),
      ),
      ['/rules/0/tiers/1/upTo TIERS_NOT_ASCENDING'],
    ],
    [
      'has a tier up to nothing',
      withRules(rule([{ upTo: '0.00', stages: [] }])),
      ['/rules/0/tiers/0/upTo TIERS_NOT_ASCENDING'],
    ],
    [
      'has a tier below nothing',
      withRules(rule([{ upTo: '-1', stages: [] }])),
      ['/rules/0/tiers/0/upTo TIERS_NOT_ASCENDING'],
    ],
    [
      'has a tier behind the one without a limit',
      withRules(rule([...all, { upTo: '1.00', stages: [finance] }])),
      ['/rules/0/tiers/1/upTo TIERS_NOT_ASCENDING'],
    ],
    ['has no tiers', withRules(rule([])), ['/rules/0/tiers TOO_SHORT']],
    [
      'has a limit with too many decimals',
      withRules(rule([{ upTo: '1.001', stages: [] }])),
      ['/rules/0/tiers/0/upTo AMOUNT_DECIMALS'],
    ],
    [
      'has a limit of yen with decimals',
      withRules(rule([{ upTo: '1.0', stages: [] }], { currency: 'JPY' })),
      ['/rules/0/tiers/0/upTo AMOUNT_DECIMALS'],
    ],
    [
      'has a limit that is no amount',
      withRules(rule([{ upTo: '1,000', stages: [] }])),
      ['/rules/0/tiers/0/upTo AMOUNT_FORMAT'],
    ],
    [
      'has a limit that is a number',
      withRules(rule([{ upTo: 500, stages: [] }])),
      ['/rules/0/tiers/0/upTo WRONG_TYPE'],
    ],
    ['has a currency there is not', withRules(rule(all, { currency: 'XXX' })), ['/rules/0/currency UNKNOWN_CURRENCY']],
    [
      'lets refunds pass',
      withRules(rule([{ upTo: '1.00', stages: [] }, ...all], { kind: 'refund' })),
      ['/rules/0/tiers/0/stages STAGE_MISSING'],
    ],
    [
      'lets corrections pass',
      withRules(rule([{ stages: [] }], { kind: 'correction' })),
      ['/rules/0/tiers/0/stages STAGE_MISSING'],
    ],
    [
      'speaks of refunds of a charge type',
      withRules(rule(all, { kind: 'refund', type: 'other' })),
      ['/rules/0/type NOT_BOTH'],
    ],
    [
      'has four stages',
      withRules(rule([{ stages: [finance, finance, finance, finance] }])),
      ['/rules/0/tiers/0/stages TOO_LONG'],
    ],
    [
      'lets a clerk approve',
      withRules(rule([{ stages: [{ role: 'clerk', deadlineHours: 1 }] }])),
      ['/rules/0/tiers/0/stages/0/role NOT_ALLOWED'],
    ],
    ['has a rule twice', withRules(rule(all), rule(all)), ['/rules/1 RULE_NEVER_APPLIES']],
    [
      'has a special rule behind the general one',
      withRules(rule(all), rule(all, { type: 'other' })),
      ['/rules/1 RULE_NEVER_APPLIES'],
    ],
    ['names nobody for what no rule speaks of', { ...contents.approval, otherwise: [] }, ['/otherwise TOO_SHORT']],
    ['has a number of its own', { ...contents.approval, version: 3 }, [' UNKNOWN_FIELD']],
  ])('that %s is refused', (_, content, expected) => {
    expect(complaints(proposedApprovalPolicySchema, content)).toEqual(expected);
  });

  it('may have one rule for charges and one for refunds, and the special ones in front', () => {
    const content = withRules(
      rule(all, { type: 'other' }),
      rule(all, { customerGroup: 'key' }),
      rule(all),
      rule(all, { kind: 'refund' }),
    );
    expect(complaints(proposedApprovalPolicySchema, content)).toEqual([]);
  });
});

describe('a refund policy', () => {
  const { refund } = contents;
  const free = { isAllowed: true, feeBasisPoints: 0, papers: [] };
  const withRules = (...rules: object[]) => ({ ...refund, rules });

  it.each<[why: string, content: object, complaints: string[]]>([
    ['has no rule', withRules(), ['/rules TOO_SHORT']],
    [
      'has a rule twice',
      withRules({ ...free, source: 'charge' }, { ...free, source: 'charge' }),
      ['/rules/1 RULE_NEVER_APPLIES'],
    ],
    [
      'has a rule behind one for everything',
      withRules(free, { ...free, reason: 'other' }),
      ['/rules/1 RULE_NEVER_APPLIES'],
    ],
    [
      'keeps more than all of it',
      withRules({ ...free, feeBasisPoints: 10_001 }),
      ['/rules/0/feeBasisPoints TOO_LARGE'],
    ],
    ['has a negative fee', withRules({ ...free, feeBasisPoints: -1 }), ['/rules/0/feeBasisPoints TOO_SMALL']],
    ['has half a basis point', withRules({ ...free, feeBasisPoints: 0.5 }), ['/rules/0/feeBasisPoints WRONG_TYPE']],
    [
      'has a lowest fee above the highest',
      withRules({ ...free, feeAtLeast: cny('5.00'), feeAtMost: cny('4.99') }),
      ['/rules/0/feeAtMost/value LIMITS_CROSSED'],
    ],
    [
      'has fees in two currencies',
      withRules({ ...free, feeAtLeast: cny('5.00'), feeAtMost: { value: '9.00', currency: 'USD' } }),
      ['/rules/0/feeAtMost/currency CURRENCIES_DIFFER'],
    ],
    ['names a paper twice', withRules({ ...free, papers: ['other', 'other'] }), ['/rules/0/papers/1 NAMED_TWICE']],
    [
      'leaves a way of payment out',
      { ...refund, workingDays: { online: 1 } },
      ['card', 'cash', 'cheque', 'bank-transfer'].map((way) => `/workingDays/${way} REQUIRED`),
    ],
    ['has no text in Chinese', { ...refund, text: { en: refund.text.en } }, ['/text/zh-CN REQUIRED']],
    [
      'hides a turn of direction in its text',
      { ...refund, text: { ...refund.text, en: `Refunds \u202e are free of charge.` } },
      ['/text/en CONTROL_CHARACTERS'],
    ],
    ['never lets a request end', { ...refund, expiresAfterDays: 0 }, ['/expiresAfterDays TOO_SMALL']],
  ])('that %s is refused', (_, content, expected) => {
    expect(complaints(refundPolicySchema, content).sort()).toEqual([...expected].sort());
  });

  it('keeps its amounts with all decimals of their currency', () => {
    const rule = { ...free, feeAtLeast: cny('5'), feeAtMost: { value: '7.5', currency: 'CNY' } };
    expect(refundPolicySchema.parse(withRules(rule)).rules[0]).toMatchObject({
      feeAtLeast: cny('5.00'),
      feeAtMost: cny('7.50'),
    });
  });
});

describe('a deposit policy', () => {
  const { deposit } = contents;
  const [general] = deposit.purposes;

  it.each<[why: string, content: object, complaints: string[]]>([
    ['has no purpose', { ...deposit, purposes: [] }, ['/purposes TOO_SHORT']],
    ['has a purpose twice', { ...deposit, purposes: [general, general] }, ['/purposes/1/code NAMED_TWICE']],
    [
      'has a purpose in capitals',
      { ...deposit, purposes: [{ ...general, code: 'General' }] },
      ['/purposes/0/code PURPOSE_FORMAT'],
    ],
    [
      'names a charge type twice',
      { ...deposit, purposes: [{ ...general, chargeTypes: ['setup', 'setup'] }] },
      ['/purposes/0/chargeTypes/1 NAMED_TWICE'],
    ],
    [
      'has a limit of nothing',
      { ...deposit, limits: [{ smallest: cny('0.00') }] },
      ['/limits/0/smallest/value AMOUNT_NOT_POSITIVE'],
    ],
    ['has a limit that says nothing', { ...deposit, limits: [{}] }, ['/limits/0/smallest REQUIRED']],
    [
      'has a largest deposit below the smallest',
      { ...deposit, limits: [{ smallest: cny('100.00'), largest: cny('99.99') }] },
      ['/limits/0/largest/value LIMITS_CROSSED'],
    ],
    [
      'lets nobody have the smallest deposit',
      { ...deposit, limits: [{ smallest: cny('100.00'), mostInAll: cny('99.99') }] },
      ['/limits/0/mostInAll/value LIMITS_CROSSED'],
    ],
    [
      'has two limits of one currency',
      { ...deposit, limits: [{ smallest: cny('1.00') }, { largest: cny('9.00') }] },
      ['/limits/1 NAMED_TWICE'],
    ],
  ])('that %s is refused', (_, content, expected) => {
    expect(complaints(depositPolicySchema, content)).toEqual(expected);
  });
});

describe('a low-balance policy', () => {
  const customerId = `cus_${'a'.repeat(26)}`;
  const withLevels = (...levels: object[]) => ({ levels, tellsCustomer: true });

  it.each<[why: string, content: object, complaints: string[]]>([
    [
      'has a general level twice',
      withLevels({ level: cny('1.00') }, { level: cny('2.00') }),
      ['/levels/1 NAMED_TWICE'],
    ],
    [
      'has a group’s level twice',
      withLevels({ customerGroup: 'key', level: cny('1.00') }, { customerGroup: 'key', level: cny('1.00') }),
      ['/levels/1 NAMED_TWICE'],
    ],
    [
      'has a level of a customer and his group',
      withLevels({ customerId, customerGroup: 'key', level: cny('1.00') }),
      ['/levels/0/customerGroup NOT_BOTH'],
    ],
    ['has a level below zero', withLevels({ level: cny('-1.00') }), ['/levels/0/level/value AMOUNT_FORMAT']],
    [
      'has a level of yen with decimals',
      withLevels({ level: { value: '1.0', currency: 'JPY' } }),
      ['/levels/0/level/value AMOUNT_DECIMALS'],
    ],
    [
      'has a currency there is not',
      withLevels({ level: { value: '1', currency: 'XXX' } }),
      ['/levels/0/level/currency UNKNOWN_CURRENCY'],
    ],
  ])('that %s is refused', (_, content, expected) => {
    expect(complaints(lowBalancePolicySchema, content)).toEqual(expected);
  });

  it('may have a level of zero, and one for each currency', () => {
    const content = withLevels(
      { level: cny('0') },
      { level: { value: '0', currency: 'JPY' } },
      { customerId, level: cny('5.00') },
    );
    expect(lowBalancePolicySchema.parse(content).levels.map(({ level }) => level.value)).toEqual(['0.00', '0', '5.00']);
  });
});

describe('whatever a policy says', () => {
  const stage = fc.record({
    role: fc.constantFrom('reviewer' as const, 'finance' as const, 'manager' as const),
    deadlineHours: fc.integer({ min: 1, max: 720 }),
  });
  const stages = fc.array(stage, { minLength: 1, maxLength: 3 });
  /** A rule of one currency with ascending limits, the last tier without one or not. */
  const rule = fc
    .record({
      currency: fc.constantFrom(...currencies),
      kind: fc.constantFrom(undefined, 'refund' as const, 'correction' as const),
      limits: fc.uniqueArray(fc.bigInt({ min: 1n, max: 999_999_999_999_999n }), { minLength: 1, maxLength: 5 }),
      isOpen: fc.boolean(),
      stages: fc.array(stages, { minLength: 6, maxLength: 6 }),
    })
    .map(({ currency, kind, limits, isOpen, stages: of }) => {
      const ascending = limits
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map((limit) => formatDecimal(limit, currencyDigits(currency)));
      const tiers = ascending.map((upTo, index) => ({ upTo, stages: of[index] ?? [] }));
      return {
        currency,
        ...(kind === undefined ? {} : { kind }),
        tiers: isOpen ? [...tiers, { stages: of[5] ?? [] }] : tiers,
      };
    });
  const approval = fc.record({
    prepaidUse: fc.constantFrom('never', 'when-covered', 'partly', 'block'),
    rules: fc.uniqueArray(rule, { selector: ({ currency, kind }) => `${currency} ${kind}`, maxLength: 8 }),
    otherwise: stages,
    silence: fc.record({
      remindBeforeHours: fc.integer({ min: 1, max: 720 }),
      escalateAfterHours: fc.integer({ min: 0, max: 720 }),
      escalateTo: fc.constantFrom('reviewer', 'finance', 'manager'),
    }),
  });

  it('comes back as it was sent: an approval policy', () => {
    fc.assert(
      fc.property(approval, (sent) => {
        const stored = agreedPolicyItem('approval', proposal(proposedApprovalPolicySchema.parse(sent)));
        const read = agreedPolicyFromItem<z.output<typeof proposedApprovalPolicySchema>>(stored);
        expect(approvalContentToWire(read.content)).toEqual(sent);
      }),
    );
  });

  it('comes back as it was sent: levels of every currency', () => {
    const level = fc.tuple(fc.constantFrom(...currencies), fc.bigInt({ min: 0n, max: 999_999_999_999_999n }));
    const levels = fc.uniqueArray(level, { selector: ([currency]) => currency, maxLength: 20 });
    fc.assert(
      fc.property(levels, fc.boolean(), (all, tellsCustomer) => {
        const sent = {
          levels: all.map(([currency, minor]) => ({
            level: { value: formatDecimal(minor, currencyDigits(currency)), currency },
          })),
          tellsCustomer,
        };
        const stored = agreedPolicyItem('low-balance', proposal(lowBalancePolicySchema.parse(sent)));
        expect(agreedPolicyFromItem(stored).content).toEqual(sent);
      }),
    );
  });

  it('is kept with everything that was said about it', () => {
    const full: AgreedPolicy<unknown> = {
      ...proposal({ any: 'content' }),
      state: 'rejected',
      decision: {
        at: '2026-10-13T01:00:00.000Z' as Instant,
        by: 'zhou.qiang' as UserId,
        comment: '不行',
        keyPrint: 'k2',
        bodyPrint: 'b2',
      },
    };
    expect(agreedPolicyFromItem(agreedPolicyItem('refund', full))).toEqual(full);
  });
});

function proposal(content: unknown): AgreedPolicy<unknown> {
  const at = '2026-10-12T01:00:00.000Z' as Instant;
  const effectiveAt = '2026-11-01T00:00:00.000Z' as Instant;
  const by = 'admin' as UserId;
  return {
    ...{ version: 12, content, state: 'proposed', effectiveAt },
    proposal: { at, by, reason: '年度评审', effectiveAt, keyPrint: 'k', bodyPrint: 'b' },
  };
}
