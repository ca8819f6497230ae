import type { Currency } from '../../model/currency.ts';
import type { Instant } from '../../model/dates.ts';
import type { Finding, FindingStep } from '../../model/finding.ts';
import type { CustomerId, FindingId, UserId } from '../../model/ids.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A finding as an item, in the list of its state. */
export function findingItem(finding: Finding): Item {
  const { id, state, foundAt } = finding;
  return {
    ...keys.finding(id),
    kind: 'finding',
    what: finding.kind,
    cust: finding.customerId,
    maker: finding.maker,
    ccy: finding.currency,
    state,
    n: BigInt(finding.occurrence),
    own: finding.owner,
    at: foundAt,
    seen: finding.lastSeenAt,
    diffs: finding.differences.map(({ what, stored, computed }) => [what, stored, computed]),
    hist: finding.history.map(stepAttributes),
    ...indexKeys.findingByState(state, foundAt, id),
  };
}

export function findingFromItem(item: Item): Finding {
  const raw = item as unknown as FindingAttributes;
  return {
    id: raw.pk.slice(2) as FindingId,
    kind: raw.what,
    ...(raw.cust === undefined ? {} : { customerId: raw.cust }),
    ...(raw.maker === undefined ? {} : { maker: raw.maker }),
    currency: raw.ccy,
    state: raw.state,
    occurrence: Number(raw.n),
    ...(raw.own === undefined ? {} : { owner: raw.own }),
    foundAt: raw.at,
    lastSeenAt: raw.seen,
    differences: raw.diffs.map(([what, stored, computed]) => ({ what, stored, computed })),
    history: raw.hist.map(stepFromAttributes),
  };
}

interface FindingAttributes {
  readonly pk: string;
  readonly what: Finding['kind'];
  readonly cust?: CustomerId;
  readonly maker?: UserId;
  readonly ccy: Currency;
  readonly state: Finding['state'];
  readonly n: bigint;
  readonly own?: UserId;
  readonly at: Instant;
  readonly seen: Instant;
  readonly diffs: readonly (readonly [string, string, string])[];
  readonly hist: readonly StepAttributes[];
}

interface StepAttributes {
  readonly at: Instant;
  readonly by: FindingStep['by'];
  readonly do: FindingStep['action'];
  readonly why?: string | undefined;
  readonly own?: UserId | undefined;
  readonly k?: string | undefined;
  readonly b?: string | undefined;
}

function stepAttributes({ at, by, action, note, owner, keyPrint, bodyPrint }: FindingStep): StepAttributes {
  return { at, by, do: action, why: note, own: owner, k: keyPrint, b: bodyPrint };
}

function stepFromAttributes(raw: StepAttributes): FindingStep {
  return {
    ...{ at: raw.at, by: raw.by, action: raw.do },
    ...(raw.why === undefined ? {} : { note: raw.why }),
    ...(raw.own === undefined ? {} : { owner: raw.own }),
    ...(raw.k === undefined ? {} : { keyPrint: raw.k }),
    ...(raw.b === undefined ? {} : { bodyPrint: raw.b }),
  };
}
