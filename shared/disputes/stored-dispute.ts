import { isForCustomer } from '../charges/charge-wire.ts';
import { readCharge } from '../charges/stored-charge.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Charge, HistoryStep } from '../model/charge-request.ts';
import type { Dispute, DisputeStep } from '../model/dispute.ts';
import type { ChargeId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { disputeFromItem, disputeItem } from '../table/items/dispute-item.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { put, type Write, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

/** Somebody at a disputed charge: on the company's side, or its customer. */
export interface Party {
  readonly user: User;
  readonly isStaff: boolean;
  readonly charge: Charge;
}

/**
 * Who acts, and the charge he speaks of. Staff may speak of any charge, a customer's user of the customer's own posted
 * ones. Refuses with USER_DISABLED, FORBIDDEN, and NOT_FOUND for whatever he may not see.
 */
export async function partyAt(
  table: LedgerTable,
  actor: Actor,
  { roles }: { readonly roles: readonly Role[] },
  id: ChargeId,
): Promise<Party> {
  const user = await requireActiveUser(table, actor.id, roles);
  const charge = await readCharge(table, id);
  const isStaff = roles.some((role) => role !== 'customer' && user.roles.includes(role) && actor.roles.includes(role));
  const isOwn = charge !== undefined && isForCustomer(charge) && user.customerId === charge.customerId;
  if (charge === undefined || !(isStaff || isOwn)) throw new DomainError('NOT_FOUND');
  return { user, isStaff, charge };
}

/** All disputes of a charge, in order, strongly read. */
export async function readDisputes(table: LedgerTable, id: ChargeId): Promise<Dispute[]> {
  return (await queryPartition(table, { ...keys.disputes(id), strong: true })).map(disputeFromItem);
}

/** The dispute in which an idempotency key made a step; another body under the same key is refused. */
export function findReplay(disputes: readonly Dispute[], step: DisputeStep): Dispute | undefined {
  for (const dispute of disputes) {
    const earlier = dispute.steps.find(({ keyPrint }) => keyPrint === step.keyPrint);
    if (earlier === undefined) continue;
    if (earlier.bodyPrint !== step.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return dispute;
  }
  return undefined;
}

const actions = { open: 'dispute', reopen: 'dispute', explain: 'explain', close: 'close-dispute' } as const;
/** A dispute that goes on longer is no dispute to be settled in writing; it also keeps the charge's item small. */
const mostSteps = 30;

/**
 * Writes a dispute's step: the row that holds what was said, and the charge that is or is no longer disputed, in one
 * write under the charge's own condition. So two who act at once cannot both be first. Refuses with DISPUTE_TOO_LONG.
 */
export async function saveStep(
  context: LedgerContext,
  before: Charge,
  dispute: Dispute,
  alongside: readonly Write[] = [],
): Promise<'written' | 'refused'> {
  const step = dispute.steps.at(-1) as DisputeStep;
  const taken = before.history.filter(({ action }) => Object.values<string>(actions).includes(action)).length;
  // Closing is always possible, or nobody could end what went on too long.
  if (taken >= mostSteps && step.action !== 'close')
    throw new DomainError('DISPUTE_TOO_LONG', { limit: `${mostSteps}` });
  const history: HistoryStep = { at: step.at, by: step.by, action: actions[step.action], to: before.state };
  const { dispute: _, ...rest } = before;
  const charge: Charge = {
    ...rest,
    history: [...before.history, history],
    ...(dispute.state === 'closed' ? {} : { dispute: dispute.state }),
  };
  const refused = await writeTogether(context, [
    put(context.table, chargeItem(charge, context.zone), unchanged(before)),
    { Put: { TableName: context.table.name, Item: disputeItem(dispute) } },
    ...alongside,
  ]);
  return refused.length === 0 ? 'written' : 'refused';
}
