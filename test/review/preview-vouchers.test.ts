import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/model/dates.ts';
import type { ChargeId, UserId, VoucherId } from '../../shared/model/ids.ts';
import type { Voucher } from '../../shared/model/voucher.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { voucherItem } from '../../shared/table/items/voucher-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { chargeContent, cny, type Office, oneStage, openOffice } from '../api/office.ts';
import { accepted } from '../support/http.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

/** A file of a charge, as its check left it. */
async function attach(charge: string, sha256: string, changes: Partial<Voucher> = {}): Promise<void> {
  const chargeId = charge as ChargeId;
  const voucher: Voucher = {
    id: documentId('vou', 'preview', chargeId, sha256) as VoucherId,
    requestId: chargeId,
    kind: 'contract-change',
    fileName: '合同变更.pdf',
    contentType: 'application/pdf',
    sizeBytes: 1000,
    sha256,
    state: 'accepted',
    attachedBy: 'wang.fang' as UserId,
    attachedAt: '2026-10-12T01:00:00.000Z' as Instant,
    bodyPrint: 'a',
    ...changes,
  };
  await putIf(office.context, voucherItem(voucher), { expression: 'attribute_not_exists(pk)' });
}

const preview = async (chargeId: string) =>
  (await accepted('previewCharge', { as: office.reviewer, params: { chargeId } })).body;

/** A charge of a new customer that has nothing in common with any other. */
async function waiting(value = oneStage, vouchers: object[] = []): Promise<string> {
  const { id, number } = await office.createCustomer();
  const body = { customerId: id, customerNumber: number, ...cny(value), vouchers };
  return (await accepted('submitCharge', { as: office.clerk, body })).body.id;
}

describe('the vouchers in a preview', () => {
  it('show every file with its state (A16)', async () => {
    const id = await waiting(oneStage, chargeContent.vouchers);
    await attach(id, 'a'.repeat(64));
    await attach(id, 'b'.repeat(64), { state: 'refused', fileName: '模糊.jpg' });
    const { vouchers } = await preview(id);
    expect(vouchers.missing).toEqual([]);
    expect(vouchers.files.map(({ fileName, state }) => `${fileName} ${state}`).sort()).toEqual([
      '合同变更.pdf accepted',
      '模糊.jpg refused',
    ]);
  });

  it('that are a file accepted on the charge of another customer are a conflict (A47)', async () => {
    const [first, second, third] = [await waiting(), await waiting('8000.00'), await waiting('7000.00')];
    await attach(first, 'c'.repeat(64));
    await attach(second, 'c'.repeat(64), { kind: 'other', fileName: '另一个名字.pdf' });
    await attach(third, 'c'.repeat(64), { state: 'refused' });
    const { conflicts } = await preview(second);
    expect(conflicts.items.map(({ kind, chargeId }) => [kind, chargeId])).toEqual([['same-voucher-file', first]]);
    expect((await preview(third)).conflicts.items).toEqual([]);
  });
});
