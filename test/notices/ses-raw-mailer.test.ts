import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RefundNews } from '../../shared/mails/refund-mails.ts';
import { sesRawMailer } from '../../shared/runtime/ses-raw-mailer.ts';

let server: Server;
const requests: URLSearchParams[] = [];

/** A mail service that takes everything. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    requests.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    const answer =
      '<SendRawEmailResponse><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>';
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    MAIL_SENDER: 'billing@feeledger.example',
    MAIL_CONFIGURATION_SET: 'outgoing',
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const data: RefundNews = {
  ...{ customerName: '上海云杉\r\nBcc: all@example.com', refundId: 'rfd_2tqk6b7xwzv4yd3n5h6j7rmpca' },
  gross: { value: '1000.00', currency: 'CNY' },
  fee: { value: '0.00', currency: 'CNY' },
  net: { value: '1000.00\r\nBcc: all@example.com', currency: 'CNY' },
  ...{ source: 'prepaid', method: 'cash', promisedBy: '2026-11-12', state: 'paid' },
};

it('a mail with a file goes to one address, under headers that nothing typed adds to', async () => {
  const bytes = Buffer.from('%PDF-1.3 退费凭证');
  const attachment = { fileName: '退费凭证-RV\r\nBcc: x@example.com.pdf', contentType: 'application/pdf', bytes };
  await sesRawMailer().send('ap@yunshan.example', { template: 'refund-news', language: 'zh-CN', data }, [attachment]);
  const [form] = requests;
  expect(form?.get('Action')).toBe('SendRawEmail');
  expect(form?.get('Source')).toBe('billing@feeledger.example');
  expect(form?.get('ConfigurationSetName')).toBe('outgoing');
  expect([...(form ?? [])].filter(([name]) => name.startsWith('Destinations'))).toEqual([
    ['Destinations.member.1', 'ap@yunshan.example'],
  ]);
  const message = Buffer.from(form?.get('RawMessage.Data') ?? '', 'base64').toString();
  const names = [...message.matchAll(/^([A-Z][A-Za-z-]+): /gm)].map(([, name]) => name);
  expect(new Set(names)).toEqual(
    new Set([
      ...['From', 'To', 'Subject', 'Message-ID', 'Date', 'MIME-Version'],
      ...['Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition'],
    ]),
  );
  expect(names.filter((name) => name === 'To' || name === 'Subject')).toHaveLength(2);
  expect(message.replaceAll(/\r\n/g, '')).toContain(bytes.toString('base64'));
});
