import type { PolicyNews } from '../mails/policy-news.ts';
import type { AgreedPolicy, AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { UserId } from '../model/ids.ts';
import { type Role, staffRoles } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Member } from '../table/items/user-item.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';
import type { MailNotice, Teller } from './mailer.ts';
import { tellOnce } from './tell-once.ts';

/** A version as the table's stream tells that it was written. */
export interface PolicyChange {
  readonly kind: AgreedPolicyKind;
  readonly after: AgreedPolicy<unknown>;
}

/** Who may decide about a version that is proposed. */
const deciders = ['admin', 'manager', 'finance'] as const satisfies readonly Role[];

/**
 * Tells those who may decide that a version waits, the staff that one was approved and is to be read, the proposer that
 * his was rejected (C5); each once. A version that nobody proposed is the company's setup and no news.
 */
export async function tellOfPolicy(
  context: LedgerContext,
  teller: Teller,
  { kind, after }: PolicyChange,
): Promise<void> {
  const { version, state, proposal, decision, effectiveAt } = after;
  if (proposal === undefined || state === 'withdrawn') return;
  const inForceFrom = state === 'approved' ? effectiveAt : proposal.effectiveAt;
  const news = {
    ...{ kind, version, state, reason: proposal.reason, proposedBy: proposal.by },
    ...(decision === undefined ? {} : { decidedBy: decision.by, comment: decision.comment }),
    ...(inForceFrom === undefined ? {} : { effectiveAt: inForceFrom }),
  };
  const event = { requestId: `policy-${kind}` as const, name: `${version}#${state}` };
  await tellOnce(context, teller, event, async () =>
    (await readersOf(context, state, proposal.by)).map((reader) => noticeTo(reader, news)),
  );
}

async function readersOf(context: LedgerContext, state: PolicyNews['state'], proposer: UserId): Promise<Member[]> {
  switch (state) {
    case 'proposed':
      return (await membersOf(context, deciders)).filter(({ id }) => id !== proposer);
    case 'approved':
      return await membersOf(context, staffRoles);
    case 'rejected': {
      const user = await readUser(context.table, proposer);
      return user === undefined || user.disabled ? [] : [user];
    }
  }
}

/** The people of these roles, each once. */
async function membersOf({ table }: LedgerContext, roles: readonly Role[]): Promise<Member[]> {
  const members = (await Promise.all(roles.map((role) => readMembers(table, role)))).flat();
  return [...new Map(members.map((member) => [member.id, member])).values()];
}

function noticeTo({ id, name, email, language }: Member, news: Omit<PolicyNews, 'readerName'>): MailNotice {
  return { recipient: id, to: email, mail: { template: 'policy-news', language, data: { ...news, readerName: name } } };
}
