import { beforeAll, describe, expect, it } from 'vitest';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { receivableItem } from '../../shared/table/items/ledger-items.ts';
import { putIf } from '../../shared/table/write.ts';
import {
  approval,
  type CustomerInOffice,
  chargeContent,
  cny,
  type Office,
  oneStage,
  openOffice,
  twoStages,
} from '../api/office.ts';
import { accepted, complaints, refused } from '../support/http.ts';
import { date } from '../support/ledger.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

const preview = async (chargeId: string, language = 'en') =>
  (await accepted('previewCharge', { as: office.reviewer, params: { chargeId }, language })).body;
const refusedPreview = (chargeId: string) => refused('previewCharge', { as: office.reviewer, params: { chargeId } });

async function draft(customer: CustomerInOffice, content: object) {
  const body = { customerId: customer.id, customerNumber: customer.number, content };
  return (await accepted('saveDraft', { as: office.clerk, body })).body.id;
}

describe('the preview of a charge in review', () => {
  it('shows the entry, the balances around it and what is left to pay, and writes nothing (A18)', async () => {
    const customer = await office.createCustomer({ creditTermDays: 30 });
    await office.deposit(customer, 1_000_000n);
    const { id } = await office.submit(customer, oneStage);
    const { effect } = await office.writesNothing(() => preview(id));
    expect(effect).toMatchObject({
      currency: 'CNY',
      period: { start: '2026-10-01', end: '2026-10-31' },
      postings: [
        { event: 'charge-posted', account: 'receivable', side: 'debit', amount: { value: '9000.00', currency: 'CNY' } },
        {
          event: 'charge-posted',
          account: 'revenue:upgrade',
          side: 'credit',
          amount: { value: '9000.00', currency: 'CNY' },
        },
        { event: 'prepaid-applied', account: 'prepaid', side: 'debit', amount: { value: '9000.00', currency: 'CNY' } },
        {
          event: 'prepaid-applied',
          account: 'receivable',
          side: 'credit',
          amount: { value: '9000.00', currency: 'CNY' },
        },
      ],
      balancesBefore: { receivable: '0.00', prepaid: '10000.00', held: '0.00', unapplied: '0.00' },
      balancesAfter: { receivable: '0.00', prepaid: '1000.00', held: '0.00', unapplied: '0.00' },
      fromPrepaid: { value: '9000.00', currency: 'CNY' },
      open: { value: '0.00', currency: 'CNY' },
      asOfSequence: 1,
    });
  });

  it('says under which policy it stands, who approved and whose turn it is until when', async () => {
    const customer = await office.createCustomer();
    const { id } = await office.submit(customer, twoStages);
    await office.decide(office.reviewer, id, approval(1));
    expect(await preview(id)).toMatchObject({
      state: 'in-review',
      revision: 1,
      stage: 2,
      policy: {
        version: 0,
        stages: [{ role: 'reviewer', approvedBy: 'chen.jie' }, { role: 'finance' }],
        waiting: { stage: 2, role: 'finance', isOverdue: false },
      },
    });
  });

  it('names conflicts in the reader’s language, the gravest first (A47)', async () => {
    const customer = await office.createCustomer();
    const twin = await office.submit(customer, oneStage);
    const other = await office.submit(customer, '7000.00');
    const { id } = await office.submit(customer, oneStage);
    const { conflicts } = await preview(id, 'zh-CN');
    expect(conflicts.items.map(({ kind, chargeId }) => [kind, chargeId])).toEqual([
      ['duplicate', twin.id],
      ['overlapping-period', other.id],
      ['same-voucher', other.id],
      ['same-voucher', twin.id],
    ]);
    expect(conflicts).toMatchObject({ count: 4, lookedAt: 2, isComplete: true });
    expect(conflicts.items[0]?.check).toBe(
      `类型、金额和期间与补费单 ${twin.id} 完全相同。请确认不是重复录入；如果重复，请退回或拒绝。`,
    );
  });

  it('counts the thousand receivables that are due first, and says that there are more', async () => {
    const customer = await office.createCustomer();
    const owe = async (count: number) => {
      const receivable = {
        customerId: customer.id as CustomerId,
        requestId: documentId('chg', 'test', customer.id, String(count)) as ChargeId,
        currency: 'CNY' as const,
        openMinor: 100n,
        originalMinor: 100n,
        // The last is due last: it is the one that is left out.
        dueDate: date(count === 1000 ? '2026-12-31' : '2026-01-01'),
      };
      await putIf(office.context, receivableItem(receivable), { expression: 'attribute_not_exists(pk)' });
    };
    await Promise.all(Array.from({ length: 1000 }, (_, count) => owe(count)));
    const { id } = await office.submit(customer, oneStage);
    expect((await preview(id)).customerHistory).toMatchObject({ isComplete: true, receivables: [{ count: 1000 }] });
    await owe(1000);
    const open = { value: '1000.00', currency: 'CNY' };
    expect((await preview(id)).customerHistory).toMatchObject({
      isComplete: false,
      receivables: [{ count: 1000, open }],
    });
  });

  it('shows what the customer was charged, what he owes and how his charges ended', async () => {
    const customer = await office.createCustomer();
    const posted = await office.submit(customer, oneStage);
    await office.decide(office.reviewer, posted.id, approval(1));
    const rejected = await office.submit(customer, oneStage);
    await office.decide(office.reviewer, rejected.id, { ...approval(1), decision: 'reject', comment: '重复' });
    const { id } = await office.submit(customer, oneStage);
    const { customerHistory } = await preview(id);
    expect(customerHistory.recent.map(({ id, state }) => [id, state])).toEqual([
      [rejected.id, 'rejected'],
      [posted.id, 'posted'],
    ]);
    expect(customerHistory).toMatchObject({
      byState: [
        { state: 'rejected', count: 1 },
        { state: 'posted', count: 1 },
      ],
      receivables: [
        {
          currency: 'CNY',
          count: 1,
          open: { value: '9000.00', currency: 'CNY' },
          overdueCount: 0,
          overdue: { value: '0.00', currency: 'CNY' },
        },
      ],
      disputes: 0,
    });
  });

  it('counts as overdue what was due before today, and not what is due today', async () => {
    const customer = await office.createCustomer({ creditTermDays: 0 });
    const enter = async (effectiveDate?: string) => {
      const content = { ...cny(oneStage), ...(effectiveDate === undefined ? {} : { effectiveDate }) };
      const body = { customerId: customer.id, customerNumber: customer.number, ...content };
      return (await accepted('submitCharge', { as: office.clerk, body })).body.id;
    };
    for (const effectiveDate of ['2026-01-31', undefined]) {
      await office.decide(office.reviewer, await enter(effectiveDate), approval(1));
    }
    const { customerHistory } = await preview(await enter());
    expect(customerHistory.receivables).toMatchObject([
      { count: 2, open: { value: '18000.00' }, overdueCount: 1, overdue: { value: '9000.00' } },
    ]);
  });
});

describe('the preview of a draft', () => {
  it('shows what submitting it now would lead to', async () => {
    const customer = await office.createCustomer();
    const id = await draft(customer, cny(twoStages));
    const shown = await preview(id);
    expect(shown).toMatchObject({
      state: 'draft',
      stage: 0,
      effect: { open: { value: '50000.00', currency: 'CNY' }, asOfSequence: 0 },
      policy: { stages: [{ role: 'reviewer' }, { role: 'finance' }] },
    });
    expect(shown.policy).not.toHaveProperty('waiting');
  });

  it('says what is missing instead while it is not complete', async () => {
    const customer = await office.createCustomer();
    const { basis: _, ...content } = chargeContent;
    expect(complaints(await refusedPreview(await draft(customer, content)))).toEqual(['/basis REQUIRED']);
  });
});

describe('the preview', () => {
  it('is refused once the charge is decided: there is nothing left to foresee', async () => {
    const customer = await office.createCustomer();
    const { id } = await office.submit(customer, oneStage);
    await office.decide(office.reviewer, id, approval(1));
    expect(await refusedPreview(id)).toMatchObject({ code: 'REQUEST_MOVED' });
  });
});
