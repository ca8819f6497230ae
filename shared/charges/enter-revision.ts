import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeContent } from '../model/charge.ts';
import type { Charge, ChargeRevision, HistoryStep } from '../model/charge-request.ts';
import { businessDate, type CalendarDate, type Instant, later } from '../model/dates.ts';
import { stagesFor } from '../policies/approval-policy.ts';
import type { StagedBy } from '../splitting/stage-by.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { type Condition, putIf } from '../table/write.ts';
import { postCharge } from './post-charge.ts';

const hourMs = 3_600_000;

type Identity = Pick<Charge, 'id' | 'customerId' | 'maker' | 'revision' | 'bodyPrint' | 'history' | 'openedAt'>;

/** What a revision is entered under. */
interface EntryRules {
  readonly policy: ApprovalPolicy;
  readonly customerGroup: string;
  readonly now: Instant;
  readonly zone: string;
  /** Why policy sends it back at once, where it does (A44). */
  readonly returnedFor?: string | undefined;
  /** By which amount it gets its stages, where others are judged with it (H5). */
  readonly staged?: StagedBy | undefined;
}

/**
 * A revision as it enters review, or as policy passes it or sends it back: its stages, whose turn it is and until when.
 * The first revision and every later one come through here.
 */
export function enterRevision(identity: Identity, content: ChargeContent, rules: EntryRules): Charge {
  const { policy, customerGroup, now, returnedFor, staged = { stageBy: content.amount } } = rules;
  const stages = stagesFor(policy, { type: content.type, customerGroup, amount: staged.stageBy });
  const [firstStage] = stages;
  const common = {
    kind: 'charge' as const,
    ...identity,
    ...content,
    stages,
    policyVersion: policy.version,
    ...(staged.why === undefined ? {} : { together: staged.why }),
    approvers: [],
    submittedAt: now,
    effectiveDate: content.effectiveDate ?? businessDate(now, rules.zone),
  };
  if (returnedFor !== undefined) {
    const returned: HistoryStep = { at: now, by: 'policy', action: 'return', to: 'returned', reason: returnedFor };
    return { ...common, state: 'returned', stage: 0, history: [...identity.history, returned] };
  }
  if (firstStage === undefined) {
    const passed: HistoryStep = { at: now, by: 'policy', action: 'pass', to: 'posted' };
    return { ...common, state: 'posted', stage: 0, history: [...identity.history, passed] };
  }
  return { ...common, state: 'in-review', stage: 1, dueAt: later(now, firstStage.deadlineHours * hourMs) };
}

/** Saves a revision, posting it where policy passes it; answers nothing when the condition did not hold. */
export async function saveRevision(
  context: LedgerContext,
  charge: Charge,
  condition: Condition,
  terms: { prepaidUse: ApprovalPolicy['prepaidUse']; creditTermDays: number },
): Promise<Charge | undefined> {
  if (charge.state === 'posted') {
    const posted = await postCharge(context, { charge, condition, ...terms });
    return typeof posted === 'symbol' ? undefined : posted;
  }
  const outcome = await putIf(context, chargeItem(charge, context.zone), condition);
  return outcome === 'written' ? charge : undefined;
}

/** The effective date somebody named; where nobody did, it is the day of submission and says nothing (A5). */
export function namedEffectiveDate(
  { effectiveDate, history }: Pick<ChargeRevision, 'effectiveDate' | 'history'>,
  zone: string,
): CalendarDate | undefined {
  const submittedAt = history[0]?.at;
  const isDefault = submittedAt !== undefined && effectiveDate === businessDate(submittedAt, zone);
  return isDefault ? undefined : effectiveDate;
}
