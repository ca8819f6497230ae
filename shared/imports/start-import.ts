import { startImport as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { badRowsOf, changeImport, importToWire, notReady, readVisibleImport } from './stored-import.ts';

/**
 * The clerk's word that everything is right (A12): from here on rows are entered, in his name, under the approval policy
 * of this moment. Writes the table only; the workflow follows from there.
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, IMPORT_NOT_READY, IMPORT_HAS_BAD_ROWS.
 */
export async function startImport(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const now = context.clock();
  const [, before, policy] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readVisibleImport(context.table, actor, params.importId),
    readApprovalPolicy(context.table, now),
  ]);
  const keyPrint = fingerprint(actor.id, before.id, 'startImport', idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const replay = (of: Import): ReplyOf<typeof contract> => {
    if (of.start?.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return { body: importToWire(of, language), replayed: true };
  };
  if (before.start?.keyPrint === keyPrint) return replay(before);
  if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  if (before.state !== 'checked' && before.state !== 'stopped') throw notReady(before);
  const bad = badRowsOf(before);
  if (body.mode === 'all-or-nothing' && bad > 0) throw new DomainError('IMPORT_HAS_BAD_ROWS', { bad: String(bad) });

  const { stop: _, ...rest } = before;
  const run = (before.start?.run ?? 0) + 1;
  const start = { mode: body.mode, at: now, policyVersion: policy.version, run, keyPrint, bodyPrint };
  const { now: stands, isOurs } = await changeImport(context, rest, { state: 'entering', start });
  if (isOurs) return { body: importToWire(stands, language) };
  if (stands.start?.keyPrint === keyPrint) return replay(stands);
  throw notReady(stands);
}
