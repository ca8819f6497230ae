// The inside of one worker thread: loads a bundled handler the way Lambda would and answers one event at a time.
// It is JavaScript, not TypeScript, because a thread that must strip types first starts noticeably later.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const offsetMs = new BigInt64Array(workerData.clock);
const realNow = Date.now;
const sandboxNow = () => realNow() + Number(Atomics.load(offsetMs, 0));

/** Everything in this thread that asks for the time gets the sandbox's time; the bundle itself stays as it is deployed. */
function moveDate() {
  const RealDate = globalThis.Date;
  const SandboxDate = new Proxy(RealDate, {
    apply: () => new RealDate(sandboxNow()).toString(),
    construct: (target, parts, newTarget) =>
      Reflect.construct(
        target,
        parts.length === 0 ? [sandboxNow()] : parts,
        newTarget === SandboxDate ? target : newTarget,
      ),
    get: (target, name, receiver) => (name === 'now' ? sandboxNow : Reflect.get(target, name, receiver)),
  });
  RealDate.prototype.constructor = SandboxDate;
  globalThis.Date = SandboxDate;
}

async function loadHandler() {
  const [file, exportName] = workerData.handler.split(/\.(?=[^.]*$)/);
  const path = ['.mjs', '.cjs', '.js'].map((ending) => join(workerData.folder, file + ending)).find(existsSync);
  if (path === undefined) throw new Error(`Cannot find module '${file}' in ${workerData.folder}`);
  const loaded = await import(pathToFileURL(path).href);
  const handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== 'function') throw new Error(`${workerData.handler} is undefined or not exported`);
  return handler;
}

function describeError(error) {
  return {
    errorType: error?.name ?? 'Error',
    errorMessage: error?.message ?? String(error),
    trace: typeof error?.stack === 'string' ? error.stack.split('\n') : [],
  };
}

function contextOf({ requestId, functionArn, remainingMs }) {
  // The deadline runs on real time: moving the sandbox clock must not take a running function's time away.
  const deadlineMs = realNow() + remainingMs;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(deadlineMs - realNow(), 0),
  };
}

moveDate();
try {
  const handler = await loadHandler();
  parentPort.on('message', async (invocation) => {
    try {
      const result = await handler(JSON.parse(invocation.event), contextOf(invocation));
      parentPort.postMessage({ requestId: invocation.requestId, result: JSON.stringify(result ?? null) });
    } catch (error) {
      parentPort.postMessage({ requestId: invocation.requestId, error: describeError(error) });
    }
  });
  parentPort.postMessage({ ready: true });
} catch (error) {
  parentPort.postMessage({ failedToLoad: describeError(error) });
}
