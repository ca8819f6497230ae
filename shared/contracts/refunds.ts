import * as z from 'zod';
import { customerNumberSchema } from '../model/customer.ts';
import { calendarDateSchema } from '../model/dates.ts';
import { customerIdSchema, refundIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { payoutSchema } from '../model/payout.ts';
import { refundContentSchema, refundReasonSchema, refundSourceSchema, refundStates } from '../model/refund.ts';
import { roles, staffRoles } from '../model/role.ts';
import { lineSchema, paragraphSchema } from '../model/text.ts';
import { togetherWire } from '../model/together.ts';
import { historyStepWire } from './history.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const sourceWire = z
  .object({ from: z.string(), depositId: z.string().optional(), chargeId: z.string().optional() })
  .meta({ id: 'RefundSource' });

const attemptWire = z
  .object({
    number: z.number(),
    startedAt: z.string(),
    by: z.string(),
    outcome: z.string().optional(),
    endedAt: z.string().optional(),
    reference: z.string().optional().meta({ description: 'The bank’s number of the payment' }),
    paidOn: z.string().optional(),
    problem: z.string().optional(),
  })
  .meta({ id: 'PayoutAttempt' });

export const refundWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    state: z.string(),
    stage: z.number().meta({ description: 'The stage that waits now, from 1; 0 when none does' }),
    stages: z.array(z.object({ role: z.string() })),
    dueAt: z.string().optional(),
    escalatedTo: z.string().optional(),
    together: togetherWire.optional(),
    source: sourceWire,
    amount: moneyWireSchema,
    fee: moneyWireSchema.meta({ description: 'What is kept of it' }),
    net: moneyWireSchema.meta({ description: 'What the customer gets' }),
    reason: z.object({ code: z.string(), text: z.string() }),
    payout: z.object({
      method: z.string(),
      account: z
        .object({ holder: z.string(), number: z.string(), bank: z.string() })
        .optional()
        .meta({ description: 'Masked, but for cashiers' }),
    }),
    vouchers: z.array(z.object({ kind: z.string(), reference: z.string() })),
    policyVersion: z.number().meta({ description: 'Version of the approval policy; 0 is the built-in one' }),
    refundPolicyVersion: z.number().meta({ description: 'Version of the refund policy; 0 is the built-in one' }),
    maker: z.string(),
    askedByCustomer: z.boolean(),
    submittedAt: z.string(),
    promisedBy: z.string().meta({ description: 'The day by which the money should be back' }),
    expiresAt: z.string().meta({ description: 'When it ends by itself, if it is not paid by then' }),
    attempts: z.array(attemptWire),
    voucherNumber: z.string().optional().meta({ description: 'Number of the refund voucher (退费凭证)' }),
    creditNoteNumber: z.string().optional(),
    posting: z.object({ sequence: z.number(), recordedAt: z.string(), hash: z.string() }).optional(),
    history: z.array(historyStepWire),
  })
  .meta({ id: 'Refund' });
export type RefundWire = z.infer<typeof refundWire>;

const refundCaseWire = refundWire
  .extend({
    eta: z
      .object({
        expectedBy: z.string().optional().meta({ description: 'As things stand today; absent once it has ended' }),
        isLate: z.boolean().meta({ description: 'The promised day is over and the money is not back' }),
        waitsFor: z.object({ code: z.string(), text: z.string() }),
      })
      .meta({ description: 'When the money is expected back, and what it waits for' }),
    timeline: z.array(z.object({ at: z.string(), by: z.string(), what: z.string(), text: z.string().optional() })),
  })
  .meta({ id: 'RefundCase' });
export type RefundCaseWire = z.infer<typeof refundCaseWire>;

const quoteWire = z
  .object({
    isAllowed: z.boolean(),
    obstacles: z.array(z.object({ code: z.string(), text: z.string() })).meta({
      description: 'Why it would be refused as it stands, each with the way out',
    }),
    left: moneyWireSchema.meta({ description: 'What is left of the source' }),
    fee: moneyWireSchema,
    net: moneyWireSchema,
    method: z.string().meta({ description: 'The way the money goes back: the way it came, where that is known' }),
    promisedBy: z.string(),
    isPromiseCertain: z.boolean().meta({ description: 'Whether the working calendar knows every day until then' }),
    expiresAt: z.string(),
    until: z.string().optional().meta({ description: 'The last day on which it can be asked for' }),
    papers: z.array(z.string()).meta({ description: 'Kinds of vouchers the policy asks for' }),
    missing: z.array(z.string()).meta({ description: 'What of it is missing; `account` is the account to pay to' }),
    stages: z.array(z.object({ role: z.string() })),
    together: togetherWire.optional(),
    policyVersion: z.number(),
    refundPolicyVersion: z.number(),
  })
  .meta({ id: 'RefundQuote' });

const refundRoles = ['clerk', 'finance', 'manager', 'customer'] as const;
const ofCustomer = z.object({ customerId: customerIdSchema });
const refundParams = z.object({ refundId: refundIdSchema });
const tag = 'Refunds';
const capability = 'refunds';

export const quoteRefund = defineOperation({
  id: 'quoteRefund',
  method: 'POST',
  path: '/customers/{customerId}/refund-quotes',
  capability,
  tag,
  summary: 'What a refund would be: allowed or why not, fee, way back, promised day, papers',
  description:
    'Writes nothing. Everything is as submitting the same refund now would fix it; `payout` may be left out to learn the way back.',
  roles,
  params: ofCustomer,
  body: refundContentSchema.extend({ payout: payoutSchema.optional() }),
  success: { status: 200, description: 'The quote', body: quoteWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'REFUND_SOURCE_NOT_FOUND'],
});

export const requestRefund = defineOperation({
  id: 'requestRefund',
  method: 'POST',
  path: '/customers/{customerId}/refunds',
  capability,
  tag,
  summary: 'Ask for a refund; its money is set apart until it ends',
  description:
    'By staff, who name the customer by number as well, or by the customer himself. Fee, promised day and expiry are fixed by the policy in force now. It then waits for the approvals its amount needs, and for a cashier.',
  roles: refundRoles,
  params: ofCustomer,
  body: refundContentSchema.extend({
    customerNumber: customerNumberSchema.optional().meta({ description: 'Required of staff; must agree with the id' }),
  }),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The refund, in review', body: refundWire },
  problems: [
    'USER_DISABLED',
    'NOT_FOUND',
    'CUSTOMER_NUMBER_MISMATCH',
    'REFUND_SOURCE_NOT_FOUND',
    'REFUND_NOT_ALLOWED',
    'REFUND_DEPOSIT_UNNAMED',
    'REFUND_WINDOW_OVER',
    'PAPERS_MISSING',
    'PAYOUT_ROUTE',
    'CORRECTION_PENDING',
    'REFUND_EXCEEDS_SOURCE',
    'REFUND_ALL_FEE',
    'REFUND_LIMIT',
    'BUSY',
  ],
});

export const listRefunds = defineOperation({
  id: 'listRefunds',
  method: 'GET',
  path: '/customers/{customerId}/refunds',
  capability,
  tag,
  summary: 'Refunds of a customer, newest first',
  roles,
  params: ofCustomer,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Refunds', body: pageOf(refundWire) },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const searchRefunds = defineOperation({
  id: 'searchRefunds',
  method: 'GET',
  path: '/refunds',
  capability,
  tag,
  summary: 'Refunds asked for in a month, newest first',
  description: 'Without `month`, in this one. A page may hold fewer items than `limit` and still carry `nextCursor`.',
  roles: staffRoles,
  query: z.strictObject({
    month: z
      .string()
      .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/)
      .optional()
      .meta({ description: 'Month of the business calendar', example: '2026-10' }),
    state: z.enum(refundStates).optional(),
    reason: refundReasonSchema.optional(),
    source: z.enum(refundSourceSchema.options.map(({ shape }) => shape.from.value)).optional(),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Refunds', body: pageOf(refundWire) },
  problems: [],
});

export const listPayouts = defineOperation({
  id: 'listPayouts',
  method: 'GET',
  path: '/payouts',
  capability,
  tag,
  summary: 'What cashiers have to pay: approved refunds and those being paid, soonest to expire first',
  description: 'A page may hold fewer items than `limit` and still carry `nextCursor`.',
  roles: ['cashier', 'finance', 'manager', 'auditor'],
  query: z.strictObject({ state: z.enum(['approved', 'executing']).optional(), ...pagingShape }),
  success: { status: 200, description: 'Refunds', body: pageOf(refundWire) },
  problems: [],
});

export const getRefund = defineOperation({
  id: 'getRefund',
  method: 'GET',
  path: '/refunds/{refundId}',
  capability,
  tag,
  summary: 'Read a refund: where it stands, what it waits for, when the money is expected',
  roles,
  params: refundParams,
  success: { status: 200, description: 'The refund', body: refundCaseWire },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const withdrawRefund = defineOperation({
  id: 'withdrawRefund',
  method: 'POST',
  path: '/refunds/{refundId}/withdrawals',
  capability,
  tag,
  summary: 'Take back a refund that is in review; its money is free again',
  description: 'By whoever asked for it, or by the customer it is for.',
  roles: refundRoles,
  params: refundParams,
  body: z.strictObject({ reason: paragraphSchema(2, 300).optional() }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The refund', body: refundWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'BUSY'],
});

const payerProblems = ['PAYER_IS_MAKER', 'PAYER_IS_APPROVER', 'REQUEST_MOVED', 'BUSY'] as const;

export const startPayout = defineOperation({
  id: 'startPayout',
  method: 'POST',
  path: '/refunds/{refundId}/payouts',
  capability,
  tag,
  summary: 'Begin to pay an approved refund; no other cashier pays it meanwhile',
  description: 'The answer shows the account in full and the number of the attempt.',
  roles: ['cashier'],
  params: refundParams,
  body: z.strictObject({}),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The refund with its new attempt', body: refundWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'REFUND_EXPIRED', ...payerProblems],
});

export const recordPayout = defineOperation({
  id: 'recordPayout',
  method: 'POST',
  path: '/refunds/{refundId}/payouts/{attempt}/results',
  capability,
  tag,
  summary: 'Record what became of a payout: paid under the bank’s number, or failed',
  description:
    'A failed one waits for another attempt with `retry`, and otherwise ends the refund and frees its money. The same result once more changes nothing; another one for an attempt that has ended is refused.',
  roles: ['cashier'],
  params: refundParams.extend({ attempt: z.string().regex(/^[1-9]\d{0,2}$/) }),
  body: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('paid'),
      reference: lineSchema(4, 64).meta({ description: 'The bank’s or the cash book’s number of the payment' }),
      paidOn: calendarDateSchema,
    }),
    z.strictObject({ outcome: z.literal('failed'), problem: paragraphSchema(2, 300), retry: z.boolean() }),
  ]),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The refund', body: refundWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', ...payerProblems],
});

export const confirmArrival = defineOperation({
  id: 'confirmArrival',
  method: 'POST',
  path: '/refunds/{refundId}/arrivals',
  capability,
  tag,
  summary: 'Say whether the refunded money has arrived',
  description:
    'By the customer, or for him by somebody of the staff who neither asked for the refund nor approved or paid it. When it has not arrived, somebody gets the task to ask the bank, and `promisedBy` becomes the day by which there is an answer; so it does when somebody else has confirmed it.',
  roles: ['clerk', 'finance', 'manager', 'cashier', 'customer'],
  params: refundParams,
  body: z.strictObject({ arrived: z.boolean(), note: paragraphSchema(2, 300).optional() }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The refund', body: refundWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'REQUEST_MOVED', 'ARRIVAL_NEEDS_ANOTHER', 'MISSING_REPORTED', 'BUSY'],
});
