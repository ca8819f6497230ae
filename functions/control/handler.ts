import { listLowBalances } from '../../shared/alerts/list-low-balances.ts';
import * as alertsContracts from '../../shared/contracts/alerts.ts';
import * as controlContracts from '../../shared/contracts/control.ts';
import { agreeReconciliation } from '../../shared/control/agree-reconciliation.ts';
import { assignFinding } from '../../shared/control/assign-finding.ts';
import { closeFinding } from '../../shared/control/close-finding.ts';
import { getFinding } from '../../shared/control/get-finding.ts';
import { getReconciliation } from '../../shared/control/get-reconciliation.ts';
import { listFindings } from '../../shared/control/list-findings.ts';
import { listReconciliations } from '../../shared/control/list-reconciliations.ts';
import { recordActual } from '../../shared/control/record-actual.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Low balances, findings and reconciliations; contracts in `shared/contracts/{alerts,control}.ts`. */
export const handler = httpFunction('control', [alertsContracts, controlContracts], {
  listLowBalances: (input, call) => listLowBalances(ledgerContext(), call, input),
  listFindings: (input, call) => listFindings(ledgerContext(), call, input),
  getFinding: (input, call) => getFinding(ledgerContext(), call, input),
  assignFinding: (input, call) => assignFinding(ledgerContext(), call, input),
  closeFinding: (input, call) => closeFinding(ledgerContext(), call, input),
  listReconciliations: (input, call) => listReconciliations(ledgerContext(), call, input),
  getReconciliation: (input, call) => getReconciliation(ledgerContext(), call, input),
  recordActual: (input, call) => recordActual(ledgerContext(), call, input),
  agreeReconciliation: (input, call) => agreeReconciliation(ledgerContext(), call, input),
});
