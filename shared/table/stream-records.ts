import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Head } from '../ledger/journal-entry.ts';
import { type AgreedPolicy, type AgreedPolicyKind, agreedPolicyKinds } from '../model/agreed-policy.ts';
import type { Comment } from '../model/comment.ts';
import type { Deposit } from '../model/deposit.ts';
import type { Dispute } from '../model/dispute.ts';
import type { Import } from '../model/import.ts';
import type { RequestCase } from '../model/request-case.ts';
import { reviewedFromItem } from '../table/items/reviewed-item.ts';
import { agreedPolicyFromItem } from './items/agreed-policy-item.ts';
import { commentFromItem } from './items/comment-item.ts';
import { depositFromItem } from './items/deposit-item.ts';
import { disputeFromItem } from './items/dispute-item.ts';
import { importFromItem } from './items/import-item.ts';
import { headFromItem } from './items/ledger-items.ts';
import type { Item } from './ledger-table.ts';
import { partitions } from './names.ts';

type Image = Parameters<typeof unmarshall>[0];

/** An image of the stream as an item, numbers as bigint. */
export function itemOf(image: unknown): Item | undefined {
  if (image === undefined) return undefined;
  return unmarshall(image as Image, { wrapNumbers: (text: string) => BigInt(text) as unknown as number });
}

/** What a record says of a reviewed request's own item; anything else of the table is `undefined`. */
export function requestChange(
  record: DynamoDBRecord,
): { before: RequestCase | undefined; after: RequestCase } | undefined {
  const item = itemOf(record.dynamodb?.NewImage);
  const after = item && reviewedFromItem(item);
  if (after === undefined) return undefined;
  const before = itemOf(record.dynamodb?.OldImage);
  return { before: before && reviewedFromItem(before), after };
}

/** What a record says of a deposit; anything else of the table is `undefined`. */
export function depositChange(record: DynamoDBRecord): { before: Deposit | undefined; after: Deposit } | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  if (after?.kind !== 'deposit') return undefined;
  const before = itemOf(record.dynamodb?.OldImage);
  return { before: before && depositFromItem(before), after: depositFromItem(after) };
}

/** The comment that a record says was just written; anything else is `undefined`. */
export function commentAdded(record: DynamoDBRecord): Comment | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  return after?.kind === 'comment' ? commentFromItem(after) : undefined;
}

/** What a record says of a dispute; anything else of the table is `undefined`. */
export function disputeChange(record: DynamoDBRecord): { before: Dispute | undefined; after: Dispute } | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  if (after?.kind !== 'dispute') return undefined;
  const before = itemOf(record.dynamodb?.OldImage);
  return { before: before && disputeFromItem(before), after: disputeFromItem(after) };
}

/** The version of an agreed policy that a record says was written; anything else of the table is `undefined`. */
export function policyWritten(
  record: DynamoDBRecord,
): { kind: AgreedPolicyKind; after: AgreedPolicy<unknown> } | undefined {
  const { pk, sk } = record.dynamodb?.NewImage ?? {};
  const kind = agreedPolicyKinds.find((name) => pk?.S === partitions.policy + name);
  if (kind === undefined || sk?.S?.startsWith('V#') !== true) return undefined;
  const after = itemOf(record.dynamodb?.NewImage);
  return after && { kind, after: agreedPolicyFromItem(after) };
}

/** The import a record tells of, as it is now; anything else of the table is `undefined`. */
export function importAfter(record: DynamoDBRecord): Import | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  return after?.kind === 'import' ? importFromItem(after) : undefined;
}

/** What a record says of a customer's head; anything else of the table, as his profile, is `undefined`. */
export function headChange(record: DynamoDBRecord): { before: Head | undefined; after: Head } | undefined {
  if (record.dynamodb?.NewImage?.sk?.S?.startsWith('#HEAD#') !== true) return undefined;
  const after = itemOf(record.dynamodb.NewImage);
  if (after === undefined) return undefined;
  const before = itemOf(record.dynamodb.OldImage);
  return { before: before && headFromItem(before), after: headFromItem(after) };
}
