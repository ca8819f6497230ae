import type { DynamoDBRecord } from 'aws-lambda';
import { itemOf } from '../table/stream-records.ts';

/** Puts one object under a key that nothing else writes; writing it again is harmless. */
export interface AuditStore {
  put(key: string, text: string): Promise<void>;
}

/**
 * Keeps full before and after images of every change, a batch of the stream an object, a change a line (F18, B12).
 * The key comes from the first and last sequence number, so a batch delivered again writes the same object.
 */
export async function archiveChanges(store: AuditStore, records: readonly DynamoDBRecord[]): Promise<void> {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return;
  const at = new Date((first.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  const key = `changes/${at.slice(0, 10).replaceAll('-', '/')}/${sequence(first)}-${sequence(last)}.jsonl`;
  await store.put(key, `${records.map(changeLine).join('\n')}\n`);
}

function sequence(record: DynamoDBRecord): string {
  return (record.dynamodb?.SequenceNumber ?? '').padStart(40, '0');
}

function changeLine(record: DynamoDBRecord): string {
  const line = {
    event: record.eventName,
    sequence: record.dynamodb?.SequenceNumber,
    at: new Date((record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
    key: itemOf(record.dynamodb?.Keys),
    before: itemOf(record.dynamodb?.OldImage) ?? null,
    after: itemOf(record.dynamodb?.NewImage) ?? null,
  };
  return JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}
