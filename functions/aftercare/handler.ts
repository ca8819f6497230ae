import * as aftercareContracts from '../../shared/contracts/aftercare.ts';
import { closeDispute } from '../../shared/disputes/close-dispute.ts';
import { explainDispute } from '../../shared/disputes/explain-dispute.ts';
import { openDispute } from '../../shared/disputes/open-dispute.ts';
import { reopenDispute } from '../../shared/disputes/reopen-dispute.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { completeTask } from '../../shared/tasks/complete-task.ts';
import { listTasks } from '../../shared/tasks/list-tasks.ts';
import { reassignTask } from '../../shared/tasks/reassign-task.ts';

/** After posting: tasks (跟进) and disputes (异议); contracts in `shared/contracts/aftercare.ts`. */
export const handler = httpFunction('aftercare', [aftercareContracts], {
  listTasks: (input, call) => listTasks(ledgerContext(), call, input),
  completeTask: (input, call) => completeTask(ledgerContext(), call, input),
  reassignTask: (input, call) => reassignTask(ledgerContext(), call, input),
  openDispute: (input, call) => openDispute(ledgerContext(), call, input),
  explainDispute: (input, call) => explainDispute(ledgerContext(), call, input),
  reopenDispute: (input, call) => reopenDispute(ledgerContext(), call, input),
  closeDispute: (input, call) => closeDispute(ledgerContext(), call, input),
});
