import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LOCAL_CREDENTIALS } from './local-account.ts';

/** A refusal with S3's name for it. */
export class S3Refusal extends Error {
  readonly status: number;

  constructor(code: string, status: number, message = code) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

interface Scope {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/** Checks the Signature Version 4 of a request, in its header or in its query. Throws an S3Refusal when it does not hold. */
export function checkSignature(request: SignedRequest, nowMs: number): void {
  if (request.url.searchParams.has('X-Amz-Signature')) checkPresigned(request, nowMs);
  else checkHeader(request);
}

function checkHeader(request: SignedRequest): void {
  const { authorization } = request.headers;
  if (authorization === undefined) throw new S3Refusal('AccessDenied', 403, 'Access Denied');
  const match = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  if (match === null) throw new S3Refusal('AuthorizationHeaderMalformed', 400);
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  const canonical = canonicalRequest(request, signedHeaders.split(';'), payloadHash);
  compare(signature, sign(scopeOf(credential), String(request.headers['x-amz-date']), canonical));
}

function checkPresigned(request: SignedRequest, nowMs: number): void {
  const parameter = (name: string): string => request.url.searchParams.get(name) ?? '';
  const date = parameter('X-Amz-Date');
  const signedAtMs = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signedAtMs)) throw new S3Refusal('AuthorizationQueryParametersError', 400);
  if (nowMs > signedAtMs + Number(parameter('X-Amz-Expires')) * 1_000)
    throw new S3Refusal('AccessDenied', 403, 'Request has expired');
  const payloadHash = parameter('X-Amz-Content-Sha256') || 'UNSIGNED-PAYLOAD';
  const canonical = canonicalRequest(request, parameter('X-Amz-SignedHeaders').split(';'), payloadHash);
  compare(parameter('X-Amz-Signature'), sign(scopeOf(parameter('X-Amz-Credential')), date, canonical));
}

/** Checks the signature of a POST policy (the form fields, names in small letters). */
export function checkPolicySignature(fields: Readonly<Record<string, string>>): void {
  const scope = scopeOf(fields['x-amz-credential'] ?? '');
  const expected = hmac(signingKey(scope), fields['policy'] ?? '').toString('hex');
  compare(fields['x-amz-signature'] ?? '', expected);
}

function scopeOf(credential: string): Scope {
  const [accessKeyId = '', day = '', region = '', service = ''] = credential.split('/');
  if (accessKeyId !== LOCAL_CREDENTIALS.accessKeyId) throw new S3Refusal('InvalidAccessKeyId', 403);
  return { accessKeyId, day, region, service };
}

function sign(scope: Scope, date: string, canonical: string): string {
  const credentialScope = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  return hmac(signingKey(scope), ['AWS4-HMAC-SHA256', date, credentialScope, hash].join('\n')).toString('hex');
}

function signingKey({ day, region, service }: Scope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${LOCAL_CREDENTIALS.secretAccessKey}`, day), region), service), 'aws4_request');
}

function canonicalRequest(
  { method, url, headers }: SignedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = url.pathname
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const lines = signedHeaders.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}`,
  );
  return [method, path, query, ...lines, '', signedHeaders.join(';'), payloadHash].join('\n');
}

/** Percent-encoding as Signature Version 4 wants it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function compare(given: string, expected: string): void {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  if (left.length !== right.length || !timingSafeEqual(left, right)) {
    throw new S3Refusal(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided.',
    );
  }
}
