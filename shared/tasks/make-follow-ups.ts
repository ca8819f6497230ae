import { isDraft } from '../model/charge-request.ts';
import { addDays, businessDate, type CalendarDate } from '../model/dates.ts';
import type { ChargeId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { caseFromItem } from '../table/items/charge-item.ts';
import { allShards, keys, openReceivablesPartition } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { makeTask, newTask } from './stored-task.ts';
import { taskOwner } from './task-owner.ts';

/** Days around the due date in which somebody looks after a payment; reminders to the customer come later. */
const daysBefore = 3;
const daysAfter = 7;

/**
 * Makes a follow-up task for whoever is responsible for a charge that is due soon or was due lately and is not paid
 * (A27 跟进缴费): once for each due date, however often it runs. A disputed charge gets none until its dispute is closed.
 * Answers how many receivables it looked at and how many tasks it made.
 */
export async function makeFollowUps(context: LedgerContext): Promise<{ looked: number; made: number }> {
  const today = businessDate(context.clock(), context.zone);
  let looked = 0;
  let made = 0;
  for (let day = -daysAfter; day <= daysBefore; day += 1) {
    const due = addDays(today, day);
    const ids = await openOn(context, due);
    looked += ids.length;
    for (const id of await withoutTask(context, ids, due)) {
      if (await makeFollowUp(context, id, due)) made += 1;
    }
  }
  return { looked, made };
}

const nameFor = (due: CalendarDate) => `follow-up-${due}`;

/** The charges of which something is open on a due date. */
async function openOn({ table }: LedgerContext, due: CalendarDate): Promise<ChargeId[]> {
  const pages = await Promise.all(
    allShards.map((shard) =>
      queryPartition(table, { pk: openReceivablesPartition(shard), index: 'GSI3', skPrefix: `${due}#` }),
    ),
  );
  return pages
    .flat()
    .map(({ g3sk }) => String(g3sk).slice(`${due}#`.length))
    .filter((id) => id.startsWith('chg_')) as ChargeId[];
}

async function withoutTask({ table }: LedgerContext, ids: readonly ChargeId[], due: CalendarDate): Promise<ChargeId[]> {
  const rows = await getItems(
    table,
    ids.map((id) => keys.task(id, nameFor(due))),
  );
  const known = new Set(rows.map(({ pk }) => String(pk).slice(2)));
  return ids.filter((id) => !known.has(id));
}

async function makeFollowUp(context: LedgerContext, id: ChargeId, due: CalendarDate): Promise<boolean> {
  const [item] = await getItems(context.table, [keys.request(id)]);
  const charge = item && caseFromItem(item);
  if (charge === undefined || isDraft(charge) || charge.dispute !== undefined) return false;
  const owner = await taskOwner(context.table, charge.maker);
  const task = newTask(charge, { kind: 'follow-up', name: nameFor(due), owner, now: context.clock() });
  return (await makeTask(context, task)) === 'written';
}
