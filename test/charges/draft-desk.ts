import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { cancelDraft } from '../../shared/charges/cancel-draft.ts';
import { editDraft } from '../../shared/charges/edit-draft.ts';
import { getCharge } from '../../shared/charges/get-charge.ts';
import { listDrafts } from '../../shared/charges/list-drafts.ts';
import { saveDraft } from '../../shared/charges/save-draft.ts';
import { submitDraft } from '../../shared/charges/submit-draft.ts';
import { withdrawCharge } from '../../shared/charges/withdraw-charge.ts';
import type { DraftContent } from '../../shared/model/charge.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import type { TestLedger } from '../support/ledger.ts';

/** A clerk's desk: what he does with drafts, each under a key of its own unless a test names one. */
export async function draftDesk(ledger?: TestLedger) {
  const company = await freshCompany(ledger);
  const { context, input, clerk } = company;
  const customerId = (await company.createCustomer('C-4001')).id as CustomerId;
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `desk-${keys}`;
  };
  const content = (value: string): DraftContent => {
    const { customerId: _, customerNumber: __, ...rest } = chargeBody(customerId, 'C-4001', value);
    return rest;
  };
  const on = (id: string) => ({ chargeId: id as ChargeId });
  type Who = Company['clerk'];

  return {
    ...company,
    customerId,
    content,
    nextKey,
    save: (draft: DraftContent, key = nextKey(), who: Who = clerk) =>
      saveDraft(
        context,
        who,
        input({ body: { customerId, customerNumber: 'C-4001', content: draft }, idempotencyKey: key }),
      ),
    edit: (id: string, draft: DraftContent, ifMatch: string | undefined, key = nextKey(), who: Who = clerk) =>
      editDraft(context, who, input({ params: on(id), body: draft, ifMatch: ifMatch ?? '', idempotencyKey: key })),
    submitIt: (id: string, ifMatch: string | undefined, key = nextKey(), who: Who = clerk) =>
      submitDraft(context, who, input({ params: on(id), ifMatch: ifMatch ?? '', idempotencyKey: key })),
    withdraw: (id: string, revision: number, key = nextKey(), who: Who = clerk) =>
      withdrawCharge(
        context,
        who,
        input({ params: on(id), body: { revision, reason: '金额有误' }, idempotencyKey: key }),
      ),
    cancel: (id: string, key = nextKey(), who: Who = clerk) =>
      cancelDraft(context, who, input({ params: on(id), body: { reason: '客户不再需要' }, idempotencyKey: key })),
    decide: (
      who: Who,
      id: string,
      decision: { decision: 'approve' | 'return' | 'reject'; revision: number; stage: number },
      key = nextKey(),
    ) =>
      decideApproval(
        context,
        who,
        input({
          params: { requestId: id as ChargeId },
          body: { ...decision, ...(decision.decision === 'approve' ? {} : { comment: '请补充服务确认单' }) },
          idempotencyKey: key,
        }),
      ),
    list: async (who: Who = clerk) => (await listDrafts(context, who, input({ query: { limit: 20 } }))).body.items,
    read: async (id: string) => (await getCharge(context, clerk, input({ params: on(id) }))).body,
  };
}
