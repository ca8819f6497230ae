import * as z from 'zod';
import { draftContentSchema } from '../model/charge.ts';
import { customerNumberSchema } from '../model/customer.ts';
import { chargeIdSchema, customerIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { paragraphSchema } from '../model/text.ts';
import { chargeWire } from './charges.ts';
import { draftContentWire, toCompleteWire } from './draft-content.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const draftWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    state: z.string(),
    revision: z.number().meta({ description: 'The revision that submitting it makes' }),
    version: z.number().meta({ description: 'Counts the saves' }),
    maker: z.string(),
    openedAt: z.string(),
    savedAt: z.string(),
    content: draftContentWire,
    toComplete: toCompleteWire,
  })
  .meta({ id: 'ChargeDraft' });
export type DraftWire = z.infer<typeof draftWire>;

const params = z.object({ chargeId: chargeIdSchema });
const makers = ['clerk', 'manager'] as const;

export const saveDraft = defineOperation({
  id: 'saveDraft',
  method: 'POST',
  path: '/charge-drafts',
  capability: 'charges',
  tag: 'Charge drafts',
  summary: 'Begin a charge and save it without submitting it',
  description:
    'Anything but the customer may still be missing. Sent again with the same key, it is the same draft: after a lost connection send everything again.',
  roles: makers,
  body: z.strictObject({
    customerId: customerIdSchema,
    customerNumber: customerNumberSchema,
    content: draftContentSchema.default({}),
  }),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The draft', body: draftWire },
  problems: ['USER_DISABLED', 'CUSTOMER_NOT_FOUND', 'CUSTOMER_NUMBER_MISMATCH', 'BUSY'],
});

export const listDrafts = defineOperation({
  id: 'listDrafts',
  method: 'GET',
  path: '/charge-drafts',
  capability: 'charges',
  tag: 'Charge drafts',
  summary: 'What you have to finish: your drafts and the charges that came back to you, oldest first',
  roles: makers,
  query: z.strictObject(pagingShape),
  success: {
    status: 200,
    description: 'Drafts and returned charges',
    body: pageOf(
      z
        .object({
          id: z.string(),
          customerId: z.string(),
          customerNumber: z.string(),
          customerName: z.string(),
          state: z.string().meta({ description: '`draft` or `returned`' }),
          revision: z.number(),
          since: z.string().meta({ description: 'When it was saved last, or came back' }),
          type: z.string().optional(),
          amount: moneyWireSchema.optional(),
          returnedFor: z.string().optional().meta({ description: 'Why it came back' }),
        })
        .meta({ id: 'UnfinishedCharge' }),
    ),
  },
  problems: ['USER_DISABLED'],
});

export const editDraft = defineOperation({
  id: 'editDraft',
  method: 'PUT',
  path: '/charge-drafts/{chargeId}',
  capability: 'charges',
  tag: 'Charge drafts',
  summary: 'Save a draft again, or begin to correct a returned charge',
  description:
    'The content replaces what was saved. A returned charge becomes a draft of its next revision; what it said before is kept.',
  roles: makers,
  params,
  body: draftContentSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 200, description: 'The draft', body: draftWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'VERSION_STALE', 'BUSY'],
});

export const submitDraft = defineOperation({
  id: 'submitDraft',
  method: 'POST',
  path: '/charge-drafts/{chargeId}/submissions',
  capability: 'charges',
  tag: 'Charge drafts',
  summary: 'Submit a draft for review, after a last look that everything is right',
  roles: makers,
  params,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 200, description: 'The charge: in review, or posted when policy passes it', body: chargeWire },
  problems: [
    'USER_DISABLED',
    'NOT_FOUND',
    'NOT_THE_MAKER',
    'REQUEST_MOVED',
    'VERSION_STALE',
    'VALIDATION_FAILED',
    'VOUCHERS_INCOMPLETE',
    'PERIOD_CLOSED',
    'BUSY',
  ],
});

export const cancelDraft = defineOperation({
  id: 'cancelDraft',
  method: 'POST',
  path: '/charge-drafts/{chargeId}/cancellations',
  capability: 'charges',
  tag: 'Charge drafts',
  summary: 'Give up a draft or a returned charge; it stays in the archive',
  roles: makers,
  params,
  body: z.strictObject({ reason: paragraphSchema(2, 300).optional() }),
  idempotencyKey: 'required',
  success: {
    status: 200,
    description: 'Cancelled',
    body: z.object({ id: z.string(), state: z.string() }).meta({ id: 'CancelledCharge' }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'BUSY'],
});

export const withdrawCharge = defineOperation({
  id: 'withdrawCharge',
  method: 'POST',
  path: '/charges/{chargeId}/withdrawals',
  capability: 'charges',
  tag: 'Charges',
  summary: 'Take back a charge of yours that nobody has approved yet; it becomes a draft again',
  roles: makers,
  params,
  body: z.strictObject({ revision: z.number().int().min(1), reason: paragraphSchema(2, 300).optional() }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The draft of the next revision', body: draftWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'WITHDRAWN_TOO_LATE', 'BUSY'],
});
