import * as z from 'zod';
import { refuseField } from './field-refusal.ts';
import { languageSchema } from './language.ts';
import { lineSchema, paragraphSchema } from './text.ts';

const emailSchema = z.email({ error: 'EMAIL_FORMAT' }).max(254);
const phoneSchema = z
  .string()
  .regex(/^\+?[0-9][0-9 -]{3,18}[0-9]$/, { error: 'PHONE_FORMAT' })
  .meta({ description: 'Digits, spaces and hyphens, with or without +country code', example: '+86 138 0013 8000' });

export const customerNumberSchema = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,30}[A-Z0-9]$/, { error: 'CUSTOMER_NUMBER_FORMAT' })
  .meta({ description: 'The number your company gave the customer; unique', example: 'C-10001' });

const contactSchema = z.strictObject({
  name: lineSchema(1, 60),
  role: lineSchema(1, 60).optional(),
  email: emailSchema.optional(),
  phone: phoneSchema.optional(),
});

export const customerGroupSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/, { error: 'GROUP_FORMAT' })
  .meta({ description: 'A group your policies speak of', example: 'standard' });

const fields = {
  number: customerNumberSchema,
  name: lineSchema(1, 100),
  kind: z.enum(['company', 'person']),
  language: languageSchema,
  preferredChannel: z.enum(['email', 'sms', 'phone']),
  email: emailSchema.optional(),
  phone: phoneSchema.optional(),
  contacts: z.array(contactSchema).max(5).optional(),
  group: customerGroupSchema,
  creditTermDays: z.number().int().min(0).max(365),
  address: lineSchema(1, 200).optional(),
  notes: paragraphSchema(1, 500).optional(),
};

interface Reachable {
  readonly preferredChannel: 'email' | 'sms' | 'phone';
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** Where the preferred channel leads nowhere, names the field that is missing (A2, A24). */
export function missingAddress(customer: Reachable): 'email' | 'phone' | undefined {
  if (customer.preferredChannel === 'email') return customer.email ? undefined : 'email';
  return customer.phone ? undefined : 'phone';
}

/** What a clerk enters for a new customer (E3, A2). */
export const newCustomerSchema = z
  .strictObject({
    ...fields,
    language: languageSchema.default('zh-CN'),
    preferredChannel: z.enum(['email', 'sms', 'phone']).default('email'),
    group: customerGroupSchema.default('standard'),
    creditTermDays: fields.creditTermDays.default(30),
  })
  .superRefine((customer, ctx) => {
    const missing = missingAddress(customer);
    if (missing !== undefined) {
      refuseField(ctx, 'CHANNEL_WITHOUT_ADDRESS', [missing], { channel: customer.preferredChannel });
    }
  });
export type NewCustomer = z.output<typeof newCustomerSchema>;

/** A change of some fields; `null` clears an optional one. */
export const customerChangeSchema = z.strictObject({
  number: fields.number.optional(),
  name: fields.name.optional(),
  kind: fields.kind.optional(),
  language: fields.language.optional(),
  preferredChannel: fields.preferredChannel.optional(),
  email: emailSchema.nullable().optional(),
  phone: phoneSchema.nullable().optional(),
  contacts: z.array(contactSchema).max(5).optional(),
  group: fields.group.optional(),
  creditTermDays: fields.creditTermDays.optional(),
  address: lineSchema(1, 200).nullable().optional(),
  notes: paragraphSchema(1, 500).nullable().optional(),
});
export type CustomerChange = z.output<typeof customerChangeSchema>;
