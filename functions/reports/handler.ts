import { chargeStatistics } from '../../shared/reports/charge-statistics.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Reports: contract in `shared/contracts/reports.ts`. */
export const handler = httpFunction('reports', {
  chargeStatistics: (input, call) => chargeStatistics(ledgerContext(), call, input),
});
