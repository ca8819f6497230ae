import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Instant, toInstant } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { openLedgerTable } from '../table/ledger-table.ts';
import { setting } from './config.ts';
import { once } from './once.ts';

/** The machine's clock: the one place where handlers take the time from (product.md, Time). */
function systemClock(): Instant {
  return toInstant(new Date());
}

/** What the use cases of this function work with; made at the first event, so that importing a handler does nothing. */
export const ledgerContext = once(
  (): LedgerContext => ({
    table: openLedgerTable(
      new DynamoDBClient({
        maxAttempts: 3,
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
      }),
      setting('LEDGER_TABLE'),
    ),
    clock: systemClock,
    timing: { chance: Math.random, wait: (milliseconds) => wait(milliseconds) },
    zone: setting('BUSINESS_ZONE'),
  }),
);
