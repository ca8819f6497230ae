import * as z from 'zod';
import { chargeContentSchema, chargeContentShape, refuseWrongBasis } from '../model/charge.ts';
import { customerNumberSchema } from '../model/customer.ts';
import { chargeIdSchema, customerIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { roles } from '../model/role.ts';
import { togetherWire } from '../model/together.ts';
import { disputeWire } from './aftercare.ts';
import { chargeSearchSchema } from './charge-search.ts';
import { entryWire } from './customers.ts';
import { draftContentWire, toCompleteWire } from './draft-content.ts';
import { historyStepWire } from './history.ts';
import { defineOperation } from './operation.ts';
import { pageOf } from './paging.ts';

const revisionWire = z
  .object({
    revision: z.number(),
    type: z.string(),
    reason: z.object({ code: z.string(), text: z.string() }),
    amount: moneyWireSchema,
    basis: z.object({
      text: z.string(),
      lines: z.array(z.object({ description: z.string(), quantity: z.string(), unitPrice: z.string() })).optional(),
    }),
    period: z.object({ start: z.string(), end: z.string() }),
    vouchers: z.array(z.object({ kind: z.string(), reference: z.string() })),
    history: z.array(historyStepWire),
  })
  .meta({ id: 'ChargeRevision' });
export type RevisionWire = z.infer<typeof revisionWire>;

export const chargeWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    state: z.string(),
    stage: z.number().meta({ description: 'The stage that waits now, from 1; 0 when none does' }),
    stages: z.array(z.object({ role: z.string() })),
    dueAt: z.string().optional(),
    escalatedTo: z
      .string()
      .optional()
      .meta({ description: 'The role the stage was handed to as well, because nobody decided in time' }),
    policyVersion: z
      .number()
      .meta({ description: 'Version of the approval policy the stages come from; 0 is the built-in one' }),
    together: togetherWire.optional(),
    maker: z.string(),
    submittedAt: z.string(),
    effectiveDate: z.string(),
    ...revisionWire.shape,
    posting: z
      .object({ sequence: z.number(), recordedAt: z.string(), hash: z.string(), dueDate: z.string().optional() })
      .optional()
      .meta({ description: 'Where the ledger has it, once posted; `dueDate` when the customer still owes some of it' }),
    credited: moneyWireSchema.optional().meta({ description: 'What credit notes have taken back of it' }),
    correction: z.string().optional().meta({ description: 'The last correction that changed it or took it back' }),
  })
  .meta({ id: 'Charge' });
export type ChargeWire = z.infer<typeof chargeWire>;

const changeWire = z.object({
  pointer: z.string().meta({ description: 'JSON Pointer of what differs, such as `/amount`' }),
  before: z.string().optional(),
  after: z.string().optional(),
});

const timelineEventWire = z
  .object({
    at: z.string(),
    by: z.string().meta({ description: 'User id, `customer`, or `policy` for an automatic step' }),
    what: z.string(),
    text: z.string().optional(),
  })
  .meta({ id: 'TimelineEvent' });

const changes = z
  .array(changeWire)
  .meta({ description: 'What this revision says otherwise than the one before it; empty for the first' });

/** A charge with everything that belongs to its case (A26), in whatever state it is. */
const chargeCaseWire = chargeWire
  .partial({
    type: true,
    reason: true,
    amount: true,
    basis: true,
    period: true,
    submittedAt: true,
    effectiveDate: true,
    policyVersion: true,
  })
  .extend({
    openedAt: z.string().meta({ description: 'When the case was begun' }),
    disputes: z.array(disputeWire).optional().meta({ description: 'Objections to it, if there were any' }),
    draft: z
      .object({ version: z.number(), savedAt: z.string(), content: draftContentWire, toComplete: toCompleteWire })
      .optional()
      .meta({
        description: 'What is written so far, while the next revision is a draft; then its content stands here',
      }),
    changes,
    earlierRevisions: z.array(revisionWire.extend({ changes })),
    entry: entryWire.optional(),
    timeline: z.array(timelineEventWire).meta({
      description: 'Everything that happened, oldest first: steps of all revisions, vouchers, comments, tasks',
    }),
  })
  .meta({ id: 'ChargeCase' });
export type ChargeCaseWire = z.infer<typeof chargeCaseWire>;

const chargeParams = z.object({ chargeId: chargeIdSchema });

export const submitCharge = defineOperation({
  id: 'submitCharge',
  method: 'POST',
  path: '/charges',
  capability: 'charges',
  tag: 'Charges',
  summary: 'Enter a charge and submit it',
  description:
    'Small amounts may be posted at once, larger ones wait for one to three approvals: the approval policy decides. Name the customer by id and by number; they must agree.',
  roles: ['clerk', 'manager'],
  body: z
    .strictObject({ customerId: customerIdSchema, customerNumber: customerNumberSchema, ...chargeContentShape })
    .superRefine(refuseWrongBasis),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The charge: in review, or posted when policy passes it', body: chargeWire },
  problems: [
    'USER_DISABLED',
    'CUSTOMER_NOT_FOUND',
    'CUSTOMER_NUMBER_MISMATCH',
    'VOUCHERS_INCOMPLETE',
    'PERIOD_CLOSED',
    'BUSY',
  ],
});

export const getCharge = defineOperation({
  id: 'getCharge',
  method: 'GET',
  path: '/charges/{chargeId}',
  capability: 'charges',
  tag: 'Charges',
  summary: 'Read a charge with its whole case',
  roles,
  params: chargeParams,
  success: { status: 200, description: 'The charge; the ETag is for If-Match', body: chargeCaseWire },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const listCharges = defineOperation({
  id: 'listCharges',
  method: 'GET',
  path: '/charges',
  capability: 'charges',
  tag: 'Charges',
  summary: 'Search charges, newest first',
  description:
    'With `customerId`: those of that customer. Otherwise those submitted between `from` and `to`, at most 366 days: `from` alone goes up to today, `to` alone goes back 366 days, and with neither it is today. Every other parameter narrows further. A page may hold fewer charges than `limit`, or none, and still carry `nextCursor`: go on until there is none.',
  roles,
  query: chargeSearchSchema,
  success: { status: 200, description: 'Charges', body: pageOf(chargeWire) },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const resubmitCharge = defineOperation({
  id: 'resubmitCharge',
  method: 'POST',
  path: '/charges/{chargeId}/resubmissions',
  capability: 'charges',
  tag: 'Charges',
  summary: 'Correct a returned charge and submit it again as its next revision',
  roles: ['clerk', 'manager'],
  params: chargeParams,
  body: chargeContentSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 200, description: 'The charge, one revision on', body: chargeWire },
  problems: [
    'USER_DISABLED',
    'NOT_FOUND',
    'NOT_THE_MAKER',
    'REQUEST_MOVED',
    'VERSION_STALE',
    'VOUCHERS_INCOMPLETE',
    'PERIOD_CLOSED',
    'BUSY',
  ],
});
