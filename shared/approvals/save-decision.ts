import { postCharge } from '../charges/post-charge.ts';
import { postCorrection } from '../corrections/post-correction.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Submitted } from '../model/request-case.ts';
import { refuseClosedPeriod } from '../periods/period-lock.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { endClaim } from '../requests/end-claim.ts';
import { unchangedAndDecidedByAnother } from '../requests/unchanged.ts';
import type { requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { reviewedItem } from '../table/items/reviewed-item.ts';
import { type Condition, putIf } from '../table/write.ts';

/** Saves a decision and, in the same write, what it brings about. Answers nothing when somebody else was first. */
export async function saveDecision(
  context: LedgerContext,
  before: Submitted,
  decided: Submitted,
): Promise<Submitted | undefined> {
  const step = decided.history.at(-1);
  invariant(step !== undefined, 'a decision is a step');
  const condition = unchangedAndDecidedByAnother(before, step.by, step.for);
  if (decided.state === 'posted') {
    const posted = await post(context, decided, condition);
    return typeof posted === 'symbol' ? undefined : posted;
  }
  const item = reviewedItem(decided, context.zone);
  if (decided.kind !== 'charge' && decided.state === 'rejected') {
    // What it claimed is free again in the same write.
    const outcome = await endClaim(context, decided, { item, condition });
    return typeof outcome === 'symbol' ? undefined : decided;
  }
  return (await putIf(context, item, condition)) === 'written' ? decided : undefined;
}

async function post(
  context: LedgerContext,
  decided: Submitted,
  condition: Condition,
): Promise<Submitted | typeof requestMoved> {
  if (decided.kind === 'correction') return await postCorrection(context, decided, condition);
  invariant(decided.kind === 'charge', 'a refund is paid out, not posted by its approval');
  return await postApproved(context, decided, condition);
}

async function postApproved(context: LedgerContext, charge: Charge, condition: Condition) {
  const [customer, policy] = await Promise.all([
    readProfile(context.table, charge.customerId),
    readApprovalPolicyVersion(context.table, charge.policyVersion),
    refuseClosedPeriod(context.table, charge.effectiveDate, context.clock()),
  ]);
  invariant(customer !== undefined, `charge ${charge.id} has a customer`);
  const { creditTermDays } = customer;
  return await postCharge(context, { charge, condition, prepaidUse: policy.prepaidUse, creditTermDays });
}
