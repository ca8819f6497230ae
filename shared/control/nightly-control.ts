import { BalanceWatch } from '../alerts/balance-watch.ts';
import { judgeBalance } from '../alerts/judge-balance.ts';
import { lowBalanceRows } from '../alerts/low-balances.ts';
import type { Currency } from '../model/currency.ts';
import { businessDate } from '../model/dates.ts';
import type { Finding } from '../model/finding.ts';
import type { CustomerId } from '../model/ids.ts';
import { tellOfFindings } from '../notices/tell-of-findings.ts';
import type { LowBalanceTeller } from '../notices/tell-of-low-balance.ts';
import { readInForce } from '../policies/agreed-policy.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { lowBalancePolicy } from '../policies/low-balance-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { controlRecord, scanTable } from '../table/control-records.ts';
import { findingFromItem } from '../table/items/finding-item.ts';
import { findingsPartition } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { checkLedger } from './check-ledger.ts';
import { LedgerSums } from './ledger-sums.ts';
import { monthBefore } from './months.ts';
import { PrepaidFold } from './prepaid-fold.ts';
import { prepareReconciliations } from './prepare-reconciliations.ts';
import { recordFinding } from './record-finding.ts';
import { SplitCharges } from './split-charges.ts';
import { StructuringWatch } from './structuring.ts';

/** What a night has done. */
export interface NightlyResult {
  /** Ledgers that were held against their journals. */
  readonly ledgers: number;
  /** Those of which something seemed not to agree, and those of them that were busy and are looked at the next night. */
  readonly suspects: number;
  readonly busy: number;
  readonly newFindings: number;
  readonly judgedBalances: number;
  readonly reconciliations: number;
  readonly untold: number;
}

interface Night {
  readonly segments: number;
  /** Milliseconds that are left; the scan stops when they run out. */
  readonly remainingMs: () => number;
}

/** What is left for what follows the scan. */
const reserveMs = 120_000;

/**
 * Every night: one pass over the whole table holds every balance, hold, lot, receivable and request against the journal
 * (C2, C6, H15), looks for charges made small on purpose (H5), for balances that fell without a change (C3), and adds up
 * the month that has ended (C2). What does not agree is read again, strongly, before it becomes a finding. It repairs
 * nothing and changes no books. Safe to repeat. Fails when there was no time to see all of the table.
 */
export async function nightlyControl(
  context: LedgerContext,
  teller: LowBalanceTeller,
  { segments, remainingMs }: Night,
): Promise<NightlyResult> {
  const { sums, prepaid, structuring, split, balances, month } = await scanBooks(context, segments, remainingMs);
  const found: Finding[] = [];
  const keep = (finding: Finding | undefined) => finding && found.push(finding);
  let busy = 0;
  const { suspects } = sums;
  for (const suspect of suspects) {
    const [customerId, currency] = suspect.split(' ') as [CustomerId, Currency];
    const problems = await checkLedger(context, customerId, currency);
    if (problems === 'busy') busy += 1;
    else for (const problem of problems) keep(await recordFinding(context, { customerId, currency, ...problem }));
  }
  for (const seen of await split.found(context.table)) keep(await recordFinding(context, seen));
  for (const { maker, currency, named } of structuring.suspects) {
    keep(await recordFinding(context, { kind: 'structuring', maker, currency, differences: named }));
  }
  for (const head of balances.toJudge) await judgeBalance(context, teller, head);
  const reconciliations = await prepareReconciliations(context, month, prepaid.currencies);
  const untold = await tellOfFindings(context, teller, await foundTonight(context, found));
  return {
    ledgers: sums.size,
    suspects: suspects.length,
    busy,
    newFindings: found.length,
    judgedBalances: balances.toJudge.length,
    reconciliations,
    untold: untold.length,
  };
}

async function scanBooks(context: LedgerContext, segments: number, remainingMs: () => number) {
  const { table, clock, zone } = context;
  const now = clock();
  const today = businessDate(now, zone);
  const [approvals, levels, low] = await Promise.all([
    readApprovalPolicy(table, now),
    readInForce(table, lowBalancePolicy, now),
    lowBalanceRows(context),
  ]);
  const month = monthBefore(today);
  const sums = new LedgerSums();
  const prepaid = new PrepaidFold(month);
  const structuring = new StructuringWatch(approvals, now);
  const split = new SplitCharges(approvals, now);
  const marked = new Set(low.map(({ g3sk }) => String(g3sk).replace('#', ' ')));
  const balances = new BalanceWatch(levels.content, today, marked);
  const isWhole = await scanTable(table, segments, {
    goesOn: () => remainingMs() > reserveMs,
    onItem: (item) => {
      const record = controlRecord(item);
      const { entry, head, request, profile } = record;
      sums.add(record);
      if (entry !== undefined) prepaid.add(entry);
      if (request !== undefined) {
        structuring.add(request);
        split.add(request);
      }
      if (head !== undefined) balances.addHead(head);
      if (profile !== undefined) balances.addProfile(profile);
    },
  });
  if (!isWhole) throw new Error('there was no time to look at the whole table');
  return { sums, prepaid, structuring, split, balances, month };
}

/**
 * What was found since the day began: a run that died after it had kept a finding and before it told of it is made good by
 * the next.
 */
async function foundTonight({ table, clock, zone }: LedgerContext, found: readonly Finding[]): Promise<Finding[]> {
  const today = businessDate(clock(), zone);
  const rows = await queryPartition(table, {
    ...{ pk: findingsPartition('open'), index: 'GSI3', newestFirst: true, limit: 100 },
  });
  const listed = await getItems(
    table,
    rows.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  const open = [...found, ...listed.map(findingFromItem)];
  return [...new Map(open.map((finding) => [finding.id, finding])).values()].filter(
    ({ state, foundAt }) => state === 'open' && businessDate(foundAt, zone) === today,
  );
}
