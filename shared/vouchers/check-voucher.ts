import type { Voucher, VoucherFindings, VoucherProblem } from '../model/voucher.ts';
import { voucherLimits } from '../model/voucher.ts';
import type { LedgerContext } from '../table/context.ts';
import { voucherItem } from '../table/items/voucher-item.ts';
import { putIf } from '../table/write.ts';
import { checkFile } from './check-file.ts';
import { readVoucher } from './stored-voucher.ts';
import { type VoucherFiles, voucherOfKey } from './voucher-store.ts';

/**
 * Checks a file after it arrived and writes the outcome into its row, once: an event that comes again finds it written
 * (A11, A17, A44). An accepted file takes the place of the one it replaces. Throws only what is worth trying again.
 */
export async function checkVoucher(context: LedgerContext, files: VoucherFiles, key: string): Promise<void> {
  const known = voucherOfKey(key);
  if (known === undefined) return;
  const voucher = await readVoucher(context.table, known.chargeId, known.id);
  if (voucher === undefined) return;
  if (voucher.state === 'awaiting-upload') await settle(context, voucher, await examine(files, key, voucher));
  await retireReplaced(context, voucher);
}

async function examine(files: VoucherFiles, key: string, voucher: Voucher): Promise<VoucherFindings | undefined> {
  const bytes = await files.read(key, voucherLimits.largestBytes);
  if (bytes === undefined) return undefined;
  const tooLarge: VoucherProblem = 'SIZE_NOT_AS_DECLARED';
  return bytes === 'too large' ? { problems: [tooLarge] } : await checkFile(bytes, voucher);
}

async function settle(context: LedgerContext, voucher: Voucher, findings: VoucherFindings | undefined): Promise<void> {
  // An event without its object: it was taken away again before we looked.
  if (findings === undefined) return;
  const state = findings.problems.length === 0 ? 'accepted' : 'refused';
  const checked: Voucher = { ...voucher, state, checkedAt: context.clock(), findings };
  await putIf(context, voucherItem(checked), stillIn('awaiting-upload'));
}

/** Written after the new one stands: a process that dies in between does it when the event comes again. */
async function retireReplaced(context: LedgerContext, { chargeId, id, replaces }: Voucher): Promise<void> {
  if (replaces === undefined) return;
  const [successor, old] = await Promise.all([
    readVoucher(context.table, chargeId, id),
    readVoucher(context.table, chargeId, replaces),
  ]);
  if (successor?.state !== 'accepted' || old === undefined || old.state === 'replaced') return;
  const replaced: Voucher = { ...old, state: 'replaced', replacedBy: id, replacedAt: context.clock() };
  await putIf(context, voucherItem(replaced), stillIn(old.state));
}

function stillIn(state: Voucher['state']) {
  return { expression: '#state = :state', names: { '#state': 'state' }, values: { ':state': state } };
}
