import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewedId } from '../model/ids.ts';
import type { LedgerContext } from './context.ts';
import { keys } from './keys.ts';
import { getItem } from './ledger-table.ts';

const keptDays = 400;

/** One stage of one revision of a request. */
interface Stage {
  readonly id: ReviewedId;
  readonly revision: number;
  readonly stage: number;
}

/**
 * Keeps the task token a stage waits on, in a row of its own, so that the request's item stays small however long
 * tokens are. The same row remembers that the stage's reviewers were told: a run that is started again brings a new
 * token, but nobody is told twice.
 */
export async function keepStageToken(
  context: LedgerContext,
  stage: Stage,
  taskToken: string,
  { isTold }: { isTold: boolean },
): Promise<void> {
  const expiry = BigInt(Math.floor(Date.parse(context.clock()) / 1000) + keptDays * 86_400);
  await context.table.client.send(
    new UpdateCommand({
      TableName: context.table.name,
      Key: { ...keyOf(stage) },
      UpdateExpression: `SET #token = :token, expiresAt = :expiry${isTold ? ', told = :told' : ''}`,
      ExpressionAttributeNames: { '#token': 'token' },
      ExpressionAttributeValues: { ':token': taskToken, ':expiry': expiry, ...(isTold ? { ':told': true } : {}) },
    }),
  );
}

/** Whether the reviewers of a stage have been told that it waits for them. */
export async function isStageTold(context: LedgerContext, stage: Stage): Promise<boolean> {
  const item = await getItem(context.table, keyOf(stage), { strong: true });
  return item?.told === true;
}

/** The token a stage waits on, once its run has asked for a decision. */
export async function readStageToken(context: LedgerContext, stage: Stage): Promise<string | undefined> {
  const item = await getItem(context.table, keyOf(stage), { strong: true });
  return item?.token as string | undefined;
}

function keyOf({ id, revision, stage }: Stage) {
  return keys.stageToken(id, BigInt(revision), BigInt(stage));
}
