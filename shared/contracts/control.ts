import * as z from 'zod';
import { type Currency, currencies } from '../model/currency.ts';
import { findingStateSchema } from '../model/finding.ts';
import { findingIdSchema, userIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { monthSchema } from '../model/reconciliation.ts';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const findingWire = z
  .object({
    id: z.string(),
    kind: z.string(),
    summary: z.string().meta({ description: 'What was found, in your language' }),
    customerId: z.string().optional(),
    customerNumber: z.string().optional(),
    customerName: z.string().optional(),
    maker: z.string().optional().meta({ description: 'Who entered the charges a suspicion is about' }),
    currency: z.string(),
    state: z.string(),
    occurrence: z.number().meta({ description: '2 and more: it came back after it had been closed' }),
    owner: z.string().optional(),
    foundAt: z.string(),
    lastSeenAt: z.string(),
    differences: z.array(
      z.object({
        what: z.string(),
        stored: z.string().meta({ description: 'What is kept' }),
        computed: z.string().meta({ description: 'What the journal says' }),
      }),
    ),
    history: z.array(
      z.object({
        at: z.string(),
        by: z.string().meta({ description: 'User id, or `control` for the nightly control' }),
        action: z.string(),
        note: z.string().optional(),
        owner: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Finding' });
export type FindingWire = z.input<typeof findingWire>;

const movementWire = moneyWireSchema;
const reconciliationWire = z
  .object({
    month: z.string(),
    currency: z.string(),
    state: z.string(),
    opening: moneyWireSchema.meta({ description: 'Prepaid money of all customers; the closing of the month before' }),
    movements: z.object({
      earlier: movementWire.meta({
        description: 'Entries dated in earlier months that were posted after those had been reconciled',
      }),
      arrived: movementWire,
      used: movementWire,
      givenBack: movementWire.meta({ description: 'Uses that corrections took back' }),
      refunded: movementWire,
      bounced: movementWire,
    }),
    closing: moneyWireSchema,
    clearing: z
      .array(z.object({ method: z.string(), amount: moneyWireSchema }))
      .meta({ description: 'What arrived less what left, by payment method: hold it against bank and cash book' }),
    actual: moneyWireSchema.optional().meta({ description: 'What was really there, as counted' }),
    difference: moneyWireSchema.optional().meta({ description: 'Actual less closing' }),
    history: z.array(
      z.object({
        at: z.string(),
        by: z.string().meta({ description: 'User id, or `control` for the nightly control' }),
        action: z.string(),
        actual: moneyWireSchema.optional(),
        note: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' });
export type ReconciliationWire = z.input<typeof reconciliationWire>;

const common = { capability: 'control', tag: 'Internal control' } as const;
const readers = ['finance', 'manager', 'auditor'] as const;
const workers = ['finance', 'manager'] as const;
const currencySchema = z.enum(currencies as [Currency, ...Currency[]]);
const findingParams = z.object({ findingId: findingIdSchema });
const reconciliationParams = z.object({ month: monthSchema, currency: currencySchema });
const words = paragraphSchema(5, 1000);
const theFinding = { status: 200, description: 'The finding', body: findingWire } as const;
const theReconciliation = { status: 200, description: 'The reconciliation', body: reconciliationWire } as const;

export const listFindings = defineOperation({
  ...common,
  id: 'listFindings',
  method: 'GET',
  path: '/findings',
  summary: 'What the nightly control found, newest first',
  description:
    'Every night all balances, holds, lots, receivables and requests are recomputed and held against the journal. What does not agree is a finding, as are charges that look as if they were split to stay below a limit.',
  roles: readers,
  query: z.strictObject({ state: findingStateSchema.default('open'), ...pagingShape }),
  success: { status: 200, description: 'Findings of one state', body: pageOf(findingWire) },
  problems: ['USER_DISABLED'],
});

export const getFinding = defineOperation({
  ...common,
  id: 'getFinding',
  method: 'GET',
  path: '/findings/{findingId}',
  summary: 'Read a finding: what does not agree, and what was done about it',
  roles: readers,
  params: findingParams,
  success: theFinding,
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const assignFinding = defineOperation({
  ...common,
  id: 'assignFinding',
  method: 'POST',
  path: '/findings/{findingId}/assignments',
  summary: 'Give a finding an owner; it is in work then',
  roles: workers,
  params: findingParams,
  body: z.strictObject({
    owner: userIdSchema.meta({ description: 'A colleague with the role finance or manager' }),
    note: words.optional(),
  }),
  idempotencyKey: 'required',
  success: theFinding,
  problems: ['USER_DISABLED', 'NOT_FOUND', 'FINDING_CLOSED', 'BUSY'],
});

export const closeFinding = defineOperation({
  ...common,
  id: 'closeFinding',
  method: 'POST',
  path: '/findings/{findingId}/closures',
  summary: 'Close a finding with what was done about it',
  description: 'If the nightly control sees it again, it opens it again.',
  roles: workers,
  params: findingParams,
  body: z.strictObject({ done: words.meta({ description: 'What was wrong, and what was done about it' }) }),
  idempotencyKey: 'required',
  success: theFinding,
  problems: ['USER_DISABLED', 'NOT_FOUND', 'FINDING_CLOSED', 'BUSY'],
});

export const listReconciliations = defineOperation({
  ...common,
  id: 'listReconciliations',
  method: 'GET',
  path: '/reconciliations',
  summary: 'Reconciliations of prepaid money of one month, by currency',
  description:
    'Without `month`: those of the last month. The nightly control prepares them on the first night of a month.',
  roles: readers,
  query: z.strictObject({ month: monthSchema.optional(), ...pagingShape }),
  success: { status: 200, description: 'Reconciliations', body: pageOf(reconciliationWire) },
  problems: ['USER_DISABLED'],
});

export const getReconciliation = defineOperation({
  ...common,
  id: 'getReconciliation',
  method: 'GET',
  path: '/reconciliations/{month}/{currency}',
  summary: 'Read one reconciliation',
  roles: readers,
  params: reconciliationParams,
  success: theReconciliation,
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const recordActual = defineOperation({
  ...common,
  id: 'recordActual',
  method: 'POST',
  path: '/reconciliations/{month}/{currency}/actuals',
  summary: 'Enter what is really there, by bank statements and cash book',
  description: 'As often as needed until it is agreed; the last one counts. The difference is shown, not booked.',
  roles: ['finance'],
  params: reconciliationParams,
  body: z.strictObject({
    actual: z.strictObject(moneyWireSchema.shape).meta({ description: 'Zero or more, in the currency of the path' }),
    note: words.meta({ description: 'Which statements were used; with a difference, where it comes from' }),
  }),
  idempotencyKey: 'required',
  success: theReconciliation,
  problems: ['USER_DISABLED', 'NOT_FOUND', 'RECONCILIATION_CLOSED', 'BUSY'],
});

export const agreeReconciliation = defineOperation({
  ...common,
  id: 'agreeReconciliation',
  method: 'POST',
  path: '/reconciliations/{month}/{currency}/agreements',
  summary: 'Agree to a reconciliation and close it; never whoever counted',
  roles: ['manager'],
  params: reconciliationParams,
  body: z.strictObject({ note: words }),
  idempotencyKey: 'required',
  success: theReconciliation,
  problems: [
    'USER_DISABLED',
    'NOT_FOUND',
    'RECONCILER_COUNTED',
    'RECONCILIATION_UNCOUNTED',
    'RECONCILIATION_CLOSED',
    'BUSY',
  ],
});
