import type { Instant } from '../model/dates.ts';
import type { ReviewedId, VoucherId } from '../model/ids.ts';
import { reviewedIdSchema, voucherIdSchema } from '../model/ids.ts';
import type { Voucher } from '../model/voucher.ts';

/** A form that uploads one file, and until when it is taken. */
interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
  readonly expiresAt: Instant;
}

interface DownloadLink {
  readonly url: string;
  readonly expiresAt: Instant;
}

/** Hands out signed forms and links; nothing is sent to do so. `now` is when they begin to count. */
export interface VoucherLinks {
  /** A form that takes exactly this file: its key, type, size and SHA-256 are signed. */
  uploadForm(voucher: Voucher, now: Instant): Promise<UploadForm>;
  /** A link that saves the file under its name and never renders it. */
  downloadLink(voucher: Voucher, now: Instant): Promise<DownloadLink>;
}

/** The files themselves, for the check after arrival. */
export interface VoucherFiles {
  /** The bytes of an object, or its size alone where it is larger than asked for; `undefined` when there is none. */
  read(key: string, mostBytes: number): Promise<Uint8Array | 'too large' | undefined>;
}

/** First letters of every key; the event rule and the permissions of the stacks are written with the same. */
const voucherKeyPrefix = 'vouchers/';

/** Where the file of a voucher lies. Neither its name nor its type is part of it, so no name can lead anywhere. */
export function voucherKey(voucher: Pick<Voucher, 'id' | 'requestId'>): string {
  return `${voucherKeyPrefix}${voucher.requestId}/${voucher.id}`;
}

/** Which voucher a key belongs to; `undefined` when we never made that key. */
export function voucherOfKey(key: string): { requestId: ReviewedId; id: VoucherId } | undefined {
  const [prefix, request, voucher, ...rest] = key.split('/');
  const requestId = reviewedIdSchema.safeParse(request);
  const id = voucherIdSchema.safeParse(voucher);
  if (`${prefix}/` !== voucherKeyPrefix || rest.length > 0 || !requestId.success || !id.success) return undefined;
  return { requestId: requestId.data, id: id.data };
}
