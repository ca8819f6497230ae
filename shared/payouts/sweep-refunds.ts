import type { ApprovalWorkflow } from '../approvals/approval-workflow.ts';
import { reportStage } from '../approvals/follow-request.ts';
import { businessDate, type Instant, later, monthsOf } from '../model/dates.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import { approvingRoles } from '../model/role.ts';
import type { Teller } from '../notices/mailer.ts';
import { expireRefund } from '../refunds/expire-refund.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import { inLanes } from '../requests/in-lanes.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { toMillis } from '../table/items/request-item.ts';
import { allShards, inboxPartition, keys, requestMonthPartition } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { readStageToken } from '../table/stage-token.ts';
import { attemptOf, payoutStage, reportPayout } from './report-payout.ts';
import { tellCashiers } from './tell-cashiers.ts';

/** A refund younger than this is left to the stream, which is usually done with it in a second. */
const graceMs = 120_000;
const dayMs = 86_400_000;
const batchSize = 100;
/** Runs that paid before that have long made their vouchers. */
const paidLatelyMs = 2 * dayMs;
/** How long ago such a refund may have been asked for. */
const longestOpenMs = 62 * dayMs;

/** How many refunds were looked after, for how many there was no time, and how many people a mail did not reach. */
export interface SweptRefunds {
  readonly looked: number;
  readonly left: number;
  readonly untold: number;
}

/**
 * Looks after refunds whose time is up and those that wait for a cashier (B25, B26): one that nobody decided or paid in
 * time expires and frees its money; of one that is late its cashiers are reminded, once an attempt; of one that somebody
 * began and said no more of, daily, and from the third day on finance as well; and a step that a lost event left undone
 * is done. Soonest to expire first; one that cannot go on does not keep the others. Fails at the
 * end when some could not go on, which raises the alarm.
 */
export async function sweepRefunds(
  context: LedgerContext,
  ports: Teller & { readonly workflow: ApprovalWorkflow },
  { everything, isTime }: { everything: boolean; isTime: () => boolean },
): Promise<SweptRefunds> {
  const now = context.clock();
  const waiting = await inboxRows(context, ['cashier'], everything ? now : later(now, -graceMs));
  // A restart may have cut off runs of refunds that were just paid, before they made the voucher.
  const paid = everything ? await paidLately(context, now) : [];
  const ids = [...(await expiredInReview(context, now)), ...waiting, ...paid];
  const failures: unknown[] = [];
  let untold = 0;
  const left = await inLanes(ids, isTime, async (id) => {
    try {
      const unreached = await lookAfter(context, ports, id);
      untold += unreached;
    } catch (error) {
      failures.push(error);
    }
  });
  const looked = ids.length - left;
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${looked} refunds could not go on`);
  return { looked, left, untold };
}

/** Answers how many cashiers could not be reminded. */
async function lookAfter(
  context: LedgerContext,
  ports: Teller & { readonly workflow: ApprovalWorkflow },
  id: RefundId,
): Promise<number> {
  if ((await expireRefund(context, id)) !== undefined) return 0;
  const refund = await readRefund(context.table, id);
  if (refund?.state === 'paid' || refund?.state === 'arrived') {
    await ports.workflow.ensureEnded(id, refund.revision);
    return 0;
  }
  if (refund?.state !== 'approved' && refund?.state !== 'executing') return 0;
  await continueRun(context, ports.workflow, refund);
  const attempt = attemptOf(refund);
  const openDays = daysOpen(refund, context.clock());
  if (openDays > 0) return await tellCashiers(context, ports, refund, { attempt, why: 'open', openDays });
  const isLate = refund.promisedBy < businessDate(context.clock(), context.zone);
  return isLate ? await tellCashiers(context, ports, refund, { attempt, why: 'late' }) : 0;
}

/** For how many whole days an attempt has been under way; 0 while nobody pays. */
function daysOpen({ state, attempts }: Refund, now: Instant): number {
  const begun = state === 'executing' ? attempts.at(-1)?.startedAt : undefined;
  return begun === undefined ? 0 : Math.floor((Date.parse(now) - Date.parse(begun)) / dayMs);
}

/** A run that has not asked for the attempt that is due waits for what the stream should have told it, or has died. */
async function continueRun(context: LedgerContext, workflow: ApprovalWorkflow, refund: Refund): Promise<void> {
  const { id, revision, stages } = refund;
  const asked = await readStageToken(context, payoutStage(id, attemptOf(refund)));
  if (asked === undefined) {
    // One that policy passed had no stage, and no run waited for it.
    if (stages.length > 0) await reportStage(context, workflow, { id, revision, stage: stages.length }, refund);
    await reportPayout(context, workflow, refund);
  }
  await workflow.ensureRunning(id, revision);
}

/** Stages lie by their own due time, so those past their end are found by reading: no refund expires within a day. */
async function expiredInReview(context: LedgerContext, now: Instant): Promise<RefundId[]> {
  const ids = await inboxRows(context, approvingRoles, later(now, -dayMs));
  const expired: RefundId[] = [];
  for (let start = 0; start < ids.length; start += batchSize) {
    const items = await getItems(context.table, ids.slice(start, start + batchSize).map(keys.request));
    expired.push(
      ...items
        .map(refundFromItem)
        .filter(({ expiresAt }) => expiresAt <= now)
        .map(({ id }) => id),
    );
  }
  return expired;
}

/** The refunds that were paid in the last days; a month's list has them by when they were asked for. */
async function paidLately({ table, zone }: LedgerContext, now: Instant): Promise<RefundId[]> {
  const since = later(now, -paidLatelyMs);
  const months = monthsOf(businessDate(later(now, -longestOpenMs), zone), businessDate(now, zone));
  const ids: RefundId[] = [];
  for (const month of months) {
    const rows = await queryPartition(table, { index: 'GSI2', pk: requestMonthPartition(month, 'refund') });
    const items = await getItems(
      table,
      rows.map(({ pk }) => keys.request(String(pk).slice(2) as RefundId)),
    );
    const refunds = items.map(refundFromItem);
    ids.push(...refunds.filter(({ posting }) => (posting?.recordedAt ?? '') >= since).map(({ id }) => id));
  }
  return ids;
}

/** The refunds that wait for these roles and were submitted by then, in the order of the inbox. */
async function inboxRows(
  { table }: LedgerContext,
  roles: readonly Parameters<typeof inboxPartition>[0][],
  submittedBy: Instant,
): Promise<RefundId[]> {
  const partitions = roles.flatMap((role) => allShards.map((shard) => inboxPartition(role, shard)));
  const rows = await Promise.all(partitions.map((pk) => queryPartition(table, { pk, index: 'GSI1' })));
  return rows
    .flat()
    .filter(({ kind, at }) => kind === 'refund' && (at as bigint) <= toMillis(submittedBy))
    .sort((a, b) => (String(a.g1sk) < String(b.g1sk) ? -1 : 1))
    .map(({ pk }) => String(pk).slice(2) as RefundId);
}
