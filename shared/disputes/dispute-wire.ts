import type { DisputeWire } from '../contracts/aftercare.ts';
import type { Dispute } from '../model/dispute.ts';
import type { UserId } from '../model/ids.ts';

/** A dispute as the API shows it; a customer does not see who of the staff said what. */
export function disputeToWire(
  { chargeId, number, state, wants, steps }: Dispute,
  reader: { readonly id: UserId; readonly isStaff: boolean },
): DisputeWire {
  return {
    ...{ chargeId, number, state, wants },
    steps: steps.map(({ at, by, action, text, outcome }) => ({
      ...{ at, by: reader.isStaff || by === reader.id ? by : '', action, text },
      ...(outcome === undefined ? {} : { outcome }),
    })),
  };
}
