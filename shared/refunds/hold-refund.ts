import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Claim, Head } from '../ledger/journal-entry.ts';
import { takeFrom } from '../ledger/lots.ts';
import { moneyText } from '../model/money.ts';
import type { Refund } from '../model/refund.ts';
import { commitTogether, requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundItem } from '../table/items/refund-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { floodOf } from './flood.ts';
import { sourceLeft } from './source-left.ts';

/**
 * Submits a refund and claims its money in one write (F3): never more than is left of its source, whoever asks at the
 * same time, since every claim and every entry changes the head (G1). Answers that the request is there already.
 * Refuses with NOT_FOUND, REFUND_LIMIT, REFUND_EXCEEDS_SOURCE, CORRECTION_PENDING, BUSY.
 */
export async function holdRefund(context: LedgerContext, refund: Refund): Promise<Refund | typeof requestMoved> {
  const done = await commitTogether(context, {
    ledgers: [{ customerId: refund.customerId, currency: refund.amount.currency }],
    plan: async ([head]) => {
      invariant(head !== undefined, 'a refund is about one ledger');
      // Sent twice at once, the second must not be refused for what the first one claimed.
      if (head.claims.some(({ by }) => by === refund.id)) return requestMoved;
      const flood = await floodOf(context.table, head, refund);
      if (flood !== undefined) throw flood;
      return { ledgers: [{ drafts: [], claim: await claimFor(context.table, head, refund) }] };
    },
    requestWrite: () => ({
      item: refundItem(refund, context.zone),
      condition: { expression: 'attribute_not_exists(pk)' },
    }),
  });
  return typeof done === 'symbol' ? done : refund;
}

/** The claim of a refund where the ledger stands now. */
async function claimFor(table: LedgerTable, head: Head, { id, source, amount }: Refund): Promise<Claim> {
  const left = await sourceLeft(table, head, source);
  const isNamed = source.from === 'charge' || (source.from === 'prepaid' && source.depositId !== undefined);
  if (isNamed && left.charge === undefined && left.deposit === undefined) throw new DomainError('NOT_FOUND');
  if (left.correction !== undefined) throw new DomainError('CORRECTION_PENDING');
  if (amount.minor > left.leftMinor) {
    const text = moneyText({ ...amount, minor: left.leftMinor });
    throw new DomainError('REFUND_EXCEEDS_SOURCE', { left: text, wanted: moneyText(amount) });
  }
  const on = source.from === 'charge' ? source.chargeId : source.from;
  const lots = left.lots && takeFrom(left.lots, amount.minor);
  return { by: id, on, minor: amount.minor, ...(lots === undefined ? {} : { lots }) };
}
