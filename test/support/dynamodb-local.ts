import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where this run's DynamoDB Local answers, for example `http://127.0.0.1:40123`. */
    dynamodbEndpoint: string;
  }
}

const EMULATOR_FOLDER = join(import.meta.dirname, '../../node_modules/amplify-dynamodb-simulator/emulator');
const READY_WITHIN_MS = 60_000;
const POLL_EVERY_MS = 50;

/**
 * Starts one DynamoDB Local for the whole test run and stops it at the end. Tests read its address with
 * `inject('dynamodbEndpoint')` and each makes tables of its own name, so that files do not disturb each other.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { endpoint, stop } = await startDynamodbLocal();
  project.provide('dynamodbEndpoint', endpoint);
  // The workers inherit it, and so does code that benchmarks share with the tests.
  process.env.DYNAMODB_LOCAL_ENDPOINT = endpoint;
  return stop;
}

/** Starts an empty DynamoDB Local in memory and resolves when it answers; `stop` ends it and waits until it is gone. */
export async function startDynamodbLocal(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const jar = join(EMULATOR_FOLDER, 'DynamoDBLocal.jar');
  if (!existsSync(jar)) throw new Error(`DynamoDB Local is not installed (${jar}): run "npm test", which installs it.`);
  const port = await freePort();
  // It leaves a metadata file in its working folder, so it runs in its own.
  const child = spawn('java', javaArguments(jar, port), { cwd: EMULATOR_FOLDER, stdio: ['ignore', 'ignore', 'pipe'] });
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    process.removeListener('exit', killWithUs);
    await end(child);
  };
  try {
    await ready(child, endpoint);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

function javaArguments(jar: string, port: number): string[] {
  return [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    `-Djava.library.path=${join(EMULATOR_FOLDER, 'DynamoDBLocal_lib')}`,
    '-jar',
    jar,
    '-inMemory',
    '-sharedDb',
    '-disableTelemetry',
    '-port',
    String(port),
  ];
}

async function ready(child: ChildProcess, endpoint: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (failure) throw new Error(`Java did not start: ${failure.message}`);
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with code ${child.exitCode}: ${complaint}`);
    if (await answers(endpoint)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
  throw new Error(`DynamoDB Local did not answer within ${READY_WITHIN_MS / 1_000} s: ${complaint}`);
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    // An unsigned request is refused, but a refusal is an answer.
    await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no free port.'));
      });
    });
  });
}
