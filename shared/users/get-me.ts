import { operations } from '../contracts/index.ts';
import type { ReplyOf } from '../contracts/operation.ts';
import type { getMe as contract } from '../contracts/users.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from './read-user.ts';

/** The caller's own record and what his roles allow. Refuses with USER_DISABLED. */
export async function getMe(context: LedgerContext, call: { actor: Actor }): Promise<ReplyOf<typeof contract>> {
  const { disabled: _, ...user } = await requireActiveUser(context.table, call.actor.id);
  const mine = operations.filter(
    (operation) => operation.roles === 'public' || operation.roles.some((role) => call.actor.roles.includes(role)),
  );
  return { body: { ...user, roles: [...user.roles], operations: mine.map((operation) => operation.id) } };
}
