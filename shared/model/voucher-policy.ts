import * as z from 'zod';
import { chargeTypeSchema, reasonCodeSchema } from './charge.ts';
import { customerGroupSchema } from './customer.ts';
import { type MoneyWire, positiveMoneySchema } from './money.ts';
import { voucherKindSchema } from './voucher.ts';

/**
 * What the charges that a rule speaks of must be proven by: a reference to a paper or an accepted file, of one of these
 * kinds. A file also counts as a reference. A rule speaks of every charge that all of its conditions fit.
 */
const ruleSchema = z.strictObject({
  reason: reasonCodeSchema.optional(),
  type: chargeTypeSchema.optional(),
  customerGroup: customerGroupSchema.optional(),
  above: positiveMoneySchema.optional().meta({ description: 'Only charges of this currency above this amount' }),
  anyOf: z.array(voucherKindSchema).min(1).max(4),
  evidence: z.enum(['reference', 'file']),
});

/** Which vouchers a charge needs (A3, A17, A44). All rules that speak of a charge must be met. */
export const voucherPolicySchema = z.strictObject({
  /** Whether an incomplete charge cannot be submitted, or comes back to its maker at once. */
  onMissing: z.enum(['block', 'return']),
  rules: z.array(ruleSchema).max(100),
});

type Rule = z.output<typeof ruleSchema>;
export type VoucherDemand = Pick<Rule, 'anyOf' | 'evidence'>;

/** The policy as it is kept: what JSON can hold, so amounts are decimal texts. */
export interface VoucherPolicy {
  readonly onMissing: 'block' | 'return';
  readonly rules: (Omit<Rule, 'above'> & { above?: MoneyWire | undefined })[];
}
