import * as z from 'zod';
import { monthSchema } from '../model/period-lock.ts';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';

const stepWire = z.object({
  at: z.string(),
  by: z.string(),
  action: z.string(),
  month: z.string(),
  reason: z.string(),
  from: z.string().meta({ description: 'From when on it holds' }),
});

const periodsWire = z
  .object({
    closedThrough: z.string().optional().meta({ description: 'The last closed month; absent when none is' }),
    firstOpenDay: z.string().optional().meta({ description: 'The first day that takes entries' }),
    pending: z
      .object({ month: z.string(), from: z.string() })
      .optional()
      .meta({ description: 'A closing that holds in a moment' }),
    steps: z.array(stepWire).meta({ description: 'Closings and reopenings, newest first; the latest 200' }),
  })
  .meta({ id: 'Periods' });
export type PeriodsWire = z.infer<typeof periodsWire>;

const params = z.object({ month: monthSchema });
const body = z.strictObject({ reason: paragraphSchema(2, 300) });

export const listPeriods = defineOperation({
  id: 'listPeriods',
  method: 'GET',
  path: '/periods',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Which months are closed, and who closed or reopened them',
  roles: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  success: { status: 200, description: 'Periods', body: periodsWire },
  problems: [],
});

export const closePeriod = defineOperation({
  id: 'closePeriod',
  method: 'POST',
  path: '/periods/{month}/closings',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Close a month: nothing is entered into it any more',
  description:
    'Only a month that has ended, and each after the one before it; the first closing closes every month up to it. It holds two minutes later, so that what is being posted just now is done by then. Corrections of a closed month are posted on the day they are approved, and say so.',
  roles: ['finance', 'manager'],
  params,
  body,
  idempotencyKey: 'required',
  success: { status: 200, description: 'Periods', body: periodsWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'PERIOD_NOT_ENDED', 'PERIOD_ORDER', 'BUSY'],
});

export const reopenPeriod = defineOperation({
  id: 'reopenPeriod',
  method: 'POST',
  path: '/periods/{month}/reopenings',
  capability: 'corrections',
  tag: 'Corrections',
  summary: 'Open the last closed month again',
  roles: ['manager'],
  params,
  body,
  idempotencyKey: 'required',
  success: { status: 200, description: 'Periods', body: periodsWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'PERIOD_ORDER', 'BUSY'],
});
