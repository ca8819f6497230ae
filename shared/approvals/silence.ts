import type { SilencePolicy } from '../model/approval-policy.ts';
import { type Instant, later } from '../model/dates.ts';
import type { ReviewedRequest } from '../model/request.ts';
import { waitingStage } from './stage-people.ts';

const hourMs = 3_600_000;

/**
 * When somebody has to be reminded of the stage that waits, and when it goes to another role as well; neither without a
 * due time, and no stage goes to a role that has it. A stage shorter than twice the reminder's lead is reminded of at
 * half its time: nobody is reminded in the minute in which he is asked.
 */
export function silenceOf(
  request: ReviewedRequest,
  policy: SilencePolicy,
): { remindAt?: Instant; escalateAt?: Instant } {
  const { dueAt, escalatedTo } = request;
  const { role, deadlineHours } = waitingStage(request);
  if (dueAt === undefined) return {};
  const remindAt = later(dueAt, -Math.min(policy.remindBeforeHours, deadlineHours / 2) * hourMs);
  if (escalatedTo !== undefined || role === policy.escalateTo) return { remindAt };
  return { remindAt, escalateAt: later(dueAt, policy.escalateAfterHours * hourMs) };
}
