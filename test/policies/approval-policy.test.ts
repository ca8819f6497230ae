import { beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalPolicy } from '../../shared/model/approval-policy.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { readApprovalPolicy, readApprovalPolicyVersion, stagesFor } from '../../shared/policies/approval-policy.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { getApprovalPolicy } from '../../shared/policies/get-approval-policy.ts';
import { policyFromItem, policyItem } from '../../shared/table/items/policy-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { freshLedger, type TestLedger } from '../support/ledger.ts';

const rolesFor = (
  policy: ApprovalPolicy,
  minor: bigint,
  currency: Currency = 'CNY',
  type: ChargeType = 'upgrade',
  customerGroup = 'standard',
) => stagesFor(policy, { type, customerGroup, amount: { minor, currency } }).map(({ role }) => role);

describe('the built-in policy', () => {
  it.each<[Currency, bigint, string[]]>([
    ['CNY', 1n, []],
    ['CNY', 50_000n, []],
    ['CNY', 50_001n, ['reviewer']],
    ['CNY', 2_000_000n, ['reviewer']],
    ['CNY', 2_000_001n, ['reviewer', 'finance']],
    ['CNY', 20_000_000n, ['reviewer', 'finance']],
    ['CNY', 20_000_001n, ['reviewer', 'finance', 'manager']],
    ['CNY', 999_999_999_999_999n, ['reviewer', 'finance', 'manager']],
    ['HKD', 50_000n, []],
    ['HKD', 50_001n, ['reviewer']],
    ['USD', 7_000n, []],
    ['USD', 7_001n, ['reviewer']],
    ['USD', 2_800_001n, ['reviewer', 'finance', 'manager']],
    ['EUR', 6_500n, []],
    ['EUR', 6_501n, ['reviewer']],
    ['JPY', 10_000n, []],
    ['JPY', 10_001n, ['reviewer']],
    ['JPY', 400_001n, ['reviewer', 'finance']],
    ['KWD', 20_000n, []],
    ['KWD', 20_001n, ['reviewer']],
    ['KWD', 8_500_001n, ['reviewer', 'finance', 'manager']],
    ['THB', 1n, ['reviewer', 'finance', 'manager']],
    ['THB', 999_999_999n, ['reviewer', 'finance', 'manager']],
  ])('sends %s %d minor units through %j', (currency, minor, roles) => {
    expect(rolesFor(defaultApprovalPolicy, minor, currency)).toEqual(roles);
  });

  it('lets no charge of the type “other” pass without finance, in CNY', () => {
    expect(rolesFor(defaultApprovalPolicy, 1n, 'CNY', 'other')).toEqual(['finance']);
    expect(rolesFor(defaultApprovalPolicy, 2_000_000n, 'CNY', 'other')).toEqual(['finance']);
    expect(rolesFor(defaultApprovalPolicy, 2_000_001n, 'CNY', 'other')).toEqual(['reviewer', 'finance', 'manager']);
  });
});

describe('a policy', () => {
  const tiers = (...roles: ('reviewer' | 'finance' | 'manager')[]) => [
    { upToMinor: 100n, stages: [] },
    { upToMinor: null, stages: roles.map((role) => ({ role, deadlineHours: 1 })) },
  ];
  const policy: ApprovalPolicy = {
    version: 1,
    effectiveAt: '2026-10-12T00:00:00.000Z',
    prepaidUse: 'never',
    rules: [
      { type: 'setup', customerGroup: 'key', currency: 'CNY', tiers: tiers('manager') },
      { type: 'setup', currency: 'CNY', tiers: tiers('finance') },
      { customerGroup: 'trial', currency: 'CNY', tiers: tiers('reviewer', 'manager') },
      { currency: 'CNY', tiers: tiers('reviewer') },
      { currency: 'USD', tiers: [{ upToMinor: 100n, stages: [] }] },
    ],
    otherwise: [
      { role: 'reviewer', deadlineHours: 2 },
      { role: 'finance', deadlineHours: 2 },
      { role: 'manager', deadlineHours: 2 },
    ],
  };

  it.each<[string, ChargeType, string, Currency, string[]]>([
    ['of type, group and currency', 'setup', 'key', 'CNY', ['manager']],
    ['of type and currency', 'setup', 'standard', 'CNY', ['finance']],
    ['of type before that of group, where it stands first', 'setup', 'trial', 'CNY', ['finance']],
    ['of group and currency', 'usage', 'trial', 'CNY', ['reviewer', 'manager']],
    ['of currency alone', 'usage', 'key', 'CNY', ['reviewer']],
    [
      'for everything else, where none speaks of the currency',
      'setup',
      'key',
      'EUR',
      ['reviewer', 'finance', 'manager'],
    ],
    ['for everything else, above the last limit of a rule', 'usage', 'key', 'USD', ['reviewer', 'finance', 'manager']],
  ])('goes by the first rule that fits: the one %s', (_, type, group, currency, roles) => {
    expect(rolesFor(policy, 101n, currency, type, group)).toEqual(roles);
  });

  it('never passes what no rule speaks of', () => {
    expect(rolesFor(policy, 1n, 'EUR')).toEqual(['reviewer', 'finance', 'manager']);
    expect(rolesFor({ ...policy, rules: [] }, 1n)).toEqual(['reviewer', 'finance', 'manager']);
  });

  it('is stored as it was written', () => {
    expect(policyFromItem(policyItem(policy))).toEqual(policy);
    expect(policyFromItem(policyItem(defaultApprovalPolicy))).toEqual(defaultApprovalPolicy);
  });
});

describe('the policy in force', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await freshLedger();
  });
  const propose = (version: number, effectiveAt: string) =>
    putIf(ledger.context, policyItem({ ...defaultApprovalPolicy, version, effectiveAt, prepaidUse: 'partly' }), {
      expression: 'attribute_not_exists(pk)',
    });
  const versionAt = async (now: string) => (await readApprovalPolicy(ledger.table, now as Instant)).version;

  it('is the built-in one until an admin writes another', async () => {
    expect(await readApprovalPolicy(ledger.table, ledger.clock.now)).toEqual(defaultApprovalPolicy);
  });

  it('is not one that takes effect later: it begins to the millisecond', async () => {
    await propose(1, '2026-10-12T02:00:00.000Z');
    expect(await versionAt('2026-10-12T01:59:59.999Z')).toBe(0);
    expect(await versionAt('2026-10-12T02:00:00.000Z')).toBe(1);
  });

  it('is the newest of those that have taken effect, with the clock moved', async () => {
    await propose(2, '2026-11-01T00:00:00.000Z');
    await propose(3, '2027-01-01T00:00:00.000Z');
    await propose(10, '2028-01-01T00:00:00.000Z');
    const read = async () => (await getApprovalPolicy(ledger.context)).body.version;
    expect(await read()).toBe(0);
    ledger.clock.move(3_600_000);
    expect(await read()).toBe(1);
    ledger.clock.move(30 * 86_400_000);
    expect(await read()).toBe(2);
    expect(await versionAt('2027-06-01T00:00:00.000Z')).toBe(3);
    expect(await versionAt('2029-01-01T00:00:00.000Z')).toBe(10);
  });

  it('is, for a charge that was submitted before, the version it was submitted under', async () => {
    expect(await readApprovalPolicyVersion(ledger.table, 1)).toMatchObject({ version: 1, prepaidUse: 'partly' });
    expect(await readApprovalPolicyVersion(ledger.table, 0)).toEqual(defaultApprovalPolicy);
  });

  it('is shown with its limits in the decimals of each currency', async () => {
    const { body } = await getApprovalPolicy((await freshLedger()).context);
    const limits = Object.fromEntries(
      body.rules
        .filter(({ kind, type }) => kind === undefined && type === undefined)
        .map(({ currency, tiers }) => [currency, tiers.map(({ upTo }) => upTo ?? 'without limit')]),
    );
    expect(limits).toMatchObject({
      CNY: ['500.00', '20000.00', '200000.00', 'without limit'],
      JPY: ['10000', '400000', '4000000', 'without limit'],
      KWD: ['20.000', '850.000', '8500.000', 'without limit'],
    });
    expect(body.otherwise).toEqual([
      { role: 'reviewer', deadlineHours: 24 },
      { role: 'finance', deadlineHours: 24 },
      { role: 'manager', deadlineHours: 48 },
    ]);
  });
});
