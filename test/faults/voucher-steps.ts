import type { ChargeId, VoucherId } from '../../shared/model/ids.ts';
import { attachVoucher } from '../../shared/vouchers/attach-voucher.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';
import { type VoucherLinks, voucherKey } from '../../shared/vouchers/voucher-store.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { memoryFiles } from '../vouchers/accepted-voucher.ts';
import { announce, pdf } from '../vouchers/files.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Saved = Awaited<ReturnType<Desk['save']>>;
type Attached = Awaited<ReturnType<typeof attachVoucher>>;
type Memory = ReadonlyMap<string, unknown>;

/** Signing sends nothing, so there is nothing that could fail. */
const links: VoucherLinks = {
  uploadForm: async (_, now) => ({ url: 'https://bucket.example/', fields: {}, expiresAt: now }),
  downloadLink: async (_, now) => ({ url: 'https://bucket.example/', expiresAt: now }),
};

const first = pdf({ text: 'first' });
const second = pdf({ text: 'second' });

/** A file that is announced, arrives, and is replaced by a better one. */
export function voucherSteps(desk: Desk): CaseStep[] {
  const { context, input, clerk } = desk;
  const files = memoryFiles();
  const chargeOf = (memory: Memory) => (memory.get('papers') as Saved).body.id as ChargeId;
  const idOf = (memory: Memory, name: string) => (memory.get(name) as Attached).body.voucher.id as VoucherId;
  const attach = (memory: Memory, bytes: Uint8Array, idempotencyKey: string, replaces?: VoucherId) => {
    const body = { ...announce(bytes, 'application/pdf'), ...(replaces === undefined ? {} : { replaces }) };
    return attachVoucher(
      context,
      links,
      clerk,
      input({ params: { chargeId: chargeOf(memory) }, body, idempotencyKey }),
    );
  };
  const arrive = (memory: Memory, name: string, bytes: Uint8Array) => {
    const key = voucherKey({ requestId: chargeOf(memory), id: idOf(memory, name) });
    files.objects.set(key, bytes);
    return checkVoucher(context, files, key);
  };
  return [
    { name: 'papers', run: () => desk.save(desk.content('9300.00'), 'papers') },
    { name: 'scan', run: (memory) => attach(memory, first, 'scan') },
    { name: 'scan-arrives', run: (memory) => arrive(memory, 'scan', first) },
    { name: 'better', run: (memory) => attach(memory, second, 'better', idOf(memory, 'scan')) },
    { name: 'better-arrives', run: (memory) => arrive(memory, 'better', second) },
  ];
}
