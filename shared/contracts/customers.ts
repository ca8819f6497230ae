import * as z from 'zod';
import { type Currency, currencies } from '../model/currency.ts';
import { customerChangeSchema, newCustomerSchema } from '../model/customer.ts';
import { customerIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { roles, staffRoles } from '../model/role.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const contactWire = z.object({
  name: z.string(),
  role: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

const customerWire = z
  .object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    kind: z.string(),
    language: z.string(),
    preferredChannel: z.string(),
    email: z.string().optional(),
    phone: z.string().optional(),
    contacts: z.array(contactWire),
    group: z.string(),
    creditTermDays: z.number(),
    address: z.string().optional(),
    notes: z.string().optional(),
    version: z.number(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'Customer' });
export type CustomerWire = z.infer<typeof customerWire>;

const customerSummaryWire = z
  .object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    kind: z.string(),
    group: z.string(),
    phone: z.string().optional(),
  })
  .meta({ id: 'CustomerSummary' });

/** Part of the prepaid money, by the deposit that brought it (C22). */
const lotShape = {
  number: z.number().meta({ description: 'Number of the entry that brought the money' }),
  entry: z.string().meta({ description: 'Id of that entry' }),
  depositId: z.string().optional(),
  receiptNumber: z.string().optional(),
  amount: moneyWireSchema,
};
export const lotWire = z.object(lotShape).meta({ id: 'Lot' });
export type LotWire = z.infer<typeof lotWire>;

const heldLotWire = z
  .object({
    ...lotShape,
    chargeTypes: z
      .array(z.string())
      .optional()
      .meta({ description: 'Charge types it pays; absent: all; empty: none, a security deposit' }),
    expires: z.string().optional().meta({ description: 'The last day on which it pays charges' }),
    hasExpired: z.boolean(),
    isRefundable: z.boolean(),
  })
  .meta({ id: 'BalanceLot' });

const balanceWire = z
  .object({
    currency: z.string(),
    receivable: moneyWireSchema,
    prepaid: moneyWireSchema,
    held: moneyWireSchema.meta({ description: 'Prepaid money held for refunds under way' }),
    available: moneyWireSchema.meta({ description: 'Prepaid money less what is held' }),
    unapplied: moneyWireSchema,
    lots: z
      .array(heldLotWire)
      .meta({ description: 'What is available, by the deposit it came with, the oldest first' }),
    holds: z
      .array(z.object({ requestId: z.string(), from: z.enum(['prepaid', 'unapplied']), amount: moneyWireSchema }))
      .meta({ description: 'Refunds under way and what they hold' }),
    sequence: z.number().meta({ description: 'Number of the last journal entry of this customer and currency' }),
    hash: z.string().meta({ description: 'Hash of that entry: the head of the chain' }),
    asOf: z.string(),
  })
  .meta({ id: 'CustomerBalance' });

const postingWire = z
  .object({
    event: z.string(),
    account: z.string(),
    side: z.enum(['debit', 'credit']),
    amount: moneyWireSchema,
  })
  .meta({ id: 'Posting' });

export const entryWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    currency: z.string(),
    sequence: z.number(),
    requestId: z.string(),
    effectiveDate: z.string(),
    period: z.object({ start: z.string(), end: z.string() }).optional(),
    recordedAt: z.string(),
    makers: z.array(z.string()).meta({ description: 'Who made it, then who approved it, in order' }),
    postings: z.array(postingWire),
    balancesAfter: z.object({
      receivable: z.string(),
      prepaid: z.string(),
      held: z.string(),
      unapplied: z.string(),
    }),
    reverses: z.string().optional(),
    lots: z
      .array(lotWire)
      .optional()
      .meta({ description: 'What it did to which deposits: in, or out with a minus sign' }),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'JournalEntry' });
export type EntryWire = z.infer<typeof entryWire>;

const customerParams = z.object({ customerId: customerIdSchema });
const currencySchema = z.enum(currencies as [Currency, ...Currency[]]);

export const createCustomer = defineOperation({
  id: 'createCustomer',
  method: 'POST',
  path: '/customers',
  capability: 'customers',
  tag: 'Customers',
  summary: 'Create a customer',
  roles: ['clerk', 'finance', 'manager', 'admin'],
  body: newCustomerSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'The customer', body: customerWire },
  problems: ['USER_DISABLED', 'CUSTOMER_NUMBER_TAKEN', 'BUSY'],
});

export const searchCustomers = defineOperation({
  id: 'searchCustomers',
  method: 'GET',
  path: '/customers',
  capability: 'customers',
  tag: 'Customers',
  summary: 'Search customers by name (Chinese, pinyin, initials), number or the last digits of a phone',
  description:
    'One Chinese or two other characters are enough; four digits for a phone. Without a match the list is empty; of more than 400 matches the first 400 are listed, so narrow the question.',
  roles: staffRoles,
  query: z.strictObject({
    q: z.string().trim().min(1).max(100).meta({ description: 'What to look for', example: '华夏' }),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Matching customers', body: pageOf(customerSummaryWire) },
  problems: [],
});

export const getCustomer = defineOperation({
  id: 'getCustomer',
  method: 'GET',
  path: '/customers/{customerId}',
  capability: 'customers',
  tag: 'Customers',
  summary: 'Read a customer',
  roles,
  params: customerParams,
  success: { status: 200, description: 'The customer; the ETag is for If-Match', body: customerWire },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const updateCustomer = defineOperation({
  id: 'updateCustomer',
  method: 'PATCH',
  path: '/customers/{customerId}',
  capability: 'customers',
  tag: 'Customers',
  summary: 'Change fields of a customer',
  roles: ['clerk', 'finance', 'manager', 'admin'],
  params: customerParams,
  body: customerChangeSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 200, description: 'The customer after the change', body: customerWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'VERSION_STALE', 'CUSTOMER_NUMBER_TAKEN', 'BUSY'],
});

export const getCustomerBalance = defineOperation({
  id: 'getCustomerBalance',
  method: 'GET',
  path: '/customers/{customerId}/balance',
  capability: 'customers',
  tag: 'Customers',
  summary: "Read a customer's balances, one row a currency",
  roles,
  params: customerParams,
  success: {
    status: 200,
    description: 'Balances; empty when nothing was ever posted',
    body: z.object({ customerId: z.string(), balances: z.array(balanceWire) }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const listCustomerEntries = defineOperation({
  id: 'listCustomerEntries',
  method: 'GET',
  path: '/customers/{customerId}/entries',
  capability: 'customers',
  tag: 'Customers',
  summary: "List a customer's journal entries of one currency, newest first",
  roles,
  params: customerParams,
  query: z.strictObject({ currency: currencySchema.default('CNY'), ...pagingShape }),
  success: { status: 200, description: 'Journal entries', body: pageOf(entryWire) },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});
