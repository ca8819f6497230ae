import * as z from 'zod';
import { basisSchema, chargeTypeSchema, refuseWrongBasis } from './charge.ts';
import { customerNumberSchema } from './customer.ts';
import { calendarDateSchema, periodSchema } from './dates.ts';
import { refuseField } from './field-refusal.ts';
import { type ChargeId, type CorrectionId, customerIdSchema, type RefundId } from './ids.ts';
import { positiveMoneySchema } from './money.ts';
import { payoutSchema } from './payout.ts';
import type { PostedEntry, ReviewedRequest } from './request.ts';
import { paragraphSchema } from './text.ts';
import { voucherReferenceSchema } from './voucher.ts';

/** What was wrong with a posted charge (A33–A36). */
export const mistakes = ['wrong-customer', 'wrong-amount', 'wrong-type', 'wrong-period'] as const;
const mistakeSchema = z.enum(mistakes);
export type Mistake = z.infer<typeof mistakeSchema>;

/** How it came about (A42): counted, so that it does not happen again. */
export const correctionCauses = [
  'typed-wrong',
  'chose-wrong-customer',
  'misread-agreement',
  'computed-wrong',
  'outdated-data',
  'duplicate',
  'other',
] as const;
const correctionCauseSchema = z.enum(correctionCauses);

/**
 * How it is put right. `replace`: the charge is reversed and the right one posted. `credit`: a credit note over what was
 * charged too much (A34 多录), which goes against what is still owed and otherwise becomes unapplied money.
 * `refund-excess`: the same, and what was paid of it is refunded. `charge-more`: a further charge over what was charged
 * too little (A34 少录). `cancel`: the charge is reversed and nothing takes its place.
 */
export const remedies = ['replace', 'credit', 'refund-excess', 'charge-more', 'cancel'] as const;
const remedySchema = z.enum(remedies);
export type Remedy = z.infer<typeof remedySchema>;

/** What the charge should have said; what is absent was right. */
const rightContentSchema = z
  .strictObject({
    customerId: customerIdSchema.optional(),
    customerNumber: customerNumberSchema.optional(),
    type: chargeTypeSchema.optional(),
    amount: positiveMoneySchema.optional(),
    basis: basisSchema.optional(),
    period: periodSchema.optional(),
    effectiveDate: calendarDateSchema.optional(),
  })
  .superRefine(({ amount, basis }, ctx) => {
    if (amount !== undefined && basis !== undefined) refuseWrongBasis({ amount, basis }, ctx);
  });
export type RightContent = z.output<typeof rightContentSchema>;

const contentObject = z.strictObject({
  mistake: mistakeSchema,
  cause: z.strictObject({ code: correctionCauseSchema, text: paragraphSchema(5, 300) }),
  remedy: remedySchema.default('replace'),
  right: rightContentSchema.default({}),
  /** Where the excess is paid to, with `refund-excess`. */
  payout: payoutSchema.optional(),
  vouchers: z.array(voucherReferenceSchema).max(10).default([]),
});
export type CorrectionContent = z.output<typeof contentObject>;

export const correctionContentSchema = contentObject.superRefine(refuseUnfitRemedy);

/** What each mistake may be put right by. */
const remediesOf: Readonly<Record<Mistake, readonly Remedy[]>> = {
  'wrong-customer': ['replace', 'cancel'],
  'wrong-amount': ['replace', 'credit', 'refund-excess', 'charge-more', 'cancel'],
  'wrong-type': ['replace', 'cancel'],
  'wrong-period': ['replace', 'cancel'],
};

/** What has to be said of the right charge, by mistake. */
const neededOf: Readonly<Record<Mistake, readonly (keyof RightContent)[]>> = {
  'wrong-customer': ['customerId', 'customerNumber'],
  'wrong-amount': ['amount', 'basis'],
  'wrong-type': ['type'],
  'wrong-period': [],
};

/** What the remedies that leave the charge standing may speak of: the amount alone. */
const amountOnly: readonly (keyof RightContent)[] = ['amount', 'basis'];

/** Refuses a remedy that does not fit the mistake, and values it lacks or has no use for. */
function refuseUnfitRemedy(
  { mistake, remedy, right, payout }: CorrectionContent,
  ctx: Parameters<typeof refuseField>[0],
): void {
  const allowed = remediesOf[mistake];
  if (!allowed.includes(remedy)) refuseField(ctx, 'REMEDY_UNFIT', ['remedy'], { mistake, allowed: allowed.join(', ') });
  const given = (Object.keys(right) as (keyof RightContent)[]).filter((name) => right[name] !== undefined);
  const wanted = remedy === 'cancel' ? [] : neededOf[mistake];
  for (const name of wanted.filter((each) => !given.includes(each))) missing(['right', name]);
  if ((right.customerId === undefined) !== (right.customerNumber === undefined)) {
    missing(['right', right.customerId === undefined ? 'customerId' : 'customerNumber']);
  }
  if (mistake === 'wrong-period' && remedy !== 'cancel' && !given.some((name) => periodFields.includes(name))) {
    missing(['right', 'period']);
  }
  const usable = remedy === 'replace' ? given : remedy === 'cancel' ? [] : amountOnly;
  for (const name of given.filter((each) => !usable.includes(each))) {
    refuseField(ctx, 'NOT_WITH_REMEDY', ['right', name], { remedy });
  }
  if (remedy === 'refund-excess' && payout === undefined) missing(['payout']);
  if (remedy !== 'refund-excess' && payout !== undefined) refuseField(ctx, 'NOT_WITH_REMEDY', ['payout'], { remedy });

  function missing(path: string[]): void {
    ctx.issues.push({ code: 'invalid_type', expected: 'string', path, input: undefined });
  }
}

const periodFields: readonly (keyof RightContent)[] = ['period', 'effectiveDate'];

/** A correction (更正单) of a posted charge; `amount` is that of the charge, or the right one where that is larger. */
export interface Correction extends ReviewedRequest, CorrectionContent {
  readonly kind: 'correction';
  readonly id: CorrectionId;
  readonly state: 'in-review' | 'rejected' | 'withdrawn' | 'posted';
  readonly chargeId: ChargeId;
  /** What approving it brought about. */
  readonly result?: CorrectionResult;
}

export interface CorrectionResult {
  /** The entries it posted under its own number, in order. */
  readonly postings: readonly (PostedEntry & { readonly customerId: string; readonly currency: string })[];
  /** The charge that stands in its place, or beside it. */
  readonly replacement?: ChargeId;
  /** The refund of the excess, approved and waiting for a cashier. */
  readonly refund?: RefundId;
  readonly creditNoteNumber?: string;
  /** The month of the charge was closed, so it was put right in the open one (F14). */
  readonly closedMonth?: string;
}
