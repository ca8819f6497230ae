import { DomainError } from '../errors/domain-error.ts';
import type { Delegation, NewDelegation } from '../model/delegation.ts';
import type { UserId } from '../model/ids.ts';
import type { User } from '../model/user.ts';
import type { LedgerContext } from '../table/context.ts';
import { delegationItem, type KeptDelegation, standInItem } from '../table/items/delegation-item.ts';
import { keys } from '../table/keys.ts';
import { put, type Write, writeTogether } from '../table/write.ts';
import { readDelegation } from './read-delegations.ts';
import { mayApprove, readUser } from './read-user.ts';

const keptPrints = 20;
const attempts = 4;

/** One change of a delegation, and what it is recognised by when it is sent again. */
export interface DelegationChange {
  readonly delegator: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
  /** Says what the delegation becomes, given what it is; asked again when somebody else changed it meanwhile. */
  readonly next: (current: Delegation | undefined) => Delegation | Promise<Delegation>;
}

/**
 * Changes what somebody handed over: his own row, and the rows under his delegates, wholly or not at all. Refuses with
 * IDEMPOTENCY_KEY_REUSED, BUSY, and with whatever `next` refuses.
 */
export async function keepDelegation(
  context: LedgerContext,
  change: DelegationChange,
): Promise<{ delegation: Delegation; replayed?: true }> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const kept = await readDelegation(context.table, change.delegator);
    const earlier = kept?.prints.find(([keyPrint]) => keyPrint === change.keyPrint);
    if (kept !== undefined && earlier !== undefined) {
      if (earlier[1] !== change.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return { delegation: kept.delegation, replayed: true };
    }
    const delegation = await change.next(kept?.delegation);
    const prints = [...(kept?.prints ?? []), [change.keyPrint, change.bodyPrint] as const].slice(-keptPrints);
    const refused = await writeTogether(
      context,
      writes(context, kept, { delegation, prints, version: (kept?.version ?? 0) + 1 }),
    );
    if (refused.length === 0) return { delegation };
  }
  throw new DomainError('BUSY');
}

function writes({ table }: LedgerContext, before: KeptDelegation | undefined, after: KeptDelegation): Write[] {
  const { delegation } = after;
  const former = before?.delegation.delegate;
  const goes = former !== undefined && (former !== delegation.delegate || delegation.endedAt !== undefined);
  const condition =
    before === undefined
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: 'ver = :ver', values: { ':ver': BigInt(before.version) } };
  return [
    put(table, delegationItem(after), condition),
    ...(delegation.endedAt === undefined ? [{ Put: { TableName: table.name, Item: standInItem(delegation) } }] : []),
    ...(goes ? [{ Delete: { TableName: table.name, Key: { ...keys.standIn(former, delegation.delegator) } } }] : []),
  ];
}

/** The delegation somebody asks for; refuses with DELEGATE_UNFIT, NO_POWER_TO_DELEGATE or a window that is over. */
export async function newDelegation(
  context: LedgerContext,
  delegator: User,
  setBy: UserId,
  { to, from, until, reason }: NewDelegation,
): Promise<Delegation> {
  const now = context.clock();
  if (!mayApprove(delegator)) throw new DomainError('NO_POWER_TO_DELEGATE', { delegator: delegator.id });
  if (until <= now) {
    const fault = { pointer: '/until', code: 'DELEGATION_WINDOW', params: { until } } as const;
    throw new DomainError('VALIDATION_FAILED', { count: '1' }, [fault]);
  }
  // Whoever hands over another's decisions must not gain them: he names a third person.
  const delegate = to === delegator.id || to === setBy ? undefined : await readUser(context.table, to);
  if (delegate === undefined || !mayApprove(delegate)) throw new DomainError('DELEGATE_UNFIT', { delegate: to });
  const common = { delegator: delegator.id, delegate: to, from, until, setBy, setAt: now };
  return { ...common, ...(reason === undefined ? {} : { reason }) };
}
