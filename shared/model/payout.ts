import * as z from 'zod';
import { paymentMethodSchema } from './arrival.ts';
import { lineSchema } from './text.ts';

/** The account a refund is paid to; personal data, shown in full to those who pay only (F22). */
const payoutAccountSchema = z.strictObject({
  holder: lineSchema(1, 60),
  number: z.string().regex(/^[A-Z0-9][A-Z0-9 -]{5,40}[A-Z0-9]$/, { error: 'ACCOUNT_FORMAT' }),
  bank: lineSchema(1, 80),
});

/** How a refund goes back: the method the money came by where it is known (B22), and where to. */
export const payoutSchema = z.strictObject({
  method: paymentMethodSchema,
  account: payoutAccountSchema.optional(),
});
export type Payout = z.output<typeof payoutSchema>;
