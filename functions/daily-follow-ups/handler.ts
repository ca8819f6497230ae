import { Logger } from '@aws-lambda-powertools/logger';
import { tellLowBalances } from '../../shared/alerts/tell-daily.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { makeFollowUps } from '../../shared/tasks/make-follow-ups.ts';

const logger = new Logger();
const teller = once(() => ({ mailer: sesMailer(), memory: new Map() }));

interface Morning {
  readonly looked: number;
  readonly made: number;
  readonly low: number;
  readonly untold: number;
}

/** Every morning: follow-up tasks for what is due and not paid, and the digest of low balances. */
export async function handler(): Promise<Morning> {
  const result = { ...(await makeFollowUps(ledgerContext())), ...(await tellLowBalances(ledgerContext(), teller())) };
  logger.info('followed up', { ...result });
  if (result.untold > 0) logger.error('people could not be told of low balances by mail', { untold: result.untold });
  return result;
}
