import type { CorrectionWire } from '../contracts/corrections.ts';
import type { Correction, CorrectionResult } from '../model/correction.ts';
import { toWire } from '../model/money.ts';
import { togetherToWire } from '../model/together.ts';
import { payoutToWire } from '../refunds/refund-wire.ts';
import { historyToWire } from '../requests/history-wire.ts';

/** A correction as the API shows it. */
export function correctionToWire(correction: Correction): CorrectionWire {
  const { id, chargeId, customerId, state, stage, revision, policyVersion, maker, submittedAt } = correction;
  const { mistake, cause, remedy, right, dueAt, escalatedTo, payout, result } = correction;
  return {
    ...{ id, chargeId, customerId, state, stage, revision, policyVersion, maker, submittedAt },
    stages: correction.stages.map(({ role }) => ({ role })),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(escalatedTo === undefined ? {} : { escalatedTo }),
    ...togetherToWire(correction),
    amount: toWire(correction.amount),
    ...{ mistake, cause, remedy },
    right: rightToWire(right),
    ...(payout === undefined ? {} : { payout: payoutToWire(payout) }),
    vouchers: [...correction.vouchers],
    history: historyToWire(correction.history),
    ...(result === undefined ? {} : { result: resultToWire(result) }),
  };
}

function rightToWire({ amount, basis, ...rest }: Correction['right']): CorrectionWire['right'] {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...(given as CorrectionWire['right']),
    ...(amount === undefined ? {} : { amount: toWire(amount) }),
    ...(basis === undefined
      ? {}
      : { basis: { text: basis.text, ...(basis.lines === undefined ? {} : { lines: basis.lines }) } }),
  };
}

function resultToWire({ postings, replacement, refund, creditNoteNumber, closedMonth }: CorrectionResult) {
  return {
    postings: postings.map(({ customerId, currency, sequence, recordedAt, hash }) => ({
      ...{ customerId, currency, recordedAt, hash },
      sequence: Number(sequence),
    })),
    ...(replacement === undefined ? {} : { replacement }),
    ...(refund === undefined ? {} : { refund }),
    ...(creditNoteNumber === undefined ? {} : { creditNoteNumber }),
    ...(closedMonth === undefined ? {} : { closedMonth }),
  };
}
