import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as remembered on disk: the mark tells it from a later process that was given the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly mark: string;
}

/** When a process started, as text; undefined when there is no such process (or only its remains). */
function startMarkOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    // The command name stands in brackets and may hold spaces; the fields after it do not.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return startMarkFromPs(pid);
  }
}

function startMarkFromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export function markProcess(pid: number): ProcessMark {
  return { pid, mark: startMarkOf(pid) ?? '' };
}

/** Whether the very process that was remembered still runs. */
export function isRunning(process: ProcessMark): boolean {
  return process.mark !== '' && startMarkOf(process.pid) === process.mark;
}

/** Asks a remembered process to end, and ends it by force when it has not after some seconds. */
export async function endProcess(target: ProcessMark, patienceMs = 5_000): Promise<void> {
  if (!isRunning(target)) return;
  process.kill(target.pid, 'SIGTERM');
  for (let waitedMs = 0; isRunning(target); waitedMs += 20) {
    if (waitedMs >= patienceMs) process.kill(target.pid, 'SIGKILL');
    await sleep(20);
  }
}

export interface LockHolder extends ProcessMark {
  readonly port?: number;
}

/**
 * Takes the lock of a data directory, so that two sandboxes never write to one. The lock of a process that is gone counts as free.
 * Returns the way to give it back, or the holder when somebody else has it.
 */
export async function takeLock(path: string): Promise<{ release: () => void } | { heldBy: LockHolder }> {
  mkdirSync(dirname(path), { recursive: true });
  const own = JSON.stringify(markProcess(process.pid));
  const draft = `${path}.${process.pid}`;
  for (;;) {
    writeFileSync(draft, own);
    try {
      // A link either makes the whole lock or fails; there is no half-written lock.
      linkSync(draft, path);
      // Two starts may have seen the same dead holder; the one whose lock is still there a moment later has it.
      await sleep(20);
      if (readLock(path)?.pid === process.pid) return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readLock(path);
      if (holder !== undefined && isRunning(holder)) return { heldBy: holder };
      rmSync(path, { force: true });
    } finally {
      rmSync(draft, { force: true });
    }
  }
}

function readLock(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Below the ports that systems lend to outgoing connections: one found free here is not lent away before it is used. */
const firstPort = 20_000;
const portCount = 12_000;
const drawsAtMost = 50;

/** A port nobody listens on: the remembered one when it is still free, so that addresses stay the same over restarts. */
export async function freePort(remembered = 0): Promise<number> {
  const known = remembered === 0 ? undefined : await tryPort(remembered);
  if (known !== undefined) return known;
  for (let draw = 0; draw < drawsAtMost; draw += 1) {
    const port = await tryPort(firstPort + Math.floor(Math.random() * portCount));
    if (port !== undefined) return port;
  }
  return (await tryPort(0)) ?? Promise.reject(new Error('No free port on 127.0.0.1.'));
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
