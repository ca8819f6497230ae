import { DomainError } from '../errors/domain-error.ts';
import type { Finding, FindingStep } from '../model/finding.ts';
import type { FindingId, UserId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { findingItem } from '../table/items/finding-item.ts';
import { putIf } from '../table/write.ts';
import { readFinding, unchangedFinding } from './stored-finding.ts';

const attempts = 4;

/** What somebody does to a finding. */
export interface Work extends Pick<FindingStep, 'action' | 'note' | 'owner'> {
  readonly by: UserId;
  readonly idempotencyKey: string;
  readonly body: unknown;
  readonly to: Finding['state'];
}

/**
 * Adds a step to a finding that is not closed, in one conditional write; a step made before is answered with the finding
 * as it stands. Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, FINDING_CLOSED, BUSY.
 */
export async function stepFinding(
  context: LedgerContext,
  id: FindingId,
  work: Work,
): Promise<{ finding: Finding; replayed: boolean }> {
  const { to, by, action, note, owner } = work;
  const keyPrint = fingerprint(by, id, action, work.idempotencyKey);
  const bodyPrint = bodyFingerprint(work.body);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readFinding(context.table, id);
    if (before === undefined) throw new DomainError('NOT_FOUND');
    const earlier = before.history.find((step) => step.keyPrint === keyPrint);
    if (earlier !== undefined && earlier.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    if (earlier !== undefined) return { finding: before, replayed: true };
    if (before.state === 'closed') throw new DomainError('FINDING_CLOSED');
    const step: FindingStep = {
      ...{ at: context.clock(), by, action, keyPrint, bodyPrint },
      ...(note === undefined ? {} : { note }),
      ...(owner === undefined ? {} : { owner }),
    };
    const finding: Finding = {
      ...before,
      state: to,
      ...(owner === undefined ? {} : { owner }),
      history: [...before.history, step],
    };
    const outcome = await putIf(context, findingItem(finding), unchangedFinding(before));
    if (outcome === 'written') return { finding, replayed: false };
  }
  throw new DomainError('BUSY');
}
