import { invariant } from '../../errors/invariant.ts';
import { type Import, underWaySince } from '../../model/import.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

type Whole = number | bigint;
type Kept = Omit<Import, 'id'>;

/** An import as an item; the rows themselves lie in the bucket. Written a few dozen times in its life, so its names are long. */
export function importItem(of: Import): Item {
  const { id, ...rest } = of;
  const since = underWaySince(of);
  return {
    ...keys.import(id),
    kind: 'import',
    ...(withNumbersAs(rest, (number) => BigInt(number)) as Item),
    ...indexKeys.importOfMaker(rest.maker, rest.createdAt, id),
    // Its keys there stay the same from piece to piece, so that a piece writes no row of this index.
    ...(since === undefined ? {} : indexKeys.importUnderWay(since, id)),
  };
}

export function importFromItem(item: Item): Import {
  const { pk, sk: _sk, kind, g1pk: _g1pk, g1sk: _g1sk, g3pk: _g3pk, g3sk: _g3sk, ...rest } = item;
  invariant(kind === 'import', `item ${String(pk)} is an import`);
  return { id: String(pk).slice(2) as Import['id'], ...(withNumbersAs(rest, Number) as Kept) };
}

/** The table holds whole numbers only, as bigint; the model's counters are numbers. */
function withNumbersAs(value: unknown, convert: (number: Whole) => Whole): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return convert(value);
  if (Array.isArray(value)) return value.map((element) => withNumbersAs(element, convert));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withNumbersAs(field, convert)]));
}
