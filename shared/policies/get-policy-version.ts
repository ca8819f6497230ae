import type { getPolicyVersion as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { ApprovalContent } from '../model/proposed-approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { acknowledgementFromItem } from '../table/items/agreed-policy-item.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import type { Actor } from '../users/read-user.ts';
import { readInForce } from './agreed-policy.ts';
import { approvalContentToWire } from './approval-content.ts';
import { agreedPolicies, requireVersion } from './policy-versions.ts';
import { versionToWire } from './version-wire.ts';

/** A version with what it says, and how many have read it (C5, C20, B17). Refuses with NOT_FOUND. */
export async function getPolicyVersion(
  { table, clock }: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind, version } = params;
  const [policy, inForce, rows] = await Promise.all([
    requireVersion(table, kind, version),
    readInForce(table, agreedPolicies[kind], clock()),
    queryPartition(table, keys.acknowledgements(kind, version)),
  ]);
  const content = kind === 'approval' ? approvalContentToWire(policy.content as ApprovalContent) : policy.content;
  const own = rows.map(acknowledgementFromItem).find(({ by }) => by === call.actor.id);
  return {
    body: {
      ...versionToWire(kind, policy, call.language),
      isInForce: version === inForce.version,
      content: { ...content },
      acknowledgements: rows.length,
      ...(own === undefined ? {} : { acknowledgedAt: own.at }),
    },
  };
}
