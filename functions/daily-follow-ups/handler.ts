import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type Told, tellLowBalances } from '../../shared/alerts/tell-daily.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { snsTexter } from '../../shared/runtime/sns-texter.ts';
import { makeFollowUps } from '../../shared/tasks/make-follow-ups.ts';

const logger = new Logger();
const teller = once(() => ({ mailer: sesMailer(), texter: snsTexter(), memory: new Map() }));

interface Morning extends Told {
  readonly looked: number;
  readonly made: number;
}

/** Every morning: follow-up tasks for what is due and not paid, the digest of low balances, and what nobody told of them. */
export async function handler(_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<Morning> {
  // The one does not wait for the other where it fails.
  const [followUps, low] = await Promise.allSettled([
    makeFollowUps(ledgerContext()),
    tellLowBalances(ledgerContext(), teller(), () => context.getRemainingTimeInMillis()),
  ]);
  if (followUps.status === 'rejected') throw followUps.reason;
  if (low.status === 'rejected') throw low.reason;
  const result = { ...followUps.value, ...low.value };
  logger.info('followed up', { ...result });
  if (result.untold > 0) logger.error('people could not be told of low balances', { untold: result.untold });
  if (result.left > 0) logger.error('there was no time to tell of all low balances', { left: result.left });
  return result;
}
