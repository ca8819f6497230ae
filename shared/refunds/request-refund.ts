import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { requestRefund as contract } from '../contracts/refunds.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Customer } from '../model/customer-record.ts';
import { later } from '../model/dates.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { Role } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import type { Actor } from '../users/read-user.ts';
import { type Asker, askerOf, refuseForeign } from './asker.ts';
import { holdRefund } from './hold-refund.ts';
import { type Judgement, judgeRefund } from './judge-refund.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { readRefund } from './stored-refund.ts';

const hourMs = 3_600_000;
type Input = InputOf<typeof contract>;

/**
 * Asks for a refund (B6, B7, B19): its money is set apart in the same write, its terms are fixed by the policy of now,
 * and it waits for the approvals its amount needs. The id comes from the idempotency key (F1).
 * Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, CUSTOMER_NUMBER_MISMATCH,
 * REFUND_SOURCE_NOT_FOUND, then with the first obstacle of the quote, REFUND_LIMIT, BUSY.
 */
export async function requestRefund(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: Input,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const { customerId } = params;
  const asker = await askerOf(context.table, actor, contract);
  refuseForeign(asker, customerId);
  const id = documentId('rfd', actor.id, 'requestRefund', idempotencyKey) as RefundId;
  const bodyPrint = bodyFingerprint({ customerId, body });
  const reply = (refund: Refund, replayed?: true): ReplyOf<typeof contract> => {
    if (refund.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    const wire = refundToWire(refund, readerOf(asker.user, asker.isStaff));
    return { body: wire, location: `/refunds/${id}`, ...(replayed === undefined ? {} : { replayed }) };
  };
  const [existing, customer] = await Promise.all([
    readRefund(context.table, id),
    readProfile(context.table, customerId),
  ]);
  if (existing !== undefined) return reply(existing, true);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  refuseWrongNumber(asker, customer, body.customerNumber);

  const askedByCustomer = !asker.isStaff;
  const who = { customer, maker: actor.id, askedByCustomer, mayDeviate: mayDeviate(asker.user.roles) };
  const judgement = await judgeRefund(context, body, who);
  const [obstacle] = judgement.quote.obstacles;
  if (obstacle !== undefined) {
    // Sent twice at once, the second must not be refused for what the first one claimed.
    const first = await readRefund(context.table, id);
    if (first !== undefined) return reply(first, true);
    throw obstacle;
  }
  const keyPrint = fingerprint(actor.id, id, idempotencyKey);
  const refund = refundOf(context, { id, asker, customerId, bodyPrint, keyPrint }, body, judgement);
  const held = await holdRefund(context, refund);
  if (typeof held !== 'symbol') return reply(held);
  const winner = await readRefund(context.table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return reply(winner, true);
}

/** Finance and managers may send money another way than it came, because that way is closed (B22). */
export function mayDeviate(roles: readonly Role[]): boolean {
  return roles.includes('finance') || roles.includes('manager');
}

/** Staff say twice whose money it is (A49). */
function refuseWrongNumber({ isStaff }: Asker, customer: Customer, number: string | undefined): void {
  if (!isStaff && number === undefined) return;
  if (number === undefined) {
    throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
      { pointer: '/customerNumber', code: 'REQUIRED', params: {} },
    ]);
  }
  if (number !== customer.number) throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number });
}

interface Identity extends Pick<Refund, 'id' | 'customerId' | 'bodyPrint'> {
  readonly asker: Asker;
  readonly keyPrint: string;
}

function refundOf(
  context: LedgerContext,
  { asker, keyPrint, ...identity }: Identity,
  { customerNumber: _, ...content }: Input['body'],
  { quote, stages, policyVersion, together }: Judgement,
): Refund {
  const now = context.clock();
  const [first] = stages;
  invariant(first !== undefined, 'somebody has to approve a refund (B8)');
  const { refundPolicyVersion, feeMinor, promisedBy, expiresAt } = quote;
  const maker = asker.user.id;
  return {
    kind: 'refund',
    ...identity,
    ...content,
    ...{ refundPolicyVersion, feeMinor, promisedBy, expiresAt },
    ...{ state: 'in-review', revision: 1, stage: 1, stages, policyVersion, maker, approvers: [], attempts: [] },
    ...{ openedAt: now, submittedAt: now, dueAt: later(now, first.deadlineHours * hourMs) },
    askedByCustomer: !asker.isStaff,
    ...(together === undefined ? {} : { together }),
    history: [{ at: now, by: maker, action: 'submit', to: 'in-review', keyPrint }],
  };
}
