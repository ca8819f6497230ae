import { readCharge } from '../charges/stored-charge.ts';
import { invariant } from '../errors/invariant.ts';
import { documentNumber } from '../ledger/document-number.ts';
import type { Claim, DocumentSeries, EntryDraft } from '../ledger/journal-entry.ts';
import { negated } from '../ledger/lots.ts';
import { refundPostings } from '../ledger/posting-rules.ts';
import type { Charge } from '../model/charge-request.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { PayoutAttempt, Refund } from '../model/refund.ts';
import { openDate } from '../periods/period-lock.ts';
import { unchanged } from '../requests/unchanged.ts';
import { type Committed, commitTogether, onlyEntry, requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { refundItem } from '../table/items/refund-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { type Condition, put, type Write } from '../table/write.ts';

/**
 * Posts a refund that was paid (B10, B11): its claim ends, the money leaves held, the fee is kept, and it gets the number
 * of its voucher; of a charge, the credit note comes first and the charge remembers it (F4). One write; usually twelve
 * write units with a charge, ten without: a refund that has come so far is above 1 KB and counts double. `paid` is the refund as it will be, but for its place in the ledger and its numbers; who
 * paid is in its last attempt. Answers that the request had moved when the condition does not hold. Refuses with BUSY.
 */
export async function captureRefund(
  context: LedgerContext,
  paid: Refund,
  condition: Condition,
): Promise<Refund | typeof requestMoved> {
  const { customerId, amount, source } = paid;
  const series: DocumentSeries[] = source.from === 'charge' ? ['credit-note', 'refund-voucher'] : ['refund-voucher'];
  let charge: Charge | undefined;
  let captured = paid;
  const done = await commitTogether(context, {
    ledgers: [{ customerId, currency: amount.currency }],
    plan: async ([head]) => {
      invariant(head !== undefined, 'a refund is about one ledger');
      const claim = head.claims.find(({ by }) => by === paid.id);
      if (claim === undefined) return requestMoved;
      charge = await creditedCharge(context.table, paid);
      const paidOn = paidAttempt(paid).paidOn ?? businessDate(context.clock(), context.zone);
      const effectiveDate = await openDate(context, paidOn);
      return {
        ledgers: [
          {
            drafts: [draftOf(paid, { claim, effectiveDate, ...(charge === undefined ? {} : { charge }) })],
            release: paid.id,
            issue: series,
          },
        ],
      };
    },
    requestWrite: (committed) => {
      captured = withPlace(paid, committed, series);
      return { item: refundItem(captured, context.zone), condition };
    },
    alsoWrite: () => (charge === undefined ? [] : [creditWrite(context, charge, paid)]),
  });
  return typeof done === 'symbol' ? done : captured;
}

function paidAttempt({ id, attempts }: Refund): PayoutAttempt {
  const attempt = attempts.at(-1);
  invariant(attempt !== undefined, `refund ${id} was paid in an attempt`);
  return attempt;
}

function draftOf(
  paid: Refund,
  { claim, charge, effectiveDate }: { claim: Claim; charge?: Charge; effectiveDate: CalendarDate },
): EntryDraft {
  const from = paid.source.from === 'prepaid' ? ('prepaid' as const) : ('unapplied' as const);
  const credit = charge && { type: charge.type };
  return {
    requestId: paid.id,
    effectiveDate,
    makers: [paid.maker, ...paid.approvers, paidAttempt(paid).by],
    postings: refundPostings(paid.payout.method, paid.amount.minor, { feeMinor: paid.feeMinor, from, credit }),
    ...(claim.lots === undefined ? {} : { lots: negated(claim.lots) }),
  };
}

async function creditedCharge(table: LedgerTable, { source }: Refund): Promise<Charge | undefined> {
  if (source.from !== 'charge') return undefined;
  const charge = await readCharge(table, source.chargeId);
  invariant(charge !== undefined, `charge ${source.chargeId} of a refund is there`);
  return charge;
}

/** The charge knows how much of it was credited, so that it is never refunded twice (G1). */
function creditWrite(context: LedgerContext, charge: Charge, { id, amount }: Refund): Write {
  const at = context.clock();
  const credited: Charge = {
    ...charge,
    creditedMinor: (charge.creditedMinor ?? 0n) + amount.minor,
    history: [...charge.history, { at, by: 'policy', action: 'credit', to: charge.state, reason: id }],
  };
  return put(context.table, chargeItem(credited, context.zone), unchanged(charge));
}

function withPlace(paid: Refund, committed: Committed, series: readonly DocumentSeries[]): Refund {
  const { sequence, recordedAt, hash } = onlyEntry(committed);
  const [head] = committed.heads;
  invariant(head !== undefined, 'a refund is about one ledger');
  return {
    ...paid,
    voucherNumber: documentNumber(head, 'refund-voucher'),
    ...(series.includes('credit-note') ? { creditNoteNumber: documentNumber(head, 'credit-note') } : {}),
    posting: { sequence, recordedAt, hash },
  };
}
