import type { getCustomerBalance as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { type LotReceipts, readReceipts } from '../deposits/lot-receipts.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type Claim, type Head, unclaimed } from '../ledger/journal-entry.ts';
import { type Lot, sumOf } from '../ledger/lots.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { headFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { lotToWire } from './entry-wire.ts';
import { readProfile } from './stored-customer.ts';

/**
 * A customer's balances by currency, as of now (A23), with the deposits his prepaid money comes from and what refunds
 * under way hold of it (C13, C22). Refuses with NOT_FOUND.
 */
export async function getCustomerBalance(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  refuseUnseen(await sightOf(context.table, call.actor), params.customerId);
  const [customer, items] = await Promise.all([
    readProfile(context.table, params.customerId),
    queryPartition(context.table, { ...keys.heads(params.customerId), strong: true }),
  ]);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  const today = businessDate(context.clock(), context.zone);
  const balances = await Promise.all(
    items.map(headFromItem).map(async (head) => {
      const receipts = await readReceipts(context.table, head, head.lots);
      return balanceToWire(head, receipts, today);
    }),
  );
  return { body: { customerId: customer.id, balances } };
}

function balanceToWire(head: Head, receipts: LotReceipts, today: CalendarDate) {
  const { currency, balances, claims } = head;
  const wire = (minor: bigint) => toWire({ minor, currency });
  return {
    currency,
    receivable: wire(balances.receivable),
    prepaid: wire(balances.prepaid),
    held: wire(sumOf(claims.filter(({ on }) => on === 'prepaid'))),
    available: wire(unclaimed(head, 'prepaid')),
    unapplied: wire(balances.unapplied),
    lots: head.lots.map((lot) => ({
      ...lotToWire(head, lot, receipts),
      ...termsToWire(lot, today),
    })),
    holds: claims.filter(isOfMoney).map(({ by, on, minor }) => ({ requestId: by, from: on, amount: wire(minor) })),
    sequence: Number(head.sequence),
    hash: head.hash,
    asOf: head.recordedAt ?? '',
  };
}

/** A claim on money of the account; those on a charge set nothing of it apart. */
function isOfMoney(claim: Claim): claim is Claim & { on: 'prepaid' | 'unapplied' } {
  return claim.on === 'prepaid' || claim.on === 'unapplied';
}

function termsToWire({ types, expires, isFixed }: Lot, today: CalendarDate) {
  return {
    ...(types === undefined ? {} : { chargeTypes: [...types] }),
    ...(expires === undefined ? {} : { expires }),
    hasExpired: expires !== undefined && expires < today,
    isRefundable: isFixed !== true,
  };
}
