import { readCharge } from '../charges/stored-charge.ts';
import { previewCorrection as contract } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { CorrectionId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { documentId } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readImpact } from './impact.ts';
import { readCustomers, refuseClaimed, refuseUnfit } from './refuse-unfit.ts';

/**
 * Shows everything a correction would touch, before anybody asks for it (A35, H3). Reads only. Refuses as asking for it
 * would, and with PREPAID_INSUFFICIENT as approving it would.
 */
export async function previewCorrection(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { actor, language } = call;
  const [, charge] = await Promise.all([
    requireActiveUser(table, actor.id, contract.roles),
    readCharge(table, params.chargeId),
  ]);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  await refuseUnfit(table, charge, body);
  await readCustomers(table, charge, body);
  refuseClaimed(await readHead(table, charge.customerId, charge.amount.currency), charge);
  const correction = {
    ...body,
    id: documentId('cor', actor.id, 'previewCorrection', charge.id) as CorrectionId,
    ...{ maker: actor.id, approvers: [], stages: [], policyVersion: 0, bodyPrint: '' },
    submittedAt: context.clock(),
  };
  return { body: await readImpact(context, charge, correction, language) };
}
