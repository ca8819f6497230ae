import { type Conflict, findConflicts } from '../charges/conflicts.ts';
import { draftContentToWire } from '../charges/draft-wire.ts';
import { enterRevision } from '../charges/enter-revision.ts';
import { moved, readCase } from '../charges/stored-charge.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { ConflictWire, previewCharge as contract } from '../contracts/review.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { parseFields } from '../errors/field-errors.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import { chargeContentSchema } from '../model/charge.ts';
import { type Charge, type ChargeDraft, isDraft } from '../model/charge-request.ts';
import { businessDate } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import { readApprovalPolicy, readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import { chargeTogether } from '../splitting/charge-together.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { receivableFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { readVouchers } from '../vouchers/stored-voucher.ts';
import { chargesWithSameFile, otherCharges } from './charges-to-compare.ts';
import { whatToCheck } from './conflict-words.ts';
import { customerHistory, receivablesToRead } from './customer-history.ts';
import { effectOf, policyOf, vouchersOf, waitingOf } from './foreseen.ts';

const conflictsShownAtMost = 50;

/**
 * What posting a charge now would write, to the cent, account and side, beside what a reviewer should look at first: the
 * policy, vouchers, conflicts with other charges, and the customer (A16, A18, A47). Reads only. A draft is shown as
 * submitting it now would enter it. Refuses with NOT_FOUND, REQUEST_MOVED, and with VALIDATION_FAILED a draft that is not
 * complete.
 */
export async function previewCharge(
  context: LedgerContext,
  call: { language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const now = context.clock();
  const found = await readCase(table, params.chargeId);
  if (found === undefined) throw new DomainError('NOT_FOUND');
  if (found.state !== 'draft' && found.state !== 'in-review') throw moved(found);
  const [customer, policy, voucherPolicy, files, others, receivables] = await Promise.all([
    readProfile(table, found.customerId),
    isDraft(found) ? readApprovalPolicy(table, now) : readApprovalPolicyVersion(table, found.policyVersion),
    readVoucherPolicy(table),
    readVouchers(table, found.id),
    otherCharges(table, found.customerId, found.id),
    queryPartition(table, { ...keys.receivables(found.customerId), limit: receivablesToRead }),
  ]);
  invariant(customer !== undefined, `charge ${found.id} has a customer`);
  const { group, creditTermDays } = customer;
  const charge = isDraft(found) ? await asSubmitted(context, found, policy, group) : found;
  const [head, sameFile] = await Promise.all([
    readHead(table, charge.customerId, charge.amount.currency),
    chargesWithSameFile(table, files, charge.id),
  ]);
  const conflicts = conflictsOf(charge, others.charges, sameFile);
  const today = businessDate(now, context.zone);
  const body = {
    chargeId: charge.id,
    state: found.state,
    revision: charge.revision,
    stage: isDraft(found) ? 0 : charge.stage,
    effect: effectOf(charge, head, { prepaidUse: policy.prepaidUse, creditTermDays }),
    policy: { ...policyOf(charge), ...(isDraft(found) ? {} : waitingOf(charge, now)) },
    vouchers: vouchersOf(charge, group, files, voucherPolicy),
    conflicts: {
      items: conflicts.slice(0, conflictsShownAtMost).map((conflict) => conflictToWire(conflict, call.language)),
      count: conflicts.length,
      lookedAt: others.charges.length,
      isComplete: others.isComplete,
    },
    customerHistory: customerHistory(others.charges, receivables.map(receivableFromItem), today),
  };
  return { body };
}

/** The draft as submitting it now would enter it. */
async function asSubmitted(
  context: LedgerContext,
  draft: ChargeDraft,
  policy: ApprovalPolicy,
  customerGroup: string,
): Promise<Charge> {
  const { id, customerId, maker, revision, openedAt, bodyPrint, history } = draft;
  const content = parseFields(chargeContentSchema, draftContentToWire(draft.content), 'body');
  const now = context.clock();
  const { type, amount } = content;
  const judged = { customerId, customerGroup, type, amount, now, except: id };
  const staged = await chargeTogether(context, policy, judged);
  const rules = { policy, customerGroup, now, zone: context.zone, staged };
  return enterRevision({ id, customerId, maker, revision, openedAt, bodyPrint, history }, content, rules);
}

function conflictsOf(charge: Charge, others: readonly Charge[], sameFile: readonly Charge[]): Conflict[] {
  const candidates = new Map([...sameFile, ...others].map((other) => [other.id, other]));
  return findConflicts(charge, [...candidates.values()], new Set(sameFile.map(({ id }) => id)));
}

function conflictToWire(conflict: Conflict, language: Language): ConflictWire {
  const { id, customerId, state, type, amount, period, submittedAt } = conflict.other;
  return {
    kind: conflict.kind,
    chargeId: id,
    customerId,
    state,
    type,
    amount: toWire(amount),
    period,
    submittedAt,
    check: whatToCheck(conflict, language),
  };
}
