import * as z from 'zod';
import { type MoneyWire, moneyWireSchema, toWire } from './money.ts';
import type { ReviewedRequest } from './request.ts';

/** What requests have in common that were cut out of one: whose they are, where the money goes, or who entered them. */
export const togetherKinds = ['customer', 'account', 'maker'] as const;

/** With which others a request was judged (H5): how many there are with it, and what they come to. */
export interface Together {
  readonly same: (typeof togetherKinds)[number];
  /** Requests that count, this one among them. */
  readonly count: number;
  /** Their sum in minor units of the request's currency. */
  readonly sumMinor: bigint;
  readonly windowHours: number;
}

/** As a request keeps it: short, because every byte of a request is paid for with every write of it. */
export function togetherToText({ same, count, sumMinor, windowHours }: Together): string {
  return `${same} ${count} ${sumMinor} ${windowHours}`;
}

export function togetherFromText(text: string): Together {
  const [same, count, sum, hours] = text.split(' ');
  return {
    same: same as Together['same'],
    count: Number(count),
    sumMinor: BigInt(sum ?? 0),
    windowHours: Number(hours),
  };
}

export const togetherWire = z
  .object({
    same: z.enum(togetherKinds).meta({ description: 'What they have in common: customer, payout account, or maker' }),
    count: z.number().meta({ description: 'Requests that count together, this one among them' }),
    sum: moneyWireSchema.meta({ description: 'What they come to; the approval stages are those of this sum' }),
    windowHours: z.number().meta({ description: 'Hours within which they were submitted' }),
  })
  .meta({ id: 'Together', description: 'Why a request needs more approvals than its amount alone' });

/** Why a request needs more approvals than its amount alone, as the API and the mails have it; nothing where it does not. */
export function togetherToWire(request: Pick<ReviewedRequest, 'together' | 'amount'>): {
  together?: { same: Together['same']; count: number; sum: MoneyWire; windowHours: number };
} {
  if (request.together === undefined) return {};
  const { same, count, sumMinor, windowHours } = togetherFromText(request.together);
  const sum = toWire({ minor: sumMinor, currency: request.amount.currency });
  return { together: { same, count, sum, windowHours } };
}
