import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FunctionLog } from './function-log.ts';
import type { Json, JsonObject } from './template.ts';

/** How an invocation ended. An error carries Lambda's own names. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: Json }
  | { readonly ok: false; readonly error: FunctionError };

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export interface FunctionSettings {
  /** The name in the cloud. */
  readonly name: string;
  readonly arn: string;
  /** A short name for logs. */
  readonly label: string;
  readonly folder: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** How many events it may handle at once. */
  readonly concurrency: number;
  readonly clock: SharedArrayBuffer;
  readonly log: FunctionLog;
  /** Told of each failed invocation in one line. */
  readonly report: (line: string) => void;
}

const LONGEST_QUEUE = 2_000;
const LOADING_LIMIT_MS = 10_000;
const WORKER_FILE = new URL('./lambda-worker.mjs', import.meta.url);

/** Names Lambda itself gives to failures that are not the function's own. */
export const THROTTLED = 'Lambda.TooManyRequestsException';
export const TIMED_OUT = 'Sandbox.Timedout';

type WorkerMessage =
  | { readonly ready: true }
  | { readonly failedToLoad: FunctionError }
  | { readonly requestId: string; readonly result: string }
  | { readonly requestId: string; readonly error: FunctionError };

/**
 * One Lambda function: its bundle in a few worker threads, each handling one event at a time. A thread that runs out of time or
 * memory is ended and the others go on.
 */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #workers = new Set<Worker>();
  #idle: Worker[] = [];
  #waiting: (() => void)[] = [];
  #running = 0;

  constructor(settings: FunctionSettings) {
    this.settings = settings;
  }

  /** Events being handled or waiting for a free thread. */
  get busy(): number {
    return this.#running + this.#waiting.length;
  }

  /** Runs the handler on one event. Never throws: every failure is a result. */
  async invoke(event: Json): Promise<InvocationResult> {
    if (this.#waiting.length >= LONGEST_QUEUE) return failure(THROTTLED, 'Rate Exceeded.');
    if (this.#running >= this.settings.concurrency) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      const result = await this.#run(event);
      if (!result.ok) this.#report(result.error);
      return result;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Ends threads nobody used lately, but the one that is next in line. */
  trim(): void {
    for (const worker of this.#idle.splice(1)) this.#end(worker);
  }

  async stop(): Promise<void> {
    const workers = [...this.#workers];
    this.#workers.clear();
    this.#idle = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  async #run(event: Json): Promise<InvocationResult> {
    const warm = this.#idle.pop();
    const worker = warm ?? this.#startWorker();
    const requestId = randomUUID();
    const timeoutMs = this.settings.timeoutSeconds * 1_000;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (result: InvocationResult, healthy: boolean): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (healthy && this.#workers.has(worker)) this.#idle.push(worker);
        else this.#end(worker);
        resolve(result);
      };
      const onMessage = (message: WorkerMessage): void => {
        // Loading the bundle is not part of the function's own time, as in the cloud.
        if ('ready' in message) timer = setLimit(timeoutMs);
        if ('failedToLoad' in message) finish({ ok: false, error: message.failedToLoad }, false);
        if (!('requestId' in message) || message.requestId !== requestId) return;
        if ('error' in message) finish({ ok: false, error: message.error }, true);
        else finish({ ok: true, payload: JSON.parse(message.result) as Json }, true);
      };
      const onError = (error: Error): void => finish(failure('Runtime.ExitError', error.message), false);
      const onExit = (code: number): void =>
        finish(failure('Runtime.ExitError', `Runtime exited with code ${code}`), false);
      const setLimit = (limitMs: number): NodeJS.Timeout => {
        clearTimeout(timer);
        const seconds = this.settings.timeoutSeconds.toFixed(2);
        const late = failure(TIMED_OUT, `${requestId} Task timed out after ${seconds} seconds`);
        return setTimeout(() => finish(late, false), limitMs);
      };
      timer = setLimit(warm === undefined ? LOADING_LIMIT_MS : timeoutMs);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage({
        requestId,
        functionArn: this.settings.arn,
        remainingMs: timeoutMs,
        event: JSON.stringify(event),
      });
    });
  }

  #startWorker(): Worker {
    const { folder, handler, environment, memoryMegabytes, clock, log } = this.settings;
    const worker = new Worker(WORKER_FILE, {
      workerData: { folder, handler, clock },
      env: { ...environment },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
      stdout: true,
      stderr: true,
    });
    worker.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    worker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    // A thread that fails while nobody waits for it (in a timer it left behind) only has to be forgotten.
    worker.on('error', () => this.#end(worker));
    worker.on('exit', () => this.#end(worker));
    worker.unref();
    this.#workers.add(worker);
    return worker;
  }

  #end(worker: Worker): void {
    this.#workers.delete(worker);
    this.#idle = this.#idle.filter((other) => other !== worker);
    worker.terminate().catch(() => undefined);
  }

  #report(error: FunctionError): void {
    const trace = error.trace?.join('\n') ?? '';
    this.settings.log.write(`${error.errorType}: ${error.errorMessage}\n${trace}\n`);
    const message = error.errorMessage.split('\n')[0]?.slice(0, 160);
    this.settings.report(`${this.settings.label}: ${error.errorType}: ${message} (${this.settings.log.path})`);
  }
}

/** An error as Lambda writes it. */
export function errorAsJson({ errorType, errorMessage, trace }: FunctionError): JsonObject {
  return { errorType, errorMessage, trace: [...(trace ?? [])] };
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage } };
}
