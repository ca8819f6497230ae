import { catalogue, type ProblemCode, problemCodes } from '../errors/catalogue.ts';
import { problemPath } from '../errors/problem.ts';
import { type Html, html } from '../html/html.ts';
import { curlExample } from './curl-example.ts';
import { introduction } from './introduction.ts';
import {
  type Content,
  type DocumentedOperation,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
} from './open-api-document.ts';
import { both, breakable, page } from './page-frame.ts';
import { type Field, fieldsOf, limitsOf, typeOf } from './schema-fields.ts';

const tagNames: Readonly<Record<string, string>> = {
  'After posting': '过账之后',
  Approvals: '审批',
  Arrival: '到账',
  'Charge drafts': '补费草稿',
  Charges: '补费单',
  Corrections: '更正',
  Customers: '客户',
  Deposits: '预存',
  Documentation: '文档',
  Feedback: '客户评价',
  Imports: '批量录入',
  'Internal control': '内部控制',
  Payouts: '付款',
  Policies: '政策',
  Refunds: '退费',
  Reports: '统计',
  Review: '审核辅助',
  Templates: '模板',
  Users: '用户',
  Vouchers: '凭证',
};

/** The whole API as one page to read: an index on the left, and every operation with an example to copy. */
export function docsPage(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const byTag = document.tags.map(({ name }) => ({
    tag: name,
    operations: operations.filter(({ tags }) => tags.includes(name)),
  }));
  const body = html`<div class="layout">
<nav aria-label="目录 Index">
<p class="product">${document.info.title}</p>
<strong>${both('开始', 'Start here')}</strong>
${introduction.map(({ id, title }) => html`<a href="#${id}">${title['zh-CN']} ${title.en}</a>`)}
${byTag.map(({ tag, operations: ofTag }) => indexOf(tag, ofTag))}
<strong>${both('错误', 'Problems')}</strong>
<a href="#all-problems">${both('全部错误代码', 'All codes')}</a>
</nav>
<main>
<h1>${document.info.title}</h1>
<p class="second">${document.info.version} · <a href="/openapi.json">OpenAPI 3.1</a></p>
${introduction.map(chapter)}
${byTag.map(({ tag, operations: ofTag }) => html`<h2>${both(tagNames[tag] ?? tag, tag)}</h2>${ofTag.map((operation) => operationArticle(operation, document))}`)}
<h2 id="all-problems">${both('全部错误代码', 'All problem codes')}</h2>
${problemList(problemCodes)}
</main>
</div>`;
  return page(`${document.info.title} ${document.info.version}`, body);
}

function indexOf(tag: string, operations: readonly DocumentedOperation[]): Html {
  const links = operations.map(
    ({ operationId, method, path }) =>
      html`<a href="#${operationId}"><span class="method ${method}">${method}</span><span>${breakable(path)}</span></a>`,
  );
  return html`<strong>${both(tagNames[tag] ?? tag, tag)}</strong>${links}`;
}

function chapter({ id, title, text }: (typeof introduction)[number]): Html {
  return html`<section class="pair" id="${id}">
<div lang="zh-CN"><h4>${title['zh-CN']}</h4><p>${text['zh-CN']}</p></div>
<div lang="en"><h4>${title.en}</h4><p>${text.en}</p></div>
</section>`;
}

function operationArticle(operation: DocumentedOperation, document: OpenApiDocument): Html {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = operation;
  const roles = operation['x-roles'];
  const [status = '', success] = Object.entries(responses)[0] ?? [];
  // The last paragraph of the description repeats the roles for readers of the bare document.
  const explanation = description.split('\n\n').slice(0, -1);
  return html`<article id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p class="route"><span class="method ${method}">${method}</span> ${breakable(path)}</p>
${explanation.map((text) => html`<p>${text}</p>`)}
<p>${both('角色', 'Roles')}: ${typeof roles === 'string' ? both('公开，无需登录', 'public') : roles.map((role) => html`<span class="role">${role}</span>`)}</p>
${parameterTable(both('请求头', 'Headers'), parameters, 'header', document)}
${parameterTable(both('路径参数', 'Path parameters'), parameters, 'path', document)}
${parameterTable(both('查询参数', 'Query parameters'), parameters, 'query', document)}
${requestBody === undefined ? undefined : fieldTable(html`<h4>${both('请求内容', 'Request body')}</h4>`, requestBody.content, document)}
<h4>${both('示例', 'Example')}</h4>
<div class="sample"><pre>${curlExample(operation)}</pre><button type="button" data-copy="复制 Copy">复制 Copy</button></div>
<h4>${both('回答', 'Response')} ${status}</h4>
<p>${success?.description}</p>
${headerTable(success?.headers ?? {})}
${responseDetails(success?.content ?? {}, document)}
<h4>${both('错误', 'Problems')}</h4>
${problemList(operation['x-problems'])}
</article>`;
}

function parameterTable(
  heading: Html,
  all: readonly Parameter[],
  place: string,
  document: OpenApiDocument,
): Html | undefined {
  const parameters = all.filter((parameter) => parameter.in === place);
  if (parameters.length === 0) return undefined;
  const rows = parameters.map(({ name, required, description, schema }) => ({
    name,
    required: required ?? false,
    type: typeOf(schema, document),
    description: [description, ...limitsOf(schema)].filter(Boolean).join(' · '),
  }));
  return html`<h4>${heading}</h4>${table(rows, 'request')}`;
}

function headerTable(headers: Readonly<Record<string, { readonly description?: string }>>): Html | undefined {
  const rows = Object.entries(headers);
  if (rows.length === 0) return undefined;
  return html`<div class="scroll"><table><thead><tr><th>${both('回答头', 'Header')}</th><th>${both('说明', 'Meaning')}</th></tr></thead>
<tbody>${rows.map(([name, { description }]) => html`<tr><td><code>${name}</code></td><td>${description}</td></tr>`)}</tbody></table></div>`;
}

function fieldTable(heading: Html, content: Content, document: OpenApiDocument): Html | undefined {
  const schema = content['application/json']?.schema;
  return schema === undefined ? undefined : html`${heading}${table(fieldsOf(schema, document), 'request')}`;
}

function responseDetails(content: Content, document: OpenApiDocument): Html | undefined {
  const { schema, example } = content['application/json'] ?? {};
  if (schema === undefined || example === undefined) return undefined;
  return html`<details><summary>${both('返回字段', 'Response fields')}</summary>${table(fieldsOf(schema, document), 'response')}</details>
<details><summary>${both('返回示例', 'Response example')}</summary><div class="sample"><pre>${JSON.stringify(example, null, 2)}</pre></div></details>`;
}

function table(rows: readonly Field[], side: 'request' | 'response'): Html {
  const mark =
    side === 'request'
      ? html`<span class="required">必填 required</span>`
      : html`<span class="always">必有 always</span>`;
  const lines = rows.map(
    ({ name, type, required, description }) =>
      html`<tr><td><code>${name}</code></td><td>${type}</td><td>${required ? mark : undefined}</td><td class="limits">${description}</td></tr>`,
  );
  return html`<div class="scroll"><table class="fields"><thead><tr><th>${both('名称', 'Name')}</th><th>${both('类型', 'Type')}</th><th></th><th>${both('说明', 'Meaning')}</th></tr></thead>
<tbody>${lines}</tbody></table></div>`;
}

function problemList(codes: readonly string[]): Html {
  const known = codes.filter((code): code is ProblemCode => Object.hasOwn(catalogue, code));
  return html`<ul class="problems">${known.map((code) => {
    const { status, title } = catalogue[code];
    return html`<li><span class="status">${status}</span><a href="${problemPath(code)}"><code>${code}</code></a> ${title['zh-CN']}</li>`;
  })}</ul>`;
}
