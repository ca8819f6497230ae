import type { Charge } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';

/**
 * Ways in which a charge may collide with another one, the gravest first (A47). A reference both name is the weakest: one
 * contract may well support many charges.
 */
const conflictKinds = ['duplicate', 'same-voucher-file', 'overlapping-period', 'same-amount', 'same-voucher'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** What of a charge is compared. */
export type ComparedCharge = Pick<
  Charge,
  'id' | 'customerId' | 'state' | 'type' | 'amount' | 'period' | 'vouchers' | 'submittedAt'
>;

export interface Conflict {
  readonly kind: ConflictKind;
  readonly other: ComparedCharge;
  /** The voucher both name. */
  readonly reference?: string;
}

const sameAmountDays = 60;
const dayMs = 86_400_000;

/**
 * What a reviewer should look at before he decides: charges that say the same, take in the same time, cost the same
 * within 60 days, or rest on the same voucher (A47). The gravest come first, and of those the newest. A charge that was
 * rejected is named only where this one says the very same; one of another customer only where a voucher file is the
 * same (`sameFile`: ids of charges with a file of this one).
 */
export function findConflicts(
  charge: ComparedCharge,
  others: readonly ComparedCharge[],
  sameFile: ReadonlySet<ChargeId> = new Set(),
): Conflict[] {
  return others
    .filter((other) => other.id !== charge.id)
    .flatMap((other) => conflictsWith(charge, other, sameFile.has(other.id)))
    .sort((a, b) => rank(a) - rank(b) || (a.other.submittedAt < b.other.submittedAt ? 1 : -1));
}

function rank({ kind }: Conflict): number {
  return conflictKinds.indexOf(kind);
}

function conflictsWith(charge: ComparedCharge, other: ComparedCharge, isSameFile: boolean): Conflict[] {
  const isOver = other.state === 'rejected' || other.state === 'cancelled';
  const found: Conflict[] = isSameFile && !isOver ? [{ kind: 'same-voucher-file', other }] : [];
  if (other.customerId !== charge.customerId) return found;
  const isSameAmount = charge.amount.currency === other.amount.currency && charge.amount.minor === other.amount.minor;
  const isSameType = charge.type === other.type;
  const { start, end } = charge.period;
  if (isSameType && isSameAmount && other.period.start === start && other.period.end === end) {
    found.push({ kind: 'duplicate', other });
  }
  if (isOver) return found;
  const reference = sharedReference(charge, other);
  if (reference !== undefined) found.push({ kind: 'same-voucher', other, reference });
  if (found.some(({ kind }) => kind === 'duplicate')) return found;
  if (isSameType && other.period.start <= end && start <= other.period.end) {
    found.push({ kind: 'overlapping-period', other });
  }
  const apartMs = Math.abs(Date.parse(charge.submittedAt) - Date.parse(other.submittedAt));
  if (isSameAmount && apartMs <= sameAmountDays * dayMs) found.push({ kind: 'same-amount', other });
  return found;
}

/** A voucher both name; spaces, case and full-width letters make no difference. */
function sharedReference(charge: ComparedCharge, other: ComparedCharge): string | undefined {
  const theirs = new Set(other.vouchers.map(({ reference }) => plain(reference)));
  return charge.vouchers.find(({ reference }) => theirs.has(plain(reference)))?.reference;
}

function plain(reference: string): string {
  return reference.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
}
