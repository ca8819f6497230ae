import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import { type Charge, type ChargeCase, type HistoryStep, isDraft } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import { caseFromItem, revisionFromItem } from '../table/items/charge-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';

/** Reads a charge strongly, in whatever state it is: a decision hangs on it. */
export async function readCase(table: LedgerTable, id: ChargeId): Promise<ChargeCase | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item?.kind === 'charge' ? caseFromItem(item) : undefined;
}

/** Reads a charge strongly; one that is being written or was thrown away before it was submitted is not there. */
export async function readCharge(table: LedgerTable, id: ChargeId): Promise<Charge | undefined> {
  const found = await readCase(table, id);
  return found === undefined || isDraft(found) ? undefined : found;
}

/** The step an idempotency key made, in this revision or an earlier one. */
export async function findStep(
  table: LedgerTable,
  charge: ChargeCase,
  keyPrint: string,
): Promise<HistoryStep | undefined> {
  const byKey = (step: HistoryStep) => step.keyPrint === keyPrint;
  const here = charge.history.find(byKey);
  if (here !== undefined || charge.revision === 1) return here;
  const { pk } = keys.requestArchive(charge.id);
  const items = await queryPartition(table, { pk, skPrefix: 'REVISION#', strong: true });
  return items.flatMap((item) => revisionFromItem(item).history).find(byKey);
}

/** A step that was made before is answered with where the charge stands now; another body under its key is refused. */
export function replayStep(charge: Charge, step: HistoryStep, bodyPrint: string) {
  if (step.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: chargeToWire(charge), etag: chargeEtag(charge), replayed: true };
}

/** What to say after a write whose condition failed: either it was ours and its reply got lost, or somebody was first. */
export async function answerAsItStands(table: LedgerTable, id: ChargeId, keyPrint: string, bodyPrint: string) {
  const charge = await readCase(table, id);
  invariant(charge !== undefined, `charge ${id} is still there`);
  const own = await findStep(table, charge, keyPrint);
  if (own === undefined || isDraft(charge)) throw moved(charge);
  return replayStep(charge, own, bodyPrint);
}

/** The refusal that tells somebody where the charge stands now, and the way out from there. */
export function moved(charge: ChargeCase): DomainError {
  return requestMovedError(charge);
}
