import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sfnRuns } from '../../shared/runtime/sfn-runs.ts';

/** How each run stands, by its name; one that is missing was never started. */
let stands: Record<string, string> = {};
let started: string[] = [];
let client: SFNClient;

const server = createServer(async (request, response) => {
  const { executionArn, name } = (await json(request)) as { executionArn?: string; name?: string };
  if (name !== undefined) started.push(name);
  const status = stands[executionArn?.split(':').at(-1) ?? ''];
  const isKnown = name !== undefined || status !== undefined;
  const answer = isKnown ? { status, startDate: 0 } : { __type: 'ExecutionDoesNotExist', message: 'none' };
  response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(answer));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SFNClient({ endpoint, region: 'ap-southeast-1', credentials });
  process.env.SFN_RUNS_TEST_ARN = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval';
});
beforeEach(() => {
  started = [];
});
afterAll(() => {
  client.destroy();
  server.close();
  delete process.env.SFN_RUNS_TEST_ARN;
});

it.each([
  ['never started', {}, ['rfd-r1'], ['rfd-r1']],
  ['under way', { 'rfd-r1': 'RUNNING' }, [], []],
  ['died', { 'rfd-r1': 'FAILED' }, ['rfd-r1-2'], ['rfd-r1-2']],
  ['died and under way again', { 'rfd-r1': 'FAILED', 'rfd-r1-2': 'RUNNING' }, [], []],
  // A request that still waits has lost its run all the same; a voucher that was made is made.
  ['came to its end', { 'rfd-r1': 'SUCCEEDED' }, ['rfd-r1-2'], []],
  ['died and came to its end', { 'rfd-r1': 'FAILED', 'rfd-r1-2': 'SUCCEEDED' }, ['rfd-r1-3'], []],
])('a run that %s is started again only where that is wanted', async (_, states, toRun, toEnd) => {
  stands = states;
  const runs = sfnRuns(client, 'SFN_RUNS_TEST_ARN');
  await runs.ensureRunning({ name: 'rfd-r1', input: {} });
  expect(started).toEqual(toRun);
  started = [];
  await runs.ensureEnded({ name: 'rfd-r1', input: {} });
  expect(started).toEqual(toEnd);
});
