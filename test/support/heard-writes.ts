import { channel } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

const isWrite = /\.(?:PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;
const finished = channel('http.client.response.finish');

/** Does the work and answers which writes DynamoDB carried out for this process meanwhile, whichever client asked. */
export async function heardWrites<T>(work: () => Promise<T>): Promise<{ result: T; writes: string[] }> {
  const writes: string[] = [];
  const listen = (message: unknown): void => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const target = String(request.getHeader('x-amz-target'));
    // A write whose condition fails is answered with 400 and leaves everything as it was.
    if (isWrite.test(target) && response.statusCode === 200) writes.push(target);
  };
  finished.subscribe(listen);
  try {
    return { result: await work(), writes };
  } finally {
    finished.unsubscribe(listen);
  }
}
