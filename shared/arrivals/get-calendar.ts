import type { getCalendar as contract } from '../contracts/arrivals.ts';
import type { ReplyOf } from '../contracts/operation.ts';
import { policyEtag } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { calendarToWire, readCalendar } from './working-calendar.ts';

/** The working calendar in force (A67); its ETag is for publishing the next version. */
export async function getCalendar(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const calendar = await readCalendar(context.table);
  return { body: calendarToWire(calendar), etag: policyEtag(calendar) };
}
