import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../errors/domain-error.ts';
import { backoff } from './backoff.ts';
import type { LedgerContext } from './context.ts';
import type { Item, LedgerTable } from './ledger-table.ts';

/** The write primitives below `commit()`: conditional puts, alone or together, tried again where that is safe. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

const attempts = 8;

/**
 * Puts one item under a condition. A condition that failed is an answer, not an error: it may also mean that an
 * attempt of ours went through and its reply was lost, so the caller reads the item and looks for its own print.
 */
export async function putIf(
  context: Pick<LedgerContext, 'table' | 'timing'>,
  item: Item,
  condition: Condition,
): Promise<'written' | 'refused'> {
  const { Put } = put(context.table, item, condition);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await backoff(attempt, context.timing);
    try {
      await context.table.client.send(new PutCommand(Put as NonNullable<typeof Put>));
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'refused';
      if (!isTransient(error)) throw error;
    }
  }
  throw new DomainError('BUSY');
}

/** Writes several items wholly or not at all; answers the positions whose condition failed, none when it went through. */
export async function writeTogether(
  context: Pick<LedgerContext, 'table' | 'timing'>,
  writes: readonly Write[],
): Promise<readonly number[]> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await backoff(attempt, context.timing);
    try {
      await context.table.client.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      return [];
    } catch (error) {
      const failed = failedWrites(error);
      if (failed === undefined) throw error;
      const refused = [...failed.keys()].filter((position) => failed[position] === 'ConditionalCheckFailed');
      if (refused.length > 0) return refused;
    }
  }
  throw new DomainError('BUSY');
}

/** One conditional put of a transaction. */
export function put(table: LedgerTable, item: Item, condition: Condition): Write {
  return {
    Put: {
      TableName: table.name,
      Item: item,
      ConditionExpression: condition.expression,
      ...(condition.names === undefined ? {} : { ExpressionAttributeNames: condition.names }),
      ...(condition.values === undefined ? {} : { ExpressionAttributeValues: condition.values }),
    },
  };
}

/**
 * Why a transaction did not go through, a code a write, where trying again makes sense: a condition that failed, a
 * conflict, a throttle, or no answer at all. `undefined` is any other error, which is not ours to swallow.
 */
export function failedWrites(error: unknown): readonly (string | undefined)[] | undefined {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    return codes.some((code) => code === 'ValidationError' || code === 'ItemCollectionSizeLimitExceeded')
      ? undefined
      : codes;
  }
  return isTransient(error) ? [] : undefined;
}

const transientNames = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'TransactionInProgressException',
  'TransactionConflictException',
  'TimeoutError',
  'RequestTimeout',
  'NetworkingError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

/** Errors of the way to the table, not of what was asked. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  if (($metadata?.httpStatusCode ?? 0) >= 500) return true;
  return transientNames.has(error.name) || (typeof code === 'string' && transientNames.has(code));
}
