import { invariant } from '../../errors/invariant.ts';
import { countOf, documentNumberOf } from '../../ledger/document-number.ts';
import type { DocumentSeries } from '../../ledger/journal-entry.ts';
import type { CalendarDate } from '../../model/dates.ts';
import type { ChargeId, DepositId } from '../../model/ids.ts';
import type { Payout } from '../../model/payout.ts';
import type { PayoutAttempt, Refund, RefundSource } from '../../model/refund.ts';
import type { HistoryStep } from '../../model/request.ts';
import { fingerprint } from '../document-id.ts';
import { indexKeys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import {
  fromMillis,
  type PaperAttributes,
  type PostingAttributes,
  papersFromAttributes,
  papersToAttributes,
  postingAttributes,
  postingFromAttributes,
  requestAttributes,
  requestFromItem,
  toMillis,
} from './request-item.ts';

/** A refund as an item: in the inbox of the stage that waits, then, approved and until it is paid, in the cashiers'. */
export function refundItem(refund: Refund, zone: string): Item {
  return {
    ...requestAttributes(refund, 'refund', zone),
    type: refund.source.from,
    rc: refund.reason.code,
    rt: refund.reason.text,
    src: sourceId(refund.source),
    how: refund.payout.method,
    acc: refund.payout.account,
    acct: accountPrint(refund.payout),
    ...papersToAttributes(refund.vouchers),
    rpol: BigInt(refund.refundPolicyVersion),
    fee: refund.feeMinor,
    by: refund.promisedBy,
    exp: toMillis(refund.expiresAt),
    self: refund.askedByCustomer ? true : undefined,
    ...(refund.attempts.length === 0 ? {} : { pays: refund.attempts.map(attemptAttributes) }),
    rv: refund.voucherNumber && countOf(refund.voucherNumber),
    cn: refund.creditNoteNumber && countOf(refund.creditNoteNumber),
    post: refund.posting && postingAttributes(refund.posting),
    ...(refund.state === 'approved' || refund.state === 'executing'
      ? indexKeys.inbox('cashier', refund.expiresAt, refund.id)
      : {}),
  };
}

/** A print of the account money goes to: the same account is seen to be the same without being read (H5). */
export function accountPrint({ account }: Payout): string | undefined {
  return account && fingerprint('account', account.number.replaceAll(/[ -]/g, ''));
}

export function refundFromItem(item: Item): Refund {
  invariant(item.kind === 'refund', `item ${String(item.pk)} is a refund`);
  const raw = item as unknown as RefundAttributes;
  const common = requestFromItem(item);
  return {
    kind: 'refund',
    ...common,
    state: common.state as Refund['state'],
    id: raw.pk.slice(2) as Refund['id'],
    source: sourceFrom(raw.type, raw.src),
    reason: { code: raw.rc, text: raw.rt },
    payout: { method: raw.how, ...(raw.acc === undefined ? {} : { account: raw.acc }) },
    vouchers: papersFromAttributes(raw),
    refundPolicyVersion: Number(raw.rpol),
    feeMinor: raw.fee,
    promisedBy: raw.by,
    expiresAt: fromMillis(raw.exp),
    askedByCustomer: raw.self === true,
    attempts: attemptsFrom(common.history, raw.pays ?? []),
    ...(raw.rv === undefined ? {} : { voucherNumber: numberedIn('refund-voucher', common, raw.rv) }),
    ...(raw.cn === undefined ? {} : { creditNoteNumber: numberedIn('credit-note', common, raw.cn) }),
    ...(raw.post === undefined ? {} : { posting: postingFromAttributes(raw.post) }),
  };
}

/** What the money comes from stands in `type`; which of them, here. */
function sourceId(source: RefundSource): string | undefined {
  if (source.from === 'prepaid') return source.depositId;
  return source.from === 'charge' ? source.chargeId : undefined;
}

function sourceFrom(from: RefundSource['from'], id: string | undefined): RefundSource {
  if (from === 'charge') return { from, chargeId: id as ChargeId };
  return from === 'prepaid' && id !== undefined ? { from, depositId: id as DepositId } : { from };
}

/** Numbers of documents are kept as their count: the rest of them is the customer and the currency. */
function numberedIn(series: DocumentSeries, of: Pick<Refund, 'customerId' | 'amount'>, count: bigint): string {
  return documentNumberOf(series, of.customerId, of.amount.currency, count);
}

/** What the history does not say of an attempt: how it was paid, or why it was not. */
interface AttemptAttributes {
  readonly ref?: string | undefined;
  readonly on?: CalendarDate | undefined;
  readonly why?: string | undefined;
}

function attemptAttributes({ reference, paidOn, problem }: PayoutAttempt): AttemptAttributes {
  return { ref: reference, on: paidOn, why: problem };
}

/** An attempt begins with a step of the history, and ends with the next that says how. */
function attemptsFrom(history: readonly HistoryStep[], pays: readonly AttemptAttributes[]): PayoutAttempt[] {
  const steps = history.filter(({ action }) => action === 'start-payout' || action === 'pay' || action === 'fail');
  const starts = steps.flatMap((step, index) =>
    step.action === 'start-payout' ? [{ step, end: steps[index + 1] }] : [],
  );
  return pays.map(({ ref, on, why }, index): PayoutAttempt => {
    const { step, end } = starts[index] ?? {};
    invariant(step !== undefined && step.by !== 'policy', 'an attempt was begun by somebody');
    return {
      number: index + 1,
      startedAt: step.at,
      by: step.by,
      ...(end === undefined ? {} : { outcome: end.action === 'pay' ? 'paid' : 'failed', endedAt: end.at }),
      ...(ref === undefined ? {} : { reference: ref }),
      ...(on === undefined ? {} : { paidOn: on }),
      ...(why === undefined ? {} : { problem: why }),
    };
  });
}

interface RefundAttributes {
  readonly pk: string;
  readonly rc: Refund['reason']['code'];
  readonly rt: string;
  readonly type: RefundSource['from'];
  readonly src?: string;
  readonly how: Payout['method'];
  readonly acc?: NonNullable<Payout['account']>;
  readonly vou?: PaperAttributes;
  readonly rpol: bigint;
  readonly fee: bigint;
  readonly by: CalendarDate;
  readonly exp: bigint;
  readonly self?: boolean;
  readonly pays?: readonly AttemptAttributes[];
  readonly rv?: bigint;
  readonly cn?: bigint;
  readonly post?: PostingAttributes;
}
