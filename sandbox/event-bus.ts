import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { compilePattern, type Matcher } from './event-pattern.ts';
import type { LambdaHost } from './lambda-host.ts';
import type { S3, StoredEvent } from './s3.ts';
import { JsonLines } from './state.ts';
import type { StepFunctions } from './step-functions.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';

const KNOWN_PROPERTIES = ['Description', 'EventBusName', 'EventPattern', 'Name', 'State', 'Tags', 'Targets'];
const KNOWN_TARGET_PROPERTIES = ['Arn', 'Id', 'RoleArn', 'DeadLetterConfig', 'RetryPolicy'];

interface Target {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

interface Rule {
  readonly matches: Matcher;
  readonly targets: readonly Target[];
}

interface EventBusOptions {
  readonly application: Application;
  readonly lambdas: LambdaHost;
  readonly workflows: StepFunctions;
  readonly s3: S3;
  readonly clock: SandboxClock;
  readonly dataDir: string;
  readonly report: (line: string) => void;
}

/**
 * The default event bus, as far as the template uses it: tells rules with a pattern of objects that arrived in a bucket. What was
 * handed over is remembered, so a killed sandbox hands over the rest when it starts again: at least once, as in the cloud.
 */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #rules: readonly Rule[];
  readonly #done: Set<string>;
  readonly #doneFile: JsonLines<string>;
  #running = 0;
  #closed = false;

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.#rules = options.application
      .ofType('AWS::Events::Rule')
      .filter(({ properties }) => properties['EventPattern'] !== undefined && properties['State'] !== 'DISABLED')
      .map(readRule);
    const path = join(options.dataDir, 'events.jsonl');
    this.#done = new Set(JsonLines.read<string>(path));
    this.#doneFile = new JsonLines(path);
    options.s3.onStored((stored) => void this.#deliver(stored));
  }

  /** Events being handed over now. */
  get running(): number {
    return this.#running;
  }

  /** Hands over what a stopped sandbox still held. */
  start(): void {
    for (const stored of this.#options.s3.storedEvents()) void this.#deliver(stored);
  }

  /** From now on nothing counts as handed over: what is under way is handed over again at the next start. */
  close(): void {
    this.#closed = true;
    this.#doneFile.close();
  }

  async #deliver(stored: StoredEvent): Promise<void> {
    if (this.#done.has(stored.id)) return;
    this.#done.add(stored.id);
    this.#running += 1;
    try {
      const event = this.#eventOf(stored);
      const targets = this.#rules.filter(({ matches }) => matches(event)).flatMap((rule) => rule.targets);
      // A function that keeps failing has its event set apart with the dead letters, which is an end as well.
      await Promise.all(targets.map((target) => this.#hand(target, event)));
      if (!this.#closed) this.#doneFile.append(stored.id);
    } catch (error) {
      this.#options.report(`event: ${(error as Error).message}`);
    } finally {
      this.#running -= 1;
    }
  }

  async #hand(target: Target, event: JsonObject): Promise<void> {
    const { workflows, lambdas } = this.#options;
    if (target.Arn.includes(':stateMachine:')) workflows.start(target.Arn, undefined, event);
    else await lambdas.invokeAsync(target.Arn, event, target.DeadLetterConfig?.Arn);
  }

  #eventOf({ bucket, key, size, etag, reason }: StoredEvent): JsonObject {
    const { application, clock } = this.#options;
    const time = clock.now().toISOString();
    const object: Json = { key, size, etag: etag.replaceAll('"', ''), sequencer: randomUUID().slice(0, 16) };
    const detail: Json = { version: '0', bucket: { name: bucket }, object, 'request-id': randomUUID(), reason };
    const head = { version: '0', id: randomUUID(), 'detail-type': 'Object Created', source: 'aws.s3' };
    const { region } = application;
    return { ...head, account: '111111111111', time, region, resources: [`arn:aws:s3:::${bucket}`], detail };
  }
}

function readRule({ properties, logicalId }: Resource): Rule {
  const unknown = Object.keys(properties).filter((name) => !KNOWN_PROPERTIES.includes(name));
  const targets = ((properties['Targets'] as Json[] | undefined) ?? []) as unknown as Target[];
  for (const target of targets) {
    unknown.push(...Object.keys(target).filter((name) => !KNOWN_TARGET_PROPERTIES.includes(name)));
    if (!/^arn:aws:(lambda|states):[^:]*:\d+:(function|stateMachine):/.test(target.Arn)) {
      throw new Error(
        `The sandbox tells events to functions and state machines only, not ${target.Arn} (${logicalId}).`,
      );
    }
  }
  if (unknown.length > 0) throw new Error(`The sandbox does not know ${unknown.join(', ')} of the rule ${logicalId}.`);
  return { matches: compilePattern(properties['EventPattern'] as Json), targets };
}
