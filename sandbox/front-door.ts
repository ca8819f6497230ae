import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ADMIN_PATH } from './admin.ts';

/** Who listens on a port, told to anybody on this machine who asks. */
export interface Identity {
  readonly pid: number;
  readonly dataDir: string;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const SANDBOX_NAME = 'FeeLedger sandbox';

/**
 * The port of the API. It is taken before anything else is started, so that a second sandbox learns at once that the port is taken;
 * until the API is ready it answers 503.
 */
export class FrontDoor {
  readonly port: number;
  readonly #server: Server;
  #handle: RequestHandler = answerNotReady;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Throws an Error with one sentence that says who has the port. */
  static async open(port: number, identity: Identity, report: (line: string) => void): Promise<FrontDoor> {
    let door: FrontDoor | undefined;
    const server = createServer({ maxHeaderSize: 64 * 1024, keepAliveTimeout: 30_000 }, (request, response) => {
      if (request.url === ADMIN_PATH) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ name: SANDBOX_NAME, ...identity }));
        return;
      }
      const handled = door === undefined ? answerNotReady(request, response) : door.#handle(request, response);
      handled.catch((error: Error) => {
        report(`gateway: ${error.message}`);
        response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    }).catch(async (error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? new Error(await portTaken(port)) : error;
    });
    const address = server.address();
    door = new FrontDoor(server, typeof address === 'object' && address !== null ? address.port : port);
    return door;
  }

  /** From now on requests are answered by this. */
  answerWith(handle: RequestHandler): void {
    this.#handle = handle;
  }

  /** Takes no more requests and lets those under way finish for a moment. */
  async close(): Promise<void> {
    this.#handle = answerNotReady;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const patience = setTimeout(() => this.#server.closeAllConnections(), 2_000);
    await closed;
    clearTimeout(patience);
  }
}

async function answerNotReady(_: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1', connection: 'close' });
  response.end('The sandbox is starting or stopping. 沙箱正在启动或停止。\n');
}

async function portTaken(port: number): Promise<string> {
  const who = await askWho(port);
  const by =
    who === undefined ? 'another program' : `the FeeLedger sandbox with process id ${who.pid} (data in ${who.dataDir})`;
  const byInChinese = who === undefined ? '其他程序' : `FeeLedger 沙箱（进程号 ${who.pid}，数据目录 ${who.dataDir}）`;
  return `Port ${port} is taken by ${by}: stop it, or use npm start -- --port N. 端口 ${port} 已被${byInChinese}占用。`;
}

async function askWho(port: number): Promise<Identity | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${ADMIN_PATH}`, { signal: AbortSignal.timeout(1_000) });
    const who = (await answer.json()) as Identity & { name?: string };
    return who.name === SANDBOX_NAME ? who : undefined;
  } catch {
    return undefined;
  }
}
