import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { type ClosedExecution, Execution } from './execution.ts';
import type { LambdaHost } from './lambda-host.ts';
import { JsonLines } from './state.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';
import { prepareDefinition, type RunnableDefinition } from './workflow-definition.ts';

/** A refusal with the name Step Functions gives it. */
export class WorkflowRefusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly runnable: RunnableDefinition;
}

/** A task that waits for somebody to send its outcome. */
export interface WaitingTask {
  succeed(output: Json): void;
  fail(error: string, cause: string): void;
  heartbeat(): void;
}

export interface StepFunctionsOptions {
  readonly application: Application;
  readonly lambdas: LambdaHost;
  readonly clock: SandboxClock;
  readonly dataDir: string;
  readonly report: (line: string) => void;
}

/**
 * The state machines of the template. Running executions live in memory: after a restart the application starts them again from its
 * table. Closed ones are kept, because their names stay taken.
 */
export class StepFunctions {
  readonly options: StepFunctionsOptions;
  readonly #machines = new Map<string, StateMachine>();
  readonly #running = new Map<string, Execution>();
  readonly #closed = new Map<string, ClosedExecution>();
  readonly #closedFile: JsonLines<ClosedExecution>;
  readonly #waiting = new Map<string, WaitingTask>();

  constructor(options: StepFunctionsOptions) {
    this.options = options;
    for (const resource of options.application.ofType('AWS::StepFunctions::StateMachine')) {
      const machine = readMachine(options.application, resource);
      this.#machines.set(machine.arn, machine);
    }
    const path = join(options.dataDir, 'executions.jsonl');
    for (const execution of JsonLines.read<ClosedExecution>(path)) this.#closed.set(execution.executionArn, execution);
    this.#closedFile = new JsonLines(path);
  }

  /** Executions that are doing something now; those that wait for a token or a time are not. */
  get active(): number {
    return [...this.#running.values()].filter((execution) => execution.isActive).length;
  }

  /** Starts an execution. Starting a running one again with the same input gives the same one, as in the cloud. */
  start(machineArn: string, name: string | undefined, input: Json): Execution {
    const machine = this.#machines.get(machineArn);
    if (machine === undefined)
      throw new WorkflowRefusal('StateMachineDoesNotExist', `There is no state machine ${machineArn}.`);
    const executionName = name ?? randomUUID();
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
    const running = this.#running.get(arn);
    if (running !== undefined && JSON.stringify(running.input) === JSON.stringify(input)) return running;
    if (running !== undefined || this.#closed.has(arn)) {
      throw new WorkflowRefusal('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution = new Execution({ host: this, machine, arn, name: executionName, input });
    this.#running.set(arn, execution);
    execution.run().then(
      (closed) => this.#close(arn, closed),
      (error: Error) => this.options.report(`workflow ${executionName}: ${error.message}`),
    );
    return execution;
  }

  /** A running execution, or what is left of a closed one. */
  find(arn: string): Execution | ClosedExecution {
    const execution = this.#running.get(arn) ?? this.#closed.get(arn);
    if (execution === undefined)
      throw new WorkflowRefusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  stopExecution(arn: string, error: string | undefined, cause: string | undefined): void {
    this.find(arn);
    this.#running.get(arn)?.stop('ABORTED', error, cause);
  }

  /** Executions of a machine, the latest first. */
  list(machineArn: string): (Execution | ClosedExecution)[] {
    const all = [...this.#closed.values(), ...this.#running.values()];
    return all
      .filter((execution) => execution.stateMachineArn === machineArn)
      .sort((left, right) => right.startedAtMs - left.startedAtMs);
  }

  /** The machines of the template. */
  get machines(): StateMachine[] {
    return [...this.#machines.values()];
  }

  /** A token as long as those of the cloud, so that what is stored with it weighs the same. */
  newTaskToken(): string {
    return `AQC${randomBytes(520).toString('base64')}`;
  }

  waitFor(token: string, task: WaitingTask): void {
    this.#waiting.set(token, task);
  }

  isWaiting(token: string): boolean {
    return this.#waiting.has(token);
  }

  forget(token: string): void {
    this.#waiting.delete(token);
  }

  /** The task behind a token. Throws when it is over, was never there, or was lost with an earlier sandbox. */
  waitingTask(token: string): WaitingTask {
    const task = this.#waiting.get(token);
    if (task === undefined)
      throw new WorkflowRefusal('TaskTimedOut', 'Task Timed Out: the task of this token is over.');
    return task;
  }

  /** Ends everything without closing it: after a restart these executions may be started again. */
  stop(): void {
    for (const execution of this.#running.values()) execution.abandon();
    this.#running.clear();
    this.#closedFile.close();
  }

  #close(arn: string, closed: ClosedExecution | undefined): void {
    if (closed === undefined) return;
    this.#closedFile.append(closed);
    this.#closed.set(arn, closed);
    this.#running.delete(arn);
  }
}

function readMachine(application: Application, resource: Resource): StateMachine {
  const { ref: arn, attributes } = application.values(resource);
  const name = attributes['Name'] ?? resource.logicalId;
  const { DefinitionString, Definition, DefinitionSubstitutions, StateMachineType } = resource.properties;
  if (StateMachineType === 'EXPRESS')
    throw new Error(`The sandbox runs standard state machines only (${resource.logicalId}).`);
  if (DefinitionString === undefined && Definition === undefined) {
    throw new Error(`The state machine ${resource.logicalId} has no definition in the template.`);
  }
  const text = typeof DefinitionString === 'string' ? DefinitionString : JSON.stringify(Definition);
  const substitutions = (DefinitionSubstitutions ?? {}) as JsonObject;
  const filled = text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (hole, key: string) => String(substitutions[key] ?? hole));
  return { arn, name, runnable: prepareDefinition(name, filled) };
}
