import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { followBalance } from '../../shared/alerts/follow-balance.ts';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { feedbackLinks } from '../../shared/feedback/feedback-link.ts';
import { followImport } from '../../shared/imports/import-workflow.ts';
import { tellOfComment } from '../../shared/notices/tell-of-comment.ts';
import { tellOfDeposit } from '../../shared/notices/tell-of-deposit.ts';
import { tellOfDispute } from '../../shared/notices/tell-of-dispute.ts';
import { tellOfPolicy } from '../../shared/notices/tell-of-policy.ts';
import { tellOfShortfall } from '../../shared/notices/tell-of-shortfall.ts';
import { cashierGateway } from '../../shared/payouts/tell-cashiers.ts';
import { setting } from '../../shared/runtime/config.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { randomSecret } from '../../shared/runtime/random-secret.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { sfnImportWorkflow } from '../../shared/runtime/sfn-import-workflow.ts';
import { snsTexter } from '../../shared/runtime/sns-texter.ts';
import {
  commentAdded,
  depositChange,
  disputeChange,
  headChange,
  importAfter,
  policyWritten,
  requestChange,
} from '../../shared/table/stream-records.ts';

const ports = once(() => {
  const teller = { mailer: sesMailer(), memory: new Map() };
  return {
    ...teller,
    workflow: sfnApprovalWorkflow(),
    texter: snsTexter(),
    feedbackLink: feedbackLinks(ledgerContext(), { publicUrl: setting('PUBLIC_URL'), randomSecret }),
    // Another payment gateway is another adapter here and in payout-step.
    gateway: cashierGateway(ledgerContext(), teller, (untold) =>
      logger.error('cashiers could not be told by mail', { untold }),
    ),
  };
});
const imports = once(sfnImportWorkflow);
const logger = new Logger();
const processor = new BatchProcessor(EventType.DynamoDBStreams, { logger });

async function follow(record: DynamoDBRecord): Promise<void> {
  const changedImport = importAfter(record);
  if (changedImport !== undefined) return await followImport(imports(), changedImport);
  const change = requestChange(record);
  const comment = commentAdded(record);
  const dispute = disputeChange(record);
  const deposit = depositChange(record);
  const head = headChange(record);
  const policy = policyWritten(record);
  try {
    if (change !== undefined) {
      await followRequest(ledgerContext(), ports(), change);
      await tellOfShortfall(ledgerContext(), ports(), change);
    }
    if (deposit !== undefined) await tellOfDeposit(ledgerContext(), ports(), deposit);
    if (policy !== undefined) await tellOfPolicy(ledgerContext(), ports(), policy);
    if (head !== undefined) await followBalance(ledgerContext(), ports(), head);
    if (comment !== undefined) await tellOfComment(ledgerContext(), ports(), comment);
    if (dispute !== undefined) await tellOfDispute(ledgerContext(), ports(), dispute);
  } catch (error) {
    const requestId =
      change?.after.id ??
      comment?.requestId ??
      dispute?.after.chargeId ??
      deposit?.after.id ??
      head?.after.customerId ??
      policy?.kind;
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
