import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';

const customerRowSchema = z.object({
  row: z.string(),
  clerk: z.string(),
  number: z.string(),
  name: z.string(),
  kind: z.string(),
  language: z.string(),
  preferred_channel: z.string(),
  email: z.string(),
  phone: z.string(),
  contact_name: z.string(),
  contact_role: z.string(),
  contact_email: z.string(),
  group: z.string(),
  credit_term_days: z.string(),
  address: z.string(),
  notes: z.string(),
  expect: z.string(),
});
/** One line of customers.csv. */
export type CustomerRow = z.infer<typeof customerRowSchema>;

const chargeRowSchema = z.object({
  row: z.string(),
  clerk: z.string(),
  customer_name: z.string(),
  customer_number: z.string(),
  type: z.string(),
  reason_code: z.string(),
  reason_text: z.string(),
  currency: z.string(),
  amount: z.string(),
  basis_text: z.string(),
  basis_lines: z.string(),
  period_start: z.string(),
  period_end: z.string(),
  vouchers: z.string(),
  effective_date: z.string(),
  review: z.enum(['approve', 'return', 'reject']),
  review_stage: z.string(),
  review_comment: z.string(),
  expect: z.string(),
});
/** One line of charges.csv: what is entered, what the reviewers do with it, and what must have become of it. */
export type ChargeRow = z.infer<typeof chargeRowSchema>;

export function readCustomerRows(): CustomerRow[] {
  return z.array(customerRowSchema).parse(readCsv('customers.csv'));
}

export function readChargeRows(): ChargeRow[] {
  return z.array(chargeRowSchema).parse(readCsv('charges.csv'));
}

/** A customer row as the API takes it; empty cells are left out. */
export function customerBody(row: CustomerRow): unknown {
  const contact = filled({ name: row.contact_name, role: row.contact_role, email: row.contact_email });
  return {
    number: row.number,
    name: row.name,
    kind: row.kind,
    language: row.language,
    preferredChannel: row.preferred_channel,
    group: row.group,
    creditTermDays: Number(row.credit_term_days),
    ...filled({ email: row.email, phone: row.phone, address: row.address, notes: row.notes }),
    ...(row.contact_name === '' ? {} : { contacts: [contact] }),
  };
}

/** What a charge says, as the API takes it, without the customer. */
export function chargeContent(row: ChargeRow): {
  vouchers: { kind: string; reference: string }[];
  [field: string]: unknown;
} {
  return {
    type: row.type,
    reason: { code: row.reason_code, text: row.reason_text },
    amount: { value: row.amount, currency: row.currency },
    basis: {
      text: row.basis_text,
      lines: entries(row.basis_lines).map(([description = '', quantity = '', unitPrice = '']) => ({
        description,
        quantity,
        unitPrice,
      })),
    },
    period: { start: row.period_start, end: row.period_end },
    vouchers: entries(row.vouchers).map(([kind = '', reference = '']) => ({ kind, reference })),
    ...filled({ effectiveDate: row.effective_date }),
  };
}

function readCsv(name: string): unknown {
  return parse(readFileSync(join(import.meta.dirname, name)), { bom: true, columns: true });
}

function entries(cell: string): string[][] {
  return cell === '' ? [] : cell.split(';').map((entry) => entry.split('|'));
}

function filled(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
