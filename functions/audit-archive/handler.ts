import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { archiveChanges } from '../../shared/audit/archive-changes.ts';
import { setting } from '../../shared/runtime/config.ts';
import { once } from '../../shared/runtime/once.ts';

const s3 = once(() => new S3Client({ maxAttempts: 4 }));

/** The table's stream: before and after images of every change go to the object-locked audit bucket. */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  const store = {
    async put(Key: string, Body: string) {
      const Bucket = setting('AUDIT_BUCKET');
      await s3().send(
        new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-ndjson', ChecksumAlgorithm: 'SHA256' }),
      );
    },
  };
  await archiveChanges(store, event.Records);
}
