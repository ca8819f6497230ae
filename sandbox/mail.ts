import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { inboxPage, mailPage } from './mail-page.ts';
import { JsonLines } from './state.ts';
import { TextMessages } from './text-messages.ts';

/** A mail as it was sent, and as `GET /store` tells it. */
export interface Mail {
  readonly messageId: string;
  readonly from: string;
  readonly destination: {
    readonly to: readonly string[];
    readonly cc: readonly string[];
    readonly bcc: readonly string[];
  };
  readonly subject: string;
  readonly body: { readonly html?: string; readonly text?: string };
  readonly attachments: readonly { readonly contentType: string; readonly filename?: string; readonly size: number }[];
  readonly language: 'zh-CN' | 'en';
  readonly tags: Readonly<Record<string, string>>;
  /** Seconds on the sandbox clock. */
  readonly at: number;
  readonly sentAt: string;
}

interface EmulatorStore {
  readonly getStoreReadonly: () => { readonly emails: Mail[] };
}

export interface MailServer {
  readonly url: string;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * The mail and short-message service: the SES emulator takes and checks what is sent, and this server in front of it keeps every accepted mail in a
 * file before the sender hears of it, and shows the inbox; short messages, which need no emulator, are kept and shown beside it.
 */
export async function startMail(dataDir: string, port: number, clock: SandboxClock): Promise<MailServer> {
  const require = createRequire(import.meta.url);
  const ses = require('aws-ses-v2-local') as { default: (options: object) => Promise<Server> };
  const store = require('aws-ses-v2-local/dist/store.js') as EmulatorStore;
  const emulator = await ses.default({ host: '127.0.0.1', port: 0 });
  const address = emulator.address();
  const emulatorUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  const inbox = new Inbox(join(dataDir, 'mail', 'sent.jsonl'), clock);
  const texts = new TextMessages(dataDir, clock);

  const server = createServer((request, response) => {
    const work =
      request.method === 'GET'
        ? show(request, response, inbox, texts)
        : send(request, response, { emulatorUrl, store, inbox, texts });
    work.catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    for (const one of [server, emulator]) {
      one.closeAllConnections();
      await new Promise((resolve) => one.close(resolve));
    }
    inbox.close();
    texts.close();
  };
  return { url, endpoint: url, stop };
}

class Inbox {
  readonly mails: Mail[];
  readonly #file: JsonLines<Mail>;
  readonly #clock: SandboxClock;

  constructor(path: string, clock: SandboxClock) {
    this.mails = JsonLines.read<Mail>(path);
    this.#file = new JsonLines(path);
    this.#clock = clock;
  }

  keep(mail: Omit<Mail, 'at' | 'sentAt' | 'language'>): void {
    const now = this.#clock.now();
    const sent = {
      ...mail,
      language: languageOf(mail.body),
      at: Math.floor(now.getTime() / 1_000),
      sentAt: now.toISOString(),
    };
    this.#file.append(sent);
    this.mails.push(sent);
  }

  close(): void {
    this.#file.close();
  }
}

/** The language a mail says it is in, or else the script it is mostly written in. */
function languageOf({ html = '', text = '' }: Mail['body']): Mail['language'] {
  const declared = /<html[^>]*\slang="([^"]+)"/i.exec(html)?.[1];
  if (declared !== undefined) return declared.startsWith('zh') ? 'zh-CN' : 'en';
  const plain = text === '' ? html.replace(/<[^>]+>/g, ' ') : text;
  const han = plain.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = plain.match(/\p{Script=Latin}/gu)?.length ?? 0;
  // A Han character says about as much as a short word of Latin letters.
  return han * 4 > latin ? 'zh-CN' : 'en';
}

interface Sending {
  readonly emulatorUrl: string;
  readonly store: EmulatorStore;
  readonly inbox: Inbox;
  readonly texts: TextMessages;
}

/** Hands a request on to the emulator and keeps the mails it accepted. */
async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { emulatorUrl, store, inbox, texts }: Sending,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const headers: Record<string, string> = {};
  for (const name of ['authorization', 'content-type']) headers[name] = String(request.headers[name] ?? '');
  const form = new URLSearchParams(
    headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? body.toString() : '',
  );
  if (form.get('Action') === 'Publish') {
    const { status, xml } = texts.publish(form);
    return write(response, 'text/xml', xml, status);
  }
  const answer = await fetch(`${emulatorUrl}${request.url}`, {
    method: request.method ?? 'POST',
    headers,
    body: new Uint8Array(body),
  });
  const text = await answer.text();
  for (const [, messageId] of text.matchAll(/MessageId(?:>|":\s*")([^<"]+)/g)) {
    const accepted = takeOut(store, messageId ?? '');
    if (accepted !== undefined) inbox.keep(withFormFields(accepted, form));
  }
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
  response.end(text);
}

/** The emulator keeps mails in memory for ever; what has gone to the inbox need not stay there. */
function takeOut({ getStoreReadonly }: EmulatorStore, messageId: string): Mail | undefined {
  const { emails } = getStoreReadonly();
  const index = emails.findIndex((mail) => mail.messageId === messageId);
  return index < 0 ? undefined : emails.splice(index, 1)[0];
}

/** The emulator reads no tags and only the first recipient of the older SES protocol; both are taken from the request. */
function withFormFields(mail: Mail, form: URLSearchParams): Mail {
  const list = (name: string): string[] =>
    [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
  const tags: Record<string, string> = {};
  for (const [key, value] of form) {
    const tag = /^Tags\.member\.(\d+)\.Name$/.exec(key)?.[1];
    if (tag !== undefined) tags[value] = form.get(`Tags.member.${tag}.Value`) ?? '';
  }
  const to = list('Destination.ToAddresses');
  if (to.length === 0) return { ...mail, tags };
  const destination = { to, cc: list('Destination.CcAddresses'), bcc: list('Destination.BccAddresses') };
  return { ...mail, destination, tags };
}

async function show(
  request: IncomingMessage,
  response: ServerResponse,
  { mails }: Inbox,
  { sent }: TextMessages,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, section, messageId, part] = url.pathname.split('/');
  if (url.pathname === '/')
    return write(response, 'text/html', inboxPage(mails, sent, url.searchParams.get('q') ?? ''));
  if (url.pathname === '/health-check') return write(response, 'text/plain', 'ok');
  if (url.pathname === '/sms') return write(response, 'application/json', JSON.stringify({ texts: sent }));
  if (url.pathname === '/store') {
    const since = Number(url.searchParams.get('since') ?? 0);
    const emails = mails.filter((mail) => mail.at >= since);
    return write(response, 'application/json', JSON.stringify({ templates: {}, emails }));
  }
  const mail = section === 'mails' ? mails.find((candidate) => candidate.messageId === messageId) : undefined;
  if (mail === undefined) return write(response, 'text/plain', 'No such mail. 没有此邮件。', 404);
  if (part === undefined) return write(response, 'text/html', mailPage(mail));
  return write(response, 'text/html', mail.body.html ?? '', 200, 'sandbox');
}

/** Nothing a mail contains may run, load or phone home. */
function write(response: ServerResponse, type: string, text: string, status = 200, sandbox = ''): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; ${sandbox}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(text);
}
