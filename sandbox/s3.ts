import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { checkPolicy } from './s3-post.ts';
import { checkPolicySignature, checkSignature, encode, S3Refusal } from './s3-signature.ts';
import { BucketStorage, type StoredObject } from './s3-storage.ts';
import type { Application, JsonObject } from './template.ts';

interface CorsRule {
  readonly AllowedOrigins: string[];
  readonly AllowedMethods: string[];
  readonly ExposedHeaders?: string[];
  readonly MaxAge?: number;
}

interface Bucket {
  readonly name: string;
  readonly storage: BucketStorage;
  readonly cors: readonly CorsRule[];
  readonly tellsEventBus: boolean;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly bucket: Bucket;
  readonly key: string;
}

export interface S3Options {
  readonly application: Application;
  readonly dataDir: string;
  readonly clock: SandboxClock;
  readonly port: number;
}

/** An object that arrived in a bucket which tells the event bus. */
export interface StoredEvent {
  /** The same for the same arrival. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly reason: 'PutObject' | 'PostObject';
}

export interface S3 {
  readonly endpoint: string;
  /** Has a listener told of every object that arrives from now on. */
  onStored(listener: (event: StoredEvent) => void): void;
  /** The arrival of every object that is there. */
  storedEvents(): StoredEvent[];
  stop(): Promise<void>;
}

/** Operations that would need a sub-resource the sandbox does not keep. */
const UNKNOWN_SUB_RESOURCES = [
  'acl',
  'legal-hold',
  'restore',
  'retention',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
];
/** Headers of a PUT that are answered with the object again. */
const KEPT_HEADER = /^(x-amz-meta-.+|x-amz-object-lock-.+|content-disposition|content-encoding|cache-control)$/;

/** The buckets of the template: the part of S3 the application uses, with signatures really checked. */
export async function startS3(options: S3Options): Promise<S3> {
  const emulator = new S3Emulator(options);
  const server = createServer((request, response) => void emulator.handle(request, response));
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${options.port}`,
    onStored: (listener) => emulator.onStored(listener),
    storedEvents: () => emulator.storedEvents(),
    stop: () => emulator.stop(server),
  };
}

class S3Emulator {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: SandboxClock;
  #listener: (event: StoredEvent) => void = () => undefined;

  constructor({ application, dataDir, clock }: S3Options) {
    this.#clock = clock;
    for (const resource of application.ofType('AWS::S3::Bucket')) {
      const { properties } = resource;
      const name = application.values(resource).ref;
      const versioned = (properties['VersioningConfiguration'] as JsonObject | undefined)?.['Status'] === 'Enabled';
      const storage = new BucketStorage(
        join(dataDir, 's3', name),
        versioned || properties['ObjectLockEnabled'] === true,
      );
      const cors =
        (properties['CorsConfiguration'] as unknown as { CorsRules?: CorsRule[] } | undefined)?.CorsRules ?? [];
      const notification = properties['NotificationConfiguration'] as JsonObject | undefined;
      const eventBus = notification?.['EventBridgeConfiguration'] as JsonObject | undefined;
      const tellsEventBus = eventBus?.['EventBridgeEnabled'] === true;
      this.#buckets.set(name, { name, storage, cors, tellsEventBus });
    }
  }

  onStored(listener: (event: StoredEvent) => void): void {
    this.#listener = listener;
  }

  storedEvents(): StoredEvent[] {
    const telling = [...this.#buckets.values()].filter(({ tellsEventBus }) => tellsEventBus);
    return telling.flatMap(({ name, storage }) =>
      storage.list('', '').map(([key, object]) => storedEvent(name, key, object, 'PutObject')),
    );
  }

  /** Keeps the object, then tells the bus: what a kill in between left untold, the next start tells. */
  #store({ bucket }: Pick<Call, 'bucket'>, key: string, bytes: Buffer, about: Kept): StoredObject {
    const { contentType, headers, reason } = about;
    const object = bucket.storage.put(key, bytes, contentType, headers, this.#clock.now());
    if (bucket.tellsEventBus) this.#listener(storedEvent(bucket.name, key, object, reason));
    return object;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('date', this.#clock.now().toUTCString());
    try {
      await this.#answer(request, response);
    } catch (error) {
      const refusal =
        error instanceof S3Refusal ? error : new S3Refusal('InternalError', 500, (error as Error).message);
      if (response.headersSent) response.destroy();
      else
        writeXml(
          response,
          `<Error><Code>${refusal.name}</Code><Message>${escapeXml(refusal.message)}</Message></Error>`,
          refusal.status,
        );
    }
  }

  async stop(server: Server): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (const { storage } of this.#buckets.values()) storage.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, bucketName = '', ...rest] = url.pathname.split('/');
    const bucket = this.#buckets.get(bucketName);
    if (bucket === undefined) throw new S3Refusal('NoSuchBucket', 404, 'The specified bucket does not exist');
    const call: Call = { request, response, url, bucket, key: decodeURIComponent(rest.join('/')) };
    if (request.method === 'OPTIONS') {
      const allowed = writeCorsHeaders(call, request.headers['access-control-request-method'] ?? '');
      response.writeHead(allowed ? 200 : 403).end();
      return;
    }
    writeCorsHeaders(call, request.method ?? 'GET');
    const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/form-data');
    if (request.method === 'POST' && call.key === '' && isForm) {
      await this.#postForm(call);
      return;
    }
    checkSignature({ method: request.method ?? 'GET', url, headers: request.headers }, this.#clock.nowMs());
    const sub = UNKNOWN_SUB_RESOURCES.find((name) => url.searchParams.has(name));
    const operation = `${request.method} ${call.key === '' ? 'bucket' : 'object'}`;
    const run = sub === undefined ? this.#operations[operation] : undefined;
    if (run === undefined)
      throw new S3Refusal('NotImplemented', 501, `The sandbox does not know ${operation} ${sub ?? ''} of S3.`);
    await run(call);
  }

  readonly #operations: Readonly<Record<string, (call: Call) => Promise<void> | void>> = {
    'GET bucket': (call) => listObjects(call),
    'HEAD bucket': ({ response }) => void response.writeHead(200).end(),
    'PUT object': (call) => this.#putObject(call),
    'GET object': (call) => getObject(call, true),
    'HEAD object': (call) => getObject(call, false),
    'DELETE object': ({ bucket, key, response }) => {
      bucket.storage.delete(key);
      response.writeHead(204).end();
    },
  };

  async #putObject(call: Call): Promise<void> {
    const { request, response, bucket, key } = call;
    const bytes = await readVerifiedBody(request);
    const before = bucket.storage.get(key);
    const ifMatch = request.headers['if-match'];
    const taken = request.headers['if-none-match'] === '*' && before !== undefined;
    if (taken || (ifMatch !== undefined && ifMatch !== before?.etag)) {
      throw new S3Refusal('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
    }
    const kept = Object.entries(request.headers)
      .filter(([name]) => KEPT_HEADER.test(name))
      .map(([name, value]) => [name, String(value)]);
    const contentType = request.headers['content-type'] ?? 'application/octet-stream';
    const about = { contentType, headers: Object.fromEntries(kept), reason: 'PutObject' } as const;
    const object = this.#store(call, key, bytes, about);
    response.writeHead(200, { etag: object.etag }).end();
  }

  /** An upload straight from a browser, allowed by a signed policy. */
  async #postForm({ request, response, bucket }: Call): Promise<void> {
    const body = await readBody(request);
    const type = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers: type }).formData();
    const file = form.get('file');
    if (!(file instanceof File))
      throw new S3Refusal('InvalidArgument', 400, 'POST requires exactly one file upload per request.');
    const fields: Record<string, string> = {};
    for (const [name, value] of form) if (typeof value === 'string') fields[name.toLowerCase()] = value;
    checkPolicySignature(fields);
    const bytes = Buffer.from(await file.arrayBuffer());
    checkPolicy(fields, bytes.length, bucket.name, this.#clock.nowMs());
    checkSha256(fields['x-amz-checksum-sha256'], bytes);
    const key = (fields['key'] ?? '').replace(/\$\{filename\}/, () => file.name);
    const kept = Object.entries(fields).filter(([name]) => KEPT_HEADER.test(name));
    const contentType = fields['content-type'] ?? 'application/octet-stream';
    const about = { contentType, headers: Object.fromEntries(kept), reason: 'PostObject' } as const;
    const object = this.#store({ bucket }, key, bytes, about);
    response.writeHead(Number(fields['success_action_status'] ?? 204), { etag: object.etag }).end();
  }
}

interface Kept {
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: StoredEvent['reason'];
}

function storedEvent(
  bucket: string,
  key: string,
  { id, size, etag }: StoredObject,
  reason: StoredEvent['reason'],
): StoredEvent {
  return { id, bucket, key, size, etag, reason };
}

function getObject({ request, response, url, bucket, key }: Call, withBody: boolean): void {
  const object = bucket.storage.get(key);
  // No role of the application may list a bucket, and to such a caller S3 does not say what is absent.
  if (object === undefined) throw new S3Refusal('AccessDenied', 403, 'Access Denied');
  if (request.headers['if-none-match'] === object.etag) {
    response.writeHead(304).end();
    return;
  }
  const headers = objectHeaders(object, url);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!withBody || range === null) {
    response.writeHead(200, { ...headers, 'content-length': object.size });
    response.end(withBody ? bucket.storage.read(object) : undefined);
    return;
  }
  const first = Number(range[1]);
  const last = range[2] === '' ? object.size - 1 : Math.min(Number(range[2]), object.size - 1);
  if (first > last) throw new S3Refusal('InvalidRange', 416);
  const part = bucket.storage.read(object).subarray(first, last + 1);
  response.writeHead(206, {
    ...headers,
    'content-length': part.length,
    'content-range': `bytes ${first}-${last}/${object.size}`,
  });
  response.end(part);
}

function objectHeaders(object: StoredObject, url: URL): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    etag: object.etag,
    'content-type': object.contentType,
    'last-modified': new Date(object.storedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const name of ['content-type', 'content-disposition', 'cache-control', 'content-encoding']) {
    const wanted = url.searchParams.get(`response-${name}`);
    if (wanted !== null) headers[name] = wanted;
  }
  return headers;
}

function listObjects({ response, url, bucket }: Call): void {
  const parameter = (name: string): string => url.searchParams.get(name) ?? '';
  const prefix = parameter('prefix');
  const token = parameter('continuation-token');
  const after = token === '' ? parameter('start-after') : Buffer.from(token, 'base64').toString();
  const largest = Number(parameter('max-keys') || 1_000);
  const all = bucket.storage.list(prefix, after);
  const page = all.slice(0, largest);
  const more = all.length > page.length;
  const name = url.searchParams.get('encoding-type') === 'url' ? encode : escapeXml;
  const next = more
    ? `<NextContinuationToken>${Buffer.from(page.at(-1)?.[0] ?? '').toString('base64')}</NextContinuationToken>`
    : '';
  const contents = page.map(([key, object]) => {
    const about = `<LastModified>${object.storedAt}</LastModified><ETag>${escapeXml(object.etag)}</ETag><Size>${object.size}</Size>`;
    return `<Contents><Key>${name(key)}</Key>${about}<StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const counts = `<KeyCount>${page.length}</KeyCount><MaxKeys>${largest}</MaxKeys><IsTruncated>${more}</IsTruncated>`;
  const head = `<Name>${bucket.name}</Name><Prefix>${name(prefix)}</Prefix>${counts}${next}`;
  writeXml(
    response,
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${head}${contents.join('')}</ListBucketResult>`,
  );
}

function writeCorsHeaders({ request, response, bucket }: Call, method: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const matches = (rule: CorsRule): boolean =>
    rule.AllowedMethods.includes(method) &&
    rule.AllowedOrigins.some((allowed) => allowed === '*' || allowed === origin);
  const rule = bucket.cors.find(matches);
  if (rule === undefined) return false;
  response.setHeader('access-control-allow-origin', rule.AllowedOrigins.includes('*') ? '*' : origin);
  response.setHeader('access-control-allow-methods', rule.AllowedMethods.join(', '));
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('vary', 'Origin');
  if (rule.ExposedHeaders !== undefined)
    response.setHeader('access-control-expose-headers', rule.ExposedHeaders.join(', '));
  if (rule.MaxAge !== undefined) response.setHeader('access-control-max-age', rule.MaxAge);
  return true;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The bytes of a PUT, taken out of the SDK's chunks where it sends them so, and checked against the hashes it names. */
async function readVerifiedBody(request: IncomingMessage): Promise<Buffer> {
  const raw = await readBody(request);
  const named = String(request.headers['x-amz-content-sha256'] ?? '');
  const bytes = named.startsWith('STREAMING-') ? joinChunks(raw) : raw;
  if (/^[0-9a-f]{64}$/.test(named) && createHash('sha256').update(bytes).digest('hex') !== named) {
    throw new S3Refusal('XAmzContentSHA256Mismatch', 400);
  }
  checkSha256(request.headers['x-amz-checksum-sha256'], bytes);
  return bytes;
}

function checkSha256(given: string | string[] | undefined, bytes: Buffer): void {
  if (given !== undefined && createHash('sha256').update(bytes).digest('base64') !== given)
    throw new S3Refusal('BadDigest', 400, 'The SHA256 you specified did not match the calculated checksum.');
}

/** Undoes `aws-chunked`: each chunk is its length in hexadecimal, a line end, the bytes, a line end. */
function joinChunks(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf('\r\n', at);
    const length = Number.parseInt(raw.subarray(at, lineEnd).toString(), 16);
    if (lineEnd < 0 || Number.isNaN(length)) throw new S3Refusal('IncompleteBody', 400);
    if (length === 0) return Buffer.concat(parts);
    parts.push(raw.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}

function writeXml(response: ServerResponse, xml: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
}

function escapeXml(text: string): string {
  return text.replace(
    /[<>&"]/g,
    (letter) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[letter] ?? letter,
  );
}
