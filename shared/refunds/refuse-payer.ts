import { DomainError } from '../errors/domain-error.ts';
import type { UserId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';

/**
 * Whoever asked for a refund or approved it never pays it out (B9, promise 5). The write's condition says the same; this
 * gives the clear refusal: PAYER_IS_MAKER, PAYER_IS_APPROVER.
 */
export function refusePayer({ maker, approvers }: Refund, by: UserId): void {
  if (maker === by) throw new DomainError('PAYER_IS_MAKER');
  if (approvers.includes(by)) throw new DomainError('PAYER_IS_APPROVER');
}
