import { invariant } from '../errors/invariant.ts';
import type { ChargeContent } from '../model/charge.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { type MoneyWire, parseDecimal } from '../model/money.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { Voucher } from '../model/voucher.ts';
import type { VoucherDemand, VoucherPolicy } from '../model/voucher-policy.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { builtInVoucherPolicy } from './built-in-voucher-policy.ts';
import { type PolicyOf, readPublished, readPublishedVersion } from './published-policy.ts';

export const voucherPolicy: PolicyOf<VoucherPolicy> = { kind: 'voucher', builtIn: builtInVoucherPolicy };

/** The voucher policy in force: one read. */
export async function readVoucherPolicy(table: LedgerTable): Promise<PublishedPolicy<VoucherPolicy>> {
  return await readPublished(table, voucherPolicy);
}

/** The voucher policy something was begun under: one read. */
export async function readVoucherPolicyVersion(
  table: LedgerTable,
  version: number,
): Promise<PublishedPolicy<VoucherPolicy>> {
  return await readPublishedVersion(table, voucherPolicy, version);
}

type Judged = Pick<ChargeContent, 'type' | 'reason' | 'amount' | 'vouchers'>;

/**
 * What the policy asks of a charge and the charge does not have (A17, A44): every demand that is not met, in the order of
 * the rules; none when it is complete. Of its files only those that are accepted now count.
 */
export function missingVouchers(
  policy: VoucherPolicy,
  charge: Judged,
  customerGroup: string,
  files: readonly Pick<Voucher, 'kind' | 'state'>[],
): VoucherDemand[] {
  const proven = files.filter(({ state }) => state === 'accepted').map(({ kind }) => kind);
  const named = [...proven, ...charge.vouchers.map(({ kind }) => kind)];
  return policy.rules
    .filter((rule) => speaksOf(rule, charge, customerGroup))
    .filter(({ anyOf, evidence }) => !(evidence === 'file' ? proven : named).some((kind) => anyOf.includes(kind)))
    .map(({ anyOf, evidence }) => ({ anyOf, evidence }));
}

/** Whether a charge needs a file at all, so that whoever submits it reads the files only then. */
export function asksForFile(policy: VoucherPolicy, charge: Judged, customerGroup: string): boolean {
  return policy.rules.some((rule) => rule.evidence === 'file' && speaksOf(rule, charge, customerGroup));
}

function speaksOf(rule: VoucherPolicy['rules'][number], { type, reason, amount }: Judged, group: string): boolean {
  return (
    (rule.reason === undefined || rule.reason === reason.code) &&
    (rule.type === undefined || rule.type === type) &&
    (rule.customerGroup === undefined || rule.customerGroup === group) &&
    (rule.above === undefined || (rule.above.currency === amount.currency && amount.minor > minorOf(rule.above)))
  );
}

function minorOf({ value, currency }: MoneyWire): bigint {
  const minor = parseDecimal(value, currencyDigits(currency as Currency));
  invariant(typeof minor === 'bigint', 'a published amount was checked when it was published');
  return minor;
}
