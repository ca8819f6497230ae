import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge, HistoryStep } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { chargeFromItem, revisionFromItem } from '../table/items/charge-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import type { Condition } from '../table/write.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';

/** Reads a charge strongly: a decision hangs on it. */
export async function readCharge(table: LedgerTable, id: ChargeId): Promise<Charge | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item?.kind === 'charge' ? chargeFromItem(item) : undefined;
}

/** The step an idempotency key made, in this revision or an earlier one. */
export async function findStep(table: LedgerTable, charge: Charge, keyPrint: string): Promise<HistoryStep | undefined> {
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
  const charge = await readCharge(table, id);
  invariant(charge !== undefined, `charge ${id} is still there`);
  const own = await findStep(table, charge, keyPrint);
  if (own === undefined) throw moved(charge);
  return replayStep(charge, own, bodyPrint);
}

/** The refusal that tells somebody where the charge stands now. */
export function moved(charge: Charge): DomainError {
  const { state, revision, stage } = charge;
  return new DomainError('REQUEST_MOVED', { state, revision: String(revision), stage: String(stage) });
}

/** Nothing happened to the charge since it was read. */
export function unchanged(before: Charge): Condition {
  return {
    expression: '#state = :state AND rev = :rev AND stage = :stage',
    names: { '#state': 'state' },
    values: { ':state': before.state, ':rev': BigInt(before.revision), ':stage': BigInt(before.stage) },
  };
}

/**
 * Nothing happened to the charge since it was read, and whoever decides neither made it nor approved a stage of it:
 * promise 5 stands in the write itself, so two requests that race cannot break it (G3).
 */
export function unchangedAndDecidedByAnother(before: Charge, decider: string): Condition {
  const same = unchanged(before);
  return {
    ...same,
    expression: `${same.expression} AND maker <> :by AND NOT contains(approvers, :by)`,
    values: { ...same.values, ':by': decider },
  };
}
