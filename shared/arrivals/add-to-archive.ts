import { DomainError } from '../errors/domain-error.ts';
import type { Instant } from '../model/dates.ts';
import type { ChargeId, UserId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { Item } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';
import { type ArrivalCase, readArrival } from './read-arrival.ts';

/** What every record of the archive has: its place, who kept it when, and how it is recognised when sent again. */
interface Identity {
  readonly chargeId: ChargeId;
  readonly number: number;
  readonly at: Instant;
  readonly by: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

interface Addition<R extends Identity> {
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly body: unknown;
  readonly atMost: number;
  readonly recordsOf: (of: ArrivalCase) => readonly R[];
  readonly withRecords: (of: ArrivalCase, records: readonly R[]) => ArrivalCase;
  /** Refuses who may not know of the charge; asked before anything else is said. */
  readonly see: (of: ArrivalCase) => void;
  readonly refuse: (of: ArrivalCase) => void;
  readonly record: (identity: Identity, of: ArrivalCase) => R;
  readonly item: (record: R) => Item;
}

/** Two who write at once take one number; whoever came second takes the next. */
const attempts = 8;

/**
 * Adds a numbered record to the archive of a charge, once for each key, and answers the case with it: one write unit,
 * nothing in the request. Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RECORDS_FULL, BUSY, and as `refuse` does.
 */
export async function addToArchive<R extends Identity>(
  context: LedgerContext,
  chargeId: ChargeId,
  addition: Addition<R>,
): Promise<{ arrival: ArrivalCase; replayed: boolean }> {
  const { actor, atMost } = addition;
  const keyPrint = fingerprint(actor.id, chargeId, addition.idempotencyKey);
  const bodyPrint = bodyFingerprint(addition.body);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await readArrival(context, chargeId);
    if (before === undefined) throw new DomainError('NOT_FOUND');
    addition.see(before);
    const records = addition.recordsOf(before);
    const own = records.find((record) => record.keyPrint === keyPrint);
    if (own !== undefined) {
      if (own.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return { arrival: before, replayed: true };
    }
    addition.refuse(before);
    if (records.length >= atMost) throw new DomainError('RECORDS_FULL', { limit: String(atMost) });
    const identity = { chargeId, number: records.length + 1, at: before.now, by: actor.id, keyPrint, bodyPrint };
    const record = addition.record(identity, before);
    const outcome = await putIf(context, addition.item(record), { expression: 'attribute_not_exists(pk)' });
    if (outcome === 'written') return { arrival: addition.withRecords(before, [...records, record]), replayed: false };
  }
  throw new DomainError('BUSY');
}
