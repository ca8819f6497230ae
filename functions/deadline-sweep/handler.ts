import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type Swept, sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { sweepImports } from '../../shared/imports/sweep-imports.ts';
import { sweepRefunds } from '../../shared/payouts/sweep-refunds.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { sfnImportWorkflow } from '../../shared/runtime/sfn-import-workflow.ts';

const logger = new Logger();
/** Refunds leave the other requests at least this much of a sweep. */
const leftForOthersMs = 60_000;
const imports = once(sfnImportWorkflow);
const ports = once(() => ({ workflow: sfnApprovalWorkflow(), mailer: sesMailer(), memory: new Map() }));

/** Every few minutes, and after a restart of the sandbox: what waits too long, and steps that never happened. */
export async function handler(
  event: { reason?: string },
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Swept> {
  const everything = event.reason === 'restart';
  const remainingMs = () => context.getRemainingTimeInMillis();
  // They are few, so they go first; one that cannot go on keeps no charge waiting, and fails the sweep at its end.
  const first = await Promise.allSettled([
    sweepImports(ledgerContext(), imports(), { everything }),
    sweepRefunds(ledgerContext(), ports(), { everything, isTime: () => remainingMs() > leftForOthersMs }),
  ]);
  const swept = await sweepWaiting(ledgerContext(), ports(), {
    everything,
    remainingMs,
  });
  logger.info('swept', { ...swept });
  if (swept.left > 0) logger.warn('there was no time to look after all; the next sweep begins elsewhere', { ...swept });
  if (swept.untold > 0) logger.error('reviewers could not be reminded by mail', { untold: swept.untold });
  const [, refunds] = first;
  if (refunds.status === 'fulfilled') {
    logger.info('looked after refunds', { ...refunds.value });
    if (refunds.value.untold > 0)
      logger.error('cashiers could not be reminded by mail', { untold: refunds.value.untold });
  }
  const failed = first.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return swept;
}
