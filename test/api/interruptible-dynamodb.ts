import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a call on its way: it is answered at once, or its reply is lost although it was done. */
type Interruption = { readonly error: string; readonly reasons?: readonly string[] } | 'lose the reply';

/** DynamoDB Local behind a door that a test can hold shut. */
export async function interruptibleDynamodb() {
  const target = new URL(process.env.DYNAMODB_LOCAL_ENDPOINT ?? '');
  const door = {
    /** Says what happens to a call of an operation such as `PutItem`; nothing: it goes through. */
    interrupt: (_operation: string): Interruption | undefined => undefined,
    /** How many calls were. */
    interruptions: 0,
    endpoint: '',
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const interruption = door.interrupt(operation);
    if (interruption !== undefined) door.interruptions += 1;
    if (interruption !== undefined && interruption !== 'lose the reply') return answer(outgoing, interruption);
    const { method, headers } = incoming;
    const onward = request({ host: target.hostname, port: target.port, method, path: '/', headers }, (reply) => {
      if (interruption === 'lose the reply') {
        reply.resume();
        reply.on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(outgoing);
    });
    onward.end(Buffer.concat(chunks));
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
  server.keepAliveTimeout = 1_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return door;
}

function answer(outgoing: ServerResponse, { error, reasons }: { error: string; reasons?: readonly string[] }): void {
  const body = {
    __type: `com.amazonaws.dynamodb.v20120810#${error}`,
    message: error,
    ...(reasons === undefined ? {} : { CancellationReasons: reasons.map((Code) => ({ Code })) }),
  };
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify(body));
}
