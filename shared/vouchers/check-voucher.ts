import type { Voucher, VoucherFindings } from '../model/voucher.ts';
import { voucherLimits } from '../model/voucher.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { voucherItem } from '../table/items/voucher-item.ts';
import { putIf } from '../table/write.ts';
import { checkFile } from './check-file.ts';
import { mayReplaceFiles } from './may-replace.ts';
import { readVoucher } from './stored-voucher.ts';
import { type VoucherFiles, voucherKey, voucherOfKey } from './voucher-store.ts';

/** Lambda hands an event over three times, so nobody comes again after a third check that died. */
const deliveries = 3;

/**
 * Checks a file after it arrived and writes the outcome into its row, once: an event that comes again finds it written
 * (A11, A17, A44). An accepted file takes the place of the one it replaces, unless somebody approved on that one
 * meanwhile. A file that three checks died over is damaged. Throws only what is worth trying again.
 */
export async function checkVoucher(
  context: LedgerContext,
  files: VoucherFiles,
  key: string,
  check = checkFile,
): Promise<void> {
  const known = voucherOfKey(key);
  if (known === undefined) return;
  const voucher = await readVoucher(context.table, known.requestId, known.id);
  if (voucher === undefined) return;
  if (isUnsettled(voucher)) await examine(context, files, voucher, check);
  await retireReplaced(context, voucher);
}

async function examine(
  context: LedgerContext,
  files: VoucherFiles,
  voucher: Voucher,
  check: typeof checkFile,
): Promise<void> {
  const bytes = await files.read(voucherKey(voucher), voucherLimits.largestBytes);
  // An event without its object: it was taken away again before we looked.
  if (bytes === undefined) return;
  if (bytes === 'too large') return await settle(context, voucher, { problems: ['SIZE_NOT_AS_DECLARED'] });
  const checks = (voucher.checks ?? 0) + 1;
  // Written first, because a check that runs out of memory or time is not there any more to write anything: the last one
  // begins as refused, and says what it found when it lives to see it.
  const begun: Voucher =
    checks < deliveries
      ? { ...voucher, checks }
      : { ...voucher, checks, state: 'refused', checkedAt: context.clock(), findings: { problems: ['FILE_DAMAGED'] } };
  if ((await putIf(context, voucherItem(begun), unsettled)) === 'refused') return;
  await settle(context, begun, await check(bytes, voucher));
}

async function settle(context: LedgerContext, voucher: Voucher, findings: VoucherFindings): Promise<void> {
  const state = findings.problems.length === 0 ? 'accepted' : 'refused';
  // The count has served: a row that is settled is the same however often its check began.
  const { checks: _, ...announced } = voucher;
  const checked: Voucher = { ...announced, state, checkedAt: context.clock(), findings };
  await putIf(context, voucherItem(checked), unsettled);
}

/** Written after the new one stands: a process that dies in between does it when the event comes again. */
async function retireReplaced(context: LedgerContext, { requestId, id, replaces }: Voucher): Promise<void> {
  if (replaces === undefined) return;
  const [successor, old, request] = await Promise.all([
    readVoucher(context.table, requestId, id),
    readVoucher(context.table, requestId, replaces),
    readReviewed(context.table, requestId),
  ]);
  if (successor?.state !== 'accepted' || old === undefined || old.state === 'replaced') return;
  if (request === undefined || !mayReplaceFiles(request)) return;
  const replaced: Voucher = { ...old, state: 'replaced', replacedBy: id, replacedAt: context.clock() };
  await putIf(context, voucherItem(replaced), stillIn(old.state));
}

/** Nobody found anything yet: a row that is settled has lost its count. */
function isUnsettled({ state, checks }: Voucher): boolean {
  return state === 'awaiting-upload' || (state === 'refused' && checks !== undefined);
}

const unsettled = {
  expression: '#state = :awaiting OR (#state = :refused AND attribute_exists(tries))',
  names: { '#state': 'state' },
  values: { ':awaiting': 'awaiting-upload', ':refused': 'refused' },
};

function stillIn(state: Voucher['state']) {
  return { expression: '#state = :state', names: { '#state': 'state' }, values: { ':state': state } };
}
