import { publishCalendar as contract } from '../contracts/arrivals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { CalendarStretch, WorkingCalendar } from '../model/working-calendar.ts';
import { policyEtag, publishPolicy } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { calendarPolicy, calendarToWire, joins, withStretch } from './working-calendar.ts';

/**
 * Adds days to the working calendar, usually the next year as it was announced, or corrects some (A67).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, VALIDATION_FAILED (a gap), BUSY.
 */
export async function publishCalendar(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const next = (before: WorkingCalendar) => {
    refuseGap(before, body);
    return withStretch(before, body);
  };
  const { published, replayed } = await publishPolicy(context, calendarPolicy, {
    actor,
    idempotencyKey,
    ifMatch,
    body,
    next,
  });
  return { body: calendarToWire(published), etag: policyEtag(published), location: '/policies/calendar', replayed };
}

function refuseGap(calendar: WorkingCalendar, stretch: CalendarStretch): void {
  if (joins(calendar, stretch)) return;
  const params = { from: calendar.from, until: calendar.until };
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [{ pointer: '/from', code: 'CALENDAR_GAP', params }]);
}
