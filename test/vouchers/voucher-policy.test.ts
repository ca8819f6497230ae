import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/model/currency.ts';
import type { VoucherPolicy } from '../../shared/model/voucher-policy.ts';
import { builtInVoucherPolicy } from '../../shared/policies/built-in-voucher-policy.ts';
import { asksForFile, missingVouchers } from '../../shared/policies/voucher-policy.ts';

const charge = (minor: bigint, changes: { reason?: string; vouchers?: string[]; currency?: Currency } = {}) => ({
  type: 'service' as const,
  reason: { code: (changes.reason ?? 'upgrade') as 'upgrade', text: '升级' },
  amount: { minor, currency: changes.currency ?? ('CNY' as const) },
  vouchers: (changes.vouchers ?? []).map((kind) => ({ kind: kind as 'other', reference: 'HT-1' })),
});
const file = (kind: string, state = 'accepted') => ({ kind: kind as 'other', state: state as 'accepted' });

describe('the built-in policy', () => {
  it('asks for nothing up to CNY 5,000,000.00, whatever the reason', () => {
    for (const reason of ['upgrade', 'added-items', 'miscalculation', 'other'])
      expect(missingVouchers(builtInVoucherPolicy, charge(500_000_000n, { reason }), 'standard', [])).toEqual([]);
  });

  it.each([
    ['upgrade', ['contract-change', 'service-confirmation']],
    ['added-items', ['service-confirmation', 'contract-change']],
    ['miscalculation', ['fee-notice', 'contract-change']],
    ['other', ['contract-change', 'service-confirmation', 'fee-notice', 'other']],
  ])('asks above it, for the reason %s, for an accepted file of %j; a reference is not enough', (reason, anyOf) => {
    const large = charge(500_000_001n, { reason, vouchers: anyOf });
    expect(missingVouchers(builtInVoucherPolicy, large, 'standard', [])).toEqual([{ anyOf, evidence: 'file' }]);
    expect(missingVouchers(builtInVoucherPolicy, large, 'standard', [file(anyOf[0] ?? '')])).toEqual([]);
  });

  it.each<[Currency, bigint]>([
    ['HKD', 500_000_000n],
    ['USD', 70_000_000n],
    ['EUR', 65_000_000n],
    ['JPY', 100_000_000n],
    ['KWD', 212_500_000n],
  ])('asks in %s above %s minor units', (currency, minor) => {
    expect(asksForFile(builtInVoucherPolicy, charge(minor, { currency }), 'standard')).toBe(false);
    expect(asksForFile(builtInVoucherPolicy, charge(minor + 1n, { currency }), 'standard')).toBe(true);
  });
});

describe('a published policy', () => {
  const policy: VoucherPolicy = {
    onMissing: 'return',
    rules: [
      { reason: 'upgrade', anyOf: ['contract-change'], evidence: 'reference' },
      { customerGroup: 'key-accounts', anyOf: ['service-confirmation', 'fee-notice'], evidence: 'reference' },
      { type: 'service', above: { value: '1000.00', currency: 'CNY' }, anyOf: ['fee-notice'], evidence: 'file' },
    ],
  };

  it('names every demand that is not met, in the order of its rules', () => {
    expect(missingVouchers(policy, charge(100_001n), 'key-accounts', [])).toEqual([
      { anyOf: ['contract-change'], evidence: 'reference' },
      { anyOf: ['service-confirmation', 'fee-notice'], evidence: 'reference' },
      { anyOf: ['fee-notice'], evidence: 'file' },
    ]);
  });

  it('takes an accepted file for a reference, and any one of the kinds for all of them', () => {
    const named = charge(100_001n, { vouchers: ['contract-change'] });
    expect(missingVouchers(policy, named, 'key-accounts', [file('fee-notice')])).toEqual([]);
  });

  it.each(['awaiting-upload', 'refused', 'replaced'])('counts no file that is %s', (state) => {
    const named = charge(100_001n, { vouchers: ['contract-change'] });
    const demands = missingVouchers(policy, named, 'standard', [file('fee-notice', state)]);
    expect(demands).toEqual([{ anyOf: ['fee-notice'], evidence: 'file' }]);
  });

  it('speaks of no other reason, group, type, currency, nor of the amount itself', () => {
    expect(missingVouchers(policy, charge(100_000n, { reason: 'other' }), 'standard', [])).toEqual([]);
    expect(missingVouchers(policy, charge(9_000_000n, { reason: 'other', currency: 'JPY' }), 'standard', [])).toEqual(
      [],
    );
  });
});
