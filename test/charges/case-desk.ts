import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type * as z from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { fetchToken } from '../../sandbox/token.ts';
import type { ApiOperation } from '../../shared/contracts/index.ts';
import { type OperationId, operationOf } from '../support/http.ts';

type BodyOf<Id extends OperationId> = Extract<ApiOperation, { id: Id }>['success'] extends {
  readonly body: infer B extends z.ZodType;
}
  ? z.output<B>
  : string;

interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** The whole application in a sandbox of its own, and people who work with it over HTTP alone. */
export async function openCaseDesk() {
  const sandbox = await startSandbox({ dataDir: mkdtempSync(join(tmpdir(), 'case-desk-')) });
  const { info } = sandbox;
  const tokens = new Map<string, string>();
  let requests = 0;

  const tokenOf = async (username: string): Promise<string> => {
    const token = tokens.get(username) ?? (await fetchToken(info, username));
    tokens.set(username, token);
    return token;
  };

  /** Sends a request that is accepted. */
  async function accepted<Id extends OperationId>(
    username: string,
    id: Id,
    { params = {}, query = {}, body, ifMatch }: Request = {},
  ): Promise<{ body: BodyOf<Id>; etag: string }> {
    requests += 1;
    const { method, path, idempotencyKey, success } = operationOf(id);
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
    const answer = await fetch(`${info.apiUrl}${filled}?${new URLSearchParams(query)}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(username)}`,
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': `case-${requests}` }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content: unknown = await answer.json();
    expect({ id, status: answer.status, content }).toEqual({ id, status: success.status, content });
    return { body: content as BodyOf<Id>, etag: answer.headers.get('etag') ?? '' };
  }

  return {
    sandbox,
    accepted,
    /** Announces a file, uploads it with the signed form, and waits until it was looked at. */
    async attach(username: string, chargeId: string, file: { fileName: string; bytes: Buffer; replaces?: string }) {
      const { fileName, bytes, replaces } = file;
      const { body } = await accepted(username, 'attachVoucher', {
        params: { chargeId },
        body: {
          kind: 'contract-change',
          fileName,
          contentType: 'application/pdf',
          sizeBytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          ...(replaces === undefined ? {} : { replaces }),
        },
      });
      const form = new FormData();
      for (const [name, value] of Object.entries(body.upload?.fields ?? {})) form.append(name, value);
      form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }), fileName);
      const stored = await fetch(body.upload?.url ?? '', { method: 'POST', body: form });
      expect(stored.ok, await stored.text()).toBe(true);
      await sandbox.idle();
      return body.voucher;
    },
    /** Every mail that was sent, once nothing more is on its way. */
    async mails(): Promise<Mail[]> {
      await sandbox.idle();
      const { emails } = (await (await fetch(info.mailApiUrl)).json()) as {
        emails: { destination: { to: string[] }; subject: string; body: { text: string } }[];
      };
      return emails.map(({ destination, subject, body }) => ({ to: destination.to, subject, text: body.text }));
    },
    close: () => sandbox.stop(),
  };
}

export type CaseDesk = Awaited<ReturnType<typeof openCaseDesk>> & { readonly sandbox: Sandbox };

/** A PDF of one page with one line of text, small and whole. */
export function onePagePdf(text: string): Buffer {
  const stream = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const tableAt = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}
