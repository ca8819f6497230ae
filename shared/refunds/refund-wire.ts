import type { RefundWire } from '../contracts/refunds.ts';
import type { UserId } from '../model/ids.ts';
import { type Money, toWire } from '../model/money.ts';
import type { Payout } from '../model/payout.ts';
import type { Refund } from '../model/refund.ts';
import { togetherToWire } from '../model/together.ts';
import type { User } from '../model/user.ts';
import { maskedAccount } from '../notices/refund-mail-data.ts';
import { historyToWire } from '../requests/history-wire.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { type Actor, readUser } from '../users/read-user.ts';

/** Who reads a refund. */
export interface RefundReader {
  readonly id: UserId;
  readonly isStaff: boolean;
  /** Whether he sees accounts in full: those who pay (F22). */
  readonly mayPay: boolean;
}

export function readerOf({ id, roles }: Pick<User, 'id' | 'roles'>, isStaff: boolean): RefundReader {
  return { id, isStaff, mayPay: isStaff && roles.includes('cashier') };
}

/**
 * Who reads, where he needed no role to be let in: accounts in full only for whom his own record has as a cashier now, not
 * for whom a token of yesterday has so. One strong read, for those alone whose token says so.
 */
export async function readerNow(table: LedgerTable, actor: Actor, isStaff: boolean): Promise<RefundReader> {
  const masked: RefundReader = { id: actor.id, isStaff, mayPay: false };
  if (!isStaff || !actor.roles.includes('cashier')) return masked;
  const user = await readUser(table, actor.id);
  return user === undefined || user.disabled ? masked : readerOf(user, isStaff);
}

/** Somebody of the staff who does not pay: a reviewer. */
const colleague: RefundReader = { id: '' as UserId, isStaff: true, mayPay: false };

/**
 * A refund as the API shows it: the account masked but for those who pay; without who of the staff did what, and what
 * they said to each other, for its customer.
 */
export function refundToWire(refund: Refund, reader: RefundReader = colleague): RefundWire {
  const { amount, feeMinor, posting } = refund;
  const money = (minor: bigint) => toWire({ ...amount, minor } satisfies Money);
  const wire: RefundWire = {
    id: refund.id,
    customerId: refund.customerId,
    state: refund.state,
    stage: refund.stage,
    stages: refund.stages.map(({ role }) => ({ role })),
    ...(refund.dueAt === undefined ? {} : { dueAt: refund.dueAt }),
    ...(refund.escalatedTo === undefined ? {} : { escalatedTo: refund.escalatedTo }),
    ...togetherToWire(refund),
    source: refund.source,
    amount: toWire(amount),
    fee: money(feeMinor),
    net: money(amount.minor - feeMinor),
    reason: refund.reason,
    payout: payoutToWire(refund.payout, reader),
    vouchers: [...refund.vouchers],
    policyVersion: refund.policyVersion,
    refundPolicyVersion: refund.refundPolicyVersion,
    maker: refund.maker,
    askedByCustomer: refund.askedByCustomer,
    submittedAt: refund.submittedAt,
    promisedBy: refund.promisedBy,
    expiresAt: refund.expiresAt,
    attempts: [...refund.attempts],
    ...(refund.voucherNumber === undefined ? {} : { voucherNumber: refund.voucherNumber }),
    ...(refund.creditNoteNumber === undefined ? {} : { creditNoteNumber: refund.creditNoteNumber }),
    ...(posting === undefined ? {} : { posting: { ...posting, sequence: Number(posting.sequence) } }),
    history: historyToWire(refund.history),
  };
  return reader.isStaff ? wire : forCustomer(wire, reader.id);
}

/** Somebody who does not pay recognises an account by holder, bank and its last four digits. */
export function payoutToWire(payout: Payout, { mayPay } = colleague): RefundWire['payout'] {
  const { method, account } = payout;
  if (account === undefined) return { method };
  const number = (mayPay ? undefined : maskedAccount(payout)) ?? account.number;
  return { method, account: { ...account, number } };
}

/** What the company works out among its people is not the customer's; why it refused is. */
function forCustomer(wire: RefundWire, reader: string): RefundWire {
  const { together: _, escalatedTo: __, ...rest } = wire;
  const own = (by: string) => (by === reader ? by : '');
  return {
    ...rest,
    maker: own(wire.maker),
    stages: [],
    attempts: wire.attempts.map(({ problem: _, ...attempt }) => ({ ...attempt, by: '' })),
    history: wire.history
      .filter(({ action }) => action !== 'escalate')
      .map(({ at, by, action, from, to, reason }) => ({
        ...{ at, by: own(by), action, to },
        ...(from === undefined ? {} : { from }),
        ...(reason !== undefined && (action === 'reject' || own(by) !== '') ? { reason } : {}),
      })),
  };
}
