import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callDynamoDb } from '../../sandbox/dynamodb-call.ts';
import type { SandboxInfo } from '../../sandbox/info.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { type SmallApplication, writeSmallApplication } from './small-application.ts';

export interface Note {
  readonly at: string;
  readonly record: { readonly [name: string]: unknown };
}

/** A sandbox that runs the small application, and what its functions have noted. */
export interface RunningSandbox extends SmallApplication {
  readonly dataDir: string;
  sandbox: Sandbox;
  readonly printed: string[];
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>;
}

export async function runSmallApplication(): Promise<RunningSandbox> {
  const application = writeSmallApplication();
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const printed: string[] = [];
  const { assemblyDir } = application;
  const start = () => startSandbox({ dataDir, assemblyDir, seed: false, print: (line) => printed.push(line) });
  const running: RunningSandbox = {
    ...application,
    dataDir,
    printed,
    sandbox: await start(),
    async restart() {
      await running.sandbox.stop();
      running.sandbox = await start();
    },
  };
  return running;
}

/** Writes an item of the kind the small application's mapping wants. */
export async function putNote(info: SandboxInfo, pk: string, kind = 'note'): Promise<void> {
  const database = { endpoint: info.endpoints.dynamodb, region: info.region };
  const item = { pk: { S: pk }, kind: { S: kind } };
  await callDynamoDb(database, 'DynamoDB_20120810.PutItem', { TableName: info.tableName, Item: item });
}

/** What the function Note has been handed, in order. */
export function readNotes(notes: string): Note[] {
  return readLines(join(notes, 'notes')).map((line) => JSON.parse(line) as Note);
}

/** The keys of the stream records among the notes. */
export function notedKeys(notes: string): string[] {
  return readNotes(notes).flatMap(({ record }) => {
    const keys = (record as { dynamodb?: { Keys?: { pk?: { S?: string } } } }).dynamodb?.Keys;
    return keys?.pk?.S ?? [];
  });
}

export function readTokens(notes: string): string[] {
  return readLines(join(notes, 'tokens'));
}

function readLines(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}
