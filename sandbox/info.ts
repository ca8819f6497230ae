import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunning, type ProcessMark } from './processes.ts';

/** What scripts and tests need to know of a running sandbox: the file `info.json` of its data directory. */
export interface SandboxInfo {
  readonly apiUrl: string;
  readonly docsUrl: string;
  readonly mailUrl: string;
  /** `GET` lists every mail as JSON. */
  readonly mailApiUrl: string;
  readonly tableName: string;
  readonly endpoints: {
    readonly dynamodb: string;
    readonly s3: string;
    readonly ses: string;
    readonly sfn: string;
    readonly cognito: string;
  };
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly region: string;
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly roles: readonly string[];
  }[];
  readonly pid: number;
  readonly port: number;
  readonly startedAt: string;
  readonly dataDir: string;
  readonly logsDir: string;
  /** Where the clock is moved and idleness is waited for; needs `adminSecret` in the header `x-sandbox-secret`. */
  readonly adminUrl: string;
  readonly adminSecret: string;
  readonly process: ProcessMark;
}

/** The running sandbox of a data directory. Throws an Error with one sentence when there is none. */
export function readInfo(dataDir = '.sandbox'): SandboxInfo {
  const path = join(resolve(dataDir), 'info.json');
  const info = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SandboxInfo) : undefined;
  if (info === undefined || !isRunning(info.process)) {
    throw new Error('The sandbox is not running: start it with npm start. 沙箱未运行，请先执行 npm start。');
  }
  return info;
}

/** Calls the running sandbox itself. Throws an Error with the sandbox's sentence when it refuses. */
export async function callSandbox<T>(
  info: SandboxInfo,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${info.adminUrl}${path}`, {
    method,
    headers: { 'x-sandbox-secret': info.adminSecret, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(result.error ?? `The sandbox answered ${answer.status}.`);
  return result;
}
