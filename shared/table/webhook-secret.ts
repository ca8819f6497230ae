import type { Instant } from '../model/dates.ts';
import type { UserId } from '../model/ids.ts';
import { keys } from './keys.ts';
import { getItem, type Item, type LedgerTable } from './ledger-table.ts';
import type { Condition } from './write.ts';

const key = keys.secret('payout-webhook');
/** Rotations that are remembered, and recognised when they are sent again. */
const rememberedRotations = 20;

/** The secret a payment provider signs with, and the one before it while that is still taken. */
export interface WebhookSecret {
  readonly secret: string;
  readonly since: Instant;
  /** Who made it. */
  readonly by: UserId;
  /** Counts rotations, from 1. */
  readonly version: number;
  readonly previous?: { readonly secret: string; readonly validUntil: Instant };
  /** The last rotations, oldest first. */
  readonly rotations: readonly SecretRotation[];
}

/** Who made a secret when, and the prints of key and body by which the request is recognised. */
export interface SecretRotation {
  readonly keyPrint: string;
  readonly bodyPrint: string;
  readonly at: Instant;
  readonly by: UserId;
}

/** The secret as it is kept; nothing before the first was made. */
export async function readWebhookSecret(table: LedgerTable): Promise<WebhookSecret | undefined> {
  const item = await getItem(table, key, { strong: true });
  return item === undefined ? undefined : fromItem(item);
}

/** The secrets a message may be signed with now: none, one, or two while a rotation is under way. */
export async function readWebhookSecrets(table: LedgerTable, now: Instant): Promise<readonly string[]> {
  const kept = await readWebhookSecret(table);
  if (kept === undefined) return [];
  const { secret, previous } = kept;
  return previous !== undefined && previous.validUntil > now ? [secret, previous.secret] : [secret];
}

/** A rotation as a write: the next version, if nobody rotated since it was read. */
export function webhookSecretWrite(
  next: WebhookSecret,
  before: WebhookSecret | undefined,
): { item: Item; condition: Condition } {
  const { secret, since, by, version, previous, rotations } = next;
  const item = {
    ...key,
    kind: 'secret',
    secret,
    at: since,
    by,
    ver: BigInt(version),
    ...(previous === undefined ? {} : { old: previous.secret, until: previous.validUntil }),
    prints: rotations.slice(-rememberedRotations).map((made) => [made.keyPrint, made.bodyPrint, made.at, made.by]),
  };
  const condition =
    before === undefined
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: 'ver = :ver', values: { ':ver': BigInt(before.version) } };
  return { item, condition };
}

function fromItem(item: Item): WebhookSecret {
  const raw = item as unknown as {
    secret: string;
    at: Instant;
    by: UserId;
    ver: bigint;
    old?: string;
    until?: Instant;
    prints: readonly (readonly [keyPrint: string, bodyPrint: string, at: Instant, by: UserId])[];
  };
  return {
    secret: raw.secret,
    since: raw.at,
    by: raw.by,
    version: Number(raw.ver),
    ...(raw.old === undefined || raw.until === undefined
      ? {}
      : { previous: { secret: raw.old, validUntil: raw.until } }),
    rotations: raw.prints.map(([keyPrint, bodyPrint, at, by]) => ({ keyPrint, bodyPrint, at, by })),
  };
}
