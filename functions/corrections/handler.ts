import * as correctionsContracts from '../../shared/contracts/corrections.ts';
import * as periodsContracts from '../../shared/contracts/periods.ts';
import { getCorrection } from '../../shared/corrections/get-correction.ts';
import { listCorrections } from '../../shared/corrections/list-corrections.ts';
import { previewCorrection } from '../../shared/corrections/preview-correction.ts';
import { requestCorrection } from '../../shared/corrections/request-correction.ts';
import { withdrawCorrection } from '../../shared/corrections/withdraw-correction.ts';
import { closePeriod } from '../../shared/periods/close-period.ts';
import { listPeriods } from '../../shared/periods/list-periods.ts';
import { reopenPeriod } from '../../shared/periods/reopen-period.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Corrections (更正) and closed months (关账); contracts in `shared/contracts/corrections.ts` and `periods.ts`. */
export const handler = httpFunction('corrections', [correctionsContracts, periodsContracts], {
  previewCorrection: (input, call) => previewCorrection(ledgerContext(), call, input),
  requestCorrection: (input, call) => requestCorrection(ledgerContext(), call, input),
  getCorrection: (input, call) => getCorrection(ledgerContext(), call, input),
  listCorrections: (input) => listCorrections(ledgerContext(), input),
  withdrawCorrection: (input, call) => withdrawCorrection(ledgerContext(), call, input),
  listPeriods: () => listPeriods(ledgerContext()),
  closePeriod: (input, call) => closePeriod(ledgerContext(), call, input),
  reopenPeriod: (input, call) => reopenPeriod(ledgerContext(), call, input),
});
