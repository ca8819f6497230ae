import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endDynamoDbLocal } from '../../sandbox/dynamodb-local.ts';
import { readInfo, type SandboxInfo } from '../../sandbox/info.ts';

/** A sandbox in a process of its own, which may be killed and started again on its data. */
export class KillableSandbox {
  readonly #words: readonly string[];
  readonly #dataDir: string;
  #child: ChildProcess | undefined;

  constructor(dataDir: string, assemblyDir?: string) {
    this.#dataDir = dataDir;
    const application = assemblyDir === undefined ? [] : ['--assembly', assemblyDir, '--no-seed'];
    this.#words = ['--port', '0', '--data-dir', dataDir, ...application];
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<SandboxInfo> {
    const file = join(import.meta.dirname, '..', '..', 'sandbox', 'start.ts');
    const child = spawn(process.execPath, [file, ...this.#words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer): void => {
        said += chunk.toString();
        if (said.includes('FeeLedger is ready')) resolve();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', () => reject(new Error(`The sandbox ended: ${said}`)));
    });
    return readInfo(this.#dataDir);
  }

  /** Ends the process as `kill -9` does. Its database goes on. */
  async kill(): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async end(): Promise<void> {
    await this.kill();
    await endDynamoDbLocal(this.#dataDir);
  }
}
