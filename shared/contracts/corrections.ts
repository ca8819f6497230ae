import * as z from 'zod';
import { correctionCauses, correctionContentSchema, mistakes, remedies } from '../model/correction.ts';
import { calendarDateSchema } from '../model/dates.ts';
import { refuseField } from '../model/field-refusal.ts';
import { chargeIdSchema, correctionIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { monthSchema } from '../model/period-lock.ts';
import { paragraphSchema } from '../model/text.ts';
import { togetherWire } from '../model/together.ts';
import { refuseWrongRange } from './charge-search.ts';
import { entryWire } from './customers.ts';
import { historyStepWire } from './history.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const readers = ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor'] as const;
const makers = ['clerk', 'finance', 'manager'] as const;

const rightWire = z
  .object({
    customerId: z.string().optional(),
    customerNumber: z.string().optional(),
    type: z.string().optional(),
    amount: moneyWireSchema.optional(),
    basis: z
      .object({
        text: z.string(),
        lines: z.array(z.object({ description: z.string(), quantity: z.string(), unitPrice: z.string() })).optional(),
      })
      .optional(),
    period: z.object({ start: z.string(), end: z.string() }).optional(),
    effectiveDate: z.string().optional(),
  })
  .meta({ id: 'RightContent', description: 'What the charge should have said; what is absent was right' });

export const correctionWire = z
  .object({
    id: z.string(),
    chargeId: z.string(),
    customerId: z.string(),
    state: z.string(),
    stage: z.number().meta({ description: 'The stage that waits now, from 1; 0 when none does' }),
    stages: z.array(z.object({ role: z.string() })),
    dueAt: z.string().optional(),
    escalatedTo: z.string().optional(),
    policyVersion: z.number(),
    maker: z.string(),
    submittedAt: z.string(),
    revision: z.number(),
    amount: moneyWireSchema.meta({ description: 'What was charged, or what should have been where that is more' }),
    mistake: z.string(),
    cause: z.object({ code: z.string(), text: z.string() }),
    remedy: z.string(),
    right: rightWire,
    payout: z
      .object({
        method: z.string(),
        account: z
          .object({ holder: z.string(), number: z.string(), bank: z.string() })
          .optional()
          .meta({ description: 'Masked' }),
      })
      .optional(),
    together: togetherWire.optional(),
    vouchers: z.array(z.object({ kind: z.string(), reference: z.string() })),
    history: z.array(historyStepWire),
    result: z
      .object({
        postings: z.array(
          z.object({
            customerId: z.string(),
            currency: z.string(),
            sequence: z.number(),
            recordedAt: z.string(),
            hash: z.string(),
          }),
        ),
        replacement: z.string().optional().meta({ description: 'The charge in its place, or the further one' }),
        refund: z.string().optional().meta({ description: 'The refund of the excess, waiting for a cashier' }),
        creditNoteNumber: z.string().optional(),
        closedMonth: z.string().optional().meta({
          description: 'The month the charge belongs to was closed, so it was put right on the day of the approval',
        }),
      })
      .optional()
      .meta({ description: 'What approving it brought about' }),
  })
  .meta({ id: 'Correction' });
export type CorrectionWire = z.infer<typeof correctionWire>;

const receivableWire = z.object({
  requestId: z.string(),
  customerId: z.string(),
  dueDate: z.string(),
  openNow: moneyWireSchema,
  openThen: moneyWireSchema,
});

const impactWire = z
  .object({
    ledgers: z.array(
      z.object({
        customerId: z.string(),
        currency: z.string(),
        balancesBefore: entryWire.shape.balancesAfter,
        balancesAfter: entryWire.shape.balancesAfter,
        entries: z.array(
          z.object({
            requestId: z.string(),
            effectiveDate: z.string(),
            postings: entryWire.shape.postings,
            reverses: z.number().optional().meta({ description: 'Number of the entry it takes back' }),
          }),
        ),
      }),
    ),
    receivables: z.array(receivableWire),
    deposits: z.array(
      z.object({
        customerId: z.string(),
        lot: z.number().meta({ description: 'Number of the entry that brought the money' }),
        depositId: z.string().optional(),
        receiptNumber: z.string().optional(),
        givenBack: moneyWireSchema.meta({ description: 'Less than zero where more of it is used' }),
      }),
    ),
    furtherCharges: z
      .array(z.object({ id: z.string(), amount: moneyWireSchema }))
      .meta({ description: 'What was charged beside it since, because it was too little, and still stands' }),
    refunds: z.array(z.object({ id: z.string(), state: z.string(), amount: moneyWireSchema })),
    notices: z
      .array(z.object({ event: z.string(), at: z.string() }))
      .meta({ description: 'What was told of it already' }),
    disputes: z.array(z.object({ number: z.number(), state: z.string() })),
    openTasks: z.array(z.object({ task: z.string(), owner: z.string() })),
    announcedPayments: z.number(),
    papers: z.array(z.string()).meta({ description: 'What the customers will get' }),
    refund: moneyWireSchema.optional().meta({ description: 'What will be refunded' }),
    closedMonth: z.string().optional(),
    warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  })
  .meta({ id: 'CorrectionImpact' });
export type ImpactWire = z.infer<typeof impactWire>;

const chargeParams = z.object({ chargeId: chargeIdSchema });
const correctionParams = z.object({ correctionId: correctionIdSchema });

const fitProblems = [
  'USER_DISABLED',
  'NOT_FOUND',
  'REQUEST_MOVED',
  'CORRECTION_PENDING',
  'REFUND_PENDING',
  'CORRECTION_CHANGES_NOTHING',
  'CORRECTION_AMOUNT_UNFIT',
  'FURTHER_CHARGE_STANDS',
  'NOTHING_TO_REFUND',
  'CUSTOMER_NOT_FOUND',
  'CUSTOMER_NUMBER_MISMATCH',
] as const;

export const previewCorrection = defineOperation({
  id: 'previewCorrection',
  method: 'POST',
  path: '/charges/{chargeId}/correction-previews',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'See everything a correction of a posted charge would touch',
  description:
    'It reads only: balances of both customers, receivables, deposits that get money back, refunds, what was told already. Approving the correction writes the same, where nothing else happens in between.',
  roles: makers,
  params: chargeParams,
  body: correctionContentSchema,
  success: { status: 200, description: 'What would happen', body: impactWire },
  problems: [...fitProblems, 'PREPAID_INSUFFICIENT'],
});

export const requestCorrection = defineOperation({
  id: 'requestCorrection',
  method: 'POST',
  path: '/charges/{chargeId}/corrections',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Ask for the correction of a posted charge',
  description:
    '`mistake` says what is wrong, `right` what it should have been, `remedy` how to put it right: `replace` takes the charge back and posts the right one, `cancel` only takes it back, `credit` and `refund-excess` give back what was too much, `charge-more` adds what is missing. It has its own approvals. Until it has ended the charge is neither refunded nor corrected again.',
  roles: makers,
  params: chargeParams,
  body: correctionContentSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'The correction, in review', body: correctionWire },
  problems: [...fitProblems, 'BUSY'],
});

export const getCorrection = defineOperation({
  id: 'getCorrection',
  method: 'GET',
  path: '/corrections/{correctionId}',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Read a correction; while it is in review, with what approving it would do now',
  roles: readers,
  params: correctionParams,
  success: {
    status: 200,
    description: 'The correction',
    body: correctionWire.extend({ impact: impactWire.optional() }).meta({ id: 'CorrectionCase' }),
  },
  problems: ['NOT_FOUND'],
});

export const listCorrections = defineOperation({
  id: 'listCorrections',
  method: 'GET',
  path: '/corrections',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Corrections of a charge, or of a month, newest first',
  description:
    'Name a `chargeId` or a `month`; with neither it is the present month. A page may hold fewer items than `limit` and still carry `nextCursor`.',
  roles: readers,
  query: z
    .strictObject({
      chargeId: chargeIdSchema.optional(),
      month: monthSchema.optional(),
      state: z.enum(['in-review', 'posted', 'rejected', 'withdrawn']).optional(),
      ...pagingShape,
    })
    .superRefine(({ chargeId, month }, ctx) => {
      if (chargeId !== undefined && month !== undefined) refuseField(ctx, 'NAMED_TWICE', ['month'], { given: month });
    }),
  success: { status: 200, description: 'Corrections', body: pageOf(correctionWire) },
  problems: ['NOT_FOUND'],
});

export const withdrawCorrection = defineOperation({
  id: 'withdrawCorrection',
  method: 'POST',
  path: '/corrections/{correctionId}/withdrawals',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Take a correction back before anybody approved it',
  roles: makers,
  params: correctionParams,
  body: z.strictObject({ reason: paragraphSchema(2, 300) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The correction, withdrawn', body: correctionWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'WITHDRAWN_TOO_LATE', 'BUSY'],
});

/** What statistics of corrections may be grouped by. */
export const correctionGroupings = ['mistake', 'cause', 'clerk', 'type', 'month', 'remedy'] as const;
export type CorrectionGrouping = (typeof correctionGroupings)[number];

export const correctionStatistics = defineOperation({
  id: 'correctionStatistics',
  method: 'GET',
  path: '/reports/corrections',
  capability: 'reports',
  tag: 'Reports',
  summary: 'How often charges were corrected, and why',
  description:
    'Of the corrections submitted between `from` and `to`, at most 366 days, as they stand now. `clerk` is who made the wrong charge, `type` its charge type. Withdrawn and rejected ones are counted apart.',
  roles: ['reviewer', 'finance', 'manager', 'auditor', 'admin'],
  query: z
    .strictObject({
      from: calendarDateSchema,
      to: calendarDateSchema,
      groupBy: z
        .enum(correctionGroupings)
        .default('cause')
        .meta({ description: `One of ${correctionGroupings.join(', ')}` }),
    })
    .superRefine(refuseWrongRange),
  success: {
    status: 200,
    description: 'Figures, by what they were grouped by and currency',
    body: z
      .object({
        from: z.string(),
        to: z.string(),
        asOf: z.string(),
        groupBy: z.string(),
        rows: z.array(
          z.object({
            key: z.string().meta({ description: 'What the row is about' }),
            currency: z.string(),
            count: z.number().meta({ description: 'Corrections asked for' }),
            postedCount: z.number(),
            endedCount: z.number().meta({ description: 'Rejected or withdrawn' }),
            postedAmount: moneyWireSchema,
          }),
        ),
        known: z
          .object({
            mistakes: z.array(z.enum(mistakes)),
            causes: z.array(z.enum(correctionCauses)),
            remedies: z.array(z.enum(remedies)),
          })
          .meta({ description: 'Every value there is, so that a missing row reads as none' }),
      })
      .meta({ id: 'CorrectionStatistics' }),
  },
  problems: ['USER_DISABLED', 'REPORT_TOO_LARGE'],
});
