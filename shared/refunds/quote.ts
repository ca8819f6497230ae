import { beyondCalendar, isWorkingDay } from '../arrivals/working-days.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { PaymentMethod } from '../model/arrival.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { addDays, businessDate, type CalendarDate, type Instant, later } from '../model/dates.ts';
import { type Money, type MoneyWire, moneyText, parseDecimal } from '../model/money.ts';
import type { Payout } from '../model/payout.ts';
import type { RefundContent, RefundTerms } from '../model/refund.ts';
import type { RefundPolicy } from '../model/refund-policy.ts';
import type { VoucherKind } from '../model/voucher.ts';
import { isWeekend, type WorkingCalendar } from '../model/working-calendar.ts';
import type { PolicyInForce } from '../policies/agreed-policy.ts';
import type { SourceLeft } from './source-left.ts';

const dayMs = 86_400_000;

/** What somebody wants to have back; how it goes back may still be open. */
export type RefundAsked = Omit<RefundContent, 'payout'> & { readonly payout?: Payout | undefined };

/** What a quote is made from, besides the policy: the source, whose it is, and which days are worked. */
export interface RefundFacts {
  readonly now: Instant;
  readonly zone: string;
  readonly calendar: WorkingCalendar;
  readonly customerGroup: string;
  readonly left: SourceLeft;
  /** The way the money came, where one way is known for all of it (B22). */
  readonly route?: PaymentMethod;
  /** Whether the asker may have it sent another way, because that one is closed. */
  readonly mayDeviate: boolean;
}

export interface RefundQuote extends RefundTerms {
  readonly netMinor: bigint;
  readonly leftMinor: bigint;
  readonly method: PaymentMethod;
  readonly isPromiseCertain: boolean;
  /** The last day on which it can be asked for. */
  readonly until?: CalendarDate;
  readonly papers: readonly VoucherKind[];
  /** Papers that were not named; `account` where the account to pay to was not. */
  readonly missing: readonly (VoucherKind | 'account')[];
  /** Why it would be refused, in the order in which it is. */
  readonly obstacles: readonly DomainError[];
}

type Rule = RefundPolicy['rules'][number];

/**
 * What a refund would be if it were asked for now (B17, B18, B22, B25): the quote and the submission ask here, so they
 * never differ. Amounts in minor units; the fee is rounded half up to the minor unit of the currency.
 */
export function quoteRefund(
  { version, content: policy }: PolicyInForce<RefundPolicy>,
  asked: RefundAsked,
  facts: RefundFacts,
): RefundQuote {
  const { now, zone, left } = facts;
  const today = businessDate(now, zone);
  const rule = ruleFor(policy, asked, facts.customerGroup);
  const feeMinor = rule === undefined ? 0n : feeOf(rule, asked.amount);
  const method = asked.payout?.method ?? facts.route ?? 'bank-transfer';
  const promise = promisedDay(facts.calendar, today, policy.reviewWorkingDays + policy.workingDays[method]);
  const until = rule && lastDay(rule, left, zone);
  const papers = rule?.papers ?? [];
  const missing = missingPapers(papers, asked);
  const quote = {
    refundPolicyVersion: version,
    feeMinor,
    netMinor: asked.amount.minor - feeMinor,
    leftMinor: left.leftMinor,
    method,
    promisedBy: promise.day,
    isPromiseCertain: promise.isCertain,
    expiresAt: later(now, policy.expiresAfterDays * dayMs),
    ...(until === undefined ? {} : { until }),
    papers,
    missing,
  };
  return { ...quote, obstacles: obstaclesTo(asked, facts, { ...quote, rule, today }) };
}

function obstaclesTo(
  { source, amount }: RefundAsked,
  { left, route, mayDeviate }: RefundFacts,
  quote: Omit<RefundQuote, 'obstacles'> & { readonly rule: Rule | undefined; readonly today: CalendarDate },
): DomainError[] {
  const { rule, today, until, missing, method, feeMinor, leftMinor } = quote;
  const obstacles: DomainError[] = [];
  if (rule?.isAllowed !== true) {
    obstacles.push(new DomainError('REFUND_NOT_ALLOWED', { version: String(quote.refundPolicyVersion) }));
  }
  // A time limit on deposits would mean nothing to whoever does not say which deposit.
  if (rule?.windowDays !== undefined && source.from === 'prepaid' && source.depositId === undefined) {
    obstacles.push(new DomainError('REFUND_DEPOSIT_UNNAMED'));
  }
  if (until !== undefined && today > until) obstacles.push(new DomainError('REFUND_WINDOW_OVER', { until }));
  if (missing.length > 0) obstacles.push(new DomainError('PAPERS_MISSING', { missing: missing.join(', ') }));
  const isDeviation = mayDeviate && method === 'bank-transfer';
  if (route !== undefined && method !== route && !isDeviation) {
    obstacles.push(new DomainError('PAYOUT_ROUTE', { way: route }));
  }
  if (left.correction !== undefined) {
    obstacles.push(new DomainError('CORRECTION_PENDING'));
  }
  if (amount.minor > leftMinor) {
    const params = { left: moneyText({ ...amount, minor: leftMinor }), wanted: moneyText(amount) };
    obstacles.push(new DomainError('REFUND_EXCEEDS_SOURCE', params));
  }
  if (feeMinor >= amount.minor) {
    obstacles.push(new DomainError('REFUND_ALL_FEE', { fee: moneyText({ ...amount, minor: feeMinor }) }));
  }
  return obstacles;
}

/** The first rule that speaks of source, reason and customer group. */
function ruleFor({ rules }: RefundPolicy, { source, reason }: RefundAsked, group: string): Rule | undefined {
  return rules.find(
    (rule) =>
      (rule.source === undefined || rule.source === source.from) &&
      (rule.reason === undefined || rule.reason === reason.code) &&
      (rule.customerGroup === undefined || rule.customerGroup === group),
  );
}

const basisPoints = 10_000n;

/** The fee in minor units: a share of the amount, rounded half up, within the bounds of its currency. */
function feeOf({ feeBasisPoints, feeAtLeast, feeAtMost }: Rule, { minor, currency }: Money): bigint {
  const share = (minor * BigInt(feeBasisPoints) + basisPoints / 2n) / basisPoints;
  const least = boundIn(currency, feeAtLeast) ?? 0n;
  const most = boundIn(currency, feeAtMost);
  const atLeast = share < least ? least : share;
  return most !== undefined && atLeast > most ? most : atLeast;
}

function boundIn(currency: Currency, bound: MoneyWire | undefined): bigint | undefined {
  if (bound === undefined || bound.currency !== currency) return undefined;
  const minor = parseDecimal(bound.value, currencyDigits(currency));
  invariant(typeof minor === 'bigint', 'the bounds of a policy were checked when it was proposed');
  return minor;
}

/** Counted from the day the charge was posted, or the money of the named deposit was there, whenever it was entered. */
function lastDay({ windowDays }: Rule, { charge, deposit }: SourceLeft, zone: string): CalendarDate | undefined {
  const posted = (charge ?? deposit)?.posting?.recordedAt;
  const since = deposit?.arrivedOn ?? (posted && businessDate(posted, zone));
  return windowDays === undefined || since === undefined ? undefined : addDays(since, windowDays);
}

/** Nobody can send money by bank without an account; an open way back asks for none yet. */
function missingPapers(papers: readonly VoucherKind[], { payout, vouchers }: RefundAsked) {
  const named = new Set(vouchers.map(({ kind }) => kind));
  const isAccountMissing = payout?.method === 'bank-transfer' && payout.account === undefined;
  return [...papers.filter((kind) => !named.has(kind)), ...(isAccountMissing ? ['account' as const] : [])];
}

/**
 * The working day so many working days after a day. Beyond the calendar every weekday counts as worked, and the answer
 * says that it is not certain: holidays there are not known yet.
 */
export function promisedDay(
  calendar: WorkingCalendar,
  from: CalendarDate,
  days: number,
): { day: CalendarDate; isCertain: boolean } {
  let left = days;
  let isCertain = true;
  for (let day = from; ; day = addDays(day, 1)) {
    const isWorked = isWorkingDay(calendar, day);
    if (isWorked === beyondCalendar) isCertain = false;
    if (isWorked === false || (isWorked === beyondCalendar && isWeekend(day))) continue;
    if (left === 0) return { day, isCertain };
    left -= 1;
  }
}
