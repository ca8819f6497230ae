import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: Server;
let calls = 0;

/** A service that takes every call and answers none. */
beforeAll(async () => {
  server = createServer(() => {
    calls += 1;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('a workflow service that does not answer is given up on, after some attempts and within 20 seconds', async () => {
  const module = new URL('../../shared/runtime/sfn-approval-workflow.ts', import.meta.url).href;
  const look = `import { sfnApprovalWorkflow } from '${module}';
    await sfnApprovalWorkflow().ensureRunning('chg_1', 1).catch((error) => console.log(error.name));`;
  // A process of its own, which is told where the service is as a function is.
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    APPROVAL_WORKFLOW_ARN: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approval',
  };
  const options = { env, timeout: 20_000 };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', look], options);
  expect(stdout).toBe('TimeoutError\n');
  expect(calls).toBeGreaterThan(1);
}, 40_000);
