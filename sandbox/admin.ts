import type { IncomingMessage, ServerResponse } from 'node:http';

/** The path everything about the sandbox itself lies under; the deployed API has nothing there. */
export const ADMIN_PATH = '/_sandbox';

/** What may be asked of a running sandbox, by `<METHOD> <path>`. A result is answered as JSON. */
export type AdminActions = Readonly<Record<string, (request: AdminRequest) => Promise<unknown> | unknown>>;

export interface AdminRequest {
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AdminOptions {
  readonly secret: string;
  readonly actions: () => AdminActions;
}

export function isAdminRequest(request: IncomingMessage): boolean {
  const path = request.url?.split('?')[0] ?? '';
  return path === ADMIN_PATH || path.startsWith(`${ADMIN_PATH}/`);
}

/** Answers a request about the sandbox itself. */
export async function answerAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  options: AdminOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.slice(ADMIN_PATH.length);
  if (request.headers['x-sandbox-secret'] !== options.secret)
    return write(response, 403, { error: 'The secret is in info.json.' });
  const action = options.actions()[`${request.method} ${path}`];
  if (action === undefined) return write(response, 404, { error: `The sandbox has no ${request.method} ${path}.` });
  try {
    const text = await readText(request);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    write(response, 200, ((await action({ query: url.searchParams, body })) ?? {}) as object);
  } catch (error) {
    write(response, 400, { error: (error as Error).message });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
