import * as z from 'zod';
import { moneyWireSchema } from '../model/money.ts';

/** A charge so far, as the API shows it: whatever the clerk has not filled in is left out. */
export const draftContentWire = z
  .object({
    type: z.string().optional(),
    reason: z.object({ code: z.string().optional(), text: z.string().optional() }).optional(),
    amount: moneyWireSchema.optional(),
    basis: z
      .object({
        text: z.string().optional(),
        lines: z.array(z.object({ description: z.string(), quantity: z.string(), unitPrice: z.string() })).optional(),
      })
      .optional(),
    period: z.object({ start: z.string().optional(), end: z.string().optional() }).optional(),
    vouchers: z.array(z.object({ kind: z.string(), reference: z.string() })).optional(),
    effectiveDate: z.string().optional(),
  })
  .meta({ id: 'DraftContent' });
export type DraftContentWire = z.infer<typeof draftContentWire>;

export const toCompleteWire = z
  .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
  .meta({ description: 'What submitting it would be refused for, field by field; empty when it can be submitted' });
