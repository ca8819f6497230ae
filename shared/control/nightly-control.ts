import { BalanceWatch } from '../alerts/balance-watch.ts';
import { judgeBalance } from '../alerts/judge-balance.ts';
import { lowBalanceRows } from '../alerts/low-balances.ts';
import type { Currency } from '../model/currency.ts';
import { businessDate, later } from '../model/dates.ts';
import type { Finding } from '../model/finding.ts';
import type { CustomerId } from '../model/ids.ts';
import type { Teller } from '../notices/mailer.ts';
import { tellOfFindings } from '../notices/tell-of-findings.ts';
import { readInForce } from '../policies/agreed-policy.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { lowBalancePolicy } from '../policies/low-balance-policy.ts';
import { inLanes } from '../requests/in-lanes.ts';
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
import { recordFinding, type Seen } from './record-finding.ts';
import { nightMs, SplitCharges } from './split-charges.ts';
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
  /** Milliseconds that are left. */
  readonly remainingMs: () => number;
}

/** What is left for what follows the scan. */
const leftAfterScanMs = 120_000;
/** What is left for the mails and the balances once the suspicious ledgers were looked at. */
const leftForMailsMs = 60_000;
/** What is under way when time runs out may take this long: a night ends by itself and is not cut off. */
const reserveMs = 20_000;

/**
 * Every night: one pass over the whole table holds every balance, hold, lot, receivable and request against the journal
 * (C2, C6, H15), looks for charges made small on purpose (H5), for balances that fell without a change (C3), and adds up
 * the month that has ended (C2). What does not agree is read again, strongly, before it becomes a finding. It repairs
 * nothing and changes no books, and nobody hears of low balances before the morning. Safe to repeat. One ledger that
 * cannot be looked at keeps nothing else waiting: what failed, and what there was no time for, fails the night at its end.
 */
export async function nightlyControl(
  context: LedgerContext,
  teller: Teller,
  { segments, remainingMs }: Night,
): Promise<NightlyResult> {
  const { sums, prepaid, structuring, split, balances, month } = await scanBooks(context, segments, remainingMs);
  const failed: unknown[] = [];
  const fail = (error: unknown): undefined => void failed.push(error);
  const reconciliations = await prepareReconciliations(context, month, prepaid.currencies).catch(fail);

  const found: Finding[] = [];
  const keep = async (seen: Seen) => {
    const finding = await recordFinding(context, seen);
    if (finding !== undefined) found.push(finding);
  };
  let busy = 0;
  const { suspects } = sums;
  const isTimeToLook = () => remainingMs() > leftForMailsMs;
  const unseen = await inLanes(suspects, isTimeToLook, (suspect) => {
    const [customerId, currency] = suspect.split(' ') as [CustomerId, Currency];
    return lookAgain(context, { customerId, currency }, keep)
      .catch(fail)
      .then((isBusy) => {
        if (isBusy) busy += 1;
      });
  });
  const suspicions = [...((await split.found(context.table).catch(fail)) ?? []), ...structuring.suspects];
  const unkept = await inLanes(suspicions, isTimeToLook, (seen) => keep(seen).catch(fail));
  const untold = await foundTonight(context, found)
    .then((findings) => tellOfFindings(context, teller, findings))
    .catch(fail);
  const { toJudge } = balances;
  const isTime = () => remainingMs() > reserveMs;
  const unjudged = await inLanes(toJudge, isTime, (head) => judgeBalance(context, head).then(() => undefined, fail));

  const left = unseen + unkept + unjudged;
  if (failed.length + left > 0) {
    throw new AggregateError(failed, `the night is not complete: ${failed.length} steps failed, ${left} had no time`);
  }
  return {
    ledgers: sums.size,
    suspects: suspects.length,
    busy,
    newFindings: found.length,
    judgedBalances: toJudge.length,
    reconciliations: reconciliations ?? 0,
    untold: untold?.length ?? 0,
  };
}

/** Reads a suspicious ledger as a whole and keeps what is wrong with it. Answers whether it never stood still. */
async function lookAgain(
  context: LedgerContext,
  ledger: { readonly customerId: CustomerId; readonly currency: Currency },
  keep: (seen: Seen) => Promise<void>,
): Promise<boolean> {
  const problems = await checkLedger(context, ledger.customerId, ledger.currency);
  if (problems === 'busy') return true;
  for (const problem of problems) await keep({ ...ledger, ...problem });
  return false;
}

async function scanBooks(context: LedgerContext, segments: number, remainingMs: () => number) {
  const { table, clock, zone } = context;
  const now = clock();
  const today = businessDate(now, zone);
  const [approvals, approvalsBefore, levels, low] = await Promise.all([
    readApprovalPolicy(table, now),
    readApprovalPolicy(table, later(now, -nightMs)),
    readInForce(table, lowBalancePolicy, now),
    lowBalanceRows(context),
  ]);
  const month = monthBefore(today);
  const sums = new LedgerSums();
  const prepaid = new PrepaidFold(month);
  const structuring = new StructuringWatch(approvals, now);
  const split = new SplitCharges([approvals, approvalsBefore], now);
  const marked = new Set(low.map(({ g3sk }) => String(g3sk).replace('#', ' ')));
  const balances = new BalanceWatch(levels.content, today, marked);
  const isWhole = await scanTable(table, segments, {
    goesOn: () => remainingMs() > leftAfterScanMs,
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
