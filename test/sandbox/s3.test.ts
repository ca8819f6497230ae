import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { freePort } from '../../sandbox/processes.ts';
import { type S3, startS3 } from '../../sandbox/s3.ts';
import { applicationOf } from './small-application.ts';

const cors = { CorsRules: [{ AllowedOrigins: ['https://console.example'], AllowedMethods: ['POST'] }] };
const application = applicationOf({
  Resources: {
    Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files', CorsConfiguration: cors } },
    Locked: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'locked', ObjectLockEnabled: true } },
  },
});
const dataDir = mkdtempSync(join(tmpdir(), 's3-'));
const clock = new SandboxClock(join(dataDir, 'clock.json'));
let port: number;
let s3: S3;
let client: S3Client;

const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string }): S3Client =>
  new S3Client({ endpoint: s3.endpoint, region: application.region, credentials, maxAttempts: 1 });

beforeAll(async () => {
  port = await freePort();
  s3 = await startS3({ application, dataDir, clock, port });
  client = clientWith(LOCAL_CREDENTIALS);
});

afterAll(async () => {
  client.destroy();
  clock.stop();
  await s3.stop();
});

const key = '凭证/2026 年/a+b (1).txt';

describe('a bucket', () => {
  test('keeps bytes, type and metadata under any key, over a restart and a torn last line', async () => {
    await client.send(
      new PutObjectCommand({
        Bucket: 'files',
        Key: key,
        Body: '补费',
        ContentType: 'text/plain',
        Metadata: { owner: 'wang' },
      }),
    );
    await s3.stop();
    appendFileSync(join(dataDir, 's3', 'files', 'index.jsonl'), '{"put":"half');
    s3 = await startS3({ application, dataDir, clock, port });
    client.destroy();
    client = clientWith(LOCAL_CREDENTIALS);
    const got = await client.send(new GetObjectCommand({ Bucket: 'files', Key: key }));
    expect(await got.Body?.transformToString()).toBe('补费');
    expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { owner: 'wang' } });
  });

  test('lists keys by prefix in order, page by page', async () => {
    for (const name of ['l/3', 'l/1', 'l/2', 'm/1'])
      await client.send(new PutObjectCommand({ Bucket: 'files', Key: name, Body: name }));
    const first = await client.send(new ListObjectsV2Command({ Bucket: 'files', Prefix: 'l/', MaxKeys: 2 }));
    expect(first.Contents?.map((object) => object.Key)).toEqual(['l/1', 'l/2']);
    const second = await client.send(
      new ListObjectsV2Command({ Bucket: 'files', Prefix: 'l/', ContinuationToken: first.NextContinuationToken }),
    );
    expect(second.Contents?.map((object) => object.Key)).toEqual(['l/3']);
    expect(second.IsTruncated).toBe(false);
  });

  test('does not write over what is there when asked not to', async () => {
    const put = () => client.send(new PutObjectCommand({ Bucket: 'files', Key: 'once', Body: 'x', IfNoneMatch: '*' }));
    await put();
    await expect(put()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('answers for what is deleted or was never there as S3 does to roles that may not list', async () => {
    await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'gone', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket: 'files', Key: 'gone' }));
    const status = { $metadata: { httpStatusCode: 403 } };
    await expect(client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'gone' }))).rejects.toMatchObject(status);
    const denied = { name: 'AccessDenied', ...status };
    await expect(client.send(new GetObjectCommand({ Bucket: 'files', Key: 'gone' }))).rejects.toMatchObject(denied);
    await expect(client.send(new GetObjectCommand({ Bucket: 'files', Key: 'never' }))).rejects.toMatchObject(denied);
  });

  test('refuses a wrong secret, an unknown key id, and nobody at all', async () => {
    const get = new GetObjectCommand({ Bucket: 'files', Key: key });
    const wrongSecret = clientWith({ ...LOCAL_CREDENTIALS, secretAccessKey: 'wrong' });
    const stranger = clientWith({ ...LOCAL_CREDENTIALS, accessKeyId: 'stranger' });
    await expect(wrongSecret.send(get)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(stranger.send(get)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    expect((await fetch(`${s3.endpoint}/files/${encodeURIComponent(key)}`)).status).toBe(403);
  });

  test('says so when it is asked for something the sandbox does not keep', async () => {
    const answer = await client
      .send(new GetObjectCommand({ Bucket: 'files', Key: key, VersionId: 'v1' }))
      .catch((error: Error) => error);
    expect(answer).toMatchObject({ name: 'NotImplemented' });
  });
});

describe('an upload by a signed policy', () => {
  const hmac = (secret: string | Buffer, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

  async function upload(
    file: string,
    change: { fields?: Record<string, string>; expiresInMs?: number } = {},
  ): Promise<Response> {
    const now = clock.now();
    const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const credential = `${LOCAL_CREDENTIALS.accessKeyId}/${date.slice(0, 8)}/${application.region}/s3/aws4_request`;
    const conditions = [
      { bucket: 'files' },
      ['starts-with', '$key', 'up/'],
      { 'x-amz-credential': credential },
      { 'x-amz-date': date },
      ['content-length-range', 1, 10],
    ];
    const expiration = new Date(now.getTime() + (change.expiresInMs ?? 60_000)).toISOString();
    const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
    const signingKey = [date.slice(0, 8), application.region, 's3', 'aws4_request'].reduce<string | Buffer>(
      (secret, part) => hmac(secret, part),
      `AWS4${LOCAL_CREDENTIALS.secretAccessKey}`,
    );
    const signature = hmac(signingKey, policy).toString('hex');
    const form = new FormData();
    const fields = {
      key: 'up/1',
      policy,
      'x-amz-credential': credential,
      'x-amz-date': date,
      'x-amz-signature': signature,
      ...change.fields,
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([file]));
    return fetch(`${s3.endpoint}/files`, {
      method: 'POST',
      body: form,
      headers: { origin: 'https://console.example' },
    });
  }

  test('stores what the policy allows, for the origins of the template', async () => {
    const answer = await upload('voucher');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example');
    const got = await client.send(new GetObjectCommand({ Bucket: 'files', Key: 'up/1' }));
    expect(await got.Body?.transformToString()).toBe('voucher');
  });

  test.each<[string, string, Parameters<typeof upload>[1], string]>([
    ['too long', 'more than ten', {}, 'EntityTooLarge'],
    ['empty', '', {}, 'EntityTooSmall'],
    ['under another key', 'x', { fields: { key: 'elsewhere/1' } }, 'Policy Condition failed'],
    ['with a field the policy does not name', 'x', { fields: { acl: 'public-read' } }, 'Extra input fields: acl'],
    ['signed wrongly', 'x', { fields: { 'x-amz-signature': '00' } }, 'SignatureDoesNotMatch'],
    ['too late', 'x', { expiresInMs: -1 }, 'Policy expired'],
  ])('is refused when it is %s', async (_, file, change, sentence) => {
    const answer = await upload(file, change);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain(sentence);
  });
});
