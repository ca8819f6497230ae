import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type Swept, sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { sweepImports } from '../../shared/imports/sweep-imports.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { sfnImportWorkflow } from '../../shared/runtime/sfn-import-workflow.ts';

const logger = new Logger();
const imports = once(sfnImportWorkflow);
const ports = once(() => ({ workflow: sfnApprovalWorkflow(), mailer: sesMailer(), memory: new Map() }));

/** Every few minutes, and after a restart of the sandbox: what waits too long, and steps that never happened. */
export async function handler(
  event: { reason?: string },
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Swept> {
  const everything = event.reason === 'restart';
  // They are few, so they go first; one that cannot go on keeps no charge waiting, and fails the sweep at its end.
  const [lookedAtImports] = await Promise.allSettled([sweepImports(ledgerContext(), imports(), { everything })]);
  const swept = await sweepWaiting(ledgerContext(), ports(), {
    everything,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
  logger.info('swept', { ...swept });
  if (swept.left > 0) logger.warn('there was no time to look after all; the next sweep begins elsewhere', { ...swept });
  if (swept.untold > 0) logger.error('reviewers could not be reminded by mail', { untold: swept.untold });
  if (lookedAtImports.status === 'rejected') throw lookedAtImports.reason;
  return swept;
}
