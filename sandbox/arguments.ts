import { resolve } from 'node:path';

export interface StartArguments {
  readonly port: number;
  readonly dataDir: string;
  readonly reset: boolean;
  readonly seed: boolean;
  /** A folder `cdk.out` to run instead of this repository's own application. */
  readonly assemblyDir?: string;
}

const USAGE = 'npm start -- [--reset] [--port N] [--data-dir D] [--no-seed] [--assembly D]';

/** Reads the command line of `npm start`. Throws an Error with one sentence when it is wrong. */
export function parseStartArguments(words: readonly string[]): StartArguments {
  let port = 8080;
  let dataDir = '.sandbox';
  let reset = false;
  let seed = true;
  let assemblyDir: string | undefined;
  const rest = words.flatMap((word) => (/^--[a-z-]+=/.test(word) ? word.split(/=(.*)/s).slice(0, 2) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--reset') reset = true;
    else if (word === '--no-seed') seed = false;
    else if (word === '--port') port = parsePort(rest.shift());
    else if (word === '--data-dir') dataDir = parseDirectory(word, rest.shift());
    else if (word === '--assembly') assemblyDir = resolve(parseDirectory(word, rest.shift()));
    else throw new Error(`Unknown option "${word}". Usage: ${USAGE} · 未知选项。`);
  }
  return { port, dataDir: resolve(dataDir), reset, seed, ...(assemblyDir === undefined ? {} : { assemblyDir }) };
}

function parsePort(text: string | undefined): number {
  const port = Number(text);
  if (text === undefined || !/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`--port needs a number from 0 to 65535. Usage: ${USAGE} · 端口须为 0 到 65535 的数字。`);
  }
  return port;
}

function parseDirectory(option: string, text: string | undefined): string {
  if (text === undefined || text === '' || text.startsWith('--')) {
    throw new Error(`${option} needs a folder. Usage: ${USAGE} · 请给出目录。`);
  }
  return text;
}
