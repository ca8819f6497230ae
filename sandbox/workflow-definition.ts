import type { Json, JsonObject } from './template.ts';

/** A Task state the sandbox runs itself: a call of a function, or (rewritten) a wait on the sandbox clock. */
export interface RunnableState {
  readonly name: string;
  readonly resource: string;
  /** Until when it may take, given its input; undefined when it may take for ever. */
  readonly timeoutSeconds: (input: Json) => number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** For a wait: when it is over, on the sandbox clock. */
  readonly waitUntil: ((input: Json, nowMs: number) => number) | undefined;
}

export interface RunnableDefinition {
  /** The definition with every wait and time-out taken out, because the library would run them on real time. */
  readonly definition: JsonObject;
  readonly states: readonly RunnableState[];
  readonly timeoutSeconds: number | undefined;
}

/** Where the library's own time-out of a task is put out of the way: its timers cannot be longer (24.8 days). */
const LIBRARY_TIMEOUT_SECONDS = 2_147_483;
const WAIT_FIELDS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'] as const;
const JSONATA_FIELDS = ['Arguments', 'Assign', 'Condition', 'Items', 'Output'] as const;
const KNOWN_CONTEXT =
  /^\$\$\.(Execution\.(Id|Name|Input|RoleArn)|StateMachine\.(Id|Name)|Task\.Token|Map\.Item)(\.|\[|$)/;

/** Makes a definition of the template ready to run here. Throws on what would run differently than in the cloud. */
export function prepareDefinition(name: string, text: string): RunnableDefinition {
  const definition = JSON.parse(text) as JsonObject;
  refuseJsonata(name, definition);
  refuseUnknownContext(name, definition);
  const states: RunnableState[] = [];
  prepareStates(name, definition, states);
  const timeoutSeconds = definition['TimeoutSeconds'] as number | undefined;
  delete definition['TimeoutSeconds'];
  return { definition, states, timeoutSeconds };
}

function prepareStates(machine: string, part: JsonObject, found: RunnableState[]): void {
  for (const [name, state] of Object.entries(part['States'] as Record<string, JsonObject>)) {
    refuseJsonata(machine, state);
    if (state['Type'] === 'Task') found.push(takeTask(machine, name, state));
    if (state['Type'] === 'Wait') found.push(turnWaitIntoTask(name, state));
    for (const branch of (state['Branches'] as JsonObject[] | undefined) ?? []) prepareStates(machine, branch, found);
    const iterated = state['ItemProcessor'] ?? state['Iterator'];
    if (iterated !== undefined) prepareStates(machine, iterated as JsonObject, found);
  }
}

function takeTask(machine: string, name: string, state: JsonObject): RunnableState {
  const resource = String(state['Resource']);
  if (!/^arn:aws:(states:::lambda:invoke(\.waitForTaskToken)?$|lambda:)/.test(resource)) {
    throw new Error(
      `The sandbox cannot run ${resource} (state "${name}" of ${machine}): teach it in sandbox/step-functions.ts.`,
    );
  }
  const seconds = state['TimeoutSeconds'] as number | undefined;
  const path = state['TimeoutSecondsPath'] as string | undefined;
  const timeoutSeconds = path === undefined ? () => seconds : (input: Json) => Number(readPath(path, input));
  const heartbeatSeconds = state['HeartbeatSeconds'] as number | undefined;
  delete state['TimeoutSecondsPath'];
  delete state['HeartbeatSeconds'];
  state['TimeoutSeconds'] = LIBRARY_TIMEOUT_SECONDS;
  return { name, resource, timeoutSeconds, heartbeatSeconds, waitUntil: undefined };
}

function turnWaitIntoTask(name: string, state: JsonObject): RunnableState {
  const wait = { ...state };
  for (const field of WAIT_FIELDS) delete state[field];
  const resource = 'arn:aws:states:::lambda:invoke';
  Object.assign(state, { Type: 'Task', Resource: resource, ResultPath: null, TimeoutSeconds: LIBRARY_TIMEOUT_SECONDS });
  const waitUntil = (input: Json, nowMs: number): number => {
    if (wait['Timestamp'] !== undefined) return Date.parse(String(wait['Timestamp']));
    if (wait['TimestampPath'] !== undefined) return Date.parse(String(readPath(String(wait['TimestampPath']), input)));
    const seconds = wait['SecondsPath'] === undefined ? wait['Seconds'] : readPath(String(wait['SecondsPath']), input);
    return nowMs + Number(seconds) * 1_000;
  };
  return { name, resource, timeoutSeconds: () => undefined, heartbeatSeconds: undefined, waitUntil };
}

/** Reads a plain reference path such as `$.request.dueAt`. */
function readPath(path: string, input: Json): Json | undefined {
  if (!/^\$(\.\w+)+$/.test(path)) throw new Error(`The sandbox reads times by plain paths only, not ${path}.`);
  return path
    .split('.')
    .slice(1)
    .reduce<Json | undefined>((value, name) => (value as JsonObject | undefined)?.[name], input);
}

/** The library runs JSONPath only and would ignore JSONata without a word. */
function refuseJsonata(machine: string, part: JsonObject): void {
  const jsonata = part['QueryLanguage'] === 'JSONata' || JSONATA_FIELDS.some((field) => field in part);
  if (jsonata)
    throw new Error(
      `The state machine ${machine} uses JSONata or variables, which the sandbox cannot run: use JSONPath.`,
    );
}

/** A context path the library fills in wrongly, or not at all, must not pass unnoticed. */
function refuseUnknownContext(machine: string, definition: JsonObject): void {
  for (const [, path = ''] of JSON.stringify(definition).matchAll(/"(\$\$\.[^"]+)"/g)) {
    if (!KNOWN_CONTEXT.test(path))
      throw new Error(`The state machine ${machine} reads ${path}, which the sandbox cannot give.`);
  }
}
