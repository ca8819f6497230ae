import { startImport as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type Import, runOf } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { importToWire } from './import-wire.ts';
import { badRowsOf, changeImport, notReady, readVisibleImport } from './stored-import.ts';

/**
 * The clerk's word that everything is right (A12): from here on rows are entered, in his name, under the approval and
 * voucher policies of this moment. Writes the table only; the workflow follows from there.
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, IMPORT_NOT_READY, IMPORT_HAS_BAD_ROWS.
 */
export async function startImport(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const now = context.clock();
  const [, before, policy, vouchers] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readVisibleImport(context.table, actor, params.importId),
    readApprovalPolicy(context.table, now),
    readVoucherPolicy(context.table),
  ]);
  const keyPrint = fingerprint(actor.id, before.id, 'startImport', idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const replayOf = (of: Import): ReplyOf<typeof contract> | undefined => {
    const own = startsOf(of).find((start) => start.keyPrint === keyPrint);
    if (own === undefined) return undefined;
    if (own.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return { body: importToWire(of, language), replayed: true };
  };
  const replay = replayOf(before);
  if (replay !== undefined) return replay;
  if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  if (before.state !== 'checked' && before.state !== 'stopped') throw notReady(before);
  const bad = badRowsOf(before);
  if (body.mode === 'all-or-nothing' && bad > 0) throw new DomainError('IMPORT_HAS_BAD_ROWS', { bad: String(bad) });

  const { stop: _, ...rest } = before;
  const { now: stands, isOurs } = await changeImport(context, rest, {
    state: 'entering',
    start: {
      mode: body.mode,
      at: now,
      policyVersion: policy.version,
      voucherPolicyVersion: vouchers.version,
      run: runOf(before) + 1,
      firstChunk: before.outcomes.length,
      keyPrint,
      bodyPrint,
    },
    earlierStarts: startsOf(before),
  });
  const answer = isOurs ? { body: importToWire(stands, language) } : replayOf(stands);
  if (answer === undefined) throw notReady(stands);
  return answer;
}

function startsOf({ start, earlierStarts = [] }: Import): NonNullable<Import['earlierStarts']> {
  if (start === undefined) return earlierStarts;
  const { keyPrint, bodyPrint } = start;
  return [...earlierStarts, { keyPrint, bodyPrint }];
}
