import type { CorrectionWire } from '../contracts/corrections.ts';
import type { Correction, CorrectionResult } from '../model/correction.ts';
import { toWire } from '../model/money.ts';
import type { Payout } from '../model/payout.ts';

/** A correction as the API shows it. */
export function correctionToWire(correction: Correction): CorrectionWire {
  const { id, chargeId, customerId, state, stage, revision, policyVersion, maker, submittedAt } = correction;
  const { mistake, cause, remedy, right, dueAt, escalatedTo, payout, result } = correction;
  return {
    ...{ id, chargeId, customerId, state, stage, revision, policyVersion, maker, submittedAt },
    stages: correction.stages.map(({ role }) => ({ role })),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(escalatedTo === undefined ? {} : { escalatedTo }),
    amount: toWire(correction.amount),
    ...{ mistake, cause, remedy },
    right: rightToWire(right),
    ...(payout === undefined ? {} : { payout: payoutToWire(payout) }),
    vouchers: [...correction.vouchers],
    history: correction.history.map(stepToWire),
    ...(result === undefined ? {} : { result: resultToWire(result) }),
  };
}

function stepToWire({ at, by, action, to, stage, reason, for: absent }: Correction['history'][number]) {
  return {
    ...{ at, by, action, to },
    ...(stage === undefined ? {} : { stage }),
    ...(reason === undefined ? {} : { reason }),
    ...(absent === undefined ? {} : { for: absent }),
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

const shownLetters = 4;

/** An account is personal data: whoever does not pay needs to tell it from another, not to use it. */
function payoutToWire({ method, account }: Payout) {
  return { method, ...(account === undefined ? {} : { account: `…${account.number.slice(-shownLetters)}` }) };
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
