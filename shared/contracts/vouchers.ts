import * as z from 'zod';
import { chargeIdSchema, voucherIdSchema } from '../model/ids.ts';
import { staffRoles } from '../model/role.ts';
import { newVoucherShape } from '../model/voucher.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const voucherWire = z
  .object({
    id: z.string(),
    chargeId: z.string(),
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
      .array(z.object({ chargeId: z.string(), customerId: z.string(), voucherId: z.string() }))
      .meta({ description: 'Where the very same file was accepted as well, on whichever charge and customer' }),
  })
  .meta({ id: 'ListedVoucher' });

const chargeParams = z.object({ chargeId: chargeIdSchema });

export const attachVoucher = defineOperation({
  id: 'attachVoucher',
  method: 'POST',
  path: '/charges/{chargeId}/vouchers',
  capability: 'vouchers',
  tag: 'Vouchers',
  summary: 'Announce a file for a charge and get the form that uploads it',
  description:
    'The form takes exactly this file: type, size and SHA-256 are part of its signature. Send it as multipart/form-data with the field `file` last. The file is checked after it arrived; read it again to see the outcome. Sending the request again with its Idempotency-Key gives a fresh form while the file has not come and the charge still takes files.',
  roles: ['clerk', 'manager'],
  params: chargeParams,
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
        .meta({ description: 'Absent once the file was checked, and once the charge takes no files any more' }),
    }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_MAKER', 'REQUEST_MOVED', 'VOUCHER_FIXED', 'VOUCHER_LIMIT', 'BUSY'],
});

export const listVouchers = defineOperation({
  id: 'listVouchers',
  method: 'GET',
  path: '/charges/{chargeId}/vouchers',
  capability: 'vouchers',
  tag: 'Vouchers',
  summary: 'List the files of a charge, what their check found, and where else the same file was used',
  roles: staffRoles,
  params: chargeParams,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Vouchers, by id', body: pageOf(listedVoucherWire) },
  problems: ['NOT_FOUND'],
});

export const getVoucherLink = defineOperation({
  id: 'getVoucherLink',
  method: 'GET',
  path: '/charges/{chargeId}/vouchers/{voucherId}/link',
  capability: 'vouchers',
  tag: 'Vouchers',
  summary: 'Get a link that downloads an accepted file, for five minutes',
  description:
    'The link saves the file under its name; a browser never renders it. Do not pass it on: it needs no token.',
  roles: staffRoles,
  params: z.object({ chargeId: chargeIdSchema, voucherId: voucherIdSchema }),
  success: {
    status: 200,
    description: 'The link',
    body: z.object({ url: z.string(), expiresAt: z.string() }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'VOUCHER_NOT_ACCEPTED'],
});
