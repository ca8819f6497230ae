import { describe, expect, it } from 'vitest';
import { partitions } from '../../shared/table/names.ts';
import { functionName, type Resource, resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');
const mappings = new Map(
  resourcesOf(dev.statelessJson, 'AWS::Lambda::EventSourceMapping').map(([, mapping]) => [
    consumerOf(mapping),
    mapping,
  ]),
);

describe('the stream of the table', () => {
  it('has two consumers, the most that can read a shard side by side', () => {
    expect([...mappings.keys()].sort()).toEqual(['audit-archive', 'request-events']);
  });

  it.each([...mappings])(
    'hands %s its records from the oldest on, and sets apart what keeps failing',
    (_name, mapping) => {
      expect(mapping.Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/DeadLetters/), 'Arn'] } },
        },
      });
    },
  );

  it('tells request-events at once of requests, imports and customers that are new or changed, and of nothing else', () => {
    expect(mappings.get('request-events')?.Properties.MaximumBatchingWindowInSeconds).toBe(0);
    expect(patternOf('request-events')).toEqual({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { Keys: { pk: { S: [{ prefix: 'R#' }, { prefix: 'I#' }, { prefix: 'C#' }, { prefix: 'P#' }] } } },
    });
  });

  it('has request-events take ten batches of a shard at once, since mails take their time, and the archive one', () => {
    expect(mappings.get('request-events')?.Properties.ParallelizationFactor).toBe(10);
    expect(mappings.get('audit-archive')?.Properties.ParallelizationFactor).toBe(1);
  });

  it('sets apart a request after ten attempts, and a change for the archive only shortly before it would be lost', () => {
    expect(mappings.get('request-events')?.Properties).toMatchObject({ MaximumRetryAttempts: 10 });
    expect(mappings.get('audit-archive')?.Properties).toMatchObject({ MaximumRecordAgeInSeconds: 72_000 });
    expect(mappings.get('audit-archive')?.Properties).not.toHaveProperty('MaximumRetryAttempts');
  });

  it('tells audit-archive of every change, removals too', () => {
    expect(patternOf('audit-archive').eventName).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  });

  it('has every kind of item archived, but those that follow from the others, and secrets', () => {
    const { searchToken, uniqueNumber, notice, secret } = partitions;
    const derived: string[] = [searchToken, uniqueNumber, notice, secret];
    const archived = patternOf('audit-archive').dynamodb.Keys.pk.S.map(({ prefix }) => prefix);
    expect([...archived, ...derived].sort()).toEqual(Object.values<string>(partitions).sort());
  });
});

interface Pattern {
  readonly eventName: readonly string[];
  readonly dynamodb: { readonly Keys: { readonly pk: { readonly S: readonly { readonly prefix: string }[] } } };
}

function patternOf(consumer: string): Pattern {
  const mapping = mappings.get(consumer);
  if (mapping === undefined) {
    throw new Error(`${consumer} follows no stream.`);
  }
  const { Filters } = mapping.Properties.FilterCriteria as { Filters: [{ Pattern: string }] };
  expect(Filters).toHaveLength(1);
  return JSON.parse(Filters[0].Pattern);
}

function consumerOf(mapping: Resource): string {
  const { Ref } = mapping.Properties.FunctionName as { Ref: string };
  const fn = dev.statelessJson.Resources[Ref];
  return fn === undefined ? 'unknown' : functionName(fn);
}
