import * as z from 'zod';
import {
  arrivalRulesSchema,
  delayReportSchema,
  paymentAnnouncementSchema,
  paymentMethodSchema,
} from '../model/arrival.ts';
import { calendarDateSchema } from '../model/dates.ts';
import { chargeIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { roles, staffRoles } from '../model/role.ts';
import { calendarStretchSchema } from '../model/working-calendar.ts';
import { defineOperation } from './operation.ts';

const params = z.object({ chargeId: chargeIdSchema });

const announcedPaymentWire = z
  .object({
    number: z.number(),
    method: z.string(),
    paidOn: z.string(),
    bankReference: z.string().optional(),
    at: z.string(),
    by: z.string(),
  })
  .meta({ id: 'AnnouncedPayment' });

const delayStepWire = z
  .object({
    number: z.number(),
    step: z.string(),
    finding: z.string(),
    outcome: z.string(),
    on: z.string(),
    at: z.string(),
    by: z.string(),
  })
  .meta({ id: 'DelayStep' });

const arrivalWire = z
  .object({
    chargeId: z.string(),
    status: z
      .string()
      .meta({ description: 'draft, waiting-for-review, waiting-for-payment, announced, late, arrived or not-due' }),
    open: moneyWireSchema.optional().meta({ description: 'What the customer still owes for it, once it is posted' }),
    estimate: z
      .object({
        earliest: z.string().optional(),
        latest: z.string().optional().meta({ description: 'Absent where the working calendar does not reach' }),
        isCertain: z.boolean().meta({
          description: 'True when the charge is posted, its payment announced, and every day lies in the calendar',
        }),
        because: z.array(z.string()).meta({ description: 'Sentences in the language asked for' }),
        calendarVersion: z.number(),
        rulesVersion: z.number(),
      })
      .optional(),
    path: z.array(
      z.object({
        step: z.string(),
        title: z.string(),
        state: z.enum(['done', 'now', 'ahead']),
        on: z.string().optional().meta({ description: 'The day it was done, or is expected at the latest' }),
      }),
    ),
    payments: z.array(announcedPaymentWire),
    delayProcedure: z
      .object({
        next: z.string(),
        guidance: z.string(),
        waitUntil: z.string().optional(),
        steps: z.array(delayStepWire),
        managers: z.array(z.string()).meta({ description: 'Who decides once it is escalated; otherwise empty' }),
      })
      .optional()
      .meta({ description: 'What to do about late money, and what was done; staff only' }),
    help: z.object({
      text: z.string(),
      maker: z.string().optional(),
      finance: z.array(z.string()).meta({ description: 'Names of colleagues in finance; staff only' }),
    }),
  })
  .meta({ id: 'Arrival' });
export type ArrivalWire = z.infer<typeof arrivalWire>;

export const estimateArrival = defineOperation({
  id: 'estimateArrival',
  method: 'GET',
  path: '/charges/{chargeId}/arrival',
  capability: 'arrivals',
  tag: 'Arrival',
  summary: 'Where the money of a charge is and when it arrives (到账)',
  description:
    'With `method` and `paidOn`: what if it were paid so. Otherwise by the newest announced payment, or by the days in which it may be paid. Days beyond the working calendar are never guessed: they are left out and the estimate says so.',
  roles,
  params,
  query: z.strictObject({ method: paymentMethodSchema.optional(), paidOn: calendarDateSchema.optional() }),
  success: { status: 200, description: 'Status, estimate, and what to do when it is late', body: arrivalWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'CALENDAR_ENDS'],
});

export const announcePayment = defineOperation({
  id: 'announcePayment',
  method: 'POST',
  path: '/charges/{chargeId}/payments-announced',
  capability: 'arrivals',
  tag: 'Arrival',
  summary: 'Say that a charge was paid, how and when',
  description:
    'It makes the estimate concrete and moves no money: that is posted when it is there. The day is today or past; a planned payment is asked of the estimate.',
  roles: ['clerk', 'finance', 'manager', 'cashier', 'customer'],
  params,
  body: paymentAnnouncementSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'Status and estimate with this payment', body: arrivalWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOTHING_OPEN', 'CALENDAR_ENDS', 'RECORDS_FULL', 'BUSY'],
});

export const recordDelayStep = defineOperation({
  id: 'recordDelayStep',
  method: 'POST',
  path: '/charges/{chargeId}/delay-steps',
  capability: 'arrivals',
  tag: 'Arrival',
  summary: 'Record a step of the procedure for late money, and learn the next',
  description: 'Only while the money is late: a payment was announced and its latest day has passed.',
  roles: ['clerk', 'finance', 'manager', 'cashier'],
  params,
  body: delayReportSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'Status, and the next step', body: arrivalWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_LATE', 'RECORDS_FULL', 'BUSY'],
});

const publicationShape = {
  version: z.number().meta({ description: '0 is the built-in one' }),
  publishedAt: z.string().optional(),
  publishedBy: z.string().optional(),
};

const calendarWire = z
  .object({
    ...publicationShape,
    from: z.string(),
    until: z.string().meta({ description: 'Nothing is known of later days' }),
    holidays: z.array(z.string()).meta({ description: 'Days off besides the weekends' }),
    workdays: z.array(z.string()).meta({ description: 'Saturdays and Sundays that are worked (调休)' }),
    source: z.string(),
  })
  .meta({ id: 'WorkingCalendar' });

export const getCalendar = defineOperation({
  id: 'getCalendar',
  method: 'GET',
  path: '/policies/calendar',
  capability: 'policies',
  tag: 'Policies',
  summary: 'The working calendar: holidays, and weekends that are worked',
  roles,
  success: { status: 200, description: 'The calendar; the ETag is for publishing', body: calendarWire },
  problems: [],
});

export const publishCalendar = defineOperation({
  id: 'publishCalendar',
  method: 'POST',
  path: '/policies/calendar',
  capability: 'policies',
  tag: 'Policies',
  summary: 'Add the days of a year to the working calendar, or correct some',
  description: 'The days named have to touch or overlap what is known, so that no day in between is unknown.',
  roles: ['admin'],
  body: calendarStretchSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 201, description: 'The whole calendar as it is now in force', body: calendarWire },
  problems: ['USER_DISABLED', 'VERSION_STALE', 'BUSY'],
});

const arrivalRulesWire = z
  .object({
    ...publicationShape,
    methods: z.record(z.string(), z.object({ earliest: z.number(), latest: z.number(), days: z.string() })),
    reviewsPerWorkingDay: z.number(),
    delayWaitWorkingDays: z.number(),
    disturbances: z.array(
      z.object({
        method: z.string().optional(),
        from: z.string(),
        until: z.string(),
        extraWorkingDays: z.number(),
        reason: z.object({ 'zh-CN': z.string(), en: z.string() }),
      }),
    ),
  })
  .meta({ id: 'ArrivalRules' });

export const getArrivalRules = defineOperation({
  id: 'getArrivalRules',
  method: 'GET',
  path: '/policies/arrival',
  capability: 'policies',
  tag: 'Policies',
  summary: 'How long money takes to arrive, by method, and what lengthens it now',
  roles: staffRoles,
  success: { status: 200, description: 'The rules; the ETag is for publishing', body: arrivalRulesWire },
  problems: [],
});

export const publishArrivalRules = defineOperation({
  id: 'publishArrivalRules',
  method: 'POST',
  path: '/policies/arrival',
  capability: 'policies',
  tag: 'Policies',
  summary: 'Replace the arrival rules, for example to announce a fault at the bank',
  roles: ['admin'],
  body: arrivalRulesSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 201, description: 'The rules as they are now in force', body: arrivalRulesWire },
  problems: ['USER_DISABLED', 'VERSION_STALE', 'BUSY'],
});
