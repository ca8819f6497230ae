import * as z from 'zod';
import { calendarDateSchema } from '../model/dates.ts';
import { refundIdSchema } from '../model/ids.ts';
import { lineSchema, paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';

const message = {
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,100}$/)
    .meta({ description: 'The provider’s own id of the event; an event that is sent again has the same' }),
  refundId: refundIdSchema,
  attempt: z.number().int().min(1).max(1000).meta({ description: 'The attempt of the order, from 1' }),
};

export const receivePayoutResult = defineOperation({
  id: 'receivePayoutResult',
  method: 'POST',
  path: '/webhooks/payouts',
  capability: 'payout-results',
  tag: 'Payouts',
  summary: 'Take in what a payment provider says became of a payout',
  description:
    'Signed by the provider: the header `FeeLedger-Signature: t=<unix seconds>,v1=<hex>` holds the HMAC-SHA256 over `<t>.<body>`, made with the secret that `POST /webhooks/payouts/secret` gave. A message is taken for five minutes. An event may be delivered any number of times and in any order: an attempt ends once.',
  roles: 'public',
  signature: 'required',
  body: z.discriminatedUnion('outcome', [
    z.strictObject({
      ...message,
      outcome: z.literal('paid'),
      reference: lineSchema(4, 64).meta({ description: 'The bank’s number of the payment (银行流水号)' }),
      paidOn: calendarDateSchema,
    }),
    z.strictObject({
      ...message,
      outcome: z.literal('failed'),
      problem: paragraphSchema(2, 300),
      retry: z.boolean().default(false).meta({ description: 'Whether it may be paid in another attempt' }),
    }),
  ]),
  success: {
    status: 200,
    description: 'What became of the message',
    body: z
      .object({
        outcome: z.enum(['applied', 'known', 'ignored']).meta({
          description:
            '`known`: the same was said before. `ignored`: it does not fit what is on record (no such attempt, ended otherwise, a day that cannot be), and that stands; money that left all the same becomes a task.',
        }),
      })
      .meta({ id: 'PayoutMessageOutcome' }),
  },
  problems: ['WEBHOOK_SIGNATURE', 'WEBHOOK_STALE', 'NOT_FOUND', 'IDEMPOTENCY_KEY_REUSED', 'REQUEST_MOVED', 'BUSY'],
});

const secretState = {
  since: z.string(),
  by: z.string().meta({ description: 'Who made it' }),
  version: z.number(),
  previousValidUntil: z.string().optional().meta({
    description: 'Until when messages signed with the secret before are taken as well; absent once they are not',
  }),
};
const secretWire = z.object({ ...secretState, secret: z.string() }).meta({ id: 'WebhookSecret' });
const secretStateWire = z
  .object({
    ...secretState,
    path: z.string().meta({ description: 'Where the provider sends its messages, below the address of the API' }),
    rotations: z
      .array(z.object({ at: z.string(), by: z.string() }))
      .meta({ description: 'The last twenty secrets: who made them when, oldest first' }),
  })
  .meta({ id: 'WebhookSecretState' });

export const getWebhookSecret = defineOperation({
  id: 'getWebhookSecret',
  method: 'GET',
  path: '/webhooks/payouts/secret',
  capability: 'policies',
  tag: 'Payouts',
  summary: 'Read since when the payment provider has its secret, and who made it',
  description: 'The secret itself is shown only to whoever makes it.',
  roles: ['admin'],
  success: { status: 200, description: 'What is known of the secret', body: secretStateWire },
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const rotateWebhookSecret = defineOperation({
  id: 'rotateWebhookSecret',
  method: 'POST',
  path: '/webhooks/payouts/secret',
  capability: 'policies',
  tag: 'Payouts',
  summary: 'Make a new secret for the payment provider, the first one too',
  description:
    'The secret is shown in this answer and nowhere else. The one before it is taken for some hours more, so that the provider can change over.',
  roles: ['admin'],
  body: z.strictObject({ previousValidHours: z.number().int().min(0).max(168).default(24) }),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The new secret; keep it from others', body: secretWire },
  problems: ['USER_DISABLED', 'BUSY'],
});

export const getRefundVoucher = defineOperation({
  id: 'getRefundVoucher',
  method: 'GET',
  path: '/refunds/{refundId}/voucher',
  capability: 'vouchers',
  tag: 'Payouts',
  summary: 'Get a link that downloads the voucher of a paid refund (退费凭证), for five minutes',
  description:
    'The voucher is made within moments of the payment. The link saves it as a file; do not pass it on: it needs no token.',
  roles: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  params: z.object({ refundId: refundIdSchema }),
  success: {
    status: 200,
    description: 'The link',
    body: z.object({ url: z.string(), expiresAt: z.string() }),
  },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'REFUND_NOT_PAID'],
});
