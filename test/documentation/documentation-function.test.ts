import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { handler } from '../../functions/documentation/handler.ts';
import { operations } from '../../shared/contracts/index.ts';
import { docsPage } from '../../shared/documentation/docs-page.ts';
import type { OpenApiDocument } from '../../shared/documentation/open-api-document.ts';
import { catalogue, problemCodes } from '../../shared/errors/catalogue.ts';
import { problemPath } from '../../shared/errors/problem.ts';
import { escapeHtml } from '../../shared/html/escape-html.ts';

const openApi: OpenApiDocument = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

describe('GET /openapi.json', () => {
  test('answers the generated document', async () => {
    const { statusCode, headers, body } = await get('/openapi.json');
    expect(statusCode).toBe(200);
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(body ?? '')).toEqual(openApi);
  });
});

describe('GET /docs', () => {
  test('answers one HTML page', async () => {
    const { statusCode, headers, body } = await get('/docs');
    expect(statusCode).toBe(200);
    expect(headers?.['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toMatch(/^<!doctype html>/);
  });

  test.each(operations)(
    'lists $id in the index and describes it with a command to copy',
    async ({ id, method, path }) => {
      const page = (await get('/docs')).body ?? '';
      expect(page).toContain(`<a href="#${id}">`);
      const article = articleOf(page, id);
      expect(article.replaceAll('<wbr>', '')).toContain(`<span class="method ${method}">${method}</span> ${path}</p>`);
      expect(article).toContain(`<pre>curl `);
      expect(article).toContain('data-copy');
    },
  );

  test.each([...new Set(operations.map(({ tag }) => tag))])(
    'names %s in Chinese too, in the index and above its operations',
    async (tag) => {
      const page = (await get('/docs')).body ?? '';
      const named = new RegExp(
        `<span lang="zh-CN">\\p{Script=Han}+</span> <span lang="en" class="second">${tag}</span>`,
        'gu',
      );
      expect(page.match(named)).toHaveLength(2);
    },
  );

  test('gives a command that posts the example with its token, key and body', async () => {
    const page = (await get('/docs')).body ?? '';
    expect(articleOf(page, 'decideApproval')).toContain(
      escapeHtml(`curl -X POST "$API/approvals/chg_2tqk6b7xwzv4yd3n5h6j7rmpca/decisions" \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Idempotency-Key: entry-20261102-0001' \\
  -H 'Content-Type: application/json' \\
  -d '{
  "decision": "approve",
  "revision": 1,
  "stage": 1
}'`),
    );
  });

  test('shows roles, fields with their limits, response fields and problems', async () => {
    const article = articleOf((await get('/docs')).body ?? '', 'submitCharge');
    expect(article).toContain('<span class="role">clerk</span><span class="role">manager</span>');
    expect(article).toContain('<code>basis.lines[].quantity</code>');
    expect(article).toContain('miscalculation | upgrade | added-items | other');
    expect(article).toContain('<code>posting.sequence</code>');
    expect(article).toContain('<a href="/problems/customer-number-mismatch"><code>CUSTOMER_NUMBER_MISMATCH</code></a>');
  });

  test('has its headings in Chinese and in English', async () => {
    const page = (await get('/docs')).body ?? '';
    for (const [chinese, english] of [
      ['请求头', 'Headers'],
      ['路径参数', 'Path parameters'],
      ['查询参数', 'Query parameters'],
      ['请求内容', 'Request body'],
      ['示例', 'Example'],
      ['返回字段', 'Response fields'],
      ['错误', 'Problems'],
    ]) {
      expect(page).toContain(`<span lang="zh-CN">${chinese}</span> <span lang="en" class="second">${english}</span>`);
    }
  });

  test('loads nothing from anywhere and forbids every script but its own', async () => {
    const page = (await get('/docs')).body ?? '';
    expect(page).not.toMatch(/<link|<img|@import|url\(|src=|href="https?:\/\//);
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-');
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  test('shows markup in a description as text', () => {
    const page = docsPage({ ...openApi, info: { title: '<script>alert(1)</script>', version: '"><b>' } });
    expect(page).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('"><b>');
  });
});

describe('GET /problems/{code}', () => {
  test.each(problemCodes)('explains %s in both languages', async (code) => {
    const path = problemPath(code);
    const { statusCode, headers, body } = await get('/problems/{code}', path.replace('/problems/', ''));
    expect(statusCode).toBe(200);
    expect(headers?.['content-type']).toBe('text/html; charset=utf-8');
    const { status, title } = catalogue[code];
    expect(body).toContain(`<code>${code}</code>`);
    expect(body).toContain(`<dd>${status}</dd>`);
    expect(body).toContain(escapeHtml(title['zh-CN']));
    expect(body).toContain(escapeHtml(title.en));
  });

  test('says what is filled in, the way out, and which operations answer so', async () => {
    const { body } = await get('/problems/{code}', 'stage-role-missing');
    expect(body).toContain('第 <var>stage</var> 环节需要角色 <var>role</var>。请由具备该角色的同事审批。');
    expect(body).toContain('A colleague who has that role must decide.');
    expect(body).toContain('<a href="/docs#decideApproval">');
    expect(body).not.toContain('<a href="/docs#submitCharge">');
  });

  test('says whether the same request may be sent again', async () => {
    expect((await get('/problems/{code}', 'busy')).body).toContain('Yes: send the same request again a little later');
    expect((await get('/problems/{code}', 'forbidden')).body).toContain('No: the same request gets the same answer');
  });

  test('explains the code of every field under the problem about fields', async () => {
    const { body } = await get('/problems/{code}', 'validation-failed');
    expect(body).toContain('<code>PERIOD_ENDS_BEFORE_START</code>');
    expect(body).toContain('The calculation basis sums to <var>sum</var>, the amount is <var>amount</var>.');
  });

  test.each(['nope', '<script>', '__proto__', ''])('answers NOT_FOUND for the unknown code "%s"', async (code) => {
    const { statusCode, headers, body } = await get('/problems/{code}', code);
    expect(statusCode).toBe(404);
    expect(headers?.['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(body ?? '')).toMatchObject({ code: 'NOT_FOUND', type: '/problems/not-found' });
  });
});

function articleOf(page: string, id: string): string {
  return page.split(`<article id="${id}">`)[1]?.split('</article>')[0] ?? '';
}

/** What the HTTP API hands to the function for a reader without a token. */
async function get(route: string, code?: string): Promise<APIGatewayProxyStructuredResultV2> {
  const path = code === undefined ? route : `/problems/${encodeURIComponent(code)}`;
  const event = {
    version: '2.0',
    routeKey: `GET ${route}`,
    rawPath: path,
    rawQueryString: '',
    headers: { 'accept-language': 'en' },
    ...(code === undefined ? {} : { pathParameters: { code } }),
    requestContext: { requestId: 'request-1', http: { method: 'GET', path } },
    isBase64Encoded: false,
  };
  const result: unknown = await handler(
    event as unknown as APIGatewayProxyEventV2WithJWTAuthorizer,
    { awsRequestId: 'invocation-1', functionName: 'documentation' } as Context,
  );
  return result as APIGatewayProxyStructuredResultV2;
}
