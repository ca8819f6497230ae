import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callDynamoDb } from '../../sandbox/dynamodb-call.ts';
import { callSandbox } from '../../sandbox/info.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { fetchToken } from '../../sandbox/token.ts';
import { notedKeys, putNote, type RunningSandbox, readNotes, runSmallApplication } from './running-sandbox.ts';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runSmallApplication();
});

afterAll(async () => {
  await running?.sandbox.stop();
});

beforeEach(() => {
  rmSync(join(running.notes, 'notes'), { force: true });
  rmSync(join(running.notes, 'fail'), { force: true });
});

const api = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${running.sandbox.info.apiUrl}${path}`, init);

describe('the HTTP API', () => {
  test('hands a function the event of payload format 2.0, with claims as text', async () => {
    const token = await fetchToken(running.sandbox.info, 'wang.fang');
    const answer = await api('/echo/%E5%BC%A0?a=1&b=2&a=3', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        cookie: 'x=1; y=2',
        'X-Own': 'yes',
      },
      body: '{"amount":"1.00"}',
    });
    const event = (await answer.json()) as {
      requestContext: { requestId: string; authorizer: { jwt: { claims: object } } };
    };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo/{name}',
      rawPath: '/echo/%E5%BC%A0',
      rawQueryString: 'a=1&b=2&a=3',
      queryStringParameters: { a: '1,3', b: '2' },
      pathParameters: { name: '张' },
      cookies: ['x=1', 'y=2'],
      headers: { 'content-type': 'application/json', 'x-own': 'yes' },
      body: '{"amount":"1.00"}',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1' }, stage: '$default' },
    });
    expect(event.requestContext.authorizer.jwt.claims).toMatchObject({
      username: 'wang.fang',
      'cognito:groups': '[clerk]',
      client_id: running.sandbox.info.userPoolClientId,
      token_use: 'access',
    });
    expect(answer.headers.get('apigw-requestid')).toBe(event.requestContext.requestId);
  });

  test('hands bytes over as base64', async () => {
    const token = await fetchToken(running.sandbox.info, 'wang.fang');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
    const event = await (
      await api('/echo/bytes', { method: 'POST', headers, body: new Uint8Array([0, 255, 10]) })
    ).json();
    expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from([0, 255, 10]).toString('base64') });
  });

  test('asks for no token where the route asks for none', async () => {
    expect((await api('/open')).status).toBe(200);
  });

  test.each([
    ['no token', undefined],
    ['no real token', 'Bearer nonsense'],
    [
      'a token signed by somebody else',
      `Bearer ${['{"alg":"RS256","kid":"CognitoLocal"}', '{"username":"admin"}', 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.')}`,
    ],
  ])('answers 401 in the shape of all problems to %s', async (_, authorization) => {
    const headers = { 'accept-language': 'en', ...(authorization === undefined ? {} : { authorization }) };
    const answer = await api('/echo/x', { method: 'POST', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED', title: 'Sign in first', instance: '/echo/x' });
  });

  test.each([
    ['an unknown path', '/nowhere', 404, 'ROUTE_NOT_FOUND'],
    ['a wrongly encoded path', '/trouble/%zz', 404, 'ROUTE_NOT_FOUND'],
    ['a fault in the function', '/trouble/throw', 500, 'INTERNAL'],
    ['an answer that is none', '/trouble/nonsense', 500, 'INTERNAL'],
    ['a function that ends its process', '/trouble/exit', 500, 'INTERNAL'],
    ['a function that uses too much memory', '/trouble/memory', 500, 'INTERNAL'],
    ['a function that never ends', '/trouble/loop', 503, 'TEMPORARILY_UNAVAILABLE'],
  ])('answers %s with a problem and goes on', async (_, path, status, code) => {
    const answer = await api(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, code });
    expect((await api('/open')).status).toBe(200);
  });

  test('answers 413 to more than ten megabytes, announced or not', async () => {
    const token = await fetchToken(running.sandbox.info, 'wang.fang');
    const body = 'x'.repeat(10 * 1024 * 1024 + 1);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
    const unannounced = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${running.sandbox.info.apiUrl}/echo/x`, { method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode);
        answer.resume();
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write(body);
      sending.end();
    });
    expect(unannounced).toBe(413);
  });

  test('lets the origins of the template in, and no other', async () => {
    const preflight = (origin: string) =>
      api('/echo/x', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await preflight('https://console.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://console.example');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the table stream', () => {
  test('reaches the function with only the records the filter lets through', async () => {
    const { info } = running.sandbox;
    await putNote(info, 'a');
    await putNote(info, 'b', 'other');
    await putNote(info, 'a');
    await putNote(info, 'c');
    await running.sandbox.idle();
    expect(notedKeys(running.notes)).toEqual(['a', 'c']);
  });

  test('takes a record out of the way after its last attempt, keeps it with the dead letters, and delivers all others once', async () => {
    const { info } = running.sandbox;
    writeFileSync(join(running.notes, 'fail'), 'poison');
    await Promise.all([putNote(info, 'd'), putNote(info, 'poison'), putNote(info, 'e'), putNote(info, 'f')]);
    await running.sandbox.idle();
    expect(notedKeys(running.notes).sort()).toEqual(['d', 'e', 'f']);
    const { queues } = await callSandbox<{ queues: { messages: unknown[] }[] }>(info, 'GET', '/dead-letters');
    expect(queues[0]?.messages).toHaveLength(1);
    expect(queues[0]?.messages[0]).toMatchObject({
      DDBStreamBatchInfo: { batchSize: 1 },
      records: [{ dynamodb: { Keys: { pk: { S: 'poison' } } } }],
    });
  });
});

describe('the sandbox clock', () => {
  test('moves functions, schedules and expiry together', async () => {
    const { sandbox } = running;
    const before = sandbox.now().getTime();
    await sandbox.moveClock('+3d');
    const inFunction = Date.parse(await (await api('/trouble/clock')).text());
    expect(Math.round((inFunction - before) / 86_400_000)).toBe(3);
    const noted = readNotes(running.notes);
    const daily = noted.filter(({ record }) => 'daily' in record);
    expect(daily).toHaveLength(3);
    for (const { at, record } of daily) {
      expect(record['daily']).toMatch(/T18:30:00Z$/);
      expect(Math.abs(Date.parse(at) - Date.parse(String(record['daily'])))).toBeLessThan(5_000);
    }
    const often = noted.filter(({ record }) => 'often' in record).length;
    expect(often).toBeGreaterThan(40);
    expect(often).toBeLessThanOrEqual(51);
  });

  test('takes items away whose time to live has passed', async () => {
    const { info, moveClock, now } = running.sandbox;
    const database = { endpoint: info.endpoints.dynamodb, region: info.region };
    const put = (pk: string, seconds: number) => {
      const expiresAt = { N: String(Math.floor(now().getTime() / 1_000) + seconds) };
      return callDynamoDb(database, 'DynamoDB_20120810.PutItem', {
        TableName: info.tableName,
        Item: { pk: { S: pk }, expiresAt },
      });
    };
    await put('short', 60);
    await put('long', 86_400 * 30);
    await moveClock('+1d');
    const left = await callDynamoDb(database, 'DynamoDB_20120810.Scan', {
      TableName: info.tableName,
      ProjectionExpression: 'pk',
    });
    const keys = (left['Items'] as { pk: { S: string } }[]).map((item) => item.pk.S);
    expect(keys).toContain('long');
    expect(keys).not.toContain('short');
  });

  test('is moved only by who knows the secret', async () => {
    const answer = await fetch(`${running.sandbox.info.adminUrl}/clock`, { method: 'POST', body: '{"to":"+1d"}' });
    expect(answer.status).toBe(403);
  });
});

describe('mails', () => {
  test('are kept over a restart, with recipients, language and tags, and shown harmlessly', async () => {
    const { info } = running.sandbox;
    const client = new SESClient({ endpoint: info.endpoints.ses, region: info.region, credentials: LOCAL_CREDENTIALS });
    const subject = `补费通知 <script>alert(1)</script> ${randomBytes(4).toString('hex')}`;
    const text = (Data: string) => ({ Data, Charset: 'UTF-8' });
    await client.send(
      new SendEmailCommand({
        Source: 'billing@feeledger.example',
        Destination: { ToAddresses: ['a@customer.example', 'b@customer.example'] },
        Message: {
          Subject: text(subject),
          Body: { Html: text('<html lang="zh-CN"><p>您好</p></html>'), Text: text('您好') },
        },
        Tags: [{ Name: 'template', Value: 'charge-posted' }],
      }),
    );
    client.destroy();
    await running.restart();
    const { mailApiUrl, mailUrl } = running.sandbox.info;
    const { emails } = (await (await fetch(mailApiUrl)).json()) as { emails: { subject: string; messageId: string }[] };
    const mail = emails.find((candidate) => candidate.subject === subject);
    expect(mail).toMatchObject({
      language: 'zh-CN',
      destination: { to: ['a@customer.example', 'b@customer.example'] },
      body: { text: '您好' },
      tags: { template: 'charge-posted' },
    });
    const page = await (await fetch(mailUrl)).text();
    expect(page).toContain('补费通知 &lt;script&gt;');
    expect(page).not.toContain('<script>');
    const shown = await (await fetch(`${mailUrl}/mails/${mail?.messageId}`)).text();
    expect(shown).toContain('<iframe sandbox=""');
  });
});

describe('a second sandbox', () => {
  test('learns in one sentence who has its port', async () => {
    const { port, pid } = running.sandbox.info;
    const { assemblyDir } = running;
    const starting = startSandbox({ dataDir: join(running.dataDir, 'other'), port, assemblyDir, seed: false });
    await expect(starting).rejects.toThrow(`Port ${port} is taken by the FeeLedger sandbox with process id ${pid}`);
  });

  test('never shares a data directory', async () => {
    const { assemblyDir, dataDir } = running;
    await expect(startSandbox({ dataDir, assemblyDir, seed: false })).rejects.toThrow(
      'is used by the sandbox with process id',
    );
  });
});
