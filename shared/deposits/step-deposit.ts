import type { DepositWire } from '../contracts/deposits.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Deposit, DepositState } from '../model/deposit.ts';
import type { DepositId } from '../model/ids.ts';
import type { HistoryStep } from '../model/request.ts';
import type { Role } from '../model/role.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import type { Condition } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { depositToWire } from './deposit-wire.ts';
import { readDeposit } from './stored-deposit.ts';

/** What somebody wants done with a deposit that is there. */
interface StepRequest {
  readonly actor: Actor;
  readonly roles: readonly Role[];
  readonly depositId: DepositId;
  readonly body: object;
  readonly idempotencyKey: string;
}

/** Writes the step; answers nothing when the deposit had moved. */
type Take = (before: Deposit, step: HistoryStep) => Promise<Deposit | undefined>;

/**
 * Takes one step with a deposit, once for each key (F1). Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND,
 * IDEMPOTENCY_KEY_REUSED, with what `take` refuses, and with DEPOSIT_MOVED when somebody was first.
 */
export async function stepDeposit(
  context: LedgerContext,
  { actor, roles, depositId, body, idempotencyKey }: StepRequest,
  step: Pick<HistoryStep, 'reason'> & { readonly action: 'arrive' | 'bounce' | 'cancel'; readonly to: DepositState },
  take: Take,
): Promise<{ body: DepositWire; replayed?: boolean }> {
  const { table } = context;
  const [, before] = await Promise.all([requireActiveUser(table, actor.id, roles), readDeposit(table, depositId)]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const taken: HistoryStep = {
    ...{ at: context.clock(), by: actor.id, ...step },
    keyPrint: fingerprint(actor.id, depositId, idempotencyKey),
    bodyPrint: bodyFingerprint({ [step.action]: body }),
  };
  if (wasTaken(before, taken)) return { body: await showDeposit(table, before), replayed: true };
  const after = await take(before, taken);
  if (after !== undefined) return { body: await showDeposit(table, after) };
  const now = await readDeposit(table, depositId);
  invariant(now !== undefined, `deposit ${depositId} is still there`);
  if (wasTaken(now, taken)) return { body: await showDeposit(table, now), replayed: true };
  throw depositMoved(now);
}

/** Whether the key has made its step before; another body under it is refused. */
function wasTaken({ history }: Deposit, step: HistoryStep): boolean {
  const earlier = history.find(({ keyPrint }) => keyPrint === step.keyPrint);
  if (earlier !== undefined && earlier.bodyPrint !== step.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return earlier !== undefined;
}

/** A deposit with what is left of it now. */
export async function showDeposit(table: LedgerTable, deposit: Deposit): Promise<DepositWire> {
  if (deposit.posting === undefined) return depositToWire(deposit);
  return depositToWire(deposit, await readHead(table, deposit.customerId, deposit.amount.currency));
}

/** The refusal that tells where a deposit stands now, and the way out from there. */
export function depositMoved({ state }: Pick<Deposit, 'state'>): DomainError {
  return new DomainError('DEPOSIT_MOVED', { state });
}

/** Nothing happened to the deposit since it was read: whatever happens to one adds a step to its history. */
export function unchangedDeposit(before: Deposit): Condition {
  return {
    expression: '#state = :state AND size(hist) = :steps',
    names: { '#state': 'state' },
    values: { ':state': before.state, ':steps': BigInt(before.history.length) },
  };
}

/** The same, and whoever acts did not register it (C7): it stands in the write, so that no race gets around it. */
export function unchangedAndByAnother(before: Deposit, by: string): Condition {
  const same = unchangedDeposit(before);
  return { ...same, expression: `${same.expression} AND maker <> :by`, values: { ...same.values, ':by': by } };
}

/** Refuses who registered the deposit with DEPOSIT_NEEDS_ANOTHER. */
export function refuseMaker({ maker }: Deposit, by: string): void {
  if (maker === by) throw new DomainError('DEPOSIT_NEEDS_ANOTHER');
}
