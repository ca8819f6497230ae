import { Logger } from '@aws-lambda-powertools/logger';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { makeFollowUps } from '../../shared/tasks/make-follow-ups.ts';

const logger = new Logger();

/** Every morning: follow-up tasks for what is due and not paid. */
export async function handler(): Promise<{ looked: number; made: number }> {
  const result = await makeFollowUps(ledgerContext());
  logger.info('followed up', result);
  return result;
}
