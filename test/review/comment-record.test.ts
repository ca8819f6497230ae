import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { commentEvents } from '../../shared/charges/timeline/comment-events.ts';
import type { Comment } from '../../shared/model/comment.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { ChargeId, CommentId, UserId } from '../../shared/model/ids.ts';
import { commentFromItem, commentItem } from '../../shared/table/items/comment-item.ts';
import { commentAdded } from '../../shared/table/stream-records.ts';

const comment: Comment = {
  id: `cmt_${'a'.repeat(26)}` as CommentId,
  requestId: `chg_${'b'.repeat(26)}` as ChargeId,
  revision: 2,
  kind: 'answer',
  text: '已上传\n见新凭证',
  by: 'wang.fang' as UserId,
  at: '2026-10-12T01:00:00.000Z' as Instant,
  mentions: ['chen.jie' as UserId],
  replyTo: `cmt_${'c'.repeat(26)}` as CommentId,
  bodyPrint: 'abcdefghijkl',
};
const { replyTo: _, ...plain } = { ...comment, mentions: [] };

const record = (image: object): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { NewImage: marshall(image, { removeUndefinedValues: true }) as never },
});

it.each([comment, plain])('a comment comes out of the table and out of its stream as it went in', (written) => {
  expect(commentFromItem(commentItem(written))).toEqual(written);
  expect(commentAdded(record(commentItem(written)))).toEqual(written);
});

it('nothing else in the stream is taken for a comment', () => {
  expect(commentAdded(record({ pk: 'R#chg', sk: '#REQUEST', kind: 'charge' }))).toBeUndefined();
  expect(commentAdded({ eventName: 'REMOVE', dynamodb: {} })).toBeUndefined();
});

it('a comment shows in the timeline of its case, to colleagues only', () => {
  expect(commentEvents(commentItem(comment))).toEqual([
    { at: comment.at, by: 'wang.fang', what: 'answer', text: '已上传\n见新凭证' },
  ]);
});
