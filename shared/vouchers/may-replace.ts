import { type ChargeCase, isDraft } from '../model/charge-request.ts';

/** Whether a file of a charge may give way to another: not once somebody approved on it, nor when all is decided. */
export function mayReplaceFiles(charge: ChargeCase): boolean {
  if (isDraft(charge)) return charge.state === 'draft';
  return charge.state === 'returned' || (charge.state === 'in-review' && charge.approvers.length === 0);
}
