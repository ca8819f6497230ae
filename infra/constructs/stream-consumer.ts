import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { partitions } from '../../shared/table/names.ts';
import type { CapabilityFunction } from './capability-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ItemKind, LedgerTable } from './ledger-table.ts';

export interface StreamConsumerProps {
  readonly ledger: LedgerTable;
  readonly consumer: CapabilityFunction;
  /** Only records of these kinds of items are handed over. */
  readonly kinds: readonly ItemKind[];
  readonly eventNames: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
  readonly batchSize: number;
  /** So many batches of a shard at once; changes of one item still come one after the other. */
  readonly lanes: number;
  /** Seconds to wait for a batch to fill; 0 hands over at once. */
  readonly batchingWindowSeconds: number;
  /** When a record that keeps failing is set apart: soon, so that it does not hold up the others, or only before it is lost. */
  readonly giveUp: 'after ten attempts' | 'after twenty hours';
}

/**
 * Hands changes of the table to a function, at least once and in order for each item.
 * A record that keeps failing is found by halving the batch and set apart in the dead-letter queue.
 */
export class StreamConsumer extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    props.ledger.grantFollow(props.consumer);
    props.consumer.lambda.addEventSourceMapping('LedgerStream', {
      eventSourceArn: props.ledger.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize,
      parallelizationFactor: props.lanes,
      maxBatchingWindow: Duration.seconds(props.batchingWindowSeconds),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The stream keeps a record for 24 hours; what is set apart after 20 can still be read from it.
      ...(props.giveUp === 'after ten attempts' ? { retryAttempts: 10 } : { maxRecordAge: Duration.hours(20) }),
      onFailure: new SqsDlq(this.deadLetters),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or(...props.eventNames),
          dynamodb: { Keys: { pk: { S: props.kinds.map((kind) => ({ prefix: partitions[kind] })) } } },
        }),
      ],
    });
  }
}
