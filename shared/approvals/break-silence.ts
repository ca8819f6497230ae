import type { SilencePolicy } from '../model/approval-policy.ts';
import type { ReviewedId } from '../model/ids.ts';
import type { ReviewedRequest } from '../model/request.ts';
import type { Teller } from '../notices/mailer.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { defaultSilence } from '../policies/default-approval-policy.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { reviewedFromItem } from '../table/items/reviewed-item.ts';
import { keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { escalateStage } from './escalate-stage.ts';
import { reviewNotices } from './review-notices.ts';
import { silenceOf } from './silence.ts';

/** The rule of a version of the approval policy. */
type SilenceRules = (policyVersion: number) => Promise<SilencePolicy>;

const batchSize = 100;

/**
 * Reminds the people of a stage that nobody decides, and then hands it on, when the time has come (F15). Neither keeps
 * the other from being done. Answers how many people no mail reached; the next sweep tries them again.
 */
export async function breakSilence(
  context: LedgerContext,
  teller: Teller,
  id: ReviewedId,
  ruleOf: SilenceRules,
): Promise<number> {
  const request = await readReviewed(context.table, id);
  if (request?.state !== 'in-review') return 0;
  const rule = await ruleOf(request.policyVersion);
  const due = dueNow(context, request, rule);
  try {
    return due.reminder ? await remind(context, teller, request) : 0;
  } finally {
    if (due.escalation) await escalateStage(context, request, rule.escalateTo);
  }
}

/** Each rule is read once. */
export function silenceRules({ table }: LedgerContext): SilenceRules {
  const known = new Map<number, Promise<SilencePolicy>>();
  const read = async (version: number) => (await readApprovalPolicyVersion(table, version)).silence ?? defaultSilence;
  return (version) => {
    const rule = known.get(version) ?? read(version);
    known.set(version, rule);
    return rule;
  };
}

/**
 * Those of the requests of which somebody may have to be reminded, or that may have to be handed on, in their order. They
 * are read by the hundred and not strongly, so each is looked at again; so is each of a hundred that cannot be read.
 */
export async function findSilent(
  context: LedgerContext,
  ids: readonly ReviewedId[],
  ruleOf: SilenceRules,
): Promise<ReviewedId[]> {
  const silent: ReviewedId[] = [];
  for (let start = 0; start < ids.length; start += batchSize) {
    const some = ids.slice(start, start + batchSize);
    silent.push(...(await silentAmong(context, some, ruleOf).catch(() => some)));
  }
  return silent;
}

async function silentAmong(context: LedgerContext, ids: readonly ReviewedId[], ruleOf: SilenceRules) {
  const requests = (await getItems(context.table, ids.map(keys.request))).map(reviewedFromItem);
  const silent: ReviewedId[] = [];
  for (const request of requests) {
    if (request?.state !== 'in-review') continue;
    const due = dueNow(context, request, await ruleOf(request.policyVersion));
    if (due.reminder || due.escalation) silent.push(request.id);
  }
  return silent;
}

function dueNow(context: LedgerContext, request: ReviewedRequest, rule: SilencePolicy) {
  const now = context.clock();
  const { remindAt, escalateAt } = silenceOf(request, rule);
  return {
    reminder: remindAt !== undefined && remindAt <= now,
    escalation: escalateAt !== undefined && escalateAt <= now,
  };
}

/** Once for each role in whose inbox a stage lies. */
async function remind(context: LedgerContext, teller: Teller, request: ReviewedRequest): Promise<number> {
  const { id, revision, stage, escalatedTo } = request;
  const name = `${revision}#${stage}#reminder${escalatedTo === undefined ? '' : `#${escalatedTo}`}`;
  const event = { requestId: id, name };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, () =>
    reviewNotices(context, request, 'review-reminder'),
  );
  return unsent.length;
}
