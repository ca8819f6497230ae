import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import { callDynamoDb, type DatabaseAddress, DatabaseRefusal } from './dynamodb-call.ts';
import { compilePattern, type Matcher } from './event-pattern.ts';
import { errorAsJson } from './lambda-function.ts';
import type { LambdaHost } from './lambda-host.ts';
import { readJson, writeJson } from './state.ts';
import type { Table } from './tables.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';

const POLL_EVERY_MS = 50;
const LOOK_FOR_SHARDS_EVERY_MS = 10_000;
const FIRST_RETRY_DELAY_MS = 50;
const LONGEST_RETRY_DELAY_MS = 5_000;

type StreamRecord = JsonObject & { dynamodb: JsonObject & { SequenceNumber: string } };

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly FunctionResponseTypes?: string[];
  readonly FilterCriteria?: { readonly Filters?: { readonly Pattern: string }[] };
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

/** Properties that are obeyed, or that make no difference on one machine. Any other is refused. */
const KNOWN_PROPERTIES = new Set([
  ...['EventSourceArn', 'FunctionName', 'Enabled', 'BatchSize', 'BisectBatchOnFunctionError', 'MaximumRetryAttempts'],
  ...['FunctionResponseTypes', 'FilterCriteria', 'DestinationConfig', 'Tags', 'MaximumRecordAgeInSeconds'],
  // The mapping is as old as the table here, so every record is after its start. Batches are not waited for, shards are few.
  ...['StartingPosition', 'MaximumBatchingWindowInSeconds', 'ParallelizationFactor'],
]);

/** How far one mapping has got: the last delivered sequence number of each shard; `null` when the shard is used up. */
interface Checkpoint {
  readonly stream: string;
  readonly shards: Record<string, string | null>;
}

export interface PollerOptions {
  readonly application: Application;
  readonly database: DatabaseAddress;
  readonly tables: readonly Table[];
  readonly lambdas: LambdaHost;
  readonly deadLetters: DeadLetters;
  readonly clock: SandboxClock;
  readonly dataDir: string;
  readonly report: (line: string) => void;
}

/** One poller for each event source mapping of the template. Throws on a mapping the sandbox cannot run. */
export function makePollers(options: PollerOptions): StreamPoller[] {
  return options.application.ofType('AWS::Lambda::EventSourceMapping').map((resource) => {
    const mapping = resource.properties as unknown as MappingProperties;
    const unknown = Object.keys(resource.properties).filter((name) => !KNOWN_PROPERTIES.has(name));
    const table = options.tables.find((candidate) => candidate.streamArn === mapping.EventSourceArn);
    if (unknown.length > 0)
      throw new Error(`The sandbox does not know ${unknown.join(', ')} of ${resource.logicalId}.`);
    if (table?.localStreamArn === undefined) {
      throw new Error(
        `${resource.logicalId} reads ${mapping.EventSourceArn}; the sandbox only runs mappings of table streams.`,
      );
    }
    return new StreamPoller(resource, mapping, table, options);
  });
}

/**
 * One event source mapping: reads the table's stream and hands batches to the function, at least once and in order. How far it got is
 * on disk, so a killed sandbox goes on where it was.
 */
export class StreamPoller {
  readonly #mapping: MappingProperties;
  readonly #table: Table;
  readonly #options: PollerOptions;
  readonly #filters: readonly Matcher[];
  readonly #checkpointPath: string;
  readonly #checkpoint: Checkpoint;
  readonly #iterators = new Map<string, string>();
  readonly #parents = new Map<string, string | undefined>();
  #shardsSeenAt = Number.NEGATIVE_INFINITY;
  #rounds = 0;
  #waiting: { afterRound: number; resolve: (records: number) => void }[] = [];
  #wake: () => void = () => undefined;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(resource: Resource, mapping: MappingProperties, table: Table, options: PollerOptions) {
    this.#mapping = mapping;
    this.#table = table;
    this.#options = options;
    this.#filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
      compilePattern(JSON.parse(Pattern) as Json),
    );
    this.#checkpointPath = join(options.dataDir, 'checkpoints', `${resource.logicalId}.json`);
    const kept = readJson<Checkpoint | undefined>(this.#checkpointPath, undefined);
    const stream = this.#stream;
    this.#checkpoint = kept?.stream === stream ? kept : { stream, shards: {} };
  }

  start(): void {
    if (this.#mapping.Enabled !== false) this.#loop = this.#poll();
  }

  /** Resolves when everything written before the call has been delivered; tells whether there was anything. */
  async drain(): Promise<boolean> {
    let any = false;
    for (;;) {
      if (this.#stopped || this.#mapping.Enabled === false) return any;
      // A round that is under way may have read before the last write, so only the one after it counts.
      const records = await new Promise<number>((resolve) => {
        this.#waiting.push({ afterRound: this.#rounds, resolve });
        this.#wake();
      });
      if (records === 0) return any;
      any = true;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#loop;
    for (const waiter of this.#waiting.splice(0)) waiter.resolve(0);
  }

  get #stream(): string {
    return this.#table.localStreamArn ?? '';
  }

  async #poll(): Promise<void> {
    while (!this.#stopped) {
      const round = ++this.#rounds;
      const records = await this.#round().catch((error: Error) => this.#recover(error));
      const done = this.#waiting.filter((waiter) => waiter.afterRound < round);
      this.#waiting = this.#waiting.filter((waiter) => waiter.afterRound >= round);
      for (const waiter of done) waiter.resolve(records);
      if (records === 0 && this.#waiting.length === 0) await this.#pause(POLL_EVERY_MS);
    }
  }

  /** Something that keeps a round from working is told once a while and tried again: the stream waits for us. */
  async #recover(error: Error): Promise<number> {
    this.#iterators.clear();
    if (this.#stopped) return 0;
    this.#options.report(`stream of ${this.#table.name}: ${error.message}`);
    await this.#pause(1_000);
    return 1;
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Reads every open shard once. Returns how many records there were, wanted by the filter or not. */
  async #round(): Promise<number> {
    if (Date.now() - this.#shardsSeenAt > LOOK_FOR_SHARDS_EVERY_MS) await this.#findShards();
    let count = 0;
    for (const [shard, parent] of this.#parents) {
      const parentOpen = parent !== undefined && this.#parents.has(parent) && this.#checkpoint.shards[parent] !== null;
      if (this.#checkpoint.shards[shard] === null || parentOpen) continue;
      count += await this.#readShard(shard);
    }
    return count;
  }

  async #findShards(): Promise<void> {
    let last: string | undefined;
    do {
      const request = { StreamArn: this.#stream, ...(last === undefined ? {} : { ExclusiveStartShardId: last }) };
      const answer = await this.#call('DescribeStream', request);
      const description = answer['StreamDescription'] as {
        Shards?: { ShardId: string; ParentShardId?: string }[];
        LastEvaluatedShardId?: string;
      };
      for (const shard of description.Shards ?? []) this.#parents.set(shard.ShardId, shard.ParentShardId);
      last = description.LastEvaluatedShardId;
    } while (last !== undefined);
    this.#shardsSeenAt = Date.now();
  }

  async #readShard(shard: string): Promise<number> {
    const iterator = this.#iterators.get(shard) ?? (await this.#openShard(shard));
    const answer = await this.#call('GetRecords', {
      ShardIterator: iterator,
      Limit: Math.min(this.#mapping.BatchSize ?? 100, 1_000),
    });
    const records = (answer['Records'] ?? []) as StreamRecord[];
    const last = records.at(-1);
    if (last !== undefined) {
      const wanted = records.map((record) => this.#asEvent(record)).filter((record) => this.#isWanted(record));
      if (wanted.length > 0) await this.#deliver(shard, wanted);
      if (this.#stopped) return records.length;
      this.#keep(shard, last.dynamodb.SequenceNumber);
    }
    const next = answer['NextShardIterator'];
    if (typeof next === 'string') this.#iterators.set(shard, next);
    else this.#keepUsedUp(shard);
    return records.length;
  }

  async #openShard(shard: string): Promise<string> {
    const after = this.#checkpoint.shards[shard];
    const position =
      after === undefined || after === null
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    try {
      const answer = await this.#call('GetShardIterator', { StreamArn: this.#stream, ShardId: shard, ...position });
      return String(answer['ShardIterator']);
    } catch (error) {
      if (!(error instanceof DatabaseRefusal) || error.name !== 'TrimmedDataAccessException') throw error;
      // A stream keeps a day; what is older is found by the application's own sweep.
      const oldest = { StreamArn: this.#stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' };
      return String((await this.#call('GetShardIterator', oldest))['ShardIterator']);
    }
  }

  #keep(shard: string, sequenceNumber: string | null): void {
    this.#checkpoint.shards[shard] = sequenceNumber;
    writeJson(this.#checkpointPath, this.#checkpoint);
  }

  #keepUsedUp(shard: string): void {
    this.#keep(shard, null);
    this.#iterators.delete(shard);
    this.#shardsSeenAt = Number.NEGATIVE_INFINITY;
  }

  #isWanted(record: StreamRecord): boolean {
    return this.#filters.length === 0 || this.#filters.some((matches) => matches(record));
  }

  /** The record as Lambda shows it; the database knows neither the template's names nor the sandbox clock. */
  #asEvent(record: StreamRecord): StreamRecord {
    const createdAt =
      Number(record.dynamodb['ApproximateCreationDateTime'] ?? 0) + this.#options.clock.offsetMs / 1_000;
    return {
      ...record,
      awsRegion: this.#options.database.region,
      eventSourceARN: this.#mapping.EventSourceArn,
      dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: createdAt },
    };
  }

  /** Hands a batch over until it is taken, given up on, or the sandbox stops. */
  async #deliver(shard: string, batch: StreamRecord[]): Promise<void> {
    const attempts = this.#mapping.MaximumRetryAttempts ?? -1;
    let rest = batch;
    for (let failures = 0; !this.#stopped; ) {
      const result = await this.#options.lambdas.invoke(this.#mapping.FunctionName, { Records: rest });
      const left = result.ok ? this.#unprocessed(rest, result.payload) : rest;
      if (left.length === 0) return;
      // A batch that fails at its first record, or as a whole, is halved until the culprit stands alone.
      const stuck = left.length === rest.length;
      if (stuck && this.#mapping.BisectBatchOnFunctionError === true && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await this.#deliver(shard, rest.slice(0, middle));
        return this.#deliver(shard, rest.slice(middle));
      }
      failures = left.length < rest.length ? 1 : failures + 1;
      rest = left;
      if (attempts >= 0 && failures > attempts)
        return this.#giveUp(shard, rest, result.ok ? undefined : errorAsJson(result.error));
      await this.#pause(Math.min(FIRST_RETRY_DELAY_MS * 2 ** failures, LONGEST_RETRY_DELAY_MS));
    }
  }

  /** The records a function says it did not take: all from the first failure on, as Lambda hands them out again. */
  #unprocessed(records: StreamRecord[], payload: Json): StreamRecord[] {
    if (this.#mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') !== true) return [];
    const failures = (payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures ?? [];
    if (failures.length === 0) return [];
    const positions = failures.map(({ itemIdentifier }) => {
      return records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier);
    });
    return records.slice(Math.max(Math.min(...positions), 0));
  }

  #giveUp(shard: string, records: StreamRecord[], error: JsonObject | undefined): void {
    const destination = this.#mapping.DestinationConfig?.OnFailure?.Destination;
    if (destination === undefined) {
      this.#options.report(
        `gave up on ${records.length} stream record(s) of ${this.#table.name}; the mapping names no dead-letter queue`,
      );
      return;
    }
    this.#options.deadLetters.send(destination, {
      requestContext: {
        requestId: randomUUID(),
        functionArn: this.#mapping.FunctionName,
        condition: 'RetryAttemptsExhausted',
      },
      responseContext: { functionError: error ?? null },
      DDBStreamBatchInfo: {
        shardId: shard,
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? '',
        endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
        batchSize: records.length,
        streamArn: this.#mapping.EventSourceArn,
      },
      // The real message leaves these in the stream, from where they can be read for a day. Here they may be read for ever.
      records,
    });
  }

  #call(operation: string, request: JsonObject): Promise<JsonObject> {
    return callDynamoDb(this.#options.database, `DynamoDBStreams_20120810.${operation}`, request);
  }
}
