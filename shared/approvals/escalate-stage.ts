import { unchanged } from '../charges/stored-charge.ts';
import type { Charge } from '../model/charge-request.ts';
import { later } from '../model/dates.ts';
import type { ApprovingRole } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { readStagePeople, waitingStage } from './stage-people.ts';

const hourMs = 3_600_000;

/**
 * Hands a stage that nobody decided to another role as well (F15): it moves to that role's inbox with a new due time,
 * and its own role may still decide. A decision that came first wins; nothing is handed to a role of which nobody may
 * decide. Two write units or three, once a stage.
 */
export async function escalateStage(context: LedgerContext, charge: Charge, to: ApprovingRole): Promise<void> {
  if ((await readStagePeople(context, charge, to)).length === 0) return;
  const now = context.clock();
  const { stage, history } = charge;
  const escalated: Charge = {
    ...charge,
    escalatedTo: to,
    dueAt: later(now, waitingStage(charge).deadlineHours * hourMs),
    history: [...history, { at: now, by: 'policy', action: 'escalate', to: 'in-review', stage }],
  };
  await putIf(context, chargeItem(escalated, context.zone), unchanged(charge));
}
