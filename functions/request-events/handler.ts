import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { feedbackLinks } from '../../shared/feedback/feedback-link.ts';
import { followImport } from '../../shared/imports/import-workflow.ts';
import { tellOfComment } from '../../shared/notices/tell-of-comment.ts';
import { tellOfDispute } from '../../shared/notices/tell-of-dispute.ts';
import { setting } from '../../shared/runtime/config.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { randomSecret } from '../../shared/runtime/random-secret.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { sfnImportWorkflow } from '../../shared/runtime/sfn-import-workflow.ts';
import { snsTexter } from '../../shared/runtime/sns-texter.ts';
import { commentAdded, disputeChange, importAfter, requestChange } from '../../shared/table/stream-records.ts';

const ports = once(() => ({
  workflow: sfnApprovalWorkflow(),
  mailer: sesMailer(),
  texter: snsTexter(),
  feedbackLink: feedbackLinks(ledgerContext(), { publicUrl: setting('PUBLIC_URL'), randomSecret }),
  memory: new Map(),
}));
const imports = once(sfnImportWorkflow);
const logger = new Logger();
const processor = new BatchProcessor(EventType.DynamoDBStreams, { logger });

async function follow(record: DynamoDBRecord): Promise<void> {
  const changedImport = importAfter(record);
  if (changedImport !== undefined) return await followImport(imports(), changedImport);
  const change = requestChange(record);
  const comment = commentAdded(record);
  const dispute = disputeChange(record);
  try {
    if (change !== undefined) await followRequest(ledgerContext(), ports(), change);
    if (comment !== undefined) await tellOfComment(ledgerContext(), ports(), comment);
    if (dispute !== undefined) await tellOfDispute(ledgerContext(), ports(), dispute);
  } catch (error) {
    const requestId = change?.after.id ?? comment?.chargeId ?? dispute?.after.chargeId;
    // The batch reports the record as failed without a word; the name alone is logged, since a message may hold an address.
    logger.error('a change could not be followed', { requestId, error: (error as Error).name });
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
