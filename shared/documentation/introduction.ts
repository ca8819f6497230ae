import type { Language } from '../model/language.ts';

interface Chapter {
  readonly id: string;
  readonly title: Record<Language, string>;
  readonly text: Record<Language, string>;
}

/** What a reader must know before the first call; on the page and in the description of the OpenAPI document. */
export const introduction: readonly Chapter[] = [
  {
    id: 'sign-in',
    title: { 'zh-CN': '登录', en: 'Signing in' },
    text: {
      'zh-CN': '请求头 Authorization: Bearer 加访问令牌。每个接口列出可使用的角色；其他角色一律拒绝。',
      en: 'Send the access token in the header Authorization: Bearer. Each operation lists the roles that may use it; all others are refused.',
    },
  },
  {
    id: 'writes',
    title: { 'zh-CN': '写入不重复', en: 'Writing once' },
    text: {
      'zh-CN':
        '每次写入都带请求头 Idempotency-Key，重发同一请求时用同一个值：不会重复记账，回答相同，并带 Idempotency-Replayed: true。修改记录时，还要把读到的 ETag 放入 If-Match。',
      en: 'Every write carries the header Idempotency-Key; use the same value when you send the same request again: nothing is posted twice, the answer is the same and has Idempotency-Replayed: true. To change a record, also send the ETag you read in If-Match.',
    },
  },
  {
    id: 'values',
    title: { 'zh-CN': '金额与时间', en: 'Money and time' },
    text: {
      'zh-CN':
        '金额是十进制字符串加币种，如 {"value": "1250.00", "currency": "CNY"}。日期写作 YYYY-MM-DD，时刻为 RFC 3339（UTC）。期间含首尾两日。',
      en: 'An amount is a decimal string with its currency, like {"value": "1250.00", "currency": "CNY"}. Dates are YYYY-MM-DD, instants RFC 3339 in UTC. A period includes both its days.',
    },
  },
  {
    id: 'pages',
    title: { 'zh-CN': '分页', en: 'Pages of a list' },
    text: {
      'zh-CN': '列表返回 items 和 nextCursor。把 nextCursor 作为 cursor 取下一页；没有 nextCursor 即为最后一页。',
      en: 'A list answers items and nextCursor. Send nextCursor as cursor for the next page; without it, the page was the last.',
    },
  },
  {
    id: 'problems',
    title: { 'zh-CN': '错误', en: 'Problems' },
    text: {
      'zh-CN':
        '拒绝以 application/problem+json（RFC 9457）返回：code 不变，可供程序判断；title 和 detail 按 Accept-Language 用中文或英文；errors 逐个指出字段；type 是说明页的地址。联系管理员时请附上 requestId。',
      en: 'A refusal is application/problem+json (RFC 9457): code never changes and is for programs; title and detail are Chinese or English by Accept-Language; errors names each field; type is the address of a page about it. Give the requestId when you ask an administrator.',
    },
  },
];
