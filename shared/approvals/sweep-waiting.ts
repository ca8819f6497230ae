import { readCharge } from '../charges/stored-charge.ts';
import type { SilencePolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { approvingRoles } from '../model/role.ts';
import type { Teller } from '../notices/mailer.ts';
import { tellOnce } from '../notices/tell-once.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { defaultSilence } from '../policies/default-approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { allShards, inboxPartition } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { readStageToken } from '../table/stage-token.ts';
import type { ApprovalWorkflow } from './approval-workflow.ts';
import { escalateStage } from './escalate-stage.ts';
import { reportStage } from './follow-request.ts';
import { reviewNotices } from './review-notices.ts';
import { silenceOf } from './silence.ts';

/** A stage younger than this is left to the stream, which is usually done with it in a second. */
const graceMs = 120_000;

type Ports = Teller & { readonly workflow: ApprovalWorkflow };

/**
 * Looks after every request in an inbox. A step that never happened is done: the stream keeps its records for a day
 * only, and a run can die (ledger.md). A stage that nobody decides is reminded of, and then handed on (F15). One that
 * cannot go on does not keep the others. Answers how many it looked after; `everything` also takes the youngest. Fails
 * at the end when some could not go on, which raises the alarm.
 */
export async function sweepWaiting(
  context: LedgerContext,
  ports: Ports,
  options: { everything: boolean },
): Promise<number> {
  const now = Date.parse(context.clock());
  const silences = new Map<number, Promise<SilencePolicy>>();
  const silenceFor = (version: number): Promise<SilencePolicy> => {
    const known = silences.get(version) ?? readSilence(context, version);
    silences.set(version, known);
    return known;
  };
  let looked = 0;
  const failures: unknown[] = [];
  for (const role of approvingRoles) {
    for (const shard of allShards) {
      for (const row of await queryPartition(context.table, { pk: inboxPartition(role, shard), index: 'GSI1' })) {
        if (row.kind !== 'charge') continue;
        if (!options.everything && now - Date.parse(String(row.at)) < graceMs) continue;
        looked += 1;
        const id = String(row.pk).slice(2) as ChargeId;
        await lookAfter(context, ports, id, silenceFor).catch((error) => failures.push(error));
      }
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${looked} requests could not go on`);
  return looked;
}

async function readSilence(context: LedgerContext, policyVersion: number): Promise<SilencePolicy> {
  return (await readApprovalPolicyVersion(context.table, policyVersion)).silence ?? defaultSilence;
}

/** Neither a run nor a mail that cannot be had keeps a stage from being handed on. */
async function lookAfter(
  context: LedgerContext,
  ports: Ports,
  id: ChargeId,
  silenceFor: (policyVersion: number) => Promise<SilencePolicy>,
): Promise<void> {
  const charge = await readCharge(context.table, id);
  if (charge?.state !== 'in-review') return;
  const now = context.clock();
  const silence = await silenceFor(charge.policyVersion);
  const { remindAt, escalateAt } = silenceOf(charge, silence);
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(error);
  await continueRun(context, ports.workflow, charge).catch(note);
  if (remindAt !== undefined && remindAt <= now) await remind(context, ports, charge).catch(note);
  if (escalateAt !== undefined && escalateAt <= now) {
    await escalateStage(context, charge, silence.escalateTo).catch(note);
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
}

async function continueRun(context: LedgerContext, workflow: ApprovalWorkflow, charge: Charge): Promise<void> {
  const { id, revision, stage } = charge;
  const asked = await readStageToken(context, { id, revision, stage });
  if (asked === undefined && stage > 1)
    await reportStage(context, workflow, { id, revision, stage: stage - 1 }, charge);
  await workflow.ensureRunning(id, revision);
}

/** Once for each role in whose inbox a stage lies. */
async function remind(context: LedgerContext, teller: Teller, charge: Charge): Promise<void> {
  const { id, revision, stage, escalatedTo } = charge;
  const name = `${revision}#${stage}#reminder${escalatedTo === undefined ? '' : `#${escalatedTo}`}`;
  await tellOnce(context, teller, { requestId: id, name }, () => reviewNotices(context, charge, 'review-reminder'));
}
