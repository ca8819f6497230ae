import { openDispute as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Dispute, DisputeStep } from '../model/dispute.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { Actor } from '../users/read-user.ts';
import { disputeToWire } from './dispute-wire.ts';
import { findReplay, partyAt, readDisputes, saveStep } from './stored-dispute.ts';

/**
 * Opens a dispute about a posted charge (A45): by its customer, or by staff for him. Refuses with USER_DISABLED,
 * NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOT_POSTED, DISPUTE_OPEN, DISPUTE_TOO_LONG, BUSY.
 */
export async function openDispute(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const party = await partyAt(table, call.actor, contract, params.chargeId);
  const { charge, user, isStaff } = party;
  const reader = { id: user.id, isStaff };
  const step: DisputeStep = {
    at: context.clock(),
    by: user.id,
    action: 'open',
    text: body.text,
    keyPrint: fingerprint(user.id, charge.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ open: body }),
  };
  const location = `/charges/${charge.id}`;
  const disputes = await readDisputes(table, charge.id);
  const earlier = findReplay(disputes, step);
  if (earlier !== undefined) return { body: disputeToWire(earlier, reader), location, replayed: true };
  if (charge.state !== 'posted') throw new DomainError('NOT_POSTED', { state: charge.state });
  const last = disputes.at(-1);
  if (last !== undefined && last.state !== 'closed') throw alreadyOpen(last);

  const dispute: Dispute = {
    chargeId: charge.id,
    customerId: charge.customerId,
    number: (last?.number ?? 0) + 1,
    state: 'open',
    wants: body.wants,
    steps: [step],
  };
  if ((await saveStep(context, charge, dispute)) === 'written')
    return { body: disputeToWire(dispute, reader), location };
  const now = await readDisputes(table, charge.id);
  const own = findReplay(now, step);
  if (own !== undefined) return { body: disputeToWire(own, reader), location, replayed: true };
  const winner = now.at(-1);
  throw winner !== undefined && winner.state !== 'closed' ? alreadyOpen(winner) : new DomainError('BUSY');
}

function alreadyOpen({ number }: Dispute): DomainError {
  return new DomainError('DISPUTE_OPEN', { dispute: String(number) });
}
