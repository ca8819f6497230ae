import { Readable } from 'node:stream';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localClient } from './ledger.ts';
import { type WireCall, wireBetween } from './wire.ts';

/** The process died here: nothing in it goes on, and whoever called it has to come again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export type Fault = 'conflict' | 'throttle' | 'lost-reply' | 'crash-before' | 'crash-after' | 'overtaken';

/** A seeded source of chance: the same seed, the same faults at the same places. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface FaultInjector {
  readonly client: DynamoDBClient;
  readonly counts: Record<Fault, number>;
  isOn: boolean;
  /** What overtakes a write: run to its end just before the write goes through, as a faster rival would be. */
  rival: (() => Promise<void>) | undefined;
  /** Told of every write that went through, in order: what the table's stream will tell. */
  onWritten: ((input: Record<string, unknown>) => void) | undefined;
  /** Told when the process dies: whatever it had in memory is gone. */
  onCrash: (() => void) | undefined;
}

const isWrite = /^(PutItem|UpdateItem|TransactWriteItems)$/;
const share: readonly (readonly [Fault, number])[] = [
  ['conflict', 0.18],
  ['throttle', 0.18],
  ['lost-reply', 0.12],
  ['crash-before', 0.09],
  ['crash-after', 0.09],
  ['overtaken', 0.12],
];
/** A read changes nothing: it is refused, or the process dies at it. */
const readShare: typeof share = [
  ['throttle', 0.06],
  ['crash-before', 0.02],
];

/** A client on whose way to DynamoDB things go wrong, as often and wherever the seed says. */
export function faultInjector(seed: number): FaultInjector {
  const chance = chanceFrom(seed);
  let isOvertaking = false;
  const counts: Record<Fault, number> = {
    conflict: 0,
    throttle: 0,
    'lost-reply': 0,
    'crash-before': 0,
    'crash-after': 0,
    overtaken: 0,
  };

  async function overtake(): Promise<void> {
    if (isOvertaking || injector.rival === undefined) return;
    isOvertaking = true;
    try {
      await injector.rival();
    } finally {
      isOvertaking = false;
    }
  }

  async function pass(call: WireCall) {
    const answered = await call.pass();
    if (answered.response.statusCode === 200 && isWrite.test(call.operation)) injector.onWritten?.(call.input);
    return answered;
  }

  async function intercept(call: WireCall) {
    const fault = injector.isOn ? choose(call.operation, chance()) : undefined;
    if (fault === undefined) return await pass(call);
    counts[fault] += 1;
    switch (fault) {
      case 'conflict':
        return call.operation === 'TransactWriteItems' ? conflict(call) : throttled();
      case 'throttle':
        return throttled();
      case 'crash-before':
        injector.onCrash?.();
        throw new Crash('before the call');
      case 'crash-after':
        await drain(pass(call));
        injector.onCrash?.();
        throw new Crash('after the call');
      case 'lost-reply':
        await drain(pass(call));
        throw Object.assign(new Error('the reply was lost'), { code: 'ECONNRESET' });
      case 'overtaken':
        await overtake();
        return await pass(call);
    }
  }

  const injector: FaultInjector = {
    client: localClient({ ...wireBetween(intercept), maxAttempts: 1 }),
    counts,
    isOn: true,
    rival: undefined,
    onWritten: undefined,
    onCrash: undefined,
  };
  return injector;
}

/** Takes the reply off the line, so that the connection is free again although nobody reads it. */
async function drain(passed: ReturnType<WireCall['pass']>): Promise<void> {
  const { response } = await passed;
  (response.body as Readable).resume();
}

function choose(operation: string, drawn: number): Fault | undefined {
  let upTo = 0;
  for (const [fault, part] of isWrite.test(operation) ? share : readShare) {
    upTo += part;
    if (drawn < upTo) return fault;
  }
  return undefined;
}

function answer(body: object) {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': String(bytes.length) };
  return { response: { statusCode: 400, headers, body: Readable.from([bytes]) } } as unknown as Awaited<
    ReturnType<WireCall['pass']>
  >;
}

function throttled() {
  return answer({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'Rate exceeded' });
}

function conflict({ input }: WireCall) {
  const writes = input.TransactItems as unknown[];
  return answer({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    message: 'Transaction cancelled',
    CancellationReasons: writes.map((_, index) => ({ Code: index === 1 ? 'TransactionConflict' : 'None' })),
  });
}
