import { readCharge } from '../charges/stored-charge.ts';
import type { listCorrections as contract } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { ChargeId, CorrectionId } from '../model/ids.ts';
import { monthOf } from '../periods/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { correctionFromItem } from '../table/items/correction-item.ts';
import { customerRequestsPartition, keys, requestMonthPartition } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { correctionToWire } from './correction-wire.ts';

/** Corrections of a charge, or of a month, newest first (A42). Refuses with NOT_FOUND where there is no such charge. */
export async function listCorrections(
  context: LedgerContext,
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table, zone } = context;
  const { chargeId, state, limit } = query;
  const month = query.month ?? monthOf(businessDate(context.clock(), zone));
  const scope = ['listCorrections', chargeId ?? month, state ?? ''];
  const list = chargeId === undefined ? ofMonth(month) : await ofCustomerOf(table, chargeId);
  const after = readCursor(query.cursor, scope);
  const { items: places, last } = await queryShards(table, { ...list, newestFirst: true, limit, after });
  const sk = list.index === 'GSI2' ? 'g2sk' : 'g3sk';
  const ids = places.map((place) => String(place[sk]).split('#').at(-1) as CorrectionId);
  const corrections = (await getItems(table, ids.map(keys.request))).map(correctionFromItem);
  const items = corrections
    .filter((each) => (chargeId === undefined || each.chargeId === chargeId) && (state ?? each.state) === each.state)
    .map(correctionToWire);
  return { body: { items, ...writeCursor(last, scope) } };
}

function ofMonth(month: string) {
  return { index: 'GSI2' as const, partitions: [requestMonthPartition(month, 'correction')], skPrefix: '' };
}

/** A charge's corrections lie among those of its customer. */
async function ofCustomerOf(table: LedgerTable, chargeId: ChargeId) {
  const charge = await readCharge(table, chargeId);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  const partitions = [customerRequestsPartition(charge.customerId)];
  return { index: 'GSI3' as const, partitions, skPrefix: 'correction#' };
}
