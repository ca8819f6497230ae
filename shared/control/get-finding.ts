import { getFinding as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { findingToWire, readFinding } from './stored-finding.ts';

/** Reads a finding (C6). Refuses with USER_DISABLED, NOT_FOUND. */
export async function getFinding(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const finding = await readFinding(context.table, params.findingId);
  if (finding === undefined) throw new DomainError('NOT_FOUND');
  return { body: await findingToWire(context.table, finding, call.language) };
}
