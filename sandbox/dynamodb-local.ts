import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callDynamoDb } from './dynamodb-call.ts';
import { endProcess, freePort, isRunning, markProcess, type ProcessMark } from './processes.ts';
import { readJson, writeJson } from './state.ts';

const START_LIMIT_MS = 60_000;

interface RememberedDatabase extends ProcessMark {
  readonly port: number;
}

export interface DynamoDbLocal {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts AWS's DynamoDB Local on the data directory, or goes on with the one an earlier sandbox left running. It runs in its own
 * process group: killing the sandbox never kills the database in the middle of a write.
 */
export async function startDynamoDbLocal(dataDir: string, region: string): Promise<DynamoDbLocal> {
  const memory = join(dataDir, 'dynamodb.json');
  const remembered = readJson<RememberedDatabase | undefined>(memory, undefined);
  if (remembered !== undefined && isRunning(remembered)) {
    if (await isHealthy(endpointOf(remembered.port), region)) return handle(remembered);
    await endProcess(remembered);
  }
  await endStrays(join(dataDir, 'dynamodb'));
  const port = await freePort(remembered?.port);
  const child = launch(dataDir, port);
  const pid = child.pid ?? 0;
  const database: RememberedDatabase = { ...markProcess(pid), port };
  writeJson(memory, database);
  await untilHealthy(child, endpointOf(port), region, join(dataDir, 'logs', 'dynamodb.log'));
  return handle(database);
}

/**
 * A sandbox killed between starting its database and writing that down leaves one nobody remembers. Two databases on one
 * folder would harm the data, so whoever works on our folder is ended first. Where there is no /proc this is left out.
 */
async function endStrays(files: string): Promise<void> {
  if (!existsSync('/proc/self/cmdline')) return;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      if (words[words.indexOf('-dbPath') + 1] === files) await endProcess(markProcess(Number(name)));
    } catch {
      // The process ended while we looked at it.
    }
  }
}

/** Ends the database an earlier sandbox of this data directory may have left running. */
export async function endDynamoDbLocal(dataDir: string): Promise<void> {
  const remembered = readJson<RememberedDatabase | undefined>(join(dataDir, 'dynamodb.json'), undefined);
  if (remembered !== undefined) await endProcess(remembered);
}

function handle(database: RememberedDatabase): DynamoDbLocal {
  return { endpoint: endpointOf(database.port), pid: database.pid, stop: () => endProcess(database) };
}

function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function launch(dataDir: string, port: number): ChildProcess {
  const jar = findJar();
  const files = join(dataDir, 'dynamodb');
  mkdirSync(files, { recursive: true });
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const log = openSync(join(dataDir, 'logs', 'dynamodb.log'), 'a');
  const words = [
    ...['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    ...[`-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`, '-jar', jar],
    ...['-port', String(port), '-dbPath', files, '-sharedDb', '-disableTelemetry'],
  ];
  const child = spawn('java', words, {
    detached: true,
    // It leaves a metadata file in its working folder.
    cwd: files,
    stdio: ['ignore', log, log],
    env: { ...process.env, TZ: 'UTC' },
  });
  closeSync(log);
  child.once('error', () => undefined);
  child.unref();
  return child;
}

function findJar(): string {
  const manifest = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  const jar = join(dirname(manifest), 'emulator', 'DynamoDBLocal.jar');
  if (!existsSync(jar))
    throw new Error(`DynamoDB Local is missing (${jar}): run npm ci again. 缺少 DynamoDB Local，请重新安装依赖。`);
  return jar;
}

async function untilHealthy(child: ChildProcess, endpoint: string, region: string, log: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS; waitedMs += 30) {
    if (child.pid === undefined) throw new Error(JAVA_MISSING);
    if (child.exitCode !== null) {
      const works = spawnSync('java', ['-version']).status === 0;
      throw new Error(
        works ? `DynamoDB Local ended with code ${child.exitCode}; see ${log}. 本地数据库未能启动。` : JAVA_MISSING,
      );
    }
    if (await isHealthy(endpoint, region)) return;
    await sleep(30);
  }
  throw new Error(
    `DynamoDB Local did not answer within ${START_LIMIT_MS / 1000} s; see ${log}. 本地数据库未能按时启动。`,
  );
}

const JAVA_MISSING =
  'Java 11 or newer is needed for the local database: install it (Debian: apt-get install default-jre-headless). ' +
  '本地数据库需要 Java 11 以上版本，请先安装。';

async function isHealthy(endpoint: string, region: string): Promise<boolean> {
  try {
    await callDynamoDb({ endpoint, region }, 'DynamoDB_20120810.ListTables', {});
    return true;
  } catch {
    return false;
  }
}
