import * as z from 'zod';
import { type Currency, currencies } from '../model/currency.ts';
import { customerNumberSchema } from '../model/customer.ts';
import { calendarDateSchema } from '../model/dates.ts';
import { depositContentSchema } from '../model/deposit.ts';
import { customerIdSchema, depositIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { roles } from '../model/role.ts';
import { lineSchema, paragraphSchema } from '../model/text.ts';
import { refuseWrongRange } from './charge-search.ts';
import { lotWire } from './customers.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const depositWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    state: z.string().meta({ description: '`registered`, `arrived`, `bounced` or `cancelled`' }),
    amount: moneyWireSchema,
    purpose: z.string(),
    method: z.string(),
    paidOn: z.string(),
    arrivedOn: z.string().optional(),
    reference: z.string().optional(),
    note: z.string().optional(),
    terms: z.object({
      chargeTypes: z
        .array(z.string())
        .optional()
        .meta({ description: 'Charge types it pays; absent: all; empty: none, a security deposit' }),
      expires: z.string().optional().meta({ description: 'The last day on which it pays charges' }),
      isRefundable: z.boolean(),
    }),
    policyVersion: z.number().meta({ description: 'Version of the deposit policy it was registered under' }),
    registeredAt: z.string(),
    registeredBy: z.string().meta({ description: 'User id; empty for a customer' }),
    receiptNumber: z.string().optional().meta({ description: 'Number of the receipt, once the money has arrived' }),
    entry: z.string().optional().meta({ description: 'The journal entry of its arrival' }),
    bounceEntry: z.string().optional().meta({ description: 'The journal entry of its bouncing, had it arrived' }),
    left: moneyWireSchema.optional().meta({ description: 'What of it neither paid anything nor is held' }),
    held: moneyWireSchema.optional().meta({ description: 'What of it is held for refunds under way' }),
    history: z.array(
      z.object({
        at: z.string(),
        by: z.string().meta({ description: 'User id; empty for a customer' }),
        action: z.string(),
        to: z.string(),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Deposit' });
export type DepositWire = z.infer<typeof depositWire>;

const waitingDepositWire = depositWire
  .extend({ customerNumber: z.string(), customerName: z.string() })
  .meta({ id: 'WaitingDeposit' });

const movementWire = z
  .object({
    entry: z.string().meta({ description: 'Id of the journal entry' }),
    bookedOn: z.string().meta({ description: 'Business date on which it was recorded; statements go by it' }),
    effectiveDate: z.string(),
    event: z.string(),
    title: z.string().meta({ description: 'What happened, in the reader’s language' }),
    requestId: z.string().meta({ description: 'The deposit, charge, refund or correction it comes from' }),
    change: moneyWireSchema.meta({ description: 'In, or out with a minus sign' }),
    balance: moneyWireSchema.meta({ description: 'Prepaid money after it' }),
    lots: z.array(lotWire).meta({ description: 'Which deposits, by receipt; amounts with their sign' }),
  })
  .meta({ id: 'DepositMovement' });

const depositUseWire = z
  .object({
    entry: z.string(),
    bookedOn: z.string(),
    effectiveDate: z.string(),
    event: z.string(),
    title: z.string(),
    requestId: z.string().meta({ description: 'The charge, refund or correction' }),
    change: moneyWireSchema.meta({ description: 'Of this deposit: out with a minus sign, given back without' }),
  })
  .meta({ id: 'DepositUse' });

const customerParams = z.object({ customerId: customerIdSchema });
const depositParams = z.object({ depositId: depositIdSchema });
const currencySchema = z.enum(currencies as [Currency, ...Currency[]]);
/** What only a bank transfer has, and what the cashier finds it by. */
const referenceIsNeeded = ['bank-transfer'];

const registrationSchema = z
  .strictObject({
    customerNumber: customerNumberSchema,
    ...depositContentSchema.shape,
    confirmDuplicate: z
      .boolean()
      .default(false)
      .meta({ description: 'It was paid twice: register it although one like it is there' }),
  })
  .superRefine(({ method, reference }, ctx) => {
    if (reference !== undefined || !referenceIsNeeded.includes(method)) return;
    ctx.issues.push({ code: 'invalid_type', expected: 'string', path: ['reference'], input: undefined });
  });

export const registerDeposit = defineOperation({
  id: 'registerDeposit',
  method: 'POST',
  path: '/customers/{customerId}/deposits',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Register a deposit',
  description:
    'Cash, which only a cashier takes, counts at once and has its receipt number in the reply. Everything else counts once a cashier, not the one who registered it, confirms that it has arrived.',
  roles: ['clerk', 'cashier', 'finance'],
  params: customerParams,
  body: registrationSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'The deposit', body: depositWire },
  problems: [
    'USER_DISABLED',
    'NOT_FOUND',
    'CUSTOMER_NUMBER_MISMATCH',
    'CASH_NEEDS_CASHIER',
    'PERIOD_CLOSED',
    'DEPOSIT_PURPOSE_UNKNOWN',
    'DEPOSIT_TOO_SMALL',
    'DEPOSIT_TOO_LARGE',
    'DEPOSIT_ABOVE_CEILING',
    'DEPOSIT_DUPLICATE',
    'BUSY',
  ],
});

export const listDepositsToConfirm = defineOperation({
  id: 'listDepositsToConfirm',
  method: 'GET',
  path: '/deposits',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Deposits whose money is not confirmed yet, the longest waiting first',
  description: 'A page may hold fewer items than `limit`.',
  roles: ['cashier', 'finance', 'manager', 'auditor'],
  query: z.strictObject({ state: z.enum(['registered']).default('registered'), ...pagingShape }),
  success: { status: 200, description: 'Deposits to confirm', body: pageOf(waitingDepositWire) },
  problems: [],
});

export const listDeposits = defineOperation({
  id: 'listDeposits',
  method: 'GET',
  path: '/customers/{customerId}/deposits',
  capability: 'deposits',
  tag: 'Deposits',
  summary: "List a customer's deposits, newest first, with what is left of each",
  description: 'A page may hold fewer items than `limit`.',
  roles,
  params: customerParams,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Deposits', body: pageOf(depositWire) },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const getDeposit = defineOperation({
  id: 'getDeposit',
  method: 'GET',
  path: '/deposits/{depositId}',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Read a deposit: its receipt number, what is left of it, its history',
  roles,
  params: depositParams,
  success: { status: 200, description: 'The deposit', body: depositWire },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const listDepositUses = defineOperation({
  id: 'listDepositUses',
  method: 'GET',
  path: '/deposits/{depositId}/uses',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'What a deposit paid: charges, refunds, and what came back to it, oldest first',
  description: 'A page may hold fewer items than `limit`.',
  roles,
  params: depositParams,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Uses; empty before it has arrived', body: pageOf(depositUseWire) },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const depositStatement = defineOperation({
  id: 'depositStatement',
  method: 'GET',
  path: '/customers/{customerId}/deposits/statement',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Statement of a customer’s prepaid money for a period',
  description:
    'Opening balance and movements make the closing balance, which is the opening balance of the next period. It goes by the date of booking, so that a statement once given never changes. A page may hold fewer items than `limit`.',
  roles,
  params: customerParams,
  query: z
    .strictObject({
      currency: currencySchema.default('CNY'),
      from: calendarDateSchema
        .optional()
        .meta({ description: 'First business date; absent: the first of the month of `to`' }),
      to: calendarDateSchema.optional().meta({ description: 'Last business date; absent: today' }),
      ...pagingShape,
    })
    .superRefine(refuseWrongRange),
  success: {
    status: 200,
    description: 'The statement, oldest movement first',
    body: pageOf(movementWire).extend({
      customerId: z.string(),
      currency: z.string(),
      from: z.string(),
      to: z.string(),
      opening: moneyWireSchema,
      closing: moneyWireSchema,
    }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const confirmDeposit = defineOperation({
  id: 'confirmDeposit',
  method: 'POST',
  path: '/deposits/{depositId}/confirmations',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Confirm that the money of a deposit has arrived',
  description: 'Never by whoever registered it. From then on it pays charges, and it has a receipt number.',
  roles: ['cashier'],
  params: depositParams,
  body: z.strictObject({
    arrivedOn: calendarDateSchema.meta({
      description: 'The day the money was there; the entry has this date, or today’s where its month is closed',
    }),
    reference: lineSchema(2, 64)
      .optional()
      .meta({ description: 'The bank’s number, in place of the one that was registered' }),
  }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The deposit, with its receipt number', body: depositWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'DEPOSIT_MOVED', 'DEPOSIT_NEEDS_ANOTHER', 'DEPOSIT_ABOVE_CEILING', 'BUSY'],
});

export const bounceDeposit = defineOperation({
  id: 'bounceDeposit',
  method: 'POST',
  path: '/deposits/{depositId}/bounces',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Record that the money of a deposit did not come, or was taken back',
  description:
    'Before its arrival nothing of it was ever in the balance. After it, what is left of it goes, and what it had already paid becomes money the customer owes at once; that is never done by whoever registered it.',
  roles: ['cashier', 'finance'],
  params: depositParams,
  body: z.strictObject({ reason: paragraphSchema(2, 300).meta({ description: 'The customer reads it' }) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The deposit', body: depositWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'DEPOSIT_MOVED', 'DEPOSIT_NEEDS_ANOTHER', 'DEPOSIT_HELD', 'BUSY'],
});

export const cancelDeposit = defineOperation({
  id: 'cancelDeposit',
  method: 'POST',
  path: '/deposits/{depositId}/cancellations',
  capability: 'deposits',
  tag: 'Deposits',
  summary: 'Cancel a deposit you registered by mistake, before its money is confirmed',
  roles: ['clerk', 'cashier', 'finance'],
  params: depositParams,
  body: z.strictObject({ reason: paragraphSchema(2, 300) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The deposit', body: depositWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'DEPOSIT_MOVED', 'BUSY'],
});
