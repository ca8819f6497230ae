import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { freePort } from '../../sandbox/processes.ts';
import { startS3 } from '../../sandbox/s3.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Application } from '../../sandbox/template.ts';
import { type RunningSandbox, readNotes, runSmallApplication } from './running-sandbox.ts';

let running: RunningSandbox;
let bucket: string;

beforeAll(async () => {
  running = await runSmallApplication();
  const application = new Application(running.assemblyDir);
  const [resource] = application.ofType('AWS::S3::Bucket');
  bucket = resource === undefined ? '' : application.values(resource).ref;
});

afterAll(async () => {
  await running?.sandbox.stop();
});

async function put(endpoint: string, key: string): Promise<void> {
  const client = new S3Client({ endpoint, region: 'ap-southeast-1', credentials: LOCAL_CREDENTIALS });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' }));
  client.destroy();
}

/** The keys of arrived objects that the function was told of. */
function toldKeys(): string[] {
  return readNotes(running.notes).flatMap(({ record }) => {
    const detail = (record as { detail?: { object?: { key?: string } } }).detail;
    return detail?.object?.key ?? [];
  });
}

test('an object that arrives is told to the function whose rule matches its key, before the sandbox is idle', async () => {
  await put(running.sandbox.info.endpoints.s3, 'told/凭证 1.pdf');
  await put(running.sandbox.info.endpoints.s3, 'untold/2.pdf');
  await running.sandbox.idle();
  expect(toldKeys()).toEqual(['told/凭证 1.pdf']);
  expect(readNotes(running.notes).at(-1)?.record).toMatchObject({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key: 'told/凭证 1.pdf', size: 1 }, reason: 'PutObject' },
  });
});

test('what was told is not told again after a restart', async () => {
  await running.restart();
  await running.sandbox.idle();
  expect(toldKeys()).toHaveLength(1);
});

test('an object that was stored, but not told before the process died, is told after the restart', async () => {
  await running.sandbox.stop();
  const clock = new SandboxClock(join(running.dataDir, 'clock.json'));
  const application = new Application(running.assemblyDir);
  const s3 = await startS3({ application, dataDir: running.dataDir, clock, port: await freePort() });
  await put(s3.endpoint, 'told/3.pdf');
  await s3.stop();
  clock.stop();
  expect(readFileSync(join(running.dataDir, 'events.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  const { assemblyDir, dataDir } = running;
  running.sandbox = await startSandbox({ dataDir, assemblyDir, seed: false });
  await running.sandbox.idle();
  expect(toldKeys()).toEqual(['told/凭证 1.pdf', 'told/3.pdf']);
});
