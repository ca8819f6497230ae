import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Charge } from '../model/charge-request.ts';
import { chargeFromItem } from './items/charge-item.ts';
import type { Item } from './ledger-table.ts';

type Image = Parameters<typeof unmarshall>[0];

/** An image of the stream as an item, numbers as bigint. */
export function itemOf(image: unknown): Item | undefined {
  if (image === undefined) return undefined;
  return unmarshall(image as Image, { wrapNumbers: (text: string) => BigInt(text) as unknown as number });
}

/** What a record says of a charge's own item; anything else of the table is `undefined`. */
export function requestChange(record: DynamoDBRecord): { before: Charge | undefined; after: Charge } | undefined {
  const after = itemOf(record.dynamodb?.NewImage);
  if (after?.kind !== 'charge' || after.sk !== '#REQUEST') return undefined;
  const before = itemOf(record.dynamodb?.OldImage);
  return {
    before: before && chargeFromItem(before),
    after: chargeFromItem(after),
  };
}
