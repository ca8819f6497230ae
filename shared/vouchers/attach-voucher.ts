import { moved, readCase } from '../charges/stored-charge.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { attachVoucher as contract } from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ChargeCase } from '../model/charge-request.ts';
import type { VoucherId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { type Voucher, type VoucherKind, voucherLimits } from '../model/voucher.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { voucherItem } from '../table/items/voucher-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { mayReplaceFiles } from './may-replace.ts';
import { readVoucher, readVouchers } from './stored-voucher.ts';
import type { VoucherLinks } from './voucher-store.ts';
import { voucherToWire } from './voucher-wire.ts';

/** While a charge may still change, or somebody still decides about it. */
const openStates: readonly string[] = ['draft', 'in-review', 'returned'];

/**
 * Announces a file for a charge and hands out the form that uploads it (A11). Costs one row beside the charge and nothing
 * in the charge itself. The same key again gives the same voucher, with a fresh form while
 * its file is awaited and the charge still takes files (F1).
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, VOUCHER_FIXED,
 * VOUCHER_LIMIT, BUSY, and with VALIDATION_FAILED at /replaces a file of another kind.
 */
export async function attachVoucher(
  context: LedgerContext,
  links: VoucherLinks,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { chargeId } = params;
  const [, charge] = await Promise.all([
    requireActiveUser(table, call.actor.id, contract.roles),
    readCase(table, chargeId),
  ]);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  if (charge.maker !== call.actor.id) throw new DomainError('NOT_THE_MAKER', { maker: charge.maker });
  const id = documentId('vou', call.actor.id, chargeId, idempotencyKey) as VoucherId;
  const bodyPrint = bodyFingerprint(body);
  const vouchers = await readVouchers(table, chargeId);
  const before = vouchers.find((one) => one.id === id);
  const isOpen = openStates.includes(charge.state);
  if (before !== undefined) return replay(context, isOpen ? links : undefined, call.language, before, bodyPrint);
  if (!isOpen) throw moved(charge);
  const { replaces, ...announced } = body;
  if (replaces !== undefined) refuseReplacing(charge, vouchers, { replaces, kind: body.kind });
  refuseTooMany(vouchers, replaces);

  const voucher: Voucher = {
    ...announced,
    ...(replaces === undefined ? {} : { replaces }),
    id,
    chargeId,
    state: 'awaiting-upload',
    attachedBy: call.actor.id,
    attachedAt: context.clock(),
    bodyPrint,
  };
  const outcome = await putIf(context, voucherItem(voucher), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return answer(context, links, call.language, voucher);
  const winner = await readVoucher(table, chargeId, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return replay(context, links, call.language, winner, bodyPrint);
}

/** What somebody approved on stays, and what a file proves its successor proves as well: the charge stays complete. */
function refuseReplacing(
  charge: ChargeCase,
  vouchers: readonly Voucher[],
  { replaces, kind }: { replaces: VoucherId; kind: VoucherKind },
): void {
  const old = vouchers.find(({ id, state }) => id === replaces && state !== 'replaced');
  if (old === undefined) throw new DomainError('NOT_FOUND');
  if (!mayReplaceFiles(charge)) throw new DomainError('VOUCHER_FIXED');
  if (old.kind === kind) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/replaces', code: 'VOUCHER_KIND_DIFFERS', params: { kind: old.kind } },
  ]);
}

function refuseTooMany(vouchers: readonly Voucher[], replaces: VoucherId | undefined): void {
  const { mostFiles, mostAttempts } = voucherLimits;
  const counting = vouchers.filter(({ id, state }) => state !== 'replaced' && id !== replaces);
  if (counting.length < mostFiles && vouchers.length < mostAttempts) return;
  throw new DomainError('VOUCHER_LIMIT', { limit: String(mostFiles), attempts: String(mostAttempts) });
}

/** Without links the charge takes no files any more, so a form is not handed out again either. */
async function replay(
  context: LedgerContext,
  links: VoucherLinks | undefined,
  language: Language,
  voucher: Voucher,
  bodyPrint: string,
): Promise<ReplyOf<typeof contract>> {
  if (voucher.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { ...(await answer(context, links, language, voucher)), replayed: true };
}

async function answer(
  context: LedgerContext,
  links: VoucherLinks | undefined,
  language: Language,
  voucher: Voucher,
): Promise<ReplyOf<typeof contract>> {
  const shown = voucherToWire(voucher, language);
  if (voucher.state !== 'awaiting-upload' || links === undefined) return { body: { voucher: shown } };
  return { body: { voucher: shown, upload: await links.uploadForm(voucher, context.clock()) } };
}
