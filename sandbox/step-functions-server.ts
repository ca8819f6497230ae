import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type ClosedExecution, Execution } from './execution.ts';
import { type StepFunctions, WorkflowRefusal } from './step-functions.ts';
import type { Json, JsonObject } from './template.ts';

type Operation = (request: Record<string, string>, workflows: StepFunctions) => JsonObject;

/** Step Functions' JSON protocol over the state machines, so that `@aws-sdk/client-sfn` talks to them. */
export async function serveStepFunctions(workflows: StepFunctions, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, workflows).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(body));
      },
      (error: Error) => response.destroy(error),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function answer(
  request: IncomingMessage,
  workflows: StepFunctions,
): Promise<{ status: number; body: JsonObject }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const name = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  try {
    const operation = operations[name];
    if (operation === undefined)
      throw new WorkflowRefusal('UnknownOperationException', `The sandbox does not know ${name}.`);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
    return { status: 200, body: operation(body, workflows) };
  } catch (error) {
    const { name: type, message } = error as Error;
    const refused = error instanceof WorkflowRefusal;
    return { status: refused ? 400 : 500, body: { __type: refused ? type : 'InternalFailure', message } };
  }
}

const operations: Readonly<Record<string, Operation>> = {
  StartExecution: ({ stateMachineArn = '', name, input }, workflows) => {
    const execution = workflows.start(stateMachineArn, name, parse(input ?? '{}', 'InvalidExecutionInput'));
    return { executionArn: execution.executionArn, startDate: execution.startedAtMs / 1_000 };
  },
  DescribeExecution: ({ executionArn = '' }, workflows) => describe(workflows.find(executionArn)),
  ListExecutions: ({ stateMachineArn = '', statusFilter, maxResults }, workflows) => {
    const wanted = workflows
      .list(stateMachineArn)
      .filter(({ status }) => statusFilter === undefined || status === statusFilter);
    return { executions: wanted.slice(0, Number(maxResults ?? 100)).map(summarise) };
  },
  GetExecutionHistory: ({ executionArn = '', maxResults, reverseOrder }, workflows) => {
    const events = [...workflows.find(executionArn).history] as unknown as JsonObject[];
    if (String(reverseOrder) === 'true') events.reverse();
    return { events: events.slice(0, Number(maxResults ?? 1_000)) };
  },
  StopExecution: ({ executionArn = '', error, cause }, workflows) => {
    workflows.stopExecution(executionArn, error, cause);
    return { stopDate: workflows.options.clock.nowMs() / 1_000 };
  },
  SendTaskSuccess: ({ taskToken = '', output = '' }, workflows) => {
    const result = parse(output, 'InvalidOutput');
    workflows.waitingTask(taskToken).succeed(result);
    return {};
  },
  SendTaskFailure: ({ taskToken = '', error, cause }, workflows) => {
    workflows.waitingTask(taskToken).fail(error ?? 'States.TaskFailed', cause ?? '');
    return {};
  },
  SendTaskHeartbeat: ({ taskToken = '' }, workflows) => {
    workflows.waitingTask(taskToken).heartbeat();
    return {};
  },
  ListStateMachines: (_, workflows) => ({
    stateMachines: workflows.machines.map(({ arn, name }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD',
      creationDate: 0,
    })),
  }),
};

function parse(text: string, refusal: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new WorkflowRefusal(refusal, 'The text is not valid JSON.');
  }
}

function summarise(execution: Execution | ClosedExecution): JsonObject {
  const { executionArn, stateMachineArn, name, status, startedAtMs } = execution;
  const stoppedAtMs = execution instanceof Execution ? undefined : execution.stoppedAtMs;
  const stopDate = stoppedAtMs === undefined ? {} : { stopDate: stoppedAtMs / 1_000 };
  return { executionArn, stateMachineArn, name, status, startDate: startedAtMs / 1_000, ...stopDate };
}

/** The execution with its number of transitions, which the cloud does not tell but charges for. */
function describe(execution: Execution | ClosedExecution): JsonObject {
  const { input, transitions } = execution;
  const { output, error, cause } = execution instanceof Execution ? ({} as Partial<ClosedExecution>) : execution;
  return {
    ...summarise(execution),
    input: JSON.stringify(input),
    transitions,
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
