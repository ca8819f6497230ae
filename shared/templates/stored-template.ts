import type { TemplateWire } from '../contracts/templates.ts';
import { type ChargeTemplate, isReviewOverdue } from '../model/charge-template.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { TemplateId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { templateFromItem, templateItems } from '../table/items/template-item.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { put, writeTogether } from '../table/write.ts';

/** Every version of a template, newest first; none when there is no such template. */
export async function readTemplate(table: LedgerTable, id: TemplateId): Promise<ChargeTemplate[]> {
  const items = await queryPartition(table, { ...keys.templateVersions(id), newestFirst: true, strong: true });
  return items.map(templateFromItem);
}

/** Keeps a version, and that it is the newest, wholly or not at all; `refused` when somebody was first. */
export async function saveVersion(context: LedgerContext, template: ChargeTemplate): Promise<'written' | 'refused'> {
  const { version, latest } = templateItems(template);
  const isNew = { expression: 'attribute_not_exists(pk)' };
  const isNext = { expression: 'ver = :before', values: { ':before': BigInt(template.version - 1) } };
  const refused = await writeTogether(context, [
    put(context.table, version, isNew),
    put(context.table, latest, template.version === 1 ? isNew : isNext),
  ]);
  return refused.length === 0 ? 'written' : 'refused';
}

export function templateEtag({ version }: ChargeTemplate): string {
  return `"${version}"`;
}

export function templateToWire(template: ChargeTemplate, today: CalendarDate): TemplateWire {
  const { keyPrint: _, bodyPrint: __, content, ...said } = template;
  const { period: ___, vouchers: ____, effectiveDate: _____, ...fill } = content;
  return { ...said, content: fill, isReviewOverdue: isReviewOverdue(template, today) };
}
