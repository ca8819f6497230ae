import { enterRevision } from '../../shared/charges/enter-revision.ts';
import type { ApprovalPolicy } from '../../shared/model/approval-policy.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import { addDays, businessDate, later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, RefundId, UserId } from '../../shared/model/ids.ts';
import type { Money } from '../../shared/model/money.ts';
import type { Refund } from '../../shared/model/refund.ts';
import { stagesFor } from '../../shared/policies/approval-policy.ts';
import { chargeTogether } from '../../shared/splitting/charge-together.ts';
import { refundTogether } from '../../shared/splitting/refund-together.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { accountPrint, refundItem } from '../../shared/table/items/refund-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { chargeBody } from '../support/company.ts';

let made = 0;
const always = { expression: 'attribute_not_exists(never)' };

/** A customer's id; these tests need nothing else of him. */
export const customerNamed = (name: string) => documentId('cus', name, 'test', '1') as CustomerId;
export const yuan = (value: number): Money => ({ minor: BigInt(Math.round(value * 100)), currency: 'CNY' });

interface NewCharge {
  readonly customer?: string;
  readonly amount: Money;
  readonly type?: ChargeType;
}

/** Submits a charge as the use cases do, up to its item. */
export async function enterCharge(context: LedgerContext, policy: ApprovalPolicy, given: NewCharge): Promise<Charge> {
  made += 1;
  const { customer = 'a', amount, type = 'upgrade' } = given;
  const customerId = customerNamed(customer);
  const now = context.clock();
  const id = documentId('chg', 'test', 'charge', String(made)) as ChargeId;
  const judged = { customerId, customerGroup: 'standard', type, amount, now };
  const staged = await chargeTogether(context, policy, judged);
  const { customerNumber: _, ...content } = { ...chargeBody(customerId, 'C-1', '1.00'), type, amount };
  const maker = 'wang.fang' as UserId;
  const step = { at: now, by: maker, action: 'submit', to: 'in-review' } as const;
  const identity = { id, customerId, maker, revision: 1, openedAt: now, bodyPrint: id, history: [step] };
  const rules = { policy, customerGroup: 'standard', now, zone: context.zone, staged };
  const charge = enterRevision(identity, content, rules);
  await putIf(context, chargeItem(charge, context.zone), always);
  return charge;
}

export async function keepCharge(context: LedgerContext, charge: Charge): Promise<void> {
  await putIf(context, chargeItem(charge, context.zone), always);
}

interface NewRefund {
  readonly customer?: string;
  readonly amount: Money;
  readonly account?: string;
  readonly maker?: string;
  readonly windowDays?: number;
}

/** Asks for a refund as the use case does, up to its item; nothing is claimed. */
export async function askRefund(context: LedgerContext, policy: ApprovalPolicy, given: NewRefund): Promise<Refund> {
  made += 1;
  const { customer = 'a', amount, maker = 'wang.fang', account = `62220000${made}`, windowDays = 7 } = given;
  const customerId = customerNamed(customer);
  const now = context.clock();
  const payout = {
    method: 'bank-transfer',
    account: { holder: '客户', number: account, bank: '招商银行北京分行' },
  } as const;
  const staged = await refundTogether(
    context,
    { policy, windowDays },
    {
      customerId,
      customerGroup: 'standard',
      account: accountPrint(payout),
      amount,
      maker: maker as UserId,
      now,
    },
  );
  const refund: Refund = {
    kind: 'refund',
    id: documentId('rfd', 'test', 'refund', String(made)) as RefundId,
    customerId,
    state: 'in-review',
    revision: 1,
    stage: 1,
    stages: stagesFor(policy, { kind: 'refund', customerGroup: 'standard', amount: staged.stageBy }),
    policyVersion: policy.version,
    maker: maker as UserId,
    approvers: [],
    openedAt: now,
    submittedAt: now,
    amount,
    dueAt: later(now, 3_600_000),
    ...(staged.why === undefined ? {} : { together: staged.why }),
    history: [{ at: now, by: maker as UserId, action: 'submit', to: 'in-review' }],
    bodyPrint: String(made),
    source: { from: 'prepaid' },
    reason: { code: 'business-change', text: '客户业务调整，不再使用' },
    payout,
    vouchers: [],
    refundPolicyVersion: 0,
    feeMinor: 0n,
    promisedBy: addDays(businessDate(now, context.zone), 8),
    expiresAt: later(now, 60 * 24 * 3_600_000),
    askedByCustomer: false,
    attempts: [],
  };
  await keepRefund(context, refund);
  return refund;
}

export async function keepRefund(context: LedgerContext, refund: Refund): Promise<void> {
  await putIf(context, refundItem(refund, context.zone), always);
}
