import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ChargeId, chargeIdSchema } from '../model/ids.ts';

/** 22 letters of base64url are 132 bits: nobody guesses them. */
const signatureLetters = 22;
const signaturePattern = /^[A-Za-z0-9_-]{22}$/;

/** The token of a charge's one-time link: the charge, and a signature only we can make. Nothing is stored for it. */
export function feedbackToken(id: ChargeId, secret: string): string {
  return `${id}.${signature(id, secret)}`;
}

/** Whether some text may be a token at all, whoever signed it. */
export function hasTokenShape(token: string): boolean {
  return partsOf(token) !== undefined;
}

/** The charge a token speaks of; nothing when it was not made with this secret. */
export function chargeOfToken(token: string, secret: string): ChargeId | undefined {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const isOurs = timingSafeEqual(Buffer.from(signature(parts.id, secret)), Buffer.from(parts.given));
  return isOurs ? parts.id : undefined;
}

function partsOf(token: string): { id: ChargeId; given: string } | undefined {
  const [name = '', given = '', ...rest] = token.split('.');
  const id = chargeIdSchema.safeParse(name);
  return id.success && rest.length === 0 && signaturePattern.test(given) ? { id: id.data, given } : undefined;
}

function signature(id: ChargeId, secret: string): string {
  return createHmac('sha256', secret).update(`feedback ${id}`).digest('base64url').slice(0, signatureLetters);
}
