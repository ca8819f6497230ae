import type { ImpactWire } from '../contracts/corrections.ts';
import { balancesToWire, postingsToWire } from '../customers/entry-wire.ts';
import { applyPostings } from '../ledger/balances.ts';
import { emptyHead, type Head } from '../ledger/journal-entry.ts';
import { sumOf } from '../ledger/lots.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Currency } from '../model/currency.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import { type LedgerName, type ReceivableChange, readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { readCorrectionFacts } from './correction-facts.ts';
import { paperWords, warningWords } from './impact-words.ts';
import { type CorrectionFacts, type CorrectionPlan, ledgersOf, planCorrection } from './plan-correction.ts';
import type { CorrectionToPlan } from './right-charge.ts';
import { readDepositsOf, readSurroundings, type Surroundings } from './surroundings.ts';

/**
 * Everything a correction would touch if it were approved now (A35, H3): by the very plan that posting follows, and what
 * lies around the charge. Reads only. Refuses with PREPAID_INSUFFICIENT as posting would.
 */
export async function readImpact(
  context: LedgerContext,
  charge: Charge,
  correction: CorrectionToPlan,
  language: Language,
): Promise<ImpactWire> {
  const ledgers = ledgersOf(charge, correction);
  const heads = await Promise.all(
    ledgers.map(({ customerId, currency }) => readHead(context.table, customerId, currency)),
  );
  const [facts, around] = await Promise.all([
    readCorrectionFacts(context, charge, correction),
    readSurroundings(context.table, charge),
  ]);
  const plan = planCorrection(facts, heads);
  const { currency } = charge.amount;
  const deposits = await Promise.all(ledgers.map((ledger, index) => depositsOf(context, ledger, plan, index)));
  return {
    ledgers: ledgers.map((ledger, index) => ledgerToWire(heads[index] ?? headOf(ledger), plan, index)),
    receivables: plan.receivables.map(receivableToWire),
    deposits: deposits.flat(),
    furtherCharges: facts.further.map(({ id, minor }) => ({ id, amount: toWire({ minor, currency }) })),
    refunds: around.refunds.map(({ id, state, amount }) => ({ id, state, amount: toWire(amount) })),
    notices: around.notices.map(({ event, at }) => ({ event, at })),
    disputes: around.disputes.map(({ number, state }) => ({ number, state })),
    openTasks: around.openTasks.map(({ name, owner }) => ({ task: name, owner })),
    announcedPayments: around.announcedPayments,
    papers: papersOf(plan).map((paper) => paperWords[paper][language]),
    ...(plan.refundMinor === 0n ? {} : { refund: toWire({ minor: plan.refundMinor, currency }) }),
    ...(plan.closedMonth === undefined ? {} : { closedMonth: plan.closedMonth }),
    warnings: warningsOf(facts, plan, around).map((code) => ({ code, text: warningWords[code][language] })),
  };
}

function headOf({ customerId, currency }: LedgerName): Head {
  return emptyHead(customerId, currency);
}

function ledgerToWire(head: Head, { ledgers }: CorrectionPlan, index: number): ImpactWire['ledgers'][number] {
  const { customerId, currency, balances } = head;
  const drafts = ledgers[index]?.drafts ?? [];
  const after = drafts.reduce((sum, { postings }) => applyPostings(sum, postings), balances);
  return {
    customerId,
    currency,
    balancesBefore: balancesToWire(balances, currency),
    balancesAfter: balancesToWire(after, currency),
    entries: drafts.map(({ requestId, effectiveDate, postings, reverses }) => ({
      ...{ requestId, effectiveDate },
      postings: postingsToWire(postings, currency),
      ...(reverses === undefined ? {} : { reverses: Number(reverses.sequence) }),
    })),
  };
}

function receivableToWire({ before, after }: ReceivableChange): ImpactWire['receivables'][number] {
  const one = after ?? before;
  const money = (minor: bigint) => toWire({ minor, currency: one?.currency as Currency });
  return {
    requestId: one?.requestId ?? '',
    customerId: one?.customerId ?? '',
    dueDate: one?.dueDate ?? '',
    openNow: money(before?.openMinor ?? 0n),
    openThen: money(after?.openMinor ?? 0n),
  };
}

/** What comes back into each deposit's money, or is taken from it, with the number on its receipt. */
async function depositsOf(
  { table }: LedgerContext,
  { customerId, currency }: LedgerName,
  { ledgers }: CorrectionPlan,
  index: number,
): Promise<ImpactWire['deposits']> {
  const changes = (ledgers[index]?.drafts ?? []).flatMap(({ lots = [] }) => lots);
  const numbers = [...new Set(changes.map(({ number }) => number))];
  if (numbers.length === 0) return [];
  const deposits = await readDepositsOf(table, customerId, currency);
  return numbers.flatMap((number) => {
    const minor = sumOf(changes.filter((change) => change.number === number));
    const deposit = deposits.find(({ posting }) => posting?.sequence === number);
    if (minor === 0n) return [];
    return [
      {
        customerId,
        lot: Number(number),
        ...(deposit === undefined ? {} : { depositId: deposit.id }),
        ...(deposit?.receiptNumber === undefined ? {} : { receiptNumber: deposit.receiptNumber }),
        givenBack: toWire({ minor, currency }),
      },
    ];
  });
}

function papersOf({ isCredited, replacement, refundMinor }: CorrectionPlan): (keyof typeof paperWords)[] {
  return [
    ...(isCredited ? ['credit-note' as const] : []),
    ...(replacement === undefined ? [] : ['charge-notice' as const]),
    ...(refundMinor === 0n ? [] : ['refund-voucher' as const]),
  ];
}

function warningsOf(
  { charge, correction }: CorrectionFacts,
  plan: CorrectionPlan,
  around: Surroundings,
): (keyof typeof warningWords)[] {
  const owedAgain = plan.receivables.some(({ after }) => after?.requestId === correction.id);
  const isTold = around.notices.some(({ event }) => event.endsWith('#posted'));
  const checks: [keyof typeof warningWords, boolean][] = [
    ['CLOSED_MONTH', plan.closedMonth !== undefined],
    ['CREDITED_BEFORE', (charge.creditedMinor ?? 0n) > 0n && plan.charge.state === 'corrected'],
    ['OWED_AGAIN', owedAgain],
    ['DISPUTE_OPEN', charge.dispute !== undefined],
    ['PAYMENT_ANNOUNCED', around.announcedPayments > 0],
    ['TASKS_OPEN', around.openTasks.length > 0],
    ['CUSTOMER_TOLD', isTold],
  ];
  return checks.flatMap(([code, holds]) => (holds ? [code] : []));
}
