import type { Delegation } from '../../model/delegation.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A delegation as its own row keeps it: with a version to replace it by, and the prints of what made it so. */
export interface KeptDelegation {
  readonly delegation: Delegation;
  readonly version: number;
  /** Key and body of the latest changes, newest last, so that one sent again is recognised (F1). */
  readonly prints: readonly (readonly [keyPrint: string, bodyPrint: string])[];
}

/** The delegator's own row; it stays when the delegation is over. */
export function delegationItem({ delegation, version, prints }: KeptDelegation): Item {
  return { ...keys.delegation(delegation.delegator), ...attributes(delegation), ver: BigInt(version), prints };
}

export function delegationFromItem(item: Item): KeptDelegation {
  const raw = item as unknown as DelegationAttributes & { ver: bigint; prints: KeptDelegation['prints'] };
  return { delegation: fromAttributes(raw), version: Number(raw.ver), prints: raw.prints };
}

/** The same under its delegate, who finds with it whose decisions he may take; it goes when the delegation is over. */
export function standInItem(delegation: Delegation): Item {
  return {
    ...keys.standIn(delegation.delegate, delegation.delegator),
    ...attributes(delegation),
    expiresAt: BigInt(Math.ceil(Date.parse(delegation.until) / 1000)),
  };
}

export function standInFromItem(item: Item): Delegation {
  return fromAttributes(item as unknown as DelegationAttributes);
}

interface DelegationAttributes {
  readonly who: Delegation['delegator'];
  readonly to: Delegation['delegate'];
  readonly from: Delegation['from'];
  readonly until: Delegation['until'];
  readonly why?: string | undefined;
  readonly by: Delegation['setBy'];
  readonly at: Delegation['setAt'];
  readonly end?: Delegation['setAt'] | undefined;
}

function attributes(of: Delegation): DelegationAttributes {
  const { delegator: who, delegate: to, from, until, reason: why, setBy: by, setAt: at, endedAt: end } = of;
  return { who, to, from, until, why, by, at, end };
}

function fromAttributes({ who, to, from, until, why, by, at, end }: DelegationAttributes): Delegation {
  return {
    delegator: who,
    delegate: to,
    from,
    until,
    setBy: by,
    setAt: at,
    ...(why === undefined ? {} : { reason: why }),
    ...(end === undefined ? {} : { endedAt: end }),
  };
}
