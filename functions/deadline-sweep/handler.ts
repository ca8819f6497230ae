import { Logger } from '@aws-lambda-powertools/logger';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';

const logger = new Logger();
const workflow = once(sfnApprovalWorkflow);

/** Every few minutes, and after a restart of the sandbox: requests whose next step never happened get it. */
export async function handler(event: { reason?: string }): Promise<{ looked: number }> {
  const looked = await sweepWaiting(ledgerContext(), workflow(), { everything: event.reason === 'restart' });
  logger.info('swept', { looked });
  return { looked };
}
