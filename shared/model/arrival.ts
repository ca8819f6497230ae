import * as z from 'zod';
import { type CalendarDate, calendarDateSchema, type Instant } from './dates.ts';
import { refuseField } from './field-refusal.ts';
import type { ChargeId, UserId } from './ids.ts';
import { lineSchema, paragraphSchema } from './text.ts';

/** The ways money comes in (A62). */
const paymentMethods = ['online', 'bank-transfer', 'card', 'cheque', 'cash'] as const;
export const paymentMethodSchema = z.enum(paymentMethods);
export type PaymentMethod = (typeof paymentMethods)[number];

const daysSchema = z.number().int().min(0).max(60);

/** How long a method takes: from the earliest to the latest day, in days of the week or in working days. */
const methodRuleSchema = z
  .strictObject({
    earliest: daysSchema,
    latest: daysSchema,
    days: z.enum(['calendar', 'working']).meta({ description: 'Whether every day counts, or only working days' }),
  })
  .superRefine(({ earliest, latest }, ctx) => {
    if (latest < earliest)
      ctx.issues.push({ code: 'too_small', origin: 'number', minimum: earliest, path: ['latest'], input: latest });
  });

/** A fault of the bank or of the system, known while it lasts (A67). */
const disturbanceSchema = z
  .strictObject({
    method: paymentMethodSchema.optional().meta({ description: 'Absent: every method' }),
    from: calendarDateSchema,
    until: calendarDateSchema,
    extraWorkingDays: z.number().int().min(1).max(30),
    reason: z.strictObject({ 'zh-CN': lineSchema(2, 100), en: lineSchema(2, 100) }),
  })
  .superRefine(({ from, until }, ctx) => {
    if (until < from) refuseField(ctx, 'PERIOD_ENDS_BEFORE_START', ['until'], { start: from, end: until });
  });

/** How long money takes to arrive, as data an admin keeps (A62–A67). */
export const arrivalRulesSchema = z.strictObject({
  methods: z.record(paymentMethodSchema, methodRuleSchema),
  /** A role decides about so many requests on a working day; more that wait make a stage longer (A63, A64). */
  reviewsPerWorkingDay: z.number().int().min(1).max(1000),
  /** How long a delay that was called normal is waited for (A71). */
  delayWaitWorkingDays: z.number().int().min(1).max(30),
  disturbances: z.array(disturbanceSchema).max(20),
});
export type ArrivalRules = z.output<typeof arrivalRulesSchema>;

/** Money the customer says he sent (A70): it makes the estimate concrete and is not yet money. */
export const paymentAnnouncementSchema = z.strictObject({
  method: paymentMethodSchema,
  paidOn: calendarDateSchema,
  bankReference: lineSchema(4, 64)
    .optional()
    .meta({ description: 'The bank’s number of the transfer (银行流水号), to ask the bank with' }),
});
export type PaymentAnnouncement = z.output<typeof paymentAnnouncementSchema>;

export interface AnnouncedPayment extends PaymentAnnouncement {
  readonly chargeId: ChargeId;
  /** The how many-th announcement of this charge, from 1. */
  readonly number: number;
  readonly at: Instant;
  readonly by: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** What is done one after the other when money is late (A71). */
const delaySteps = ['check-entry', 'contact-finance', 'contact-institution', 'wait', 'escalate'] as const;
const delayStepSchema = z.enum(delaySteps);
export type DelayStep = (typeof delaySteps)[number];

const delayFindings = ['nothing', 'corrected', 'normal-delay', 'fault'] as const;
export type DelayFinding = (typeof delayFindings)[number];

export const delayReportSchema = z.strictObject({
  step: delayStepSchema,
  finding: z.enum(delayFindings).meta({
    description:
      '`nothing` was found, an error was `corrected`, the delay is a `normal-delay`, or there is a `fault` somebody has to repair',
  }),
  outcome: paragraphSchema(2, 300).meta({ description: 'What was learned, and from whom' }),
});
export type DelayReport = z.output<typeof delayReportSchema>;

export interface DelayRecord extends DelayReport {
  readonly chargeId: ChargeId;
  /** The how many-th step of this charge, from 1. */
  readonly number: number;
  /** The business day it was taken. */
  readonly on: CalendarDate;
  readonly at: Instant;
  readonly by: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}
