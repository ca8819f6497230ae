import { type CatalogueEntry, entry } from './entry.ts';

/** Who calls, how he asks, and whether it can be answered now. */
export const callerProblems = {
  UNAUTHENTICATED: entry(
    401,
    ['请先登录', 'Sign in first'],
    ['请求没有有效的登录令牌。请重新登录后再试。', 'The request carries no valid token. Sign in again and retry.'],
  ),
  FORBIDDEN: entry(
    403,
    ['没有此操作的权限', 'Not permitted'],
    [
      '此操作需要以下角色之一：{roles}。请联系管理员开通权限，或请有权限的同事办理。',
      'This operation needs one of the roles {roles}. Ask an administrator for the role, or a colleague who has it.',
    ],
  ),
  USER_DISABLED: entry(
    403,
    ['用户已停用', 'User is disabled'],
    ['该用户已停用或没有登记。请联系管理员。', 'This user is disabled or not registered. Ask an administrator.'],
  ),
  VALIDATION_FAILED: entry(
    400,
    ['填写内容有误', 'Some fields are wrong'],
    [
      '有 {count} 处需要修改，请按 errors 中的字段和说明更正后重新提交；尚未保存任何内容。',
      '{count} field(s) need a correction: see errors for each field and the way out. Nothing was saved.',
    ],
  ),
  BODY_NOT_JSON: entry(
    400,
    ['请求内容不是有效的 JSON', 'The body is not valid JSON'],
    ['请以 UTF-8 编码的 JSON 提交，并检查括号和引号。', 'Send JSON in UTF-8 and check brackets and quotes.'],
  ),
  BODY_TOO_LARGE: entry(
    413,
    ['请求内容过大', 'The body is too large'],
    [
      '请求内容最多 {limit} 字节。请缩短后再提交。',
      'A body may have at most {limit} bytes. Shorten it and send again.',
    ],
  ),
  MEDIA_TYPE_UNSUPPORTED: entry(
    415,
    ['不支持的内容类型', 'Unsupported media type'],
    ['请使用 Content-Type: application/json。', 'Send Content-Type: application/json.'],
  ),
  IDEMPOTENCY_KEY_MISSING: entry(
    400,
    ['缺少 Idempotency-Key，或其写法不对', 'Idempotency-Key is missing or not valid'],
    [
      '请求头 Idempotency-Key 没有给出，或不是 1–100 个可见 ASCII 字符（字母、数字、符号；不含空格和中文）。每次写入都要带它；重发同一请求时使用同一个值。',
      'The header Idempotency-Key is missing, or is not 1–100 visible ASCII characters (letters, digits, signs; no blanks, no Chinese). Every write needs it; use the same value when you send the same request again.',
    ],
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    409,
    ['Idempotency-Key 已用于另一请求', 'Idempotency-Key was used for another request'],
    [
      '同一个 Idempotency-Key 之前带的是不同的内容。若这是新请求，请换一个新的值。',
      'The same Idempotency-Key came earlier with another body. If this is a new request, use a new value.',
    ],
  ),
  WEBHOOK_SIGNATURE: entry(
    401,
    ['签名无效', 'The signature does not fit'],
    [
      '请求头 FeeLedger-Signature 缺失，或与内容不符。请核对签名密钥和签名方法：对“时间.原文”计算 HMAC-SHA256。',
      'The header FeeLedger-Signature is missing or does not fit the body. Check the secret, and that the HMAC-SHA256 is made over time, dot and the body as it is sent.',
    ],
  ),
  WEBHOOK_STALE: entry(
    401,
    ['消息已过时', 'The message is stale'],
    [
      '签名时间与当前时间相差超过 {seconds} 秒。请校准时钟，并在重发时重新签名。',
      'The time of the signature is more than {seconds} seconds away from now. Set the clock, and sign anew when sending again.',
    ],
  ),
  IF_MATCH_MISSING: entry(
    428,
    ['缺少 If-Match', 'If-Match is missing'],
    [
      '修改前请先读取，并把返回的 ETag 放入请求头 If-Match。',
      'Read the record first and send its ETag in the header If-Match.',
    ],
  ),
  VERSION_STALE: entry(
    412,
    ['记录已有更新的版本', 'There is a newer version'],
    [
      '您读到的是旧版本，当前版本为 {current}。请重新读取，核对后再提交。',
      'You read an older version; the current one is {current}. Read it again, check, and send again.',
    ],
  ),
  NOT_FOUND: entry(
    404,
    ['没有找到', 'Not found'],
    ['没有找到此记录，或您无权查看。请核对编号。', 'There is no such record, or you may not see it. Check the id.'],
  ),
  LINK_INVALID: entry(
    404,
    ['链接无效或已过期', 'This link is not valid or has expired'],
    [
      '此链接不完整、不正确或已过期（90 天内有效）。请从通知中重新打开完整的链接；仍打不开时，请联系您的客户经理。',
      'The link is damaged, not ours, or older than 90 days. Open the whole link from your notice again; if that does not help, please contact your account manager.',
    ],
  ),
  ROUTE_NOT_FOUND: entry(
    404,
    ['没有此接口', 'No such operation'],
    ['没有 {method} {path} 这个接口。请查看 /docs。', 'There is no operation {method} {path}. See /docs.'],
  ),
  BUSY: entry(
    503,
    ['系统繁忙', 'The ledger is busy'],
    [
      '同一账户正在处理其他业务，本次尚未得到确认。请稍后用同一个 Idempotency-Key 重试，不会重复记账。',
      'Other work on the same account is under way and this request is not confirmed. Retry a little later with the same Idempotency-Key: nothing is posted twice.',
    ],
    true,
  ),
  TOO_MANY_REQUESTS: entry(
    429,
    ['请求过于频繁', 'Too many requests'],
    ['请稍候再试。', 'Wait a moment and try again.'],
    true,
  ),
  INTERNAL: entry(
    500,
    ['系统错误', 'Internal error'],
    [
      '系统出现意外错误，已通知管理员。请用同一个 Idempotency-Key 重试；若仍失败，请告知管理员请求编号。',
      'Something unexpected happened and was reported. Retry with the same Idempotency-Key; if it fails again, give an administrator the request id.',
    ],
    true,
  ),
  TEMPORARILY_UNAVAILABLE: entry(
    503,
    ['服务暂时不可用', 'Temporarily unavailable'],
    ['请稍后用同一个 Idempotency-Key 重试。', 'Retry a little later with the same Idempotency-Key.'],
    true,
  ),
} as const satisfies Record<string, CatalogueEntry>;
