import type { DelayRecord } from '../../model/arrival.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A step of the delay procedure (A71), in the archive of its charge. */
export function delayRecordItem(record: DelayRecord): Item {
  return {
    ...keys.delayRecord(record.chargeId, record.number),
    kind: 'delay-step',
    step: record.step,
    found: record.finding,
    text: record.outcome,
    on: record.on,
    at: record.at,
    by: record.by,
    k: record.keyPrint,
    b: record.bodyPrint,
  };
}

export function delayRecordFromItem(item: Item): DelayRecord {
  const raw = item as unknown as DelayRecordAttributes;
  return {
    chargeId: raw.pk.slice(2) as DelayRecord['chargeId'],
    number: Number(raw.sk.split('#')[1]),
    step: raw.step,
    finding: raw.found,
    outcome: raw.text,
    on: raw.on,
    at: raw.at,
    by: raw.by,
    keyPrint: raw.k,
    bodyPrint: raw.b,
  };
}

interface DelayRecordAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly step: DelayRecord['step'];
  readonly found: DelayRecord['finding'];
  readonly text: string;
  readonly on: DelayRecord['on'];
  readonly at: DelayRecord['at'];
  readonly by: DelayRecord['by'];
  readonly k: string;
  readonly b: string;
}
