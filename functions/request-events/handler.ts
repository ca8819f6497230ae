import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { requestChange } from '../../shared/table/stream-records.ts';

const ports = once(() => ({ workflow: sfnApprovalWorkflow(), mailer: sesMailer(), memory: new Map() }));
const logger = new Logger();
const processor = new BatchProcessor(EventType.DynamoDBStreams, { logger });

async function follow(record: DynamoDBRecord): Promise<void> {
  const change = requestChange(record);
  if (change === undefined) return;
  try {
    await followRequest(ledgerContext(), ports(), change);
  } catch (error) {
    // The batch reports the record as failed without a word; the name alone is logged, since a message may hold an address.
    logger.error('a change could not be followed', { requestId: change.after.id, error: (error as Error).name });
    throw error;
  }
}

/** The table's stream: starts workflows, tells them decisions, mails people. Reports what failed, record by record. */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  return (await processPartialResponse(event, follow, processor, {
    context,
    // One after the other: a process that dies has at most one mail under way whose row is not yet written.
    processInParallel: false,
    throwOnFullBatchFailure: false,
  })) as DynamoDBBatchResponse;
}
