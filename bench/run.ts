import { parseArgs } from 'node:util';
import { startDynamodbLocal } from '../test/support/dynamodb-local.ts';
import type { Figure } from './figure.ts';

const { json } = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;

/** Prints every figure with its limit; `--json` prints one JSON line a figure. Ends with 1 when a limit does not hold. */
async function main(): Promise<void> {
  const { endpoint, stop } = await startDynamodbLocal();
  process.env.DYNAMODB_LOCAL_ENDPOINT = endpoint;
  try {
    const parts = [
      async () => (await import('./write-units.ts')).writeUnitFigures(),
      async () => (await import('./workflow-transitions.ts')).transitionFigures(),
      async () => (await import('./bundles.ts')).bundleFigures(),
      async () => (await import('./handler-overhead.ts')).handlerFigures(),
      async () => (await import('./house-account.ts')).houseAccountFigures(),
      async () => (await import('./import-rows.ts')).importFigures(),
      async () => (await import('./nightly-control.ts')).nightlyFigures(),
    ];
    for (const part of parts) for (const figure of await part()) show(figure);
  } finally {
    await stop();
  }
}

function show({ name, value, limit, holds, note }: Figure): void {
  if (!holds) process.exitCode = 1;
  const mark = holds ? 'ok  ' : 'OVER';
  const row = `${mark} ${name.padEnd(58)} ${String(value).padStart(9)}   ${limit.padEnd(14)} ${note ?? ''}`;
  console.log(json ? JSON.stringify({ name, value, limit, holds }) : row);
}

await main();
