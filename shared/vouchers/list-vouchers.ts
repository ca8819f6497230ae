import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { listVouchers as contract } from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { voucherFromItem } from '../table/items/voucher-item.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { findSameFile } from './stored-voucher.ts';
import { voucherToWire } from './voucher-wire.ts';

/**
 * A page of the files of a charge, each with what its check found and where else the same bytes were accepted (A16, A17,
 * A47). Who uses a file now is asked now, so a file that turns up again later is seen on both charges. Refuses with NOT_FOUND.
 */
export async function listVouchers(
  { table }: LedgerContext,
  call: { language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { chargeId } = params;
  const scope = ['listVouchers', chargeId];
  const { pk, skPrefix } = keys.vouchers(chargeId);
  const [charge, page] = await Promise.all([
    getItem(table, keys.request(chargeId), { strong: true }),
    queryShards(table, {
      partitions: [pk],
      skPrefix,
      newestFirst: false,
      limit: query.limit,
      after: readCursor(query.cursor, scope),
    }),
  ]);
  if (charge?.kind !== 'charge') throw new DomainError('NOT_FOUND');
  const items = await Promise.all(
    page.items.map(voucherFromItem).map(async (voucher) => {
      const uses = voucher.state === 'accepted' ? await findSameFile(table, voucher.sha256) : [];
      const alsoUsedOn = uses.filter(({ voucherId }) => voucherId !== voucher.id);
      return { ...voucherToWire(voucher, call.language), alsoUsedOn };
    }),
  );
  return { body: { items, ...writeCursor(page.last, scope) } };
}
