import type { DisputeWire } from '../contracts/aftercare.ts';
import { DomainError } from '../errors/domain-error.ts';
import {
  type Dispute,
  type DisputeAction,
  type DisputeOutcome,
  type DisputeStep,
  disputeAfter,
} from '../model/dispute.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { Write } from '../table/write.ts';
import { disputeToWire } from './dispute-wire.ts';
import { findReplay, type Party, readDisputes, saveStep } from './stored-dispute.ts';

interface Step {
  readonly number: number;
  readonly action: DisputeAction;
  readonly text: string;
  readonly outcome?: DisputeOutcome;
  readonly idempotencyKey: string;
  /** What is written together with the step. */
  readonly alongside?: readonly Write[];
}

/**
 * Takes one step in a dispute that was opened before. Refuses with NOT_FOUND where there is no such dispute,
 * IDEMPOTENCY_KEY_REUSED, DISPUTE_MOVED where the step does not fit, DISPUTE_TOO_LONG, BUSY.
 */
export async function stepDispute(
  context: LedgerContext,
  party: Party,
  { number, action, text, outcome, idempotencyKey, alongside = [] }: Step,
): Promise<{ body: DisputeWire; replayed?: boolean }> {
  const { charge, user, isStaff } = party;
  const reader = { id: user.id, isStaff };
  const step: DisputeStep = {
    ...{ at: context.clock(), by: user.id, action, text },
    ...(outcome === undefined ? {} : { outcome }),
    keyPrint: fingerprint(user.id, charge.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ number, action, text, outcome }),
  };
  const disputes = await readDisputes(context.table, charge.id);
  const before = disputes.find((dispute) => dispute.number === number);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const earlier = findReplay(disputes, step);
  if (earlier !== undefined) return { body: disputeToWire(earlier, reader), replayed: true };
  const state = disputeAfter(before.state, action, outcome);
  if (state === undefined) throw moved(before);

  const after: Dispute = { ...before, state, steps: [...before.steps, step] };
  if ((await saveStep(context, charge, after, alongside)) === 'written') return { body: disputeToWire(after, reader) };
  const now = await readDisputes(context.table, charge.id);
  const own = findReplay(now, step);
  if (own !== undefined) return { body: disputeToWire(own, reader), replayed: true };
  const winner = now.find((dispute) => dispute.number === number);
  throw winner !== undefined && winner.steps.length > before.steps.length ? moved(winner) : new DomainError('BUSY');
}

function moved({ state }: Dispute): DomainError {
  return new DomainError('DISPUTE_MOVED', { state });
}
