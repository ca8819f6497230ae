import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { archiveChanges } from '../../shared/audit/archive-changes.ts';

/** Objects as they are put: a key that is put again holds the last text. */
function bucket() {
  const objects = new Map<string, string>();
  return { objects, put: async (key: string, text: string) => void objects.set(key, text) };
}

const at = 1_794_000_000;
type Image = Record<string, unknown>;

function record(sequence: string, name: 'INSERT' | 'MODIFY' | 'REMOVE', before?: Image, after?: Image): DynamoDBRecord {
  const image = (item: Image) => marshall(item) as Record<string, never>;
  return {
    eventName: name,
    dynamodb: {
      SequenceNumber: sequence,
      ApproximateCreationDateTime: at,
      Keys: image({ pk: 'R#chg_1', sk: '#REQUEST' }),
      ...(before === undefined ? {} : { OldImage: image(before) }),
      ...(after === undefined ? {} : { NewImage: image(after) }),
    },
  };
}

const key = { pk: 'R#chg_1', sk: '#REQUEST' };
const waiting = { ...key, state: 'in-review', amt: 999_999_999_999_999n, hist: [{ by: 'wang.fang' }] };
const posted = { ...waiting, state: 'posted', rt: '升级\n“差价”' };

describe('the archive of changes', () => {
  it('keeps what was before and what is after of every change, a change a line', async () => {
    const store = bucket();
    await archiveChanges(store, [
      record('100', 'INSERT', undefined, waiting),
      record('101', 'MODIFY', waiting, posted),
      record('102', 'REMOVE', posted),
    ]);
    const [text] = [...store.objects.values()];
    const instant = new Date(at * 1000).toISOString();
    const asText = { ...waiting, amt: '999999999999999' };
    expect(text?.endsWith('\n')).toBe(true);
    expect(
      text
        ?.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'INSERT', sequence: '100', at: instant, key, before: null, after: asText },
      {
        event: 'MODIFY',
        sequence: '101',
        at: instant,
        key,
        before: asText,
        after: { ...asText, state: 'posted', rt: '升级\n“差价”' },
      },
      {
        event: 'REMOVE',
        sequence: '102',
        at: instant,
        key,
        before: { ...asText, state: 'posted', rt: '升级\n“差价”' },
        after: null,
      },
    ]);
  });

  it('puts a batch that is delivered again under the same key with the same text', async () => {
    const store = bucket();
    const batch = [record('7', 'INSERT', undefined, waiting), record('8', 'MODIFY', waiting, posted)];
    await archiveChanges(store, batch);
    const before = [...store.objects];
    await archiveChanges(store, structuredClone(batch));
    expect([...store.objects]).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('names an object after its day and its first and last change, so that names sort as changes came', async () => {
    const store = bucket();
    await archiveChanges(store, [record('99', 'INSERT', undefined, waiting)]);
    await archiveChanges(store, [record('100', 'MODIFY', waiting, posted), record('101', 'REMOVE', posted)]);
    const names = [...store.objects.keys()];
    expect(names).toEqual([...names].sort());
    const day = new Date(at * 1000).toISOString().slice(0, 10).replaceAll('-', '/');
    expect(names[1]).toBe(`changes/${day}/${'100'.padStart(40, '0')}-${'101'.padStart(40, '0')}.jsonl`);
  });

  it('puts two batches under two keys', async () => {
    const store = bucket();
    await archiveChanges(store, [record('1', 'INSERT', undefined, waiting)]);
    await archiveChanges(store, [record('1', 'INSERT', undefined, waiting), record('2', 'MODIFY', waiting, posted)]);
    expect(store.objects.size).toBe(2);
  });

  it('puts nothing for an empty batch, and hands on a fault so that the batch comes again', async () => {
    const store = bucket();
    await archiveChanges(store, []);
    expect(store.objects.size).toBe(0);
    const broken = { put: () => Promise.reject(new Error('the bucket is away')) };
    await expect(archiveChanges(broken, [record('1', 'INSERT', undefined, waiting)])).rejects.toThrow('away');
  });
});
