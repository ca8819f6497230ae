import { beforeAll, describe, expect, it } from 'vitest';
import type { CorrectionId, RefundId, VoucherId } from '../../shared/model/ids.ts';
import { attachCorrectionVoucher, attachRefundVoucher } from '../../shared/vouchers/attach-voucher.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';
import { getRefundVoucherLink } from '../../shared/vouchers/get-voucher-link.ts';
import { listCorrectionVouchers, listRefundVouchers } from '../../shared/vouchers/list-vouchers.ts';
import { type VoucherLinks, voucherKey } from '../../shared/vouchers/voucher-store.ts';
import { correctionDesk, rightAmountOf } from '../corrections/correction-desk.ts';
import { type Person, type RefundDesk, refundBody, refundDesk } from '../refunds/refund-desk.ts';
import { memoryFiles, scan } from './accepted-voucher.ts';
import { announce, pdf } from './files.ts';

/** Signing sends nothing. */
const links: VoucherLinks = {
  uploadForm: async (voucher, now) => ({
    url: 'https://bucket.example/',
    fields: { key: voucherKey(voucher) },
    expiresAt: now,
  }),
  downloadLink: async (_, now) => ({ url: 'https://bucket.example/', expiresAt: now }),
};

let desk: RefundDesk;
beforeAll(async () => {
  desk = await refundDesk();
  await desk.deposit(100_000_000n);
});

const ask = async (who: Person = desk.clerk) => (await desk.request(who, refundBody(10_000n))).body.id as RefundId;
const attach = (
  who: Person,
  refundId: RefundId,
  options: { key?: string; body?: typeof scan & { replaces?: VoucherId } } = {},
) =>
  attachRefundVoucher(
    desk.context,
    links,
    who,
    desk.input({ params: { refundId }, body: options.body ?? scan, idempotencyKey: desk.next(options.key) }),
  );
const list = async (who: Person, refundId: RefundId) =>
  (await listRefundVouchers(desk.context, who, desk.input({ params: { refundId }, query: { limit: 20 } }))).body.items;

async function arrive(requestId: RefundId, id: string, bytes: Uint8Array = pdf()): Promise<void> {
  const files = memoryFiles();
  const key = voucherKey({ requestId, id: id as VoucherId });
  files.objects.set(key, bytes);
  await checkVoucher(desk.context, files, key);
}

describe('a file of a refund', () => {
  it('is brought by whoever asked for it, checked like every voucher, and found where it was used before', async () => {
    const [first, second] = [await ask(), await ask()];
    const ids: string[] = [];
    for (const refundId of [first, second]) {
      const { voucher, upload } = (await attach(desk.clerk, refundId)).body;
      expect(voucher).toMatchObject({ requestId: refundId, state: 'awaiting-upload', attachedBy: 'wang.fang' });
      expect(upload?.fields).toEqual({ key: `vouchers/${refundId}/${voucher.id}` });
      await arrive(refundId, voucher.id);
      ids.push(voucher.id);
    }
    const [seen] = await list(desk.finance, first);
    expect(seen).toMatchObject({ state: 'accepted', pages: 1 });
    expect(seen?.alsoUsedOn).toEqual([{ requestId: second, customerId: desk.customer.id, voucherId: ids[1] }]);
  });

  it('is refused by the check like that of a charge', async () => {
    const refundId = await ask();
    const fake = Buffer.from('MZ');
    const { id } = (await attach(desk.clerk, refundId, { body: announce(fake, 'application/pdf') })).body.voucher;
    await arrive(refundId, id, fake);
    expect((await list(desk.finance, refundId))[0]).toMatchObject({
      state: 'refused',
      problems: [{ code: 'CONTENT_NOT_AS_DECLARED' }],
    });
  });

  it('is brought by the customer himself, on a refund he asked for and on one asked for him (B19)', async () => {
    for (const maker of [desk.own, desk.clerk]) {
      const refundId = await ask(maker);
      expect((await attach(desk.own, refundId)).body.voucher.attachedBy).toBe('ke.hu');
    }
  });

  it('is not brought by a colleague who did not ask for it', async () => {
    const refundId = await ask();
    await expect(attach(desk.otherClerk, refundId)).rejects.toMatchObject({ code: 'NOT_THE_MAKER' });
  });

  it('of another customer does not exist: not to bring, to list, nor to open', async () => {
    const refundId = await ask();
    const { id } = (await attach(desk.clerk, refundId)).body.voucher;
    await arrive(refundId, id);
    await expect(attach(desk.foreign, refundId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(list(desk.foreign, refundId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const params = { refundId, voucherId: id as VoucherId };
    for (const who of [desk.foreign, desk.own]) {
      const opening = getRefundVoucherLink(desk.context, links, who, desk.input({ params }));
      await expect(opening).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('is shown to the customer where he brought it, without what the company knows beside it', async () => {
    const refundId = await ask(desk.own);
    const elsewhere = await ask(desk.own);
    const { id } = (await attach(desk.own, refundId)).body.voucher;
    await arrive(refundId, id);
    await arrive(elsewhere, (await attach(desk.own, elsewhere)).body.voucher.id);
    const [own] = await list(desk.own, refundId);
    expect(own).toMatchObject({ id, state: 'accepted', alsoUsedOn: [] });
    const params = { refundId, voucherId: id as VoucherId };
    expect((await getRefundVoucherLink(desk.context, links, desk.own, desk.input({ params }))).body.url).not.toBe('');
  });

  it('that staff brought is not shown to the customer, and he cannot replace it', async () => {
    const refundId = await ask();
    const { id } = (await attach(desk.clerk, refundId)).body.voucher;
    expect(await list(desk.own, refundId)).toEqual([]);
    const body = { ...scan, replaces: id as VoucherId };
    await expect(attach(desk.own, refundId, { body })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is taken until somebody approved, and not after the refund ended', async () => {
    const approved = await ask();
    await desk.approve(desk.finance, approved);
    await expect(attach(desk.clerk, approved)).rejects.toMatchObject({ code: 'REQUEST_MOVED' });
    const large = (await desk.request(desk.clerk, refundBody(3_000_000n))).body.id as RefundId;
    await desk.approve(desk.finance, large);
    await expect(attach(desk.clerk, large)).rejects.toMatchObject({ code: 'REQUEST_MOVED' });
    const withdrawn = await ask();
    await desk.withdraw(desk.clerk, withdrawn);
    await expect(attach(desk.clerk, withdrawn)).rejects.toMatchObject({ code: 'REQUEST_MOVED' });
  });

  it('sent again with its key is the same file, also after the approval, then without a form', async () => {
    const refundId = await ask();
    const key = desk.next();
    const first = await attach(desk.clerk, refundId, { key });
    expect(await attach(desk.clerk, refundId, { key })).toMatchObject({
      replayed: true,
      body: { voucher: { id: first.body.voucher.id }, upload: {} },
    });
    const body = { ...scan, fileName: '另一个.pdf' };
    await expect(attach(desk.clerk, refundId, { key, body })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await desk.approve(desk.finance, refundId);
    const late = await attach(desk.clerk, refundId, { key });
    expect(late.replayed).toBe(true);
    expect(late.body.upload).toBeUndefined();
  });

  it('that races with the approval is there before it, or not at all', async () => {
    for (let race = 0; race < 6; race += 1) {
      const refundId = await ask();
      const [attached] = await Promise.allSettled([attach(desk.clerk, refundId), desk.approve(desk.finance, refundId)]);
      const files = await list(desk.finance, refundId);
      const { state } = await desk.read(refundId);
      expect(state).toBe('approved');
      expect(files).toHaveLength(attached.status === 'fulfilled' ? 1 : 0);
      if (attached.status === 'rejected') expect(attached.reason).toMatchObject({ code: 'REQUEST_MOVED' });
    }
  });
});

describe('a file of a correction', () => {
  it('is brought by its maker until somebody approved it, and read by the staff (A38)', async () => {
    const office = await correctionDesk();
    const charge = await office.submit(office.own, '400.00');
    const { body } = await office.ask(charge, { mistake: 'wrong-amount', right: rightAmountOf('300.00') });
    const params = { correctionId: body.id as CorrectionId };
    const bring = (who: Person, key: string) =>
      attachCorrectionVoucher(office.context, links, who, office.input({ params, body: scan, idempotencyKey: key }));
    await expect(bring(office.otherClerk, 'a')).rejects.toMatchObject({ code: 'NOT_THE_MAKER' });
    const { voucher } = (await bring(office.clerk, 'b')).body;
    expect(voucher.requestId).toBe(body.id);
    const { items } = (
      await listCorrectionVouchers(office.context, office.finance, office.input({ params, query: { limit: 20 } }))
    ).body;
    expect(items.map(({ id }) => id)).toEqual([voucher.id]);
    await office.decide(office.finance, body.id);
    await expect(bring(office.clerk, 'c')).rejects.toMatchObject({ code: 'REQUEST_MOVED' });
  });
});
