import type { HistoryStep } from '../../model/charge-request.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** Steps that the row of the dispute tells of as well, with what was said. */
const toldByDispute: ReadonlySet<HistoryStep['action']> = new Set(['dispute', 'explain', 'close-dispute']);

/** The steps of one revision (A28); its customer does not hear of them. */
export function chargeEvents(revision: number, history: readonly HistoryStep[]): TimelineEvent[] {
  const steps = history.filter(({ action }) => !toldByDispute.has(action));
  return steps.map(({ at, by, action, to, stage, reason, for: absent }) => ({
    at,
    by: absent === undefined ? by : `${by} (${absent})`,
    what: `${action} → ${to} (revision ${revision}${stage === undefined ? '' : `, stage ${stage}`})`,
    ...(reason === undefined ? {} : { text: reason }),
  }));
}
