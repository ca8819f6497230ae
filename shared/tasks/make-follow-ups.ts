import { isDraft } from '../model/charge-request.ts';
import type { Currency } from '../model/currency.ts';
import { addDays, businessDate, type CalendarDate } from '../model/dates.ts';
import type { ChargeId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
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
 * (A27 跟进缴费): once for each due date, however often it runs. The task names what is open then, not what was charged.
 * A disputed charge gets none until its dispute is closed.
 * Answers how many receivables it looked at and how many tasks it made.
 */
export async function makeFollowUps(context: LedgerContext): Promise<{ looked: number; made: number }> {
  const today = businessDate(context.clock(), context.zone);
  let looked = 0;
  let made = 0;
  for (let day = -daysAfter; day <= daysBefore; day += 1) {
    const due = addDays(today, day);
    const open = await openOn(context, due);
    looked += open.length;
    for (const one of await withoutTask(context, open, due)) {
      if (await makeFollowUp(context, one, due)) made += 1;
    }
  }
  return { looked, made };
}

const nameFor = (due: CalendarDate) => `follow-up-${due}`;

interface OpenCharge {
  readonly id: ChargeId;
  readonly open: Money;
}

/** The charges of which something is open on a due date, and how much. */
async function openOn({ table }: LedgerContext, due: CalendarDate): Promise<OpenCharge[]> {
  const pages = await Promise.all(
    allShards.map((shard) =>
      queryPartition(table, { pk: openReceivablesPartition(shard), index: 'GSI3', skPrefix: `${due}#` }),
    ),
  );
  return pages
    .flat()
    .map(({ g3sk, amt, ccy }) => ({
      id: String(g3sk).slice(`${due}#`.length) as ChargeId,
      open: { minor: amt as bigint, currency: ccy as Currency },
    }))
    .filter(({ id }) => id.startsWith('chg_'));
}

async function withoutTask(
  { table }: LedgerContext,
  open: readonly OpenCharge[],
  due: CalendarDate,
): Promise<OpenCharge[]> {
  const rows = await getItems(
    table,
    open.map(({ id }) => keys.task(id, nameFor(due))),
  );
  const known = new Set(rows.map(({ pk }) => String(pk).slice(2)));
  return open.filter(({ id }) => !known.has(id));
}

async function makeFollowUp(context: LedgerContext, { id, open }: OpenCharge, due: CalendarDate): Promise<boolean> {
  const [item] = await getItems(context.table, [keys.request(id)]);
  const charge = item && caseFromItem(item);
  if (charge === undefined || isDraft(charge) || charge.dispute !== undefined) return false;
  const owner = await taskOwner(context.table, charge.maker);
  const about = { id, customerId: charge.customerId, amount: open };
  const task = newTask(about, { kind: 'follow-up', name: nameFor(due), owner, now: context.clock() });
  return (await makeTask(context, task)) === 'written';
}
