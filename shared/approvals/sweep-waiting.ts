import { type Instant, later } from '../model/dates.ts';
import type { ReviewedId } from '../model/ids.ts';
import { approvingRoles } from '../model/role.ts';
import type { Teller } from '../notices/mailer.ts';
import { inLanes } from '../requests/in-lanes.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { fromMillis, toMillis } from '../table/items/request-item.ts';
import { allShards, inboxPartition, spread } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { readStageToken } from '../table/stage-token.ts';
import type { ApprovalWorkflow } from './approval-workflow.ts';
import { breakSilence, findSilent, silenceRules } from './break-silence.ts';
import { reportStage } from './follow-request.ts';

/** A stage younger than this is left to the stream, which is usually done with it in a second. */
const graceMs = 120_000;
/** What is under way when time runs out may take this long: a sweep ends by itself and is not cut off. */
const reserveMs = 20_000;
const sweepEveryMs = 300_000;
/** Steps get lost soon after they were due: a request submitted this recently is looked at in every sweep. */
const youngMs = 1_800_000;
/** Of the older ones each is looked at in one sweep of so many, once an hour: asking Step Functions is rate-limited. */
const turns = 12;

/** How many requests were looked after, for how many there was no time, and how many people a mail did not reach. */
export interface Swept {
  readonly looked: number;
  readonly left: number;
  readonly untold: number;
}

/**
 * Looks after every request in an inbox. First a stage that nobody decides is reminded of, and then handed on (F15):
 * that needs no workflow, so one that does not answer holds up nothing of it. Then a step that never happened is done:
 * the stream keeps its records for a day only, and a run can die (ledger.md). One that cannot go on does not keep the
 * others; neither does somebody whom no mail reaches. `everything` takes the youngest and all of the older ones;
 * `remainingMs` says how long the sweep may go on. Fails at the end when some could not go on, which raises the alarm.
 */
export async function sweepWaiting(
  context: LedgerContext,
  ports: Teller & { readonly workflow: ApprovalWorkflow },
  { everything, remainingMs }: { everything: boolean; remainingMs: () => number },
): Promise<Swept> {
  const now = context.clock();
  const waiting = await readWaiting(context, everything ? now : later(now, -graceMs));
  const failed = new Map<ReviewedId, unknown>();
  const isTime = () => remainingMs() > reserveMs;
  const lookAfter = (ids: readonly ReviewedId[], visit: (id: ReviewedId) => Promise<void>): Promise<number> =>
    inLanes(ids, isTime, (id) => visit(id).catch((error) => void failed.set(id, error)));

  const ruleOf = silenceRules(context);
  let untold = 0;
  const ids = waiting.map(({ id }) => id);
  await lookAfter(await findSilent(context, ids, ruleOf), async (id) => {
    const unreached = await breakSilence(context, ports, id, ruleOf);
    untold += unreached;
  });
  const runs = everything ? ids : waiting.filter((one) => isTurn(one, now)).map(({ id }) => id);
  const left = await lookAfter(fromMovingPlace(runs, now), (id) => continueRun(context, ports.workflow, id));

  const looked = runs.length - left;
  if (failed.size > 0) {
    throw new AggregateError([...failed.values()], `${failed.size} of ${looked} requests could not go on`);
  }
  return { looked, left, untold };
}

interface Waiting {
  readonly id: ReviewedId;
  readonly submittedAt: Instant;
}

/** Whether the run of a request is looked at in this sweep. */
function isTurn({ id, submittedAt }: Waiting, now: Instant): boolean {
  const sweeps = Math.floor(Date.parse(now) / sweepEveryMs);
  return submittedAt > later(now, -youngMs) || spread(id, turns) === sweeps % turns;
}

/** The requests in all inboxes that were submitted by then, those that are due first in front. */
async function readWaiting({ table }: LedgerContext, submittedBy: Instant): Promise<Waiting[]> {
  const partitions = approvingRoles.flatMap((role) => allShards.map((shard) => inboxPartition(role, shard)));
  const rows = await Promise.all(partitions.map((pk) => queryPartition(table, { pk, index: 'GSI1' })));
  return rows
    .flat()
    .filter(({ at }) => (at as bigint) <= toMillis(submittedBy))
    .sort((a, b) => (String(a.g1sk) < String(b.g1sk) ? -1 : 1))
    .map(({ pk, at }) => ({ id: String(pk).slice(2) as ReviewedId, submittedAt: fromMillis(at as bigint) }));
}

/** Begins elsewhere in every sweep, far from where it lately did: sweeps that are cut short reach everybody in turn. */
function fromMovingPlace<T>(all: readonly T[], now: Instant): T[] {
  const goldenRatio = 0.618_034;
  const sweeps = Math.floor(Date.parse(now) / sweepEveryMs);
  const start = Math.floor(((sweeps * goldenRatio) % 1) * all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

/** Read afresh: it may have been decided, or handed on by this very sweep. */
async function continueRun(context: LedgerContext, workflow: ApprovalWorkflow, id: ReviewedId): Promise<void> {
  const request = await readReviewed(context.table, id);
  if (request?.state !== 'in-review') return;
  const { revision, stage } = request;
  // Before the first stage there is none that a run could still wait for.
  if (stage > 1 && (await readStageToken(context, { id, revision, stage })) === undefined) {
    await reportStage(context, workflow, { id, revision, stage: stage - 1 }, request);
  }
  await workflow.ensureRunning(id, revision);
}
