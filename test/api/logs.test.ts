import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventFor, operationOf } from '../support/http.ts';
import { type CustomerInOffice, chargeContent, type Office, openOffice } from './office.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

/** Runs events through a function in a process of its own, as Lambda does, and answers the lines it logged. */
async function logOf(capability: string, events: readonly unknown[]): Promise<Record<string, unknown>[]> {
  const handler = new URL(`../../functions/${capability}/handler.ts`, import.meta.url).href;
  const program = `
    const { handler } = await import(${JSON.stringify(handler)});
    for (const event of ${JSON.stringify(events)}) {
      await handler(event, { awsRequestId: 'invocation-1', functionName: '${capability}' });
    }`;
  const env = { ...process.env, POWERTOOLS_LOG_LEVEL: 'DEBUG', POWERTOOLS_SERVICE_NAME: 'charges' };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return `${output}${complaint}`
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

const personal = [
  'wang.fang',
  '欧阳龘',
  '13912345678',
  'o@customer.example',
  'HT-2026-0001',
  '本期升级',
  '重点关注',
  'key-of-the-client',
];

describe('the log of a function', () => {
  it('has one line a request: which operation, how it ended, how long it took, and the request’s id', async () => {
    const body = { customerId: customer.id, customerNumber: customer.number, ...chargeContent };
    const submit = eventFor(operationOf('submitCharge'), { as: office.clerk, body, key: 'key-of-the-client' });
    const wrong = eventFor(operationOf('submitCharge'), { as: office.clerk, body: { ...body, type: '重点关注' } });
    const lines = await logOf('charges', [submit, wrong]);
    const requests = lines.filter(({ message }) => message === 'request');
    expect(requests).toMatchObject([
      { level: 'INFO', operation: 'submitCharge', status: 201, apiRequestId: submit.requestContext.requestId },
      { level: 'INFO', operation: 'submitCharge', status: 400, apiRequestId: wrong.requestContext.requestId },
    ]);
    for (const { durationMs, caller } of requests) {
      expect(durationMs).toBeTypeOf('number');
      expect(caller).toMatch(/^[a-z2-7]{12}$/);
    }
    for (const word of personal) expect(JSON.stringify(lines)).not.toContain(word);
  });

  it('holds no name, number, address, note or search text of anybody', async () => {
    const body = {
      number: 'C-80001',
      name: '欧阳龘',
      kind: 'person',
      email: 'o@customer.example',
      phone: '13912345678',
      notes: '重点关注',
    };
    const lines = await logOf('customers', [
      eventFor(operationOf('createCustomer'), { as: office.clerk, body, key: 'key-of-the-client' }),
      eventFor(operationOf('createCustomer'), { as: office.clerk, body: { ...body, name: '' } }),
      eventFor(operationOf('searchCustomers'), { as: office.clerk, query: { q: '欧阳龘' } }),
      eventFor(operationOf('searchCustomers'), { as: office.auditor, query: { q: '13912345678', limit: '0' } }),
    ]);
    expect(lines.filter(({ message }) => message === 'request').map(({ status }) => status)).toEqual([
      201, 400, 200, 400,
    ]);
    for (const word of personal) expect(JSON.stringify(lines)).not.toContain(word);
  });
});
