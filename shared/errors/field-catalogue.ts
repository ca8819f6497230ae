/** What can be wrong with one field; `errors[]` of VALIDATION_FAILED carries these codes. */
export const fieldCatalogue = {
  REQUIRED: ['此项必填。', 'This field is required.'],
  WRONG_TYPE: ['类型不对，应为 {expected}。', 'Wrong type: {expected} is expected.'],
  TOO_SHORT: ['太短，至少 {minimum} 个字符（或项）。', 'Too short: at least {minimum} character(s) or item(s).'],
  TOO_LONG: ['太长，最多 {maximum} 个字符（或项）。', 'Too long: at most {maximum} character(s) or item(s).'],
  TOO_SMALL: ['太小，至少为 {minimum}。', 'Too small: at least {minimum}.'],
  TOO_LARGE: ['太大，最多为 {maximum}。', 'Too large: at most {maximum}.'],
  NOT_ALLOWED: ['不在可选值之内：{allowed}。', 'Not one of: {allowed}.'],
  FORMAT: ['格式不对。', 'Wrong format.'],
  EMAIL_FORMAT: [
    '“{given}”不是有效的电子邮箱，请写成 name@example.com 的形式。',
    '“{given}” is no e-mail address: write it like name@example.com.',
  ],
  PHONE_FORMAT: [
    '电话号码请只用 5–20 位数字、空格或连字符，可以 + 国家代码开头，例如 +86 138 0013 8000。',
    'A phone number has 5 to 20 digits, spaces or hyphens, with or without +country code, such as +86 138 0013 8000.',
  ],
  CUSTOMER_NUMBER_FORMAT: [
    '客户编号为 3–32 个大写字母、数字或连字符，例如 C-10001。',
    'A customer number has 3 to 32 capital letters, digits or hyphens, such as C-10001.',
  ],
  GROUP_FORMAT: [
    '客户组为 2–32 个小写字母、数字或连字符，以字母开头，例如 standard。',
    'A customer group has 2 to 32 small letters, digits or hyphens and begins with a letter, such as standard.',
  ],
  ID_FORMAT: [
    '编号格式不对，应为系统给出的编号，例如 {example}。',
    'This is no id of the system; ids look like {example}.',
  ],
  COLLEAGUE_UNKNOWN: [
    '没有用户名为 {given} 的在职同事，无法提醒。请核对用户名。',
    'No colleague who works here has the user name {given}, so nobody would be told. Check the name.',
  ],
  VOUCHER_KIND_DIFFERS: [
    '被替换的文件类型为 {kind}，只能用同类型的文件替换。其他类型的文件请作为新文件上传。',
    'The file to be replaced is of kind {kind}; only one of the same kind takes its place. Add a file of another kind beside it.',
  ],
  COMMENT_UNKNOWN: ['此补费单下没有留言 {given}。', 'There is no comment {given} on this charge.'],
  NAMED_TWICE: ['{given} 在此请求中出现了两次，请只保留一次。', '{given} stands in this request twice: keep it once.'],
  UNKNOWN_FIELD: ['没有此字段：{fields}。', 'No such field: {fields}.'],
  INVALID: ['内容无效。', 'The value is not valid.'],
  AMOUNT_FORMAT: [
    '金额“{given}”不是十进制数，请写成 1250.00 的形式，不带千分位或符号。',
    'The amount “{given}” is no plain decimal: write it like 1250.00, without separators or signs.',
  ],
  AMOUNT_DECIMALS: [
    '{currency} 最多 {digits} 位小数，“{given}”的小数位太多。',
    '{currency} has at most {digits} decimal(s); “{given}” has too many.',
  ],
  AMOUNT_TOO_LARGE: ['金额“{given}”超过上限。', 'The amount “{given}” is beyond the limit.'],
  AMOUNT_NOT_POSITIVE: [
    '金额必须大于零，“{given}”不可以；多收的钱请用退费或更正。',
    'An amount must be above zero, “{given}” is not; use a refund or a correction for money charged too much.',
  ],
  UNKNOWN_CURRENCY: ['不支持币种“{given}”。支持：{known}。', 'Unknown currency “{given}”. Known: {known}.'],
  DATE_INVALID: [
    '“{given}”不是有效日期，请写成 2026-10-31 的形式。',
    '“{given}” is no calendar date: write it like 2026-10-31.',
  ],
  INSTANT_INVALID: [
    '“{given}”不是有效的时刻，请写成 2026-11-06T17:00:00+08:00 的形式。',
    '“{given}” is no instant: write it like 2026-11-06T17:00:00+08:00.',
  ],
  DELEGATION_WINDOW: [
    '代理须在将来结束、晚于其开始时间，且最长 92 天；{until} 不符合。',
    'A delegation ends in the future, after it begins, and lasts 92 days at most; {until} does not fit.',
  ],
  PERIOD_ENDS_BEFORE_START: [
    '截止日期 {end} 早于起始日期 {start}，请检查两个日期。',
    'The period ends on {end}, before it starts on {start}: check both dates.',
  ],
  RANGE_TOO_LONG: ['时间范围最多 {limit} 天，请缩短。', 'The range may have at most {limit} days: make it shorter.'],
  GROUPING_UNKNOWN: [
    '分组方式请从 {known} 中选择一个或两个，用逗号分隔。',
    'Group by one or two of {known}, with a comma between.',
  ],
  CURRENCY_MISSING: [
    '{field} 需要同时指定币种，不同币种的金额无法比较。',
    'With {field} name the currency: amounts of two currencies cannot be compared.',
  ],
  DATE_OUT_OF_RANGE: ['“{given}”不在 {from} 至 {until} 之间。', '“{given}” does not lie between {from} and {until}.'],
  WORKDAY_IS_NO_WEEKEND: [
    '{given} 不是周末，本来就是工作日；调休上班日须为周六或周日。',
    '{given} is no weekend day and is worked anyway: a made-up working day is a Saturday or Sunday.',
  ],
  WORKDAY_IS_HOLIDAY: [
    '{given} 同时列为放假日和调休上班日，请只保留一处。',
    '{given} is both a holiday and a working day: keep it in one list.',
  ],
  TIERS_NOT_ASCENDING: [
    '各档上限须大于零并逐档递增，不设上限的一档只能放在最后；“{given}”不符合。',
    'The limits of tiers are above zero and ascend, and the tier without a limit comes last; “{given}” does not fit.',
  ],
  STAGE_MISSING: [
    '退费和更正必须有人审批，请为此档至少设一个审批环节。',
    'Somebody always has to approve a refund or a correction: give this tier at least one stage.',
  ],
  RULE_NEVER_APPLIES: [
    '此规则永远不会用到：第 {earlier} 条规则已涵盖它的全部情形。请把更具体的规则放在前面，或删去一条。',
    'This rule never speaks: rule {earlier} before it covers all it could. Put the more specific rule first, or leave one out.',
  ],
  LIMITS_CROSSED: [
    '“{given}”小于下限“{least}”，请核对两个金额。',
    '“{given}” is below the lower limit “{least}”: check both amounts.',
  ],
  CURRENCIES_DIFFER: [
    '币种为 {given}，应与此处的其他金额一致（{expected}）。',
    'The currency is {given}; here it has to be that of the other amounts, {expected}.',
  ],
  NOT_BOTH: ['{one} 和 {other} 只能填写一个。', 'Give {one} or {other}, not both.'],
  PAID_ON_IN_FUTURE: [
    '付款日期 {given} 晚于今天（{today}）。请在付款后登记；想知道将来付款何时到账，请查询到账预估（paidOn 参数）。',
    '{given} is after today ({today}). Announce a payment once it was made; to learn when a later one would arrive, ask for the estimate with paidOn.',
  ],
  DATE_IN_FUTURE: [
    '“{given}”晚于今天（{today}），请填写实际发生的日期。',
    '“{given}” is after today ({today}): enter the day on which it happened.',
  ],
  PURPOSE_FORMAT: [
    '用途代码为 2–32 个小写字母、数字或连字符，以字母开头，例如 general。',
    'A purpose has 2 to 32 small letters, digits or hyphens and begins with a letter, such as general.',
  ],
  CALENDAR_GAP: [
    '现有工作日历为 {from} 至 {until}，新的一段必须与它相接或重叠，中间不能有空档。',
    'The calendar covers {from} to {until}; what is added has to touch or overlap it, without a gap.',
  ],
  BASIS_SUM_MISMATCH: [
    '计算依据合计 {sum}，与金额 {amount} 不一致。请核对数量、单价或金额。',
    'The calculation basis sums to {sum}, the amount is {amount}. Check quantities, prices or the amount.',
  ],
  CONTROL_CHARACTERS: [
    '含有换行、控制或改变文字方向的字符，请删除。',
    'Contains line breaks, control characters or characters that change the text direction: remove them.',
  ],
  COMMENT_MISSING: ['退回或拒绝时必须写明原因。', 'A reason is needed to return or reject.'],
  CHANNEL_WITHOUT_ADDRESS: [
    '首选通知方式为 {channel}，但没有填写相应的联系方式。',
    'The preferred channel is {channel}, but there is no address for it.',
  ],
  SHA256_FORMAT: ['SHA-256 应为 64 位小写十六进制数字。', 'A SHA-256 is written as 64 small hexadecimal digits.'],
  REMEDY_UNFIT: [
    '“{mistake}”不能用这种方式更正。可选：{allowed}。',
    'A mistake “{mistake}” is not put right this way. Choose one of: {allowed}.',
  ],
  NOT_WITH_REMEDY: [
    '更正方式为“{remedy}”时不能填写此项，请删除。',
    'This is of no use with the remedy “{remedy}”: leave it out.',
  ],
  MONTH_FORMAT: ['月份请写成 2026-10 的形式。', 'Write a month like 2026-10.'],
  CURSOR_INVALID: [
    'cursor 无效或属于另一个查询，请从第一页重新开始。',
    'The cursor is damaged or belongs to another query: start again from the first page.',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type FieldCode = keyof typeof fieldCatalogue;
