import { DomainError } from '../errors/domain-error.ts';
import type { Correction } from '../model/correction.ts';
import type { CorrectionId } from '../model/ids.ts';
import { correctionFromItem } from '../table/items/correction-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { correctionToWire } from './correction-wire.ts';

/** Reads a correction strongly: a decision hangs on it. */
export async function readCorrection(table: LedgerTable, id: CorrectionId): Promise<Correction | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item?.kind === 'correction' ? correctionFromItem(item) : undefined;
}

/** A correction as it stands now; another body under the key that made it, or a step of it, is refused. */
export function replyFor(correction: Correction, replay?: { made: string | undefined; bodyPrint: string }) {
  if (replay !== undefined && replay.made !== replay.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return {
    body: correctionToWire(correction),
    etag: `"${correction.history.length}"`,
    location: `/corrections/${correction.id}`,
    ...(replay === undefined ? {} : { replayed: true }),
  };
}
