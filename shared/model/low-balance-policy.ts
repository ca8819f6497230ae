import * as z from 'zod';
import { customerGroupSchema } from './customer.ts';
import { refuseField } from './field-refusal.ts';
import { customerIdSchema } from './ids.ts';
import { policyLevelSchema, refuseTwice } from './policy-amounts.ts';

/**
 * Below which balance people are warned (C3): strictly below, so a balance equal to the level is enough; a level of zero
 * warns never (G7). A customer's own level goes before his group's, a group's before the general one.
 */
const levelSchema = z
  .strictObject({
    customerId: customerIdSchema.optional(),
    customerGroup: customerGroupSchema.optional(),
    level: policyLevelSchema,
  })
  .superRefine(({ customerId, customerGroup }, ctx) => {
    if (customerId !== undefined && customerGroup !== undefined) {
      refuseField(ctx, 'NOT_BOTH', ['customerGroup'], { one: 'customerId', other: 'customerGroup' });
    }
  });

/** How far below a level people are warned, as versioned data (C3, C9). */
export const lowBalancePolicySchema = z
  .strictObject({
    levels: z.array(levelSchema).max(500),
    /** Whether the customer is told as well as the staff (C9). */
    tellsCustomer: z.boolean(),
  })
  .superRefine(({ levels }, ctx) => {
    const whose = levels.map(
      ({ customerId, customerGroup, level }) => `${customerId ?? customerGroup ?? '*'} ${level.currency}`,
    );
    refuseTwice(ctx, whose, (index) => ['levels', index]);
  });
export type LowBalancePolicy = z.output<typeof lowBalancePolicySchema>;
