import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda';
import { followUpload } from '../../shared/imports/import-workflow.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sfnImportWorkflow } from '../../shared/runtime/sfn-import-workflow.ts';

const workflow = once(sfnImportWorkflow);

/** A file of charges arrived in the bucket: its check is started, once for each import. Safe to be told twice. */
export async function handler(event: S3ObjectCreatedNotificationEvent): Promise<void> {
  await followUpload(ledgerContext(), workflow(), event.detail.object.key);
}
