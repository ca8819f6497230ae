import type { ChargeTemplate } from '../../model/charge-template.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A template version, and the same again as the newest of its template, which is what lists read. */
export function templateItems(template: ChargeTemplate): { version: Item; latest: Item } {
  const { id, version, state, changedAt, changedBy, keyPrint, bodyPrint, ...said } = template;
  const attributes = {
    kind: 'charge-template',
    ver: BigInt(version),
    state,
    said: JSON.stringify(said),
    at: changedAt,
    by: changedBy,
    k: keyPrint,
    b: bodyPrint,
  };
  return {
    version: { ...keys.templateVersion(id, version), ...attributes },
    latest: { ...keys.latestTemplate(id), ...attributes },
  };
}

/** Reads either of the two as it was written; it was checked then. */
export function templateFromItem(item: Item): ChargeTemplate {
  const raw = item as unknown as TemplateAttributes;
  const id = raw.sk.split('#').find((part) => part.startsWith('tpl_')) as ChargeTemplate['id'];
  return {
    ...(JSON.parse(raw.said) as Said),
    id,
    version: Number(raw.ver),
    state: raw.state,
    changedAt: raw.at,
    changedBy: raw.by,
    keyPrint: raw.k,
    bodyPrint: raw.b,
  };
}

type Said = Omit<ChargeTemplate, 'id' | 'version' | 'state' | 'changedAt' | 'changedBy' | 'keyPrint' | 'bodyPrint'>;

interface TemplateAttributes {
  readonly sk: string;
  readonly ver: bigint;
  readonly state: ChargeTemplate['state'];
  readonly said: string;
  readonly at: ChargeTemplate['changedAt'];
  readonly by: ChargeTemplate['changedBy'];
  readonly k: string;
  readonly b: string;
}
