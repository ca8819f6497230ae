import * as z from 'zod';
import {
  chargeContentSchema,
  chargeContentShape,
  chargeTypeSchema,
  refuseWrongBasis,
  requestStateSchema,
} from '../model/charge.ts';
import { customerNumberSchema } from '../model/customer.ts';
import { calendarDateSchema } from '../model/dates.ts';
import { chargeIdSchema, customerIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { roles } from '../model/role.ts';
import { entryWire } from './customers.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const stepWire = z
  .object({
    at: z.string(),
    by: z.string().meta({ description: 'User id, or `policy` for an automatic step' }),
    action: z.string(),
    from: z.string().optional(),
    to: z.string(),
    stage: z.number().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'HistoryStep' });

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
    history: z.array(stepWire),
  })
  .meta({ id: 'ChargeRevision' });

export const chargeWire = z
  .object({
    id: z.string(),
    customerId: z.string(),
    state: z.string(),
    stage: z.number().meta({ description: 'The stage that waits now, from 1; 0 when none does' }),
    stages: z.array(z.object({ role: z.string() })),
    dueAt: z.string().optional(),
    policyVersion: z
      .number()
      .meta({ description: 'Version of the approval policy the stages come from; 0 is the built-in one' }),
    maker: z.string(),
    submittedAt: z.string(),
    effectiveDate: z.string(),
    ...revisionWire.shape,
    posting: z
      .object({ sequence: z.number(), recordedAt: z.string(), hash: z.string(), dueDate: z.string().optional() })
      .optional()
      .meta({ description: 'Where the ledger has it, once posted; `dueDate` when the customer still owes some of it' }),
  })
  .meta({ id: 'Charge' });
export type ChargeWire = z.infer<typeof chargeWire>;

/** A charge with everything that belongs to its case (A26). */
const chargeCaseWire = chargeWire
  .extend({
    earlierRevisions: z.array(revisionWire),
    entry: entryWire.optional(),
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
  problems: ['USER_DISABLED', 'CUSTOMER_NOT_FOUND', 'CUSTOMER_NUMBER_MISMATCH', 'BUSY'],
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
  summary: 'List charges of a customer, or of a business day, newest first',
  description:
    'With `customerId`: those of that customer, of one `date` if you name it; otherwise those submitted on `date` (default today). State and type filter the page.',
  roles,
  query: z.strictObject({
    customerId: customerIdSchema.optional(),
    date: calendarDateSchema.optional(),
    state: requestStateSchema.optional(),
    type: chargeTypeSchema.optional(),
    ...pagingShape,
  }),
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
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'VERSION_STALE', 'BUSY'],
});
