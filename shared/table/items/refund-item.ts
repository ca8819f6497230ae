import { invariant } from '../../errors/invariant.ts';
import type { CalendarDate, Instant } from '../../model/dates.ts';
import type { UserId } from '../../model/ids.ts';
import type { Payout } from '../../model/payout.ts';
import type { PayoutAttempt, Refund, RefundSource } from '../../model/refund.ts';
import { fingerprint } from '../document-id.ts';
import { indexKeys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import {
  type PaperAttributes,
  type PostingAttributes,
  papersFromAttributes,
  papersToAttributes,
  postingAttributes,
  postingFromAttributes,
  requestAttributes,
  requestFromItem,
} from './request-item.ts';

/** A refund as an item: in the inbox of the stage that waits, then, approved and until it is paid, in the cashiers'. */
export function refundItem(refund: Refund, zone: string): Item {
  return {
    ...requestAttributes(refund, 'refund', zone),
    type: refund.source.from,
    rc: refund.reason.code,
    rt: refund.reason.text,
    src: refund.source,
    how: refund.payout.method,
    acc: refund.payout.account,
    acct: accountPrint(refund.payout),
    ...papersToAttributes(refund.vouchers),
    rpol: BigInt(refund.refundPolicyVersion),
    fee: refund.feeMinor,
    by: refund.promisedBy,
    exp: refund.expiresAt,
    self: refund.askedByCustomer ? true : undefined,
    ...(refund.attempts.length === 0 ? {} : { pays: refund.attempts.map(attemptAttributes) }),
    rv: refund.voucherNumber,
    cn: refund.creditNoteNumber,
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
    source: raw.src,
    reason: { code: raw.rc, text: raw.rt },
    payout: { method: raw.how, ...(raw.acc === undefined ? {} : { account: raw.acc }) },
    vouchers: papersFromAttributes(raw),
    refundPolicyVersion: Number(raw.rpol),
    feeMinor: raw.fee,
    promisedBy: raw.by,
    expiresAt: raw.exp,
    askedByCustomer: raw.self === true,
    attempts: (raw.pays ?? []).map(attemptFromAttributes),
    ...(raw.rv === undefined ? {} : { voucherNumber: raw.rv }),
    ...(raw.cn === undefined ? {} : { creditNoteNumber: raw.cn }),
    ...(raw.post === undefined ? {} : { posting: postingFromAttributes(raw.post) }),
  };
}

interface AttemptAttributes {
  readonly n: bigint;
  readonly at: Instant;
  readonly by: UserId;
  readonly out?: 'paid' | 'failed' | undefined;
  readonly end?: Instant | undefined;
  readonly ref?: string | undefined;
  readonly on?: CalendarDate | undefined;
  readonly why?: string | undefined;
}

function attemptAttributes(attempt: PayoutAttempt): AttemptAttributes {
  return {
    n: BigInt(attempt.number),
    at: attempt.startedAt,
    by: attempt.by,
    out: attempt.outcome,
    end: attempt.endedAt,
    ref: attempt.reference,
    on: attempt.paidOn,
    why: attempt.problem,
  };
}

function attemptFromAttributes(raw: AttemptAttributes): PayoutAttempt {
  return {
    number: Number(raw.n),
    startedAt: raw.at,
    by: raw.by,
    ...(raw.out === undefined ? {} : { outcome: raw.out }),
    ...(raw.end === undefined ? {} : { endedAt: raw.end }),
    ...(raw.ref === undefined ? {} : { reference: raw.ref }),
    ...(raw.on === undefined ? {} : { paidOn: raw.on }),
    ...(raw.why === undefined ? {} : { problem: raw.why }),
  };
}

interface RefundAttributes {
  readonly pk: string;
  readonly rc: Refund['reason']['code'];
  readonly rt: string;
  readonly src: RefundSource;
  readonly how: Payout['method'];
  readonly acc?: NonNullable<Payout['account']>;
  readonly vou?: PaperAttributes;
  readonly rpol: bigint;
  readonly fee: bigint;
  readonly by: CalendarDate;
  readonly exp: Instant;
  readonly self?: boolean;
  readonly pays?: readonly AttemptAttributes[];
  readonly rv?: string;
  readonly cn?: string;
  readonly post?: PostingAttributes;
}
