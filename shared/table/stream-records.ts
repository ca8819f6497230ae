import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ChargeCase } from '../model/charge-request.ts';
import type { Comment } from '../model/comment.ts';
import type { Dispute } from '../model/dispute.ts';
import type { Import } from '../model/import.ts';
import { caseFromItem } from './items/charge-item.ts';
import { commentFromItem } from './items/comment-item.ts';
import { disputeFromItem } from './items/dispute-item.ts';
import { importFromItem } from './items/import-item.ts';
import type { Item } from './ledger-table.ts';

type Image = Parameters<typeof unmarshall>[0];

/** An image of the stream as an item, numbers as bigint. */
export function itemOf(image: unknown): Item | undefined {
  if (image === undefined) return undefined;
  return unmarshall(image as Image, { wrapNumbers: (text: string) => BigInt(text) as unknown as number });
}

/** What a record says of a charge's own item; anything else of the table is `undefined`. */
export function requestChange(
  record: DynamoDBRecord,
): { before: ChargeCase | undefined; after: ChargeCase } | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  if (after?.kind !== 'charge' || after.sk !== '#REQUEST') return undefined;
  const before = itemOf(record.dynamodb?.OldImage);
  return {
    before: before && caseFromItem(before),
    after: caseFromItem(after),
  };
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

/** The import a record tells of, as it is now; anything else of the table is `undefined`. */
export function importAfter(record: DynamoDBRecord): Import | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  return after?.kind === 'import' ? importFromItem(after) : undefined;
}
