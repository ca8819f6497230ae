import { readCharge } from '../charges/stored-charge.ts';
import { requestCorrection as contract } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy, ApprovalStage } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Correction, CorrectionContent } from '../model/correction.ts';
import { type Instant, later } from '../model/dates.ts';
import type { CorrectionId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { readApprovalPolicy, stagesFor } from '../policies/approval-policy.ts';
import { commitTogether } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import { correctionItem } from '../table/items/correction-item.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { stagesOfExcess } from './excess-refund.ts';
import { readCustomers, refuseClaimed, refuseUnfit } from './refuse-unfit.ts';
import { rightAmount } from './right-charge.ts';
import { readCorrection, replyFor } from './stored-correction.ts';

const hourMs = 3_600_000;

/**
 * Asks for the correction of a posted charge (A37, A38): with its cause, what it should have said and how it is put
 * right. One that pays money out is approved by all whom such a refund would be asked of (H5). It lays its hand on the charge in the same write, so that no refund and no second correction comes between.
 * Five write units besides its two lists. Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, NOT_FOUND, REQUEST_MOVED,
 * CORRECTION_PENDING, REFUND_PENDING, FURTHER_CHARGE_STANDS, CORRECTION_CHANGES_NOTHING, CORRECTION_AMOUNT_UNFIT,
 * NOTHING_TO_REFUND, CUSTOMER_NOT_FOUND, CUSTOMER_NUMBER_MISMATCH (A49), BUSY.
 */
export async function requestCorrection(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { actor } = call;
  const id = documentId('cor', actor.id, 'requestCorrection', idempotencyKey) as CorrectionId;
  const bodyPrint = bodyFingerprint({ ...params, ...body });
  const now = context.clock();
  const [, existing, charge, policy] = await Promise.all([
    requireActiveUser(table, actor.id, contract.roles),
    readCorrection(table, id),
    readCharge(table, params.chargeId),
    readApprovalPolicy(table, now),
  ]);
  if (existing !== undefined) return replyFor(existing, { made: existing.bodyPrint, bodyPrint });
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  await refuseUnfit(table, charge, body);
  const groups = (await readCustomers(table, charge, body)).map(({ group }) => group);

  const keyPrint = fingerprint(actor.id, id, idempotencyKey);
  const [customerGroup = ''] = groups;
  const asRefund = await stagesOfExcess(context, policy, { charge, content: body, customerGroup, maker: actor.id });
  const stages = longest([stagesOf(policy, groups, [charge.amount, rightAmount(charge, body)]), asRefund.stages]);
  const by = { id, maker: actor.id, bodyPrint, keyPrint, now };
  const judged = {
    stages,
    policyVersion: policy.version,
    ...(asRefund.why === undefined ? {} : { together: asRefund.why }),
  };
  const correction = newCorrection(charge, body, { ...by, ...judged });
  const done = await commitTogether(context, {
    ledgers: [{ customerId: charge.customerId, currency: charge.amount.currency }],
    plan: async ([head]) => {
      invariant(head !== undefined, 'a correction is about a ledger');
      refuseClaimed(head, charge, id);
      // Read again after the head: a refund that was paid meanwhile has changed both.
      await refuseUnfit(table, (await readCharge(table, charge.id)) ?? charge, body);
      return { ledgers: [{ drafts: [], claim: { by: id, on: charge.id, minor: 0n } }] };
    },
    requestWrite: () => ({
      item: correctionItem(correction, context.zone),
      condition: { expression: 'attribute_not_exists(pk)' },
    }),
  });
  if (typeof done !== 'symbol') return replyFor(correction);
  const winner = await readCorrection(table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return replyFor(winner, { made: winner.bodyPrint, bodyPrint });
}

/** The most stages that either amount asks for, for either customer. */
function stagesOf(
  policy: ApprovalPolicy,
  groups: readonly string[],
  amounts: readonly Money[],
): readonly ApprovalStage[] {
  const candidates = groups.flatMap((customerGroup) =>
    amounts.map((amount) => stagesFor(policy, { kind: 'correction', customerGroup, amount })),
  );
  return longest(candidates);
}

function longest(candidates: readonly (readonly ApprovalStage[])[]): readonly ApprovalStage[] {
  return candidates.reduce((most, stages) => (stages.length > most.length ? stages : most));
}

function newCorrection(
  charge: Charge,
  content: CorrectionContent,
  by: Pick<Correction, 'id' | 'maker' | 'bodyPrint' | 'stages' | 'policyVersion' | 'together'> & {
    now: Instant;
    keyPrint: string;
  },
): Correction {
  const { now, keyPrint, ...rest } = by;
  const [first] = by.stages;
  invariant(first !== undefined, 'somebody always has to approve a correction');
  const right = rightAmount(charge, content);
  const isMore = right.currency === charge.amount.currency && right.minor > charge.amount.minor;
  return {
    kind: 'correction',
    ...rest,
    ...content,
    chargeId: charge.id,
    customerId: charge.customerId,
    state: 'in-review',
    revision: 1,
    stage: 1,
    approvers: [],
    openedAt: now,
    submittedAt: now,
    amount: isMore ? right : charge.amount,
    dueAt: later(now, first.deadlineHours * hourMs),
    history: [{ at: now, by: by.maker, action: 'submit', to: 'in-review', keyPrint }],
  };
}
