import * as correctionsContracts from '../../shared/contracts/corrections.ts';
import * as reportsContracts from '../../shared/contracts/reports.ts';
import { correctionStatistics } from '../../shared/corrections/correction-statistics.ts';
import { chargeStatistics } from '../../shared/reports/charge-statistics.ts';
import { refundStatistics } from '../../shared/reports/refund-statistics.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Reports: contract in `shared/contracts/reports.ts`. */
export const handler = httpFunction('reports', [correctionsContracts, reportsContracts], {
  chargeStatistics: (input, call) => chargeStatistics(ledgerContext(), call, input),
  refundStatistics: (input, call) => refundStatistics(ledgerContext(), call, input),
  correctionStatistics: (input, call) => correctionStatistics(ledgerContext(), call, input),
});
