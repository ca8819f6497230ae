import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildFunctions } from '../../scripts/build-functions.ts';

const require = createRequire(import.meta.url);
const outputDirectory = path.join(mkdtempSync(path.join(tmpdir(), 'feeledger-bundles-')), 'functions');
const bundles = await buildFunctions({ outputDirectory });

describe('the bundles', () => {
  it.each(bundles)('$name exports its handler as Lambda loads it', ({ directory }) => {
    expect(require(path.join(directory, 'index.js'))).toMatchObject({ handler: expect.any(Function) });
  });

  it('of the functions that post money stay below 560 KB, the words of every refusal in two languages included', () => {
    for (const name of ['charges', 'approvals', 'deposits', 'refunds', 'request-events', 'approval-step']) {
      expect(bundles.find((bundle) => bundle.name === name)?.bytes, name).toBeLessThan(560 * 1024);
    }
  });

  it('are the same bytes when they are built again', async () => {
    const again = await buildFunctions({ outputDirectory: path.join(outputDirectory, '..', 'again') });
    expect(again.map(({ name, bytes }) => [name, bytes])).toEqual(bundles.map(({ name, bytes }) => [name, bytes]));
  });

  it('sign what they send with the credentials that Lambda hands to them', async () => {
    const { url, headers } = await listening();
    for (const [variable, value] of Object.entries({
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_DYNAMODB: url,
      LEDGER_TABLE: 'ledger',
      BUSINESS_ZONE: 'Asia/Shanghai',
    })) {
      setVariable(variable, value);
    }
    const sweep = bundles.find(({ name }) => name === 'deadline-sweep');
    await require(path.join(sweep?.directory ?? '', 'index.js')).handler(
      {},
      { getRemainingTimeInMillis: () => 60_000 },
    );
    expect(headers()).toMatchObject({
      authorization: expect.stringContaining('Credential=AKIAEXAMPLE/'),
      'x-amz-security-token': 'token',
    });
  });
});

function setVariable(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = before;
    }
  });
}

/** A server that answers everything with an empty object, and remembers the headers it was sent last. */
async function listening() {
  let last: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    last = request.headers;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: () => last };
}
