import type { ChargeFiguresWire, ChargeGrouping } from '../contracts/reports.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Currency } from '../model/currency.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import { formatDecimal, toWire } from '../model/money.ts';
import type { RequestState } from '../model/request-state.ts';

/** What the statistics need to know of one charge. */
export interface ChargeFacts {
  readonly customerId: CustomerId;
  readonly keys: Readonly<Record<Exclude<ChargeGrouping, 'group'>, string>>;
  readonly state: RequestState;
  readonly currency: Currency;
  readonly minor: bigint;
  readonly revision: number;
  /** From the last submission to the last decision; absent where no person has decided it. */
  readonly reviewMs?: number;
}

export function factsOf(charge: Charge, zone: string): ChargeFacts {
  const { submittedAt, amount, state, revision, customerId } = charge;
  const decided = charge.history.findLast(({ action }) => action === 'approve' || action === 'reject');
  const isDecided = decided !== undefined && (state === 'posted' || state === 'rejected');
  return {
    customerId,
    keys: {
      type: charge.type,
      reason: charge.reason.code,
      clerk: charge.maker,
      state,
      month: businessDate(submittedAt, zone).slice(0, 'YYYY-MM'.length),
    },
    state,
    currency: amount.currency,
    minor: amount.minor,
    revision,
    ...(isDecided ? { reviewMs: Date.parse(decided.at) - Date.parse(submittedAt) } : {}),
  };
}

/** The figures of some charges of one currency. */
export function figuresOf(currency: Currency, charges: readonly ChargeFacts[]): ChargeFiguresWire {
  const inState = (state: RequestState) => charges.filter((charge) => charge.state === state);
  const posted = inState('posted');
  const reviewed = charges.map(({ reviewMs }) => reviewMs).filter((reviewMs) => reviewMs !== undefined);
  const revisions = charges.reduce((sum, { revision }) => sum + revision, 0);
  const reviewMs = reviewed.reduce((sum, milliseconds) => sum + milliseconds, 0);
  return {
    currency,
    count: charges.length,
    amount: toWire({ minor: sumMinor(charges), currency }),
    postedCount: posted.length,
    postedAmount: toWire({ minor: sumMinor(posted), currency }),
    returnedCount: inState('returned').length,
    rejectedCount: inState('rejected').length,
    revisionsAverage: quotient(revisions, charges.length),
    ...(reviewed.length === 0 ? {} : { reviewHoursAverage: quotient(reviewMs, reviewed.length * 3_600_000) }),
  };
}

function sumMinor(charges: readonly ChargeFacts[]): bigint {
  return charges.reduce((sum, { minor }) => sum + minor, 0n);
}

/** A quotient of whole numbers as text with one decimal, rounded half up. */
function quotient(dividend: number, divisor: number): string {
  const [of, by] = [BigInt(dividend), BigInt(divisor)];
  return formatDecimal((of * 20n + by) / (by * 2n), 1);
}
