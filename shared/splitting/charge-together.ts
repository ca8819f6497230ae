import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeType } from '../model/charge.ts';
import type { Currency } from '../model/currency.ts';
import { type Instant, later } from '../model/dates.ts';
import type { ChargeId, CustomerId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { togetherToText } from '../model/together.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { highestPassed, limitsAbove, type Piece, type StagedBy } from './stage-by.ts';

const hourMs = 3_600_000;
const defaultWindowHours = 24;
/** A customer's list is by when a case was begun; so long may a draft lie, or a returned charge, and still be met. */
const longestLyingMs = 31 * 24 * hourMs;
/** Of the newest so many cases, those of the window are counted. */
const lookedAtMost = 500;
/** The states in which a charge stands for nothing: nobody asks the customer for it, or not yet again. */
const notStanding: readonly string[] = ['returned', 'rejected', 'withdrawn', 'corrected'];

interface ChargeToStage {
  readonly customerId: CustomerId;
  readonly customerGroup: string;
  readonly type: ChargeType;
  readonly amount: Money;
  readonly now: Instant;
  /** The charge itself, where it is in the lists already. */
  readonly except?: ChargeId;
  /** Charges of this customer and currency that are entered in the same breath, in minor units: no list has them yet. */
  readonly beside?: ReadonlyMap<ChargeId, bigint>;
  /** The others of its customer, where they were looked for already. */
  readonly others?: OtherCharges;
}

/** The charges of a customer in a currency but for some: each is read when it is first needed, and once. */
interface OtherCharges {
  /** As the customer's list has them. */
  listed(): Promise<readonly Piece[]>;
  /** Those that were submitted in the window and stand. */
  standing(): Promise<readonly Piece[]>;
}

/**
 * By which amount a charge gets its stages (H5): by what it comes to with the charges of its customer in its currency that
 * were submitted within the window of the policy and stand, where these together pass a limit that it does not pass
 * alone. One query of the customer's list; the charges themselves are read only where they could pass a limit; nothing
 * at all where the charge is asked of everybody anyway.
 */
export async function chargeTogether(
  { table }: Pick<LedgerContext, 'table'>,
  policy: ApprovalPolicy,
  charge: ChargeToStage,
): Promise<StagedBy> {
  const { customerId, customerGroup, type, amount, beside = new Map<ChargeId, bigint>(), except } = charge;
  const alone = { stageBy: amount };
  const limits = limitsAbove(policy, { kind: 'charge', type, customerGroup, amount });
  const windowHours = windowOf(policy);
  if (limits.length === 0 || windowHours === 0) return alone;

  const but = new Set([...beside.keys(), ...(except === undefined ? [] : [except])]);
  const others =
    charge.others ?? otherCharges(table, policy, { customerId, currency: amount.currency, now: charge.now, but });
  const together: Piece[] = [...beside].filter(([id]) => id !== except).map(([, minor]) => ({ minor }));
  if (highestPassed(limits, amount.minor, [...together, ...(await others.listed())]) === undefined) return alone;

  const passed = highestPassed(limits, amount.minor, [...together, ...(await others.standing())]);
  if (passed === undefined) return alone;
  return {
    stageBy: { minor: passed.sumMinor, currency: amount.currency },
    why: togetherToText({ same: 'customer', ...passed, windowHours }),
  };
}

/** The other charges of a customer at a moment. Whoever enters many at once asks once for all of them. */
export function otherCharges(
  table: LedgerTable,
  policy: ApprovalPolicy,
  of: {
    readonly customerId: CustomerId;
    readonly currency: Currency;
    readonly now: Instant;
    readonly but: { has(id: ChargeId): boolean };
  },
): OtherCharges {
  const since = later(of.now, -windowOf(policy) * hourMs);
  const list = async () => {
    const all = await listedCharges(table, of.customerId, later(since, -longestLyingMs));
    return all.filter(({ id, currency }) => currency === of.currency && !of.but.has(id));
  };
  let listed: Promise<Listed[]> | undefined;
  let standing: Promise<Piece[]> | undefined;
  return {
    listed() {
      listed ??= list();
      return listed;
    },
    standing() {
      listed ??= list();
      standing ??= listed.then((all) => stillStanding(table, all, since));
      return standing;
    },
  };
}

function windowOf({ splittingWindowHours = defaultWindowHours }: ApprovalPolicy): number {
  return splittingWindowHours;
}

interface Listed extends Piece {
  readonly id: ChargeId;
  readonly currency: string;
}

async function listedCharges(table: LedgerTable, customerId: CustomerId, since: Instant): Promise<Listed[]> {
  const rows = await queryPartition(table, {
    index: 'GSI3',
    pk: customerRequestsPartition(customerId),
    between: { low: `charge#${since}`, high: 'charge#~' },
    newestFirst: true,
    limit: lookedAtMost,
  });
  // A draft may not have an amount yet.
  return rows.flatMap(({ pk, amt, ccy }) =>
    typeof amt === 'bigint' ? [{ id: String(pk).slice(2) as ChargeId, minor: amt, currency: String(ccy) }] : [],
  );
}

/** Those that were submitted in the window and stand. One that cannot be read yet counts as the list has it. */
async function stillStanding(table: LedgerTable, listed: readonly Listed[], since: Instant): Promise<Piece[]> {
  const wanted = listed.map(({ id }) => keys.request(id));
  const items = new Map((await getItems(table, wanted)).map((item) => [String(item.pk).slice(2), item]));
  return listed.flatMap((piece): Piece[] => {
    const item = items.get(piece.id);
    if (item === undefined) return [piece];
    if (!isSubmittedCharge(item)) return [];
    const { state, submittedAt, stages, amount } = chargeFromItem(item);
    return submittedAt >= since && !notStanding.includes(state) ? [{ minor: amount.minor, stages }] : [];
  });
}
