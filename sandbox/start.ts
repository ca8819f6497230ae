import { parseStartArguments } from './arguments.ts';
import { readyLines } from './print-ready.ts';
import { startSandbox } from './sandbox.ts';

try {
  const settings = parseStartArguments(process.argv.slice(2));
  const stopping = new AbortController();
  const starting = startSandbox({ ...settings, print: (line) => console.log(line) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      console.log('Stopping · 正在停止 …');
      starting
        .then((sandbox) => sandbox.stop())
        .then(() => process.exit(0))
        .catch(() => process.exit(1));
    });
  }
  const sandbox = await starting;
  for (const line of readyLines(sandbox)) console.log(line);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
