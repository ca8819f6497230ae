import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const LARGEST_BYTES = 5 * 1024 * 1024;

/** The log file of one function. When it has grown too large it becomes `<name>.1` and a new one begins. */
export class FunctionLog {
  readonly path: string;
  #bytes: number;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = existsSync(path) ? statSync(path).size : 0;
  }

  write(chunk: string | Buffer): void {
    try {
      if (this.#bytes > LARGEST_BYTES) {
        renameSync(this.path, `${this.path}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.path, chunk);
      this.#bytes += Buffer.byteLength(chunk);
    } catch {
      // A log that cannot be written, perhaps because somebody deleted its folder, must not stop the sandbox.
      this.#bytes = 0;
    }
  }
}
