import { StateMachine as Interpreter, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { errorAsJson } from './lambda-function.ts';
import type { StateMachine, StepFunctions } from './step-functions.ts';
import type { Json, JsonObject } from './template.ts';
import type { RunnableState } from './workflow-definition.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is kept of an execution that is over. */
export interface ClosedExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAtMs: number;
  readonly stoppedAtMs?: number;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** State transitions, which is what the cloud charges for. */
  readonly transitions: number;
  readonly history: readonly HistoryEvent[];
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: number;
  readonly [details: string]: unknown;
}

export interface ExecutionOptions {
  readonly host: StepFunctions;
  readonly machine: StateMachine;
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
}

/** An error of a state, matched by `name` in Retry and Catch. */
class StateError extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, handled = true) {
    super(cause);
    this.name = name;
    this.isRetryable = handled;
    this.isCatchable = handled;
  }
}

/** Where a state waits while nothing is to be done for it. It is taken and left once each, whatever happens. */
class Place {
  readonly #count: (change: 1 | -1) => void;
  #taken = false;

  constructor(count: (change: 1 | -1) => void) {
    this.#count = count;
  }

  park(): void {
    if (!this.#taken) this.#count(1);
    this.#taken = true;
  }

  leave(): void {
    if (this.#taken) this.#count(-1);
    this.#taken = false;
  }
}

/** One run of a state machine: the library walks the states, this class calls the functions and keeps the time. */
export class Execution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAtMs: number;
  readonly history: HistoryEvent[] = [];
  transitions = 0;
  status: ExecutionStatus = 'RUNNING';
  readonly #host: StepFunctions;
  readonly #machine: StateMachine;
  readonly #stops = new Set<(error: StateError) => void>();
  #parked = 0;
  #abandoned = false;
  #ended: { error?: string; cause?: string } = {};
  #abort: () => void = () => undefined;
  /** The token the library has just put in a task's input; the task's handler is called right after. */
  #freshToken: string | undefined;

  constructor({ host, machine, arn, name, input }: ExecutionOptions) {
    this.#host = host;
    this.#machine = machine;
    this.executionArn = arn;
    this.stateMachineArn = machine.arn;
    this.name = name;
    this.input = input;
    this.startedAtMs = host.options.clock.nowMs();
  }

  /** Whether it is doing something, rather than waiting for a token or a time. */
  get isActive(): boolean {
    return this.status === 'RUNNING' && (this.#parked === 0 || this.#parked < this.#stops.size);
  }

  /** Runs to the end. Resolves with what is to be kept, or with nothing when the sandbox stops first. */
  async run(): Promise<ClosedExecution | undefined> {
    const { definition, states, timeoutSeconds } = this.#machine.runnable;
    const interpreter = new Interpreter(structuredClone(definition) as unknown as StateMachineDefinition, {
      validationOptions: { checkArn: false },
    });
    const handlers = Object.fromEntries(
      states.map((state) => [state.name, (input: Json) => this.#runState(state, input)]),
    );
    const running = interpreter.run(this.input, {
      context: this.#context(),
      overrides: { taskResourceLocalHandlers: handlers },
    });
    this.#abort = running.abort;
    const cancelTimeout = this.#after(timeoutSeconds, () => this.stop('TIMED_OUT'));
    const recorded = this.#record(running.eventLogs as AsyncIterable<InterpreterEvent>);
    let output: Json | undefined;
    try {
      output = (await running.result) as Json;
      this.status = 'SUCCEEDED';
    } catch (error) {
      this.#fail(error as Error);
    }
    cancelTimeout();
    await recorded;
    if (this.#abandoned) return undefined;
    const stoppedAtMs = this.#host.options.clock.nowMs();
    this.#note(`Execution${titleOf(this.status)}`, {});
    const { executionArn, stateMachineArn, name, input, status, startedAtMs, transitions, history } = this;
    const result = { ...(output === undefined ? {} : { output }), ...this.#ended };
    return {
      executionArn,
      stateMachineArn,
      name,
      input,
      status,
      startedAtMs,
      stoppedAtMs,
      ...result,
      transitions,
      history,
    };
  }

  /** Ends the execution from outside. */
  stop(status: 'ABORTED' | 'TIMED_OUT', error?: string, cause?: string): void {
    if (this.status !== 'RUNNING') return;
    this.status = status;
    this.#ended = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.#abort();
    for (const stop of this.#stops) stop(new StateError('States.Aborted', status, false));
  }

  /** Lets go of the execution because the sandbox stops. */
  abandon(): void {
    this.#abandoned = true;
    this.stop('ABORTED');
  }

  #fail(error: Error): void {
    if (this.status !== 'RUNNING') return;
    this.status = 'FAILED';
    const reason = (error.cause ?? error) as Error;
    this.#ended = { error: reason.name, cause: reason.message };
    this.#host.options.report(`workflow ${this.name} failed: ${reason.name}: ${reason.message.slice(0, 160)}`);
    for (const stop of this.#stops) stop(new StateError('States.Aborted', 'failed elsewhere', false));
  }

  #context(): JsonObject & object {
    const execution = this;
    return {
      Execution: { Id: this.executionArn, Name: this.name, RoleArn: 'arn:aws:iam::111111111111:role/sandbox' },
      StateMachine: { Id: this.stateMachineArn, Name: this.#machine.name },
      Task: {
        get Token(): string {
          execution.#freshToken = execution.#host.newTaskToken();
          return execution.#freshToken;
        },
      },
    };
  }

  /** Runs one task or wait, against its own time limit and the end of the execution. */
  async #runState(state: RunnableState, input: Json): Promise<Json> {
    const token = this.#freshToken;
    this.#freshToken = undefined;
    if (this.status !== 'RUNNING') throw new StateError('States.Aborted', this.status, false);
    let giveUp: (error: StateError) => void = () => undefined;
    const given = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    this.#stops.add(giveUp);
    const cancelTimeout = this.#after(state.timeoutSeconds(input), () =>
      giveUp(new StateError('States.Timeout', 'States.Timeout')),
    );
    const place = new Place((change) => {
      this.#parked += change;
    });
    try {
      const work =
        state.waitUntil === undefined
          ? this.#call(state, input, token, place)
          : this.#wait(state.waitUntil, input, place);
      return await Promise.race([work, given]);
    } finally {
      cancelTimeout();
      this.#stops.delete(giveUp);
      if (token !== undefined) this.#host.forget(token);
      place.leave();
    }
  }

  async #call(state: RunnableState, input: Json, token: string | undefined, place: Place): Promise<Json> {
    if (!state.resource.startsWith('arn:aws:states:::')) return this.#invoke(state.resource, input);
    const { FunctionName, Payload } = input as { FunctionName: string; Payload?: Json };
    if (!state.resource.endsWith('.waitForTaskToken')) {
      return { ExecutedVersion: '$LATEST', Payload: await this.#invoke(FunctionName, Payload ?? {}), StatusCode: 200 };
    }
    if (token === undefined)
      throw new StateError('States.Runtime', `The state "${state.name}" hands out no task token.`, false);
    const outcome = this.#outcomeOf(token, state.heartbeatSeconds, place);
    // The outcome may be sent before the function returns; it is looked at only after that, as in the cloud.
    outcome.catch(() => undefined);
    await this.#invoke(FunctionName, Payload ?? {});
    if (this.#host.isWaiting(token)) place.park();
    return outcome;
  }

  async #invoke(functionName: string, payload: Json): Promise<Json> {
    const result = await this.#host.options.lambdas.invoke(functionName, payload);
    if (result.ok) return result.payload;
    throw new StateError(result.error.errorType, JSON.stringify(errorAsJson(result.error)));
  }

  /** What somebody sends for a token. */
  #outcomeOf(token: string, heartbeatSeconds: number | undefined, place: Place): Promise<Json> {
    return new Promise((resolve, reject) => {
      let cancel = (): void => undefined;
      const beat = (): void => {
        cancel();
        cancel = this.#after(heartbeatSeconds, () => reject(new StateError('States.HeartbeatTimeout', 'no heartbeat')));
      };
      const finish = (settle: () => void): void => {
        cancel();
        place.leave();
        this.#host.forget(token);
        settle();
      };
      beat();
      this.#host.waitFor(token, {
        succeed: (output) => finish(() => resolve(output)),
        fail: (error, cause) => finish(() => reject(new StateError(error, cause))),
        heartbeat: beat,
      });
    });
  }

  #wait(waitUntil: (input: Json, nowMs: number) => number, input: Json, place: Place): Promise<Json> {
    const { clock } = this.#host.options;
    place.park();
    return new Promise((resolve) => {
      clock.at(waitUntil(input, clock.nowMs()), () => {
        place.leave();
        resolve(null);
      });
    });
  }

  #after(seconds: number | undefined, run: () => void): () => void {
    if (seconds === undefined) return () => undefined;
    const { clock } = this.#host.options;
    return clock.at(clock.nowMs() + seconds * 1_000, run);
  }

  async #record(events: AsyncIterable<InterpreterEvent>): Promise<void> {
    for await (const event of events) {
      if (event.type === 'StateEntered') this.transitions += 1;
      if (event.type === 'StateRetried') this.transitions += 1;
      if (event.type === 'ExecutionStarted')
        this.#note('ExecutionStarted', { executionStartedEventDetails: { input: JSON.stringify(this.input) } });
      if (event.state === undefined) continue;
      const { name, type, input, output } = event.state;
      if (event.type === 'StateEntered')
        this.#note(`${type}StateEntered`, { stateEnteredEventDetails: { name, input: JSON.stringify(input) } });
      if (event.type === 'StateExited')
        this.#note(`${type}StateExited`, { stateExitedEventDetails: { name, output: JSON.stringify(output) } });
      if (event.type === 'StateFailed')
        this.#note('TaskFailed', { taskFailedEventDetails: { error: event.Error, cause: String(event.Cause) } });
    }
  }

  #note(type: string, details: object): void {
    const id = this.history.length + 1;
    this.history.push({
      id,
      previousEventId: id - 1,
      type,
      timestamp: this.#host.options.clock.nowMs() / 1_000,
      ...details,
    });
  }
}

interface InterpreterEvent {
  readonly type: string;
  readonly state?: { readonly name: string; readonly type: string; readonly input: unknown; readonly output?: unknown };
  readonly Error?: string;
  readonly Cause?: unknown;
}

function titleOf(status: ExecutionStatus): string {
  return { RUNNING: 'Running', SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[
    status
  ];
}
