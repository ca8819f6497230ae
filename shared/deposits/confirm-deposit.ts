import { confirmDeposit as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { Deposit } from '../model/deposit.ts';
import type { HistoryStep } from '../model/request.ts';
import { monthOf, openDate } from '../periods/period-lock.ts';
import { readAgreedVersion, readInForce } from '../policies/agreed-policy.ts';
import { depositPolicy } from '../policies/deposit-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Actor } from '../users/read-user.ts';
import { refuseAboveCeiling, termsOf } from './hold-against-policy.ts';
import { postArrival } from './post-arrival.ts';
import { refuseFutureDay } from './register-deposit.ts';
import { depositMoved, refuseMaker, stepDeposit, unchangedAndByAnother } from './step-deposit.ts';

/**
 * Confirms that the money of a deposit has arrived (C1): entry, lot and receipt number in one write, dated the day it
 * was there (G14). What it may be used for is as the policy said when it was registered; how much a customer may have
 * in all, as it says now. Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DEPOSIT_MOVED,
 * DEPOSIT_NEEDS_ANOTHER, VALIDATION_FAILED for a day before the payment or still to come,
 * DEPOSIT_ABOVE_CEILING, BUSY.
 */
export async function confirmDeposit(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const request = { actor, roles: contract.roles, depositId: params.depositId, body, idempotencyKey };
  return await stepDeposit(context, request, { action: 'arrive', to: 'arrived' }, async (before, step) => {
    if (before.state !== 'registered') throw depositMoved(before);
    refuseMaker(before, actor.id);
    const now = context.clock();
    refuseOtherDay(before, body.arrivedOn, businessDate(now, context.zone));
    return await post(context, before, await withReason(context, step, body.arrivedOn), body);
  });
}

async function post(
  context: LedgerContext,
  before: Deposit,
  step: HistoryStep,
  { arrivedOn, reference }: InputOf<typeof contract>['body'],
): Promise<Deposit | undefined> {
  const [registeredUnder, inForce] = await Promise.all([
    readAgreedVersion(context.table, depositPolicy, before.policyVersion),
    readInForce(context.table, depositPolicy, context.clock()),
  ]);
  const arrived: Deposit = {
    ...before,
    ...(reference === undefined ? {} : { reference }),
    state: 'arrived',
    arrivedOn,
    terms: termsOf(registeredUnder.content, before.purpose, arrivedOn),
    history: [...before.history, step],
  };
  const posted = await postArrival(context, arrived, unchangedAndByAnother(before, step.by), (head) =>
    refuseAboveCeiling(inForce.content, arrived.amount, head),
  );
  return typeof posted === 'symbol' ? undefined : posted.deposit;
}

/** Where the month of the arrival is closed, the history says that it is entered today. */
async function withReason(context: LedgerContext, step: HistoryStep, arrivedOn: CalendarDate): Promise<HistoryStep> {
  const enteredOn = await openDate(context, arrivedOn);
  if (enteredOn === arrivedOn) return step;
  const month = monthOf(arrivedOn);
  return {
    ...step,
    reason: `${month} 已结账，记入 ${enteredOn}。${month} is closed, so it is entered on ${enteredOn}.`,
  };
}

/** Money arrives on the day it is paid or later, and not tomorrow. */
function refuseOtherDay({ paidOn }: Deposit, arrivedOn: CalendarDate, today: CalendarDate): void {
  refuseFutureDay('/arrivedOn', arrivedOn, today);
  if (arrivedOn >= paidOn) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/arrivedOn', code: 'DATE_OUT_OF_RANGE', params: { given: arrivedOn, from: paidOn, until: today } },
  ]);
}
