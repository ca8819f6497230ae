import type { ApprovalPolicy } from '../model/approval-policy.ts';
import { businessDate, type Instant, later, monthsOf } from '../model/dates.ts';
import type { CustomerId, RefundId, UserId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { type Together, togetherToText } from '../model/together.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { keys, requestMonthPartition } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { highestPassed, limitsAbove, type Piece, type StagedBy } from './stage-by.ts';

const dayMs = 86_400_000;
/** From this share of its tier's limit on, an amount is just under it. */
const justUnderPercent = 80n;
const notStanding: readonly string[] = ['rejected', 'withdrawn', 'expired', 'failed'];

interface RefundToStage {
  readonly customerId: CustomerId;
  readonly customerGroup: string;
  /** Print of the payout account (`accountPrint`), where the method has one. */
  readonly account?: string | undefined;
  readonly amount: Money;
  readonly maker: UserId;
  readonly now: Instant;
  /** The refund itself, where it is in the lists already. */
  readonly except?: RefundId;
}

interface Listed {
  readonly id: RefundId;
  readonly customerId: CustomerId;
  readonly account: string | undefined;
  readonly maker: UserId;
  readonly minor: bigint;
}

/**
 * By which amount a refund gets its stages (H5): by the largest sum it makes with those of the same customer, those to
 * the same account, or, where it is just under the limit of its tier, those of the same maker that are so as well; all of
 * its currency, asked for within `windowDays` and not ended. One query of the month's list, two where the window reaches into the
 * month before; the refunds themselves are read only where they would pass a limit, and nothing at all where this one is
 * asked of everybody anyway.
 */
export async function refundTogether(
  { table, zone }: Pick<LedgerContext, 'table' | 'zone'>,
  { policy, windowDays }: { policy: ApprovalPolicy; windowDays: number },
  refund: RefundToStage,
): Promise<StagedBy> {
  const { amount, customerGroup } = refund;
  const alone = { stageBy: amount };
  const limits = limitsAbove(policy, { kind: 'refund', customerGroup, amount });
  const [nearest] = limits;
  if (nearest === undefined) return alone;

  const since = later(refund.now, -windowDays * dayMs);
  const listed = (await listedRefunds(table, amount.currency, since, { now: refund.now, zone })).filter(
    ({ id }) => id !== refund.except,
  );
  const isAlike = likeness(refund, nearest.overMinor);
  const alike = (['customer', 'account', 'maker'] as const).map((same) => ({
    same,
    others: listed.filter((other) => isAlike[same](other)),
  }));
  const passing = alike.filter(({ others }) => highestPassed(limits, amount.minor, others) !== undefined);
  if (passing.length === 0) return alone;

  const read = await readStanding(
    table,
    passing.flatMap(({ others }) => others),
  );
  const sums = passing.flatMap(({ same, others }): Together[] => {
    const passed = highestPassed(
      limits,
      amount.minor,
      others.flatMap(({ id }) => read.get(id) ?? []),
    );
    return passed === undefined ? [] : [{ same, ...passed, windowHours: windowDays * 24 }];
  });
  const [largest] = sums.sort((a, b) => (a.sumMinor > b.sumMinor ? -1 : 1));
  if (largest === undefined) return alone;
  return { stageBy: { minor: largest.sumMinor, currency: amount.currency }, why: togetherToText(largest) };
}

/** Which other refunds are like this one, by each thing it may share with them. */
function likeness(refund: RefundToStage, limitMinor: bigint): Record<Together['same'], (other: Listed) => boolean> {
  const isJustUnder = (minor: bigint) => minor <= limitMinor && minor * 100n >= limitMinor * justUnderPercent;
  return {
    customer: (other) => other.customerId === refund.customerId,
    account: (other) => other.account !== undefined && other.account === refund.account,
    maker: (other) => other.maker === refund.maker && isJustUnder(refund.amount.minor) && isJustUnder(other.minor),
  };
}

async function listedRefunds(
  table: LedgerTable,
  currency: string,
  since: Instant,
  { now, zone }: { now: Instant; zone: string },
): Promise<Listed[]> {
  const months = monthsOf(businessDate(since, zone), businessDate(now, zone));
  const pages = await Promise.all(
    months.map((month) =>
      queryPartition(table, {
        index: 'GSI2',
        pk: requestMonthPartition(month, 'refund'),
        between: { low: since, high: '~' },
      }),
    ),
  );
  return pages
    .flat()
    .filter(({ ccy }) => ccy === currency)
    .map((row) => ({
      id: String(row.pk).slice(2) as RefundId,
      customerId: row.cust as CustomerId,
      account: row.acct as string | undefined,
      maker: row.maker as UserId,
      minor: row.amt as bigint,
    }));
}

/** Those that have not ended, with whom they were asked of. One that cannot be read yet counts as the list has it. */
async function readStanding(table: LedgerTable, listed: readonly Listed[]): Promise<ReadonlyMap<RefundId, Piece>> {
  const pieces = new Map<RefundId, Piece>(listed.map(({ id, minor }) => [id, { minor }]));
  for (const item of await getItems(table, [...pieces.keys()].map(keys.request))) {
    const { id, state, stages, amount } = refundFromItem(item);
    if (notStanding.includes(state)) pieces.delete(id);
    else pieces.set(id, { minor: amount.minor, stages });
  }
  return pieces;
}
