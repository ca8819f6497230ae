import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type NightlyResult, nightlyControl } from '../../shared/control/nightly-control.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';

const logger = new Logger();
const ports = once(() => ({ mailer: sesMailer(), memory: new Map() }));
/** So many parts of the table are read side by side: what one container can unpack. */
const segments = 8;

/** Every night: holds all books against the journal. */
export async function handler(
  _event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<NightlyResult> {
  const remainingMs = () => context.getRemainingTimeInMillis();
  const result = await nightlyControl(ledgerContext(), ports(), { segments, remainingMs });
  logger.info('looked over the books', { ...result });
  if (result.untold > 0) logger.error('people could not be told of findings by mail', { untold: result.untold });
  return result;
}
