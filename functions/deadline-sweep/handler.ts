import { Logger } from '@aws-lambda-powertools/logger';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';

const logger = new Logger();
const ports = once(() => ({ workflow: sfnApprovalWorkflow(), mailer: sesMailer(), memory: new Map() }));

/** Every few minutes, and after a restart of the sandbox: what waits too long, and steps that never happened. */
export async function handler(event: { reason?: string }): Promise<{ looked: number }> {
  const looked = await sweepWaiting(ledgerContext(), ports(), { everything: event.reason === 'restart' });
  logger.info('swept', { looked });
  return { looked };
}
