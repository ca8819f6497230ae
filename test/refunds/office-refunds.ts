import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import type { RefundId, UserId } from '../../shared/model/ids.ts';
import type { RefundPolicy } from '../../shared/model/refund-policy.ts';
import { refundPolicy } from '../../shared/policies/refund-policy.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { putIf } from '../../shared/table/write.ts';
import type { CustomerInOffice, Office } from '../api/office.ts';
import { accepted, type Caller } from '../support/http.ts';

const account = { holder: '华夏科技有限公司', number: '6222 0210 0111 6245 702', bank: '中国工商银行北京分行' };

/** What is asked for, besides the customer: one yuan of prepaid money. */
export const refundContent = {
  source: { from: 'prepaid' } as object,
  amount: { value: '1.00', currency: 'CNY' },
  reason: { code: 'business-change', text: '业务调整，不再需要预存' },
  payout: { method: 'bank-transfer', account } as object,
};

export const payoutFailed = { outcome: 'failed', problem: '收款账户状态异常', retry: true };

/** Refunds brought through the API to where a test needs them. */
export function officeRefunds(office: Office, customer: () => CustomerInOffice) {
  /** A request that is accepted: the customer has money, and the same deposit is made once. */
  const asking = async (changes: object = {}) => {
    await office.deposit(customer(), 9_000_000n);
    const { id, number } = customer();
    return { params: { customerId: id }, body: { ...refundContent, customerNumber: number, ...changes } };
  };
  const asked = async (as: Caller = office.clerk, changes: object = {}) => ({
    refundId: (await accepted('requestRefund', { as, ...(await asking(changes)) })).body.id,
  });
  const approved = async (by: Caller = office.finance, as: Caller = office.clerk) => {
    const params = await asked(as);
    await decideApproval(
      office.context,
      { actor: { id: by.username as UserId, roles: by.roles } },
      {
        params: { requestId: params.refundId as RefundId },
        body: { decision: 'approve', revision: 1, stage: 1 },
        idempotencyKey: `approve-${params.refundId}`,
        query: undefined,
        ifMatch: undefined,
      },
    );
    return params;
  };
  const executing = async () => {
    const params = await approved();
    const { body } = await accepted('startPayout', { as: office.cashier, params, body: {} });
    return { params: { ...params, attempt: '1' }, startedOn: String(body.attempts[0]?.startedAt) };
  };
  /** What a cashier records of a payout he has just begun; in Shanghai it may be tomorrow already. */
  const paidBody = (startedAt: string) => {
    const paidOn = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(startedAt));
    return { outcome: 'paid', reference: 'ICBC20261122001', paidOn };
  };
  const paid = async () => {
    const { params, startedOn } = await executing();
    await accepted('recordPayout', { as: office.cashier, params, body: paidBody(startedOn) });
    return { refundId: params.refundId };
  };
  return { asking, asked, approved, executing, paidBody, paid };
}

const lastVersion = 999_999;

/** Does something while another refund policy is in force. */
export async function underRefundPolicy<T>(
  { context }: Office,
  { first = [], ...changes }: Partial<RefundPolicy> & { first?: RefundPolicy['rules'] },
  work: () => Promise<T>,
): Promise<T> {
  const { builtIn } = refundPolicy;
  const said = { at: context.clock(), keyPrint: 'k', bodyPrint: 'b' };
  const item = agreedPolicyItem('refund', {
    version: lastVersion,
    state: 'approved',
    effectiveAt: context.clock(),
    content: { ...builtIn, ...changes, rules: [...first, ...builtIn.rules] },
    proposal: { ...said, by: 'admin' as UserId, reason: '试行' },
  });
  await putIf(context, item, { expression: 'attribute_not_exists(pk)' });
  try {
    return await work();
  } finally {
    const Key = { ...keys.policy('refund', lastVersion) };
    await context.table.client.send(new DeleteCommand({ TableName: context.table.name, Key }));
  }
}
