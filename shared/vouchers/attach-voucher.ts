import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import {
  attachVoucher as ofCharge,
  attachCorrectionVoucher as ofCorrection,
  attachRefundVoucher as ofRefund,
} from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ReviewedId, VoucherId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import type { RequestCase } from '../model/request-case.ts';
import type { Role } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { type Voucher, type VoucherKind, voucherLimits } from '../model/voucher.ts';
import { readReviewed } from '../requests/stored-request.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { voucherItem } from '../table/items/voucher-item.ts';
import { keys } from '../table/keys.ts';
import { put, putIf, writeTogether } from '../table/write.ts';
import { type Actor, isStaff, requireActiveUser } from '../users/read-user.ts';
import { mayReplaceFiles } from './may-replace.ts';
import { readVoucher, readVouchers } from './stored-voucher.ts';
import type { VoucherLinks } from './voucher-store.ts';
import { voucherToWire } from './voucher-wire.ts';

type Reply = Pick<ReplyOf<typeof ofCharge>, 'body' | 'replayed'>;
type Body = InputOf<typeof ofCharge>['body'];
interface Call {
  readonly actor: Actor;
  readonly language: Language;
}
/** Which request a file is for, and who may bring it. */
interface Attaching {
  readonly requestId: ReviewedId;
  readonly roles: readonly Role[];
  readonly body: Body;
  readonly idempotencyKey: string;
}

/** Announces a file for a charge (A11): while it may still change, or somebody still decides about it. */
export const attachVoucher = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  input: InputOf<typeof ofCharge>,
) => attach(context, links, call, { ...input, requestId: input.params.chargeId, roles: ofCharge.roles });

/** Announces a file for a refund (B19): by its maker or its customer, until somebody approved it. */
export const attachRefundVoucher = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  input: InputOf<typeof ofRefund>,
) => attach(context, links, call, { ...input, requestId: input.params.refundId, roles: ofRefund.roles });

/** Announces a file for a correction (A38): by its maker, until somebody approved it. */
export const attachCorrectionVoucher = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  input: InputOf<typeof ofCorrection>,
) => attach(context, links, call, { ...input, requestId: input.params.correctionId, roles: ofCorrection.roles });

/**
 * Announces a file for a request and hands out the form that uploads it. Costs one row beside the request and nothing
 * in the request itself. The same key again gives the same voucher, with a fresh form while
 * its file is awaited and the request still takes files (F1).
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, VOUCHER_FIXED,
 * VOUCHER_LIMIT, BUSY, and with VALIDATION_FAILED at /replaces a file of another kind.
 */
async function attach(
  context: LedgerContext,
  links: VoucherLinks,
  { actor, language }: Call,
  { requestId, roles, body, idempotencyKey }: Attaching,
): Promise<Reply> {
  const { table } = context;
  const [user, request] = await Promise.all([
    requireActiveUser(table, actor.id, roles),
    readReviewed(table, requestId),
  ]);
  if (request === undefined) throw new DomainError('NOT_FOUND');
  refuseStrangers(actor, user, request);
  const id = documentId('vou', actor.id, requestId, idempotencyKey) as VoucherId;
  const bodyPrint = bodyFingerprint(body);
  const vouchers = await readVouchers(table, requestId);
  const before = vouchers.find((one) => one.id === id);
  const isOpen = takesFiles(request);
  if (before !== undefined) return replay(context, isOpen ? links : undefined, language, before, bodyPrint);
  if (!isOpen) throw requestMovedError(request);
  const { replaces, ...announced } = body;
  if (replaces !== undefined) refuseReplacing(request, vouchers, { replaces, kind: body.kind, actor });
  refuseTooMany(vouchers, replaces);

  const voucher: Voucher = {
    ...announced,
    ...(replaces === undefined ? {} : { replaces }),
    id,
    requestId,
    state: 'awaiting-upload',
    attachedBy: actor.id,
    attachedAt: context.clock(),
    bodyPrint,
  };
  if ((await keep(context, request, voucher)) === 'kept') return answer(context, links, language, voucher);
  const winner = await readVoucher(table, requestId, id);
  if (winner !== undefined) return replay(context, links, language, winner, bodyPrint);
  const now = await readReviewed(table, requestId);
  throw now === undefined || takesFiles(now) ? new DomainError('BUSY') : requestMovedError(now);
}

/** A file is its maker's to bring; of a refund also its customer's, for whom other refunds do not exist. */
function refuseStrangers(actor: Actor, { customerId }: User, request: RequestCase): void {
  if (isStaff(actor) ? request.maker === actor.id : request.customerId === customerId) return;
  throw isStaff(actor) ? new DomainError('NOT_THE_MAKER', { maker: request.maker }) : new DomainError('NOT_FOUND');
}

/** Money is held, or taken back, on what a refund or a correction shows: who approves it has seen all of it. */
function takesFiles(request: RequestCase): boolean {
  if (request.kind === 'charge') return ['draft', 'in-review', 'returned'].includes(request.state);
  return request.state === 'in-review' && request.approvers.length === 0;
}

/** An approval may come between: of a refund or a correction the write itself says that there was none. */
async function keep(context: LedgerContext, request: RequestCase, voucher: Voucher): Promise<'kept' | 'refused'> {
  const absent = { expression: 'attribute_not_exists(pk)' };
  const item = voucherItem(voucher);
  if (request.kind === 'charge') return (await putIf(context, item, absent)) === 'written' ? 'kept' : 'refused';
  const unapproved = {
    ConditionCheck: {
      TableName: context.table.name,
      Key: { ...keys.request(request.id) },
      ConditionExpression: '#state = :inReview AND size(approvers) = :none',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':inReview': 'in-review', ':none': 0n },
    },
  };
  const refused = await writeTogether(context, [put(context.table, item, absent), unapproved]);
  return refused.length === 0 ? 'kept' : 'refused';
}

/** What somebody approved on stays, and what a file proves its successor proves as well: the request stays complete. */
function refuseReplacing(
  request: RequestCase,
  vouchers: readonly Voucher[],
  { replaces, kind, actor }: { replaces: VoucherId; kind: VoucherKind; actor: Actor },
): void {
  const old = vouchers.find(({ id, state }) => id === replaces && state !== 'replaced');
  // A customer knows of his own files only.
  if (old === undefined || !(isStaff(actor) || old.attachedBy === actor.id)) throw new DomainError('NOT_FOUND');
  if (!mayReplaceFiles(request)) throw new DomainError('VOUCHER_FIXED');
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

/** Without links the request takes no files any more, so a form is not handed out again either. */
async function replay(
  context: LedgerContext,
  links: VoucherLinks | undefined,
  language: Language,
  voucher: Voucher,
  bodyPrint: string,
): Promise<Reply> {
  if (voucher.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { ...(await answer(context, links, language, voucher)), replayed: true };
}

async function answer(
  context: LedgerContext,
  links: VoucherLinks | undefined,
  language: Language,
  voucher: Voucher,
): Promise<Reply> {
  const shown = voucherToWire(voucher, language);
  if (voucher.state !== 'awaiting-upload' || links === undefined) return { body: { voucher: shown } };
  return { body: { voucher: shown, upload: await links.uploadForm(voucher, context.clock()) } };
}
