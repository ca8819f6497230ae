import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { type MailServer, startMail } from '../../sandbox/mail.ts';
import { freePort } from '../../sandbox/processes.ts';

let dataDir: string;
let server: MailServer;
const start = async () => startMail(dataDir, await freePort(undefined), new SandboxClock(join(dataDir, 'clock.json')));

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sms-'));
  server = await start();
});
afterAll(() => server.stop());

const publish = (phone: string, text: string) =>
  new SNSClient({
    endpoint: server.endpoint,
    region: 'ap-southeast-1',
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
  }).send(
    new PublishCommand({
      PhoneNumber: phone,
      Message: text,
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    }),
  );
const listed = async () => ((await (await fetch(`${server.url}/sms`)).json()) as { texts: object[] }).texts;

describe('a short message', () => {
  it('that the SNS client publishes is listed with its number, text and time, as JSON and beside the mails', async () => {
    const { MessageId } = await publish('+8613800138000', 'FeeLedger：升级费 CNY 120.00 & 待付 <b>');
    expect(await listed()).toEqual([
      {
        messageId: MessageId,
        phone: '+8613800138000',
        text: 'FeeLedger：升级费 CNY 120.00 & 待付 <b>',
        at: expect.any(Number),
        sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
    const page = await (await fetch(server.url)).text();
    expect(page).toContain('+8613800138000');
    expect(page).toContain('CNY 120.00 &amp; 待付 &lt;b&gt;');
    expect(await (await fetch(`${server.url}/?q=no-such-text`)).text()).not.toContain('+8613800138000');
  });

  it('to a number that is none, or without a text, is refused as SNS refuses it', async () => {
    for (const [phone, text] of [
      ['13800138000', 'x'],
      ['+8613800138000', ''],
    ] as const) {
      await expect(publish(phone, text)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('is still there after a restart', async () => {
    const before = await listed();
    await server.stop();
    server = await start();
    expect(await listed()).toEqual(before);
  });
});
