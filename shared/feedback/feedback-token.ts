import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ChargeId, chargeIdSchema } from '../model/ids.ts';

/** 22 letters of base64url are 132 bits: nobody guesses them. */
const signatureLetters = 22;

/** The token of a charge's one-time link: the charge, and a signature only we can make. Nothing is stored for it. */
export function feedbackToken(id: ChargeId, secret: string): string {
  return `${id}.${signature(id, secret)}`;
}

/** The charge a token speaks of; nothing when it was not made with this secret. */
export function chargeOfToken(token: string, secret: string): ChargeId | undefined {
  const [name = '', given = '', ...rest] = token.split('.');
  const id = chargeIdSchema.safeParse(name);
  if (!id.success || rest.length > 0) return undefined;
  const expected = Buffer.from(signature(id.data, secret));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? id.data : undefined;
}

function signature(id: ChargeId, secret: string): string {
  return createHmac('sha256', secret).update(`feedback ${id}`).digest('base64url').slice(0, signatureLetters);
}
