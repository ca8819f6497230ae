import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { readWebhookSecrets } from '../table/webhook-secret.ts';

/** What came over the wire, before anybody reads it. */
export interface SignedMessage {
  /** The bytes of the body as they were sent. */
  readonly raw: Uint8Array;
  /** The header `FeeLedger-Signature`. */
  readonly signature: string | undefined;
}

/** A message may be so old, or so far ahead of our clock. */
const toleranceSeconds = 300;
const pattern = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** Signs as a provider does: an HMAC-SHA256, in hex, over the time, a dot and the body. */
export function signatureOf(secret: string, seconds: number | string, raw: Uint8Array | string): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(raw).digest('hex');
}

/**
 * Lets a message of the payment provider through, or refuses it before a word of it is read: WEBHOOK_SIGNATURE when it is
 * not signed with a secret that is valid now, WEBHOOK_STALE when it is older than five minutes or as far ahead. Only who
 * knows the secret learns that his clock is wrong. Nothing is written.
 */
export async function verifySignature(context: LedgerContext, { raw, signature }: SignedMessage): Promise<void> {
  const [, seconds, given] = pattern.exec(signature ?? '') ?? [];
  if (seconds === undefined || given === undefined) throw new DomainError('WEBHOOK_SIGNATURE');
  const secrets = await readWebhookSecrets(context.table, context.clock());
  // Every secret is tried, so the time taken does not tell which one fits.
  const fitting = secrets.filter((secret) =>
    timingSafeEqual(Buffer.from(signatureOf(secret, seconds, raw), 'hex'), Buffer.from(given, 'hex')),
  );
  if (fitting.length === 0) throw new DomainError('WEBHOOK_SIGNATURE');
  const age = Math.abs(Date.parse(context.clock()) / 1000 - Number(seconds));
  if (age > toleranceSeconds) throw new DomainError('WEBHOOK_STALE', { seconds: String(toleranceSeconds) });
}
