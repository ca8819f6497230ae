import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { getTemplate as contract } from '../contracts/templates.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { readTemplate, templateEtag, templateToWire } from './stored-template.ts';

/** A template with all its versions (A52). Refuses with NOT_FOUND. */
export async function getTemplate(
  context: LedgerContext,
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const versions = await readTemplate(context.table, params.templateId);
  const [newest] = versions;
  if (newest === undefined) throw new DomainError('NOT_FOUND');
  const today = businessDate(context.clock(), context.zone);
  const wire = versions.map((version) => templateToWire(version, today));
  return { body: { ...templateToWire(newest, today), versions: wire }, etag: templateEtag(newest) };
}
