import { recordDelayStep as contract } from '../contracts/arrivals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { DelayRecord } from '../model/arrival.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { delayRecordItem } from '../table/items/delay-record-item.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { addToArchive } from './add-to-archive.ts';
import { arrivalCase } from './read-arrival.ts';
import { showArrival } from './show-arrival.ts';

const stepsAtMost = 50;

/**
 * Keeps a step of the procedure for late money, with what it found, and answers the next (A71).
 * Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOT_LATE, RECORDS_FULL, BUSY.
 */
export async function recordDelayStep(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const { arrival, replayed } = await addToArchive<DelayRecord>(context, params.chargeId, {
    actor,
    idempotencyKey,
    body,
    atMost: stepsAtMost,
    recordsOf: ({ delays }) => delays,
    withRecords: (before, delays) => arrivalCase({ ...before, delays }),
    see: () => {},
    refuse: ({ status }) => {
      if (status !== 'late') throw new DomainError('NOT_LATE', { status });
    },
    record: (identity, { today }) => ({ ...identity, ...body, on: today }),
    item: delayRecordItem,
  });
  const wire = await showArrival(context, arrival, { language, isStaff: true });
  return { body: wire, location: `/charges/${params.chargeId}/arrival`, replayed };
}
