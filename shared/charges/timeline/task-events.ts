import { taskFromItem } from '../../table/items/task-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** What happened to one task, for the case of its charge; colleagues see it, the customer does not. */
export function taskEvents(item: Item): TimelineEvent[] {
  const task = taskFromItem(item);
  return [
    { at: task.createdAt, by: 'system', what: `task ${task.name} opened` },
    ...task.log.map(({ at, by, what, note, owner }) => ({
      at,
      by,
      what: what === 'reassign' ? `task ${task.name} given to ${owner ?? ''}` : `task ${task.name} ${what}`,
      ...(note === undefined ? {} : { text: note }),
    })),
  ];
}
