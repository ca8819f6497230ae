import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import {
  getWebhookSecret as readContract,
  receivePayoutResult,
  rotateWebhookSecret as rotateContract,
} from '../contracts/payouts.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type Instant, later } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import {
  readWebhookSecret,
  type SecretRotation,
  type WebhookSecret,
  webhookSecretWrite,
} from '../table/webhook-secret.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

const hourMs = 3_600_000;

/**
 * Tells an admin of the secret his payment provider signs with: since when, by whom, whether the one before is still taken,
 * and where messages go. The secret itself is shown to whoever makes it, once. Refuses with USER_DISABLED, and NOT_FOUND
 * before the first.
 */
export async function getWebhookSecret(
  context: LedgerContext,
  call: { actor: Actor },
): Promise<ReplyOf<typeof readContract>> {
  await requireActiveUser(context.table, call.actor.id, readContract.roles);
  const kept = await readWebhookSecret(context.table);
  if (kept === undefined) throw new DomainError('NOT_FOUND');
  const rotations = kept.rotations.map(({ at, by }) => ({ at, by }));
  return { body: { ...stateOf(kept, context.clock()), path: receivePayoutResult.path, rotations } };
}

/**
 * Makes a new secret; the one before it is taken for some hours more, so that no message is lost while the provider
 * changes over. Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, and with BUSY when somebody else was first.
 */
export async function rotateWebhookSecret(
  context: LedgerContext,
  call: { actor: Actor },
  randomSecret: () => string,
  { body, idempotencyKey }: InputOf<typeof rotateContract>,
): Promise<ReplyOf<typeof rotateContract>> {
  const user = await requireActiveUser(context.table, call.actor.id, rotateContract.roles);
  const now = context.clock();
  const prints = {
    keyPrint: fingerprint(user.id, rotateContract.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  const before = await readWebhookSecret(context.table);
  if (before !== undefined && isMade(before, prints)) return { body: toWire(before, now), replayed: true };
  const validUntil = later(now, body.previousValidHours * hourMs);
  const next: WebhookSecret = {
    secret: randomSecret(),
    since: now,
    by: user.id,
    version: (before?.version ?? 0) + 1,
    ...(before === undefined ? {} : { previous: { secret: before.secret, validUntil } }),
    rotations: [...(before?.rotations ?? []), { ...prints, at: now, by: user.id }],
  };
  const { item, condition } = webhookSecretWrite(next, before);
  if ((await putIf(context, item, condition)) === 'written') return { body: toWire(next, now) };
  // Either it went through and its reply was lost, or somebody else rotated.
  const kept = await readWebhookSecret(context.table);
  if (kept === undefined || !isMade(kept, prints)) throw new DomainError('BUSY');
  return { body: toWire(kept, now), replayed: true };
}

function isMade({ rotations }: WebhookSecret, prints: Pick<SecretRotation, 'keyPrint' | 'bodyPrint'>): boolean {
  const made = rotations.find(({ keyPrint }) => keyPrint === prints.keyPrint);
  if (made !== undefined && made.bodyPrint !== prints.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return made !== undefined;
}

function stateOf({ since, by, version, previous }: WebhookSecret, now: Instant) {
  const isTaken = previous !== undefined && previous.validUntil > now;
  return { since, by, version, ...(isTaken ? { previousValidUntil: previous.validUntil } : {}) };
}

function toWire(kept: WebhookSecret, now: Instant) {
  return { ...stateOf(kept, now), secret: kept.secret };
}
