import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { getWebhookSecret as readContract, rotateWebhookSecret as rotateContract } from '../contracts/payouts.ts';
import { DomainError } from '../errors/domain-error.ts';
import { later } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { readWebhookSecret, type WebhookSecret, webhookSecretWrite } from '../table/webhook-secret.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

const hourMs = 3_600_000;

/** Shows an admin the secret his payment provider signs with. Refuses with USER_DISABLED, and NOT_FOUND before the first. */
export async function getWebhookSecret(
  context: LedgerContext,
  call: { actor: Actor },
): Promise<ReplyOf<typeof readContract>> {
  await requireActiveUser(context.table, call.actor.id, readContract.roles);
  const kept = await readWebhookSecret(context.table);
  if (kept === undefined) throw new DomainError('NOT_FOUND');
  return { body: toWire(kept) };
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
  const prints = {
    keyPrint: fingerprint(user.id, rotateContract.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  const before = await readWebhookSecret(context.table);
  if (before !== undefined && isMade(before, prints)) return { body: toWire(before), replayed: true };
  const now = context.clock();
  const validUntil = later(now, body.previousValidHours * hourMs);
  const next: WebhookSecret = {
    secret: randomSecret(),
    since: now,
    version: (before?.version ?? 0) + 1,
    ...(before === undefined ? {} : { previous: { secret: before.secret, validUntil } }),
    rotations: [...(before?.rotations ?? []), prints],
  };
  const { item, condition } = webhookSecretWrite(next, before);
  if ((await putIf(context, item, condition)) === 'written') return { body: toWire(next) };
  // Either it went through and its reply was lost, or somebody else rotated.
  const kept = await readWebhookSecret(context.table);
  if (kept === undefined || !isMade(kept, prints)) throw new DomainError('BUSY');
  return { body: toWire(kept), replayed: true };
}

function isMade({ rotations }: WebhookSecret, prints: WebhookSecret['rotations'][number]): boolean {
  const made = rotations.find(({ keyPrint }) => keyPrint === prints.keyPrint);
  if (made !== undefined && made.bodyPrint !== prints.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return made !== undefined;
}

function toWire({ secret, since, version, previous }: WebhookSecret) {
  return { secret, since, version, ...(previous === undefined ? {} : { previousValidUntil: previous.validUntil }) };
}
