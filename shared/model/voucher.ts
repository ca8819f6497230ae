import * as z from 'zod';
import type { Instant } from './dates.ts';
import type { ReviewedId, UserId, VoucherId } from './ids.ts';
import { lineSchema } from './text.ts';

/** What a voucher (凭证) proves (A3). References and files share the kinds. */
const voucherKinds = ['contract-change', 'service-confirmation', 'fee-notice', 'other'] as const;
export const voucherKindSchema = z.enum(voucherKinds);
export type VoucherKind = z.infer<typeof voucherKindSchema>;

/** A paper that is kept elsewhere, by its number. */
export const voucherReferenceSchema = z.strictObject({
  kind: voucherKindSchema,
  reference: lineSchema(1, 100),
});
export type VoucherReference = z.output<typeof voucherReferenceSchema>;

/** The forms a voucher may have. Nothing here runs by being opened: documents with macros are refused. */
export const voucherContentTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/heic',
  'application/ofd',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
export type VoucherContentType = (typeof voucherContentTypes)[number];

export const voucherLimits = {
  /** 20 MB, as S3 counts them. */
  largestBytes: 20 * 1024 * 1024,
  /** Files of one request that count; what was replaced does not. */
  mostFiles: 20,
  /** Files of one request that were ever announced, so that its archive stays one page. */
  mostAttempts: 60,
  /** The signed form for an upload, and the link to a download, live this long. */
  uploadSeconds: 15 * 60,
  linkSeconds: 5 * 60,
} as const;

/** What the clerk says of a file before it is uploaded; each of it is held against the bytes that come. */
export const newVoucherShape = {
  kind: voucherKindSchema,
  fileName: lineSchema(1, 120),
  contentType: z.enum(voucherContentTypes),
  sizeBytes: z.number().int().min(1).max(voucherLimits.largestBytes),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'SHA256_FORMAT' })
    .meta({ description: 'SHA-256 of the file, 64 small hexadecimal digits', example: 'e3b0c442…' }),
};

/** Why a file is not taken, for which `vouchers/voucher-problems.ts` has the words. */
export const voucherProblems = [
  'CONTENT_NOT_AS_DECLARED',
  'SIZE_NOT_AS_DECLARED',
  'HASH_NOT_AS_DECLARED',
  'FILE_DAMAGED',
  'FILE_WITH_TRAILING_DATA',
  'PDF_ENCRYPTED',
  'PDF_WITHOUT_PAGES',
  'PDF_TOO_MANY_PAGES',
  'PDF_WITH_SCRIPT',
  'PICTURE_TOO_SMALL',
  'PICTURE_TOO_LARGE',
  'PICTURE_ILLEGIBLE',
  'ARCHIVE_TOO_LARGE',
  'DOCUMENT_ENCRYPTED',
  'DOCUMENT_WITH_MACROS',
] as const;
export type VoucherProblem = (typeof voucherProblems)[number];

/** What the check saw in a file. */
export interface VoucherFindings {
  readonly problems: readonly VoucherProblem[];
  /** Of a PDF. */
  readonly pages?: number;
  /** Of a picture. */
  readonly widthPixels?: number;
  readonly heightPixels?: number;
  /** 0 to 100, where pictures of this kind are scored; HEIC and WebP are not. */
  readonly legibility?: number;
}

export type VoucherState = 'awaiting-upload' | 'accepted' | 'refused' | 'replaced';

/** A file that supports a charge, a refund or a correction: announced, uploaded past us to the bucket, then checked (A11, A17, A44). */
export interface Voucher {
  readonly id: VoucherId;
  readonly requestId: ReviewedId;
  readonly kind: VoucherKind;
  readonly fileName: string;
  readonly contentType: VoucherContentType;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly state: VoucherState;
  readonly attachedBy: UserId;
  readonly attachedAt: Instant;
  /** Print of the body that announced it (F1). */
  readonly bodyPrint: string;
  /** The file this one takes the place of once it is accepted. */
  readonly replaces?: VoucherId;
  readonly replacedBy?: VoucherId;
  readonly replacedAt?: Instant;
  /** How often a check of its content began, while none has ended; more than one means that one died over it. */
  readonly checks?: number;
  readonly checkedAt?: Instant;
  readonly findings?: VoucherFindings;
}
