import { later, toInstant } from '../../shared/model/dates.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { signatureOf } from '../../shared/payouts/webhook-signature.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { webhookSecretWrite } from '../../shared/table/webhook-secret.ts';
import { putIf } from '../../shared/table/write.ts';

export const providerSecret = 'whsec-of-the-tests-0123456789abcdef';
/** The one before it, which is still taken. */
export const formerSecret = 'whsec-before-that';

/** Keeps the two secrets a provider of the tests may sign with; keeping them again changes nothing. */
export async function keepProviderSecret(context: LedgerContext): Promise<void> {
  const since = toInstant(new Date());
  const previous = { secret: formerSecret, validUntil: later(since, 3_600_000) };
  const first = { secret: providerSecret, since, by: 'gao.yuan' as UserId, version: 1, previous, rotations: [] };
  const { item, condition } = webhookSecretWrite(first, undefined);
  await putIf(context, item, condition);
}

/** A message as a provider sends it; `aged` seconds ago. */
export function signed(body: unknown, { aged = 0, by = providerSecret, text = JSON.stringify(body) } = {}) {
  const seconds = Math.floor(Date.now() / 1000) - aged;
  return { text, headers: { 'feeledger-signature': `t=${seconds},v1=${signatureOf(by, seconds, text)}` } };
}
