import { readCharge } from '../charges/stored-charge.ts';
import type { SilencePolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import type { Teller } from '../notices/mailer.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { defaultSilence } from '../policies/default-approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
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
  id: ChargeId,
  ruleOf: SilenceRules,
): Promise<number> {
  const charge = await readCharge(context.table, id);
  if (charge?.state !== 'in-review') return 0;
  const rule = await ruleOf(charge.policyVersion);
  const due = dueNow(context, charge, rule);
  try {
    return due.reminder ? await remind(context, teller, charge) : 0;
  } finally {
    if (due.escalation) await escalateStage(context, charge, rule.escalateTo);
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
 * Those of the charges of which somebody may have to be reminded, or that may have to be handed on, in their order. They
 * are read by the hundred and not strongly, so each is looked at again; so is each of a hundred that cannot be read.
 */
export async function findSilent(
  context: LedgerContext,
  ids: readonly ChargeId[],
  ruleOf: SilenceRules,
): Promise<ChargeId[]> {
  const silent: ChargeId[] = [];
  for (let start = 0; start < ids.length; start += batchSize) {
    const some = ids.slice(start, start + batchSize);
    silent.push(...(await silentAmong(context, some, ruleOf).catch(() => some)));
  }
  return silent;
}

async function silentAmong(context: LedgerContext, ids: readonly ChargeId[], ruleOf: SilenceRules) {
  const charges = (await getItems(context.table, ids.map(keys.request))).filter(isSubmittedCharge).map(chargeFromItem);
  const silent: ChargeId[] = [];
  for (const charge of charges) {
    if (charge.state !== 'in-review') continue;
    const due = dueNow(context, charge, await ruleOf(charge.policyVersion));
    if (due.reminder || due.escalation) silent.push(charge.id);
  }
  return silent;
}

function dueNow(context: LedgerContext, charge: Charge, rule: SilencePolicy) {
  const now = context.clock();
  const { remindAt, escalateAt } = silenceOf(charge, rule);
  return {
    reminder: remindAt !== undefined && remindAt <= now,
    escalation: escalateAt !== undefined && escalateAt <= now,
  };
}

/** Once for each role in whose inbox a stage lies. */
async function remind(context: LedgerContext, teller: Teller, charge: Charge): Promise<number> {
  const { id, revision, stage, escalatedTo } = charge;
  const name = `${revision}#${stage}#reminder${escalatedTo === undefined ? '' : `#${escalatedTo}`}`;
  const event = { requestId: id, name };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, () =>
    reviewNotices(context, charge, 'review-reminder'),
  );
  return unsent.length;
}
