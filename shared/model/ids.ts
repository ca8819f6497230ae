import * as z from 'zod';

/**
 * Ids are prefixed, so that a wrong one is seen at a glance, and branded, so that a wrong one does not compile.
 * Documents take theirs from the idempotency key that created them (see `document-id.ts` in `table`).
 */
const idOf = <B extends string>(prefix: string, brand: B) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[a-z2-7]{26}$`), { error: 'ID_FORMAT' })
    .brand(brand);

export const customerIdSchema = idOf('cus', 'CustomerId');
export type CustomerId = z.infer<typeof customerIdSchema>;

export const chargeIdSchema = idOf('chg', 'ChargeId');
export type ChargeId = z.infer<typeof chargeIdSchema>;

export const depositIdSchema = idOf('dep', 'DepositId');
export type DepositId = z.infer<typeof depositIdSchema>;

export const refundIdSchema = idOf('rfd', 'RefundId');
export type RefundId = z.infer<typeof refundIdSchema>;

export const correctionIdSchema = idOf('cor', 'CorrectionId');
export type CorrectionId = z.infer<typeof correctionIdSchema>;

/** A file that supports a request (凭证). */
export const voucherIdSchema = idOf('vou', 'VoucherId');
export type VoucherId = z.infer<typeof voucherIdSchema>;

export const commentIdSchema = idOf('cmt', 'CommentId');
export type CommentId = z.infer<typeof commentIdSchema>;

export const templateIdSchema = idOf('tpl', 'TemplateId');
export type TemplateId = z.infer<typeof templateIdSchema>;

export const importIdSchema = idOf('imp', 'ImportId');
export type ImportId = z.infer<typeof importIdSchema>;

/** Every document that asks for something is a request: it has one id space in the table. */
export const requestIdSchema = z.union([chargeIdSchema, refundIdSchema, correctionIdSchema, depositIdSchema]);
export type RequestId = ChargeId | RefundId | CorrectionId | DepositId;

/** Requests that pass through stages of approval; papers and comments belong to one of them. */
export const reviewedIdSchema = z.union([chargeIdSchema, refundIdSchema, correctionIdSchema]);
export type ReviewedId = ChargeId | RefundId | CorrectionId;

/** Something the nightly control found (C6). */
export const findingIdSchema = idOf('fnd', 'FindingId');
export type FindingId = z.infer<typeof findingIdSchema>;

/** A user's name in Cognito: chosen by an admin, never changed, readable in every history. */
export const userIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/)
  // Histories call the policy by this name where it acted by itself.
  .refine((id) => id !== 'policy')
  .brand('UserId');
export type UserId = z.infer<typeof userIdSchema>;
