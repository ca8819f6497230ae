import { hasPaid } from '../charges/bounced-lots.ts';
import { bounceDeposit as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Head } from '../ledger/journal-entry.ts';
import { negated, sumOf } from '../ledger/lots.ts';
import { postEvent } from '../ledger/posting-rules.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { Deposit } from '../model/deposit.ts';
import type { HistoryStep } from '../model/request.ts';
import { type CommitPlan, commitTogether, onlyEntry } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositItem } from '../table/items/deposit-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';
import { depositMoved, refuseMaker, stepDeposit, unchangedAndByAnother, unchangedDeposit } from './step-deposit.ts';

/**
 * Records that the money of a deposit did not come, or was taken back (C1, G11). Before its arrival that leaves no trace
 * in the balance. After it, what is left of it goes, and what it had paid is owed by the customer at once, so that
 * nobody loses money silently. Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DEPOSIT_MOVED,
 * DEPOSIT_NEEDS_ANOTHER, DEPOSIT_HELD while a refund holds some of it or of a charge it has paid, BUSY.
 */
export async function bounceDeposit(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const request = { actor, roles: contract.roles, depositId: params.depositId, body, idempotencyKey };
  const step = { action: 'bounce', to: 'bounced', reason: body.reason } as const;
  return await stepDeposit(context, request, step, async (before, taken) => {
    const after: Deposit = { ...before, state: 'bounced', history: [...before.history, taken] };
    if (before.state === 'arrived') {
      refuseMaker(before, actor.id);
      return await takeBack(context, before, after, taken);
    }
    if (before.state !== 'registered') throw depositMoved(before);
    const outcome = await putIf(context, depositItem(after, context.zone), unchangedDeposit(before));
    return outcome === 'written' ? after : undefined;
  });
}

/** Posts the bouncing of money that had counted: request, head, entry, and what is then owed, in one write. */
async function takeBack(
  context: LedgerContext,
  before: Deposit,
  after: Deposit,
  step: HistoryStep,
): Promise<Deposit | undefined> {
  let bounced = after;
  const today = businessDate(step.at, context.zone);
  const done = await commitTogether(context, {
    ledgers: [{ customerId: before.customerId, currency: before.amount.currency }],
    plan: async ([head]) => {
      invariant(head !== undefined, 'a deposit is about one ledger');
      await refuseHeld(context.table, before, head);
      return planBounce(before, head, { by: step.by, today });
    },
    requestWrite: (committed) => {
      const { sequence, recordedAt, hash } = onlyEntry(committed);
      bounced = { ...after, bounce: { sequence, recordedAt, hash } };
      return { item: depositItem(bounced, context.zone), condition: unchangedAndByAnother(before, step.by) };
    },
  });
  return typeof done === 'symbol' ? undefined : bounced;
}

/** Refuses with DEPOSIT_HELD while a refund holds some of it, or of a charge that it has paid. */
async function refuseHeld(table: LedgerTable, { posting }: Deposit, { claims }: Head): Promise<void> {
  const number = posting?.sequence;
  const holding = await Promise.all(
    claims.map(async ({ by, on, lots = [] }) => {
      if (!by.startsWith('rfd_')) return [];
      const isOfIt = lots.some((lot) => lot.number === number) || (await hasPaid(table, number, on));
      return isOfIt ? [by] : [];
    }),
  );
  const requests = holding.flat();
  if (requests.length > 0) throw new DomainError('DEPOSIT_HELD', { requests: requests.join(', ') });
}

/** What of the lot is there goes; the rest, which was used, the customer owes from today on. */
function planBounce(
  { id: requestId, customerId, amount, method, posting }: Deposit,
  head: Head,
  { by, today }: { by: string; today: CalendarDate },
): CommitPlan {
  invariant(posting !== undefined, 'a deposit that arrived has its entry');
  const lots = head.lots.filter(({ number }) => number === posting.sequence);
  const leftMinor = sumOf(lots);
  const usedMinor = amount.minor - leftMinor;
  const { currency } = amount;
  const draft = {
    ...{ requestId, effectiveDate: today, makers: [by] },
    postings: postEvent(
      'deposit-bounced',
      [
        ['prepaid', leftMinor],
        ['receivable', usedMinor],
      ],
      [[`clearing:${method}`, amount.minor]],
    ),
    lots: negated(lots),
  };
  const owed = { customerId, requestId, currency, openMinor: usedMinor, originalMinor: usedMinor, dueDate: today };
  return { ledgers: [{ drafts: [draft] }], receivables: usedMinor === 0n ? [] : [{ after: owed }] };
}
