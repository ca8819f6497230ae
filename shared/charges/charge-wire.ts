import type { ChargeWire, RevisionWire } from '../contracts/charges.ts';
import type { Charge, ChargeRevision } from '../model/charge-request.ts';
import { toWire } from '../model/money.ts';
import { togetherToWire } from '../model/together.ts';
import { historyToWire } from '../requests/history-wire.ts';

/** A charge as the API shows it. */
export function chargeToWire(charge: Charge): ChargeWire {
  return {
    id: charge.id,
    customerId: charge.customerId,
    state: charge.state,
    stage: charge.stage,
    stages: charge.stages.map(({ role }) => ({ role })),
    ...(charge.dueAt === undefined ? {} : { dueAt: charge.dueAt }),
    ...(charge.escalatedTo === undefined ? {} : { escalatedTo: charge.escalatedTo }),
    policyVersion: charge.policyVersion,
    ...togetherToWire(charge),
    maker: charge.maker,
    submittedAt: charge.submittedAt,
    effectiveDate: charge.effectiveDate,
    ...revisionToWire(charge),
    ...(charge.posting === undefined
      ? {}
      : { posting: { ...charge.posting, sequence: Number(charge.posting.sequence) } }),
    ...creditedAndCorrected(charge),
  };
}

function creditedAndCorrected({ creditedMinor = 0n, amount, history }: Charge) {
  const correction = history.findLast(({ action }) => action === 'correct')?.reason;
  return {
    ...(creditedMinor === 0n ? {} : { credited: toWire({ ...amount, minor: creditedMinor }) }),
    ...(correction === undefined ? {} : { correction }),
  };
}

/** What one revision said and what became of it. */
export function revisionToWire(revision: ChargeRevision): RevisionWire {
  const { text, lines } = revision.basis;
  return {
    revision: revision.revision,
    type: revision.type,
    reason: revision.reason,
    amount: toWire(revision.amount),
    basis: { text, ...(lines === undefined ? {} : { lines }) },
    period: revision.period,
    vouchers: [...revision.vouchers],
    history: historyToWire(revision.history),
  };
}

/** A charge as its customer sees it: what he is charged and why, without what colleagues said to each other about it. */
export function forCustomer<C extends Pick<ChargeWire, 'maker' | 'stages' | 'history' | 'together'>>(charge: C): C {
  const { together: _, ...shown } = charge;
  return {
    ...(shown as C),
    maker: '',
    stages: [],
    history: charge.history.map(({ at, to }) => ({ at, by: '', action: to, to })),
  };
}

/** A customer hears of a charge once it is posted, corrected later or not; before that it may still be changed or thrown away. */
export function isForCustomer(charge: Pick<Charge, 'state'>): boolean {
  return charge.state === 'posted' || charge.state === 'corrected';
}

/** Names one state of a charge: anything that happens to it changes its revision or its history. */
export function chargeEtag(charge: Charge): string {
  return `"${charge.revision}.${charge.history.length}"`;
}
