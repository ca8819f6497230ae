import type { Instant } from '../../model/dates.ts';
import type { Dispute, DisputeAction, DisputeOutcome, DisputeState, DisputeStep } from '../../model/dispute.ts';
import type { ChargeId, CustomerId, UserId } from '../../model/ids.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A dispute with all its steps: what was said stays here, so that the charge's own item stays small. */
export function disputeItem(dispute: Dispute): Item {
  return {
    ...keys.dispute(dispute.chargeId, dispute.number),
    kind: 'dispute',
    cust: dispute.customerId,
    state: dispute.state,
    wants: dispute.wants,
    steps: dispute.steps.map(stepAttributes),
  };
}

export function disputeFromItem(item: Item): Dispute {
  const raw = item as unknown as DisputeAttributes;
  return {
    chargeId: raw.pk.slice(2) as ChargeId,
    customerId: raw.cust,
    number: Number(raw.sk.slice('DISPUTE#'.length)),
    state: raw.state,
    wants: raw.wants,
    steps: raw.steps.map(stepFromAttributes),
  };
}

interface DisputeAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly cust: CustomerId;
  readonly state: DisputeState;
  readonly wants: Dispute['wants'];
  readonly steps: readonly StepAttributes[];
}

interface StepAttributes {
  readonly at: Instant;
  readonly by: UserId;
  readonly do: DisputeAction;
  readonly text: string;
  readonly out?: DisputeOutcome | undefined;
  readonly k: string;
  readonly b: string;
}

function stepAttributes({ at, by, action, text, outcome, keyPrint, bodyPrint }: DisputeStep): StepAttributes {
  return { at, by, do: action, text, out: outcome, k: keyPrint, b: bodyPrint };
}

function stepFromAttributes(raw: StepAttributes): DisputeStep {
  return {
    at: raw.at,
    by: raw.by,
    action: raw.do,
    text: raw.text,
    ...(raw.out === undefined ? {} : { outcome: raw.out }),
    keyPrint: raw.k,
    bodyPrint: raw.b,
  };
}
