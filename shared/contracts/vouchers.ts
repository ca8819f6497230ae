import * as z from 'zod';
import { chargeIdSchema, correctionIdSchema, refundIdSchema, voucherIdSchema } from '../model/ids.ts';
import { roles, staffRoles } from '../model/role.ts';
import { newVoucherShape } from '../model/voucher.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const voucherWire = z
  .object({
    id: z.string(),
    requestId: z.string().meta({ description: 'The charge, refund or correction it belongs to' }),
    kind: z.string(),
    fileName: z.string(),
    contentType: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    state: z.string().meta({ description: '`awaiting-upload`, `accepted`, `refused` or `replaced`' }),
    attachedBy: z.string(),
    attachedAt: z.string(),
    checkedAt: z.string().optional(),
    pages: z.number().optional().meta({ description: 'Of a PDF' }),
    widthPixels: z.number().optional().meta({ description: 'Of a picture' }),
    heightPixels: z.number().optional().meta({ description: 'Of a picture' }),
    legibility: z.number().optional().meta({ description: 'Of a JPEG or PNG, 0 to 100; HEIC and WebP are not scored' }),
    problems: z.array(z.object({ code: z.string(), detail: z.string() })),
    replaces: z.string().optional().meta({
      description:
        'The file it was to take the place of; both stand where that one names no `replacedBy`: somebody approved before this one came',
    }),
    replacedBy: z.string().optional(),
  })
  .meta({ id: 'Voucher' });
export type VoucherWire = z.infer<typeof voucherWire>;

const listedVoucherWire = voucherWire
  .extend({
    alsoUsedOn: z
      .array(z.object({ requestId: z.string(), customerId: z.string(), voucherId: z.string() }))
      .meta({ description: 'Where the very same file was accepted as well, on whichever request and customer' }),
  })
  .meta({ id: 'ListedVoucher' });

const chargeParams = z.object({ chargeId: chargeIdSchema });
const refundParams = z.object({ refundId: refundIdSchema });
const correctionParams = z.object({ correctionId: correctionIdSchema });
const capability = 'vouchers';
const tag = 'Vouchers';

const howToUpload =
  'The form takes exactly this file: type, size and SHA-256 are part of its signature. Send it as multipart/form-data with the field `file` last. The file is checked after it arrived; read it again to see the outcome. Sending the request again with its Idempotency-Key gives a fresh form while the file has not come and files are still taken.';

/** What announcing a file is alike, whatever it is for. */
const attaching = {
  method: 'POST',
  capability,
  tag,
  body: z.strictObject({
    ...newVoucherShape,
    replaces: voucherIdSchema.optional().meta({
      description: 'A file of the same kind that gives way once this one is accepted; not once somebody approved on it',
    }),
  }),
  idempotencyKey: 'required',
  success: {
    status: 201,
    description: 'The voucher, and the form for its file while that is awaited',
    body: z.object({
      voucher: voucherWire,
      upload: z
        .object({ url: z.string(), fields: z.record(z.string(), z.string()), expiresAt: z.string() })
        .optional()
        .meta({ description: 'Absent once the file was checked, and once no files are taken any more' }),
    }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'VOUCHER_FIXED', 'VOUCHER_LIMIT', 'BUSY'],
} as const;

export const attachVoucher = defineOperation({
  ...attaching,
  id: 'attachVoucher',
  path: '/charges/{chargeId}/vouchers',
  summary: 'Announce a file for a charge and get the form that uploads it',
  description: howToUpload,
  roles: ['clerk', 'manager'],
  params: chargeParams,
});

export const attachRefundVoucher = defineOperation({
  ...attaching,
  id: 'attachRefundVoucher',
  path: '/refunds/{refundId}/vouchers',
  summary: 'Announce a file for a refund and get the form that uploads it',
  description: `By whoever asked for the refund, or by its customer, until somebody approved it. ${howToUpload}`,
  roles: ['clerk', 'finance', 'manager', 'customer'],
  params: refundParams,
});

export const attachCorrectionVoucher = defineOperation({
  ...attaching,
  id: 'attachCorrectionVoucher',
  path: '/corrections/{correctionId}/vouchers',
  summary: 'Announce a file for a correction and get the form that uploads it',
  description: `By whoever asked for the correction, until somebody approved it. ${howToUpload}`,
  roles: ['clerk', 'finance', 'manager'],
  params: correctionParams,
});

const listing = {
  method: 'GET',
  capability,
  tag,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Vouchers, by id', body: pageOf(listedVoucherWire) },
} as const;

export const listVouchers = defineOperation({
  ...listing,
  id: 'listVouchers',
  path: '/charges/{chargeId}/vouchers',
  summary: 'List the files of a charge, what their check found, and where else the same file was used',
  roles: staffRoles,
  params: chargeParams,
  problems: ['NOT_FOUND'],
});

export const listRefundVouchers = defineOperation({
  ...listing,
  id: 'listRefundVouchers',
  path: '/refunds/{refundId}/vouchers',
  summary: 'List the files of a refund, what their check found, and where else the same file was used',
  description:
    'A customer sees the files he brought himself, on his own refunds, and nothing of other requests; a page may then be shorter than asked and still go on.',
  roles,
  params: refundParams,
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const listCorrectionVouchers = defineOperation({
  ...listing,
  id: 'listCorrectionVouchers',
  path: '/corrections/{correctionId}/vouchers',
  summary: 'List the files of a correction, what their check found, and where else the same file was used',
  roles: staffRoles,
  params: correctionParams,
  problems: ['NOT_FOUND'],
});

const linking = {
  method: 'GET',
  capability,
  tag,
  success: {
    status: 200,
    description: 'The link',
    body: z.object({ url: z.string(), expiresAt: z.string() }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'VOUCHER_NOT_ACCEPTED'],
} as const;
const aboutLinks =
  'The link saves the file under its name; a browser never renders it. Do not pass it on: it needs no token.';

export const getVoucherLink = defineOperation({
  ...linking,
  id: 'getVoucherLink',
  path: '/charges/{chargeId}/vouchers/{voucherId}/link',
  summary: 'Get a link that downloads an accepted file, for five minutes',
  description: aboutLinks,
  roles: staffRoles,
  params: chargeParams.extend({ voucherId: voucherIdSchema }),
});

export const getRefundVoucherLink = defineOperation({
  ...linking,
  id: 'getRefundVoucherLink',
  path: '/refunds/{refundId}/vouchers/{voucherId}/link',
  summary: 'Get a link that downloads an accepted file of a refund, for five minutes',
  description: `${aboutLinks} A customer gets one to a file he brought himself.`,
  roles,
  params: refundParams.extend({ voucherId: voucherIdSchema }),
});

export const getCorrectionVoucherLink = defineOperation({
  ...linking,
  id: 'getCorrectionVoucherLink',
  path: '/corrections/{correctionId}/vouchers/{voucherId}/link',
  summary: 'Get a link that downloads an accepted file of a correction, for five minutes',
  description: aboutLinks,
  roles: staffRoles,
  params: correctionParams.extend({ voucherId: voucherIdSchema }),
});
