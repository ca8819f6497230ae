import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type IndexName, indexes } from './names.ts';

/**
 * The exact price of a write in write units, by the rules of the real service (ledger.md, Facts): DynamoDB Local's own
 * figures for transactions are wrong. Sizes are UTF-8 bytes of names and values; a unit is 1 KB or part of it.
 */
export type MarshalledItem = Record<string, AttributeValue>;

export interface MeteredWrite {
  readonly before: MarshalledItem | undefined;
  readonly after: MarshalledItem | undefined;
  /** A standalone condition check: costs as a write, touches no index. */
  readonly isCheckOnly?: boolean;
}

/** Write units of writes sent together: in a transaction an item costs twice, an index entry as always once. */
export function writeUnits(writes: readonly MeteredWrite[], isTransaction: boolean): number {
  let units = 0;
  for (const write of writes) {
    units += (isTransaction ? 2 : 1) * kilobytes(Math.max(itemSize(write.before), itemSize(write.after)));
    if (write.isCheckOnly === true) continue;
    for (const name of Object.keys(indexes) as IndexName[]) units += indexUnits(name, write);
  }
  return units;
}

/** Insert or delete costs the entry, a move of its key both entries, a change in place the larger, no change nothing. */
function indexUnits(name: IndexName, { before, after }: MeteredWrite): number {
  const [old, next] = [indexEntry(name, before), indexEntry(name, after)];
  if (old === undefined && next === undefined) return 0;
  if (old === undefined || next === undefined) return kilobytes(itemSize(old ?? next));
  const { pk, sk } = indexes[name];
  const hasMoved = textOf(old[pk]) !== textOf(next[pk]) || textOf(old[sk]) !== textOf(next[sk]);
  if (hasMoved) return kilobytes(itemSize(old)) + kilobytes(itemSize(next));
  return JSON.stringify(sorted(old)) === JSON.stringify(sorted(next))
    ? 0
    : kilobytes(Math.max(itemSize(old), itemSize(next)));
}

function indexEntry(name: IndexName, item: MarshalledItem | undefined): MarshalledItem | undefined {
  const { pk, sk, include } = indexes[name];
  if (item?.[pk] === undefined || item[sk] === undefined) return undefined;
  const projected = new Set<string>(['pk', 'sk', pk, sk, ...include]);
  return Object.fromEntries(Object.entries(item).filter(([attribute]) => projected.has(attribute)));
}

/** Bytes of an item as the service counts them. */
export function itemSize(item: MarshalledItem | undefined): number {
  if (item === undefined) return 0;
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.L !== undefined) return value.L.reduce((sum, element) => sum + 1 + valueSize(element), 3);
  if (value.M !== undefined) {
    return Object.entries(value.M).reduce(
      (sum, [name, field]) => sum + 1 + Buffer.byteLength(name) + valueSize(field),
      3,
    );
  }
  return 1;
}

/** One byte for every two significant digits, and one more; trailing zeros of a whole number cost nothing. */
function numberSize(text: string): number {
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const left = whole.replace(/^0+/, '');
  const right = fraction.replace(/0+$/, '');
  const digitsLeft = right === '' ? left.replace(/0+$/, '') : left;
  return 1 + Math.ceil(digitsLeft.length / 2) + Math.ceil(right.length / 2) + (isNegative ? 1 : 0);
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? '';
}

function sorted(item: MarshalledItem): [string, AttributeValue][] {
  return Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
}
