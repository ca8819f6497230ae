import type { RequestState } from '../model/charge.ts';
import type { DisputeState } from '../model/dispute.ts';
import type { ImportState } from '../model/import.ts';
import type { Language } from '../model/language.ts';

interface CatalogueEntry {
  readonly status: number;
  /** Whether sending the very same request again, a little later, may succeed. */
  readonly retryable: boolean;
  readonly title: Record<Language, string>;
  /** What happened and the way out; `{name}` is filled from the error's params. */
  readonly detail: Record<Language, string>;
  /** Said in place of `detail` where the way out hangs on where the thing stands: by the value of the param `state`. */
  readonly byState: Readonly<Record<string, Record<Language, string>>>;
}

type Texts = readonly [zh: string, en: string];

function entry(status: number, title: Texts, detail: Texts, retryable = false): CatalogueEntry {
  return { status, retryable, title: inBoth(title), detail: inBoth(detail), byState: {} };
}

/** A refusal whose way out differs by state; `detail` is what they have in common. */
function entryByState<State extends string>(
  status: number,
  title: Texts,
  detail: Texts,
  states: Readonly<Partial<Record<State, Texts>>>,
): CatalogueEntry {
  const byState = Object.entries<Texts | undefined>(states).flatMap(([state, texts]) =>
    texts === undefined ? [] : [[state, inBoth(texts)] as const],
  );
  return { ...entry(status, title, detail), byState: Object.fromEntries(byState) };
}

function inBoth([zh, en]: Texts): Record<Language, string> {
  return { 'zh-CN': zh, en };
}

/** Every refusal of the API: one line of truth for status, texts and problem pages (house-style, Errors). */
export const catalogue = {
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
  STAGE_ROLE_MISSING: entry(
    403,
    ['不是本环节的审批人', 'Not a reviewer of this stage'],
    [
      '第 {stage} 环节需要角色 {role}。请由具备该角色的同事审批。',
      'Stage {stage} needs the role {role}. A colleague who has that role must decide.',
    ],
  ),
  APPROVER_IS_MAKER: entry(
    403,
    ['不能审批自己提交的单据', 'You cannot decide on your own request'],
    [
      '录入人不能审批自己的单据。请由另一位同事审批。',
      'Whoever made a request never decides on it. A colleague must decide.',
    ],
  ),
  APPROVER_DECIDED_BEFORE: entry(
    403,
    ['不能审批两个环节', 'You cannot decide two stages'],
    [
      '您已审批过此单据的前一环节，每个环节须由不同的人审批。',
      'You already decided an earlier stage of this request; each stage needs a different person.',
    ],
  ),
  DELEGATE_UNFIT: entry(
    422,
    ['不能作为代理人', 'Cannot be the delegate'],
    [
      '{delegate} 不能代为审批：代理人须是另一位在职且具备审批角色（reviewer、finance 或 manager）的同事；为他人设置委托时，不能指定自己。请选择其他同事。',
      '{delegate} cannot decide in this place: a delegate is another active person with an approving role (reviewer, finance or manager), and who hands over for somebody else cannot name himself. Choose somebody else.',
    ],
  ),
  NO_POWER_TO_DELEGATE: entry(
    422,
    ['没有可委托的审批权', 'Nothing to delegate'],
    [
      '{delegator} 已停用或没有审批角色，因此没有可委托的审批权。',
      '{delegator} is disabled or has no approving role, so there is no decision to hand over.',
    ],
  ),
  NOT_THE_MAKER: entry(
    403,
    ['只有录入人可以修改', 'Only its maker may change it'],
    [
      '此单据只能由原录入人 {maker} 修改、提交、撤回或补充凭证。请联系录入人，或在单据下留言。',
      'Only its maker, {maker}, edits, submits or withdraws this request or adds vouchers to it. Ask the maker, or leave a comment on it.',
    ],
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
  CUSTOMER_NOT_FOUND: entry(
    404,
    ['没有此客户', 'No such customer'],
    ['没有找到该客户。请重新搜索并选择客户。', 'There is no such customer. Search again and choose one.'],
  ),
  CUSTOMER_NUMBER_TAKEN: entry(
    409,
    ['客户编号已被使用', 'The customer number is taken'],
    [
      '客户编号 {number} 已属于另一位客户。请换一个编号，或搜索该客户。',
      'The number {number} belongs to another customer. Use another number, or search for that customer.',
    ],
  ),
  CUSTOMER_NUMBER_MISMATCH: entry(
    422,
    ['客户与编号不一致', 'Customer and number do not match'],
    [
      '所选客户的编号不是 {number}。为避免记错账户，请核对客户名称和编号。',
      'The chosen customer does not have the number {number}. Check name and number, so that nothing lands in the wrong account.',
    ],
  ),
  REQUEST_MOVED: entryByState<RequestState>(
    409,
    ['单据状态不允许此操作', 'The request is not at this step'],
    [
      '单据已不在您所见的状态。请重新打开后再处理。',
      'The request is no longer where you saw it. Open it again before you go on.',
    ],
    {
      draft: [
        '单据现为草稿（第 {revision} 版），尚未提交。请等录入人提交后再处理；若是您本人的单据，请打开草稿，改好后提交。',
        'The request is a draft (revision {revision}) and not submitted. Wait until its maker submits it; if it is yours, open the draft, go on and submit it.',
      ],
      'in-review': [
        '单据正在审批中（第 {revision} 版，第 {stage} 环节）。审批人请重新打开，核对后再处理；录入人如需修改，请先撤回，或在单据下留言请审批人退回。',
        'The request is in review (revision {revision}, stage {stage}). A reviewer opens it again, checks and then decides; its maker withdraws it before changing it, or asks the reviewer, in a comment, to return it.',
      ],
      returned: [
        '单据已退回录入人修改（第 {revision} 版）。请等录入人重新提交；若是您本人的单据，请按退回原因修改后重新提交。',
        'The request was returned to its maker (revision {revision}). Wait until it is submitted again; if it is yours, correct it by the reason given and submit it again.',
      ],
      rejected: [
        '单据已被拒绝，流程已结束，不能再修改或审批。如仍需补费，请录入新的补费单。',
        'The request was rejected and has ended: it is neither changed nor decided any more. If the charge is still due, enter a new one.',
      ],
      posted: [
        '单据已入账，不能再修改、撤回或审批。对内容或金额有异议，请在此单据上提出异议；需要更正账务，请联系财务。',
        'The request is posted: it is neither changed, withdrawn nor decided any more. If something is wrong with it, open a dispute about it, or ask finance for a correction.',
      ],
      cancelled: [
        '单据已取消，流程已结束。如仍需补费，请录入新的补费单。',
        'The request was cancelled and has ended. If the charge is still due, enter a new one.',
      ],
    },
  ),
  NOT_POSTED: entryByState<RequestState>(
    409,
    ['补费单尚未入账', 'The charge is not posted'],
    [
      '补费单还没有入账，入账后才能提出异议。如需修改，请在单据下留言，或联系录入人。',
      'The charge is not posted yet; a dispute is about a posted one. To have it changed, leave a comment on it or ask its maker.',
    ],
    {
      rejected: [
        '补费单已被拒绝，没有入账，客户无需付款，因此不能提出异议。',
        'The charge was rejected and never posted: nothing is asked of the customer, so there is nothing to dispute.',
      ],
      cancelled: [
        '补费单已取消，没有入账，客户无需付款，因此不能提出异议。',
        'The charge was cancelled and never posted: nothing is asked of the customer, so there is nothing to dispute.',
      ],
    },
  ),
  WITHDRAWN_TOO_LATE: entry(
    409,
    ['已有人审批，不能撤回', 'Too late to withdraw'],
    [
      '已有同事审批通过此单据，现处于第 {stage} 环节，不能再撤回。请在单据下留言，请审批人退回。',
      'A colleague has approved this request already; it is in stage {stage} and cannot be withdrawn. Ask the reviewer, in a comment, to return it.',
    ],
  ),
  VOUCHER_LIMIT: entry(
    409,
    ['凭证文件过多', 'Too many voucher files'],
    [
      '一张补费单最多 {limit} 个凭证文件（包括已替换的共 {attempts} 个）。请用新文件替换旧文件，或合并后再上传。',
      'A charge has at most {limit} voucher files ({attempts} with those that were replaced). Replace an old file, or join several into one.',
    ],
  ),
  VOUCHER_FIXED: entry(
    409,
    ['凭证文件不能再替换', 'The file can no longer be replaced'],
    [
      '已有同事依据此凭证文件审批通过，不能再替换。可以另外上传文件；如需替换，请在单据下留言，请审批人退回。',
      'A colleague has approved on this file, so it cannot be replaced. You may add another file; to replace this one, ask the reviewer, in a comment, to return the charge.',
    ],
  ),
  VOUCHER_NOT_ACCEPTED: entry(
    409,
    ['凭证文件不可下载', 'The file cannot be downloaded'],
    [
      '此凭证文件的状态为 {state}，只有通过检查的文件可以下载。若刚刚上传，请稍候再试；若未通过，请让录入人替换。',
      'This file is in state {state}; only files that passed the check can be downloaded. Wait a moment if it was just uploaded; if it was refused, its maker replaces it.',
    ],
  ),
  VOUCHERS_INCOMPLETE: entry(
    422,
    ['凭证不完整', 'Vouchers are incomplete'],
    [
      '按凭证规定还缺：{missing}。请上传或填写凭证后再提交；已保存的内容不会丢失。',
      'The voucher policy still asks for: {missing}. Upload or name them, then submit again; nothing that was saved is lost.',
    ],
  ),
  COMMENT_LIMIT: entry(
    409,
    ['留言过多', 'Too many comments'],
    [
      '一张补费单最多 {limit} 条留言。请直接联系同事商定，并把结论写入审批意见或退回原因。',
      'A charge takes {limit} comments. Settle it with your colleagues in person, and put the outcome into the decision or its reason.',
    ],
  ),
  DISPUTE_OPEN: entry(
    409,
    ['已有未处理完的异议', 'A dispute is open already'],
    [
      '这张补费单的第 {dispute} 次异议还没有处理完。请在该异议中继续说明，或先将其关闭。',
      'Dispute {dispute} of this charge is not closed yet. Go on in that dispute, or close it first.',
    ],
  ),
  DISPUTE_MOVED: entryByState<DisputeState>(
    409,
    ['异议状态不允许此操作', 'The dispute is not at this step'],
    [
      '异议的状态不允许此操作：先说明，再由客户认可或重新提出；关闭后不能再改。请重新打开查看。',
      'This step does not fit the dispute: an open one is explained, an explained one is accepted or reopened, a closed one stays closed. Open it again.',
    ],
    {
      open: [
        '异议还没有得到说明：须先由员工说明，客户才能认可或重新提出；提出人也可以撤回。请重新打开查看。',
        'The dispute is not explained yet: staff explain it first, then it is accepted or reopened; it can also be withdrawn. Open it again.',
      ],
      explained: [
        '异议已得到说明，正等客户认可或重新提出，不能再次说明。请重新打开查看。',
        'The dispute is explained already and waits to be accepted or reopened; it is not explained twice. Open it again.',
      ],
      closed: [
        '异议已关闭，不能再改。如仍有疑问，请重新提出一次异议。',
        'The dispute is closed and stays so. If something is still wrong, open another one.',
      ],
    },
  ),
  DISPUTE_TOO_LONG: entry(
    409,
    ['异议往来次数过多', 'This dispute has gone on too long'],
    [
      '这张补费单的异议已往来 {limit} 次。请直接联系客户经理当面处理，然后关闭异议。',
      'This charge has seen {limit} steps of dispute. Settle it in person with the account manager, then close it.',
    ],
  ),
  TASK_MOVED: entry(
    409,
    ['任务已变化', 'The task has moved on'],
    [
      '任务当前状态为 {state}，负责人为 {owner}，与您所见不同。请重新打开任务列表。',
      'The task is now {state} and belongs to {owner}, not what you saw. Open your list of tasks again.',
    ],
  ),
  TASK_TOO_LONG: entry(
    409,
    ['任务记录过多', 'The task has gone on too long'],
    [
      '此任务已有 {limit} 条记录，只能结束，不能再推迟或转交。请填写“done”或“reached”并说明结果。',
      'This task has {limit} steps, so it can only be ended, not put off or given away. Log `done` or `reached` and say how it went.',
    ],
  ),
  NOT_THE_OWNER: entry(
    403,
    ['不是任务负责人', 'Not the owner of the task'],
    [
      '此任务由 {owner} 负责。请由本人办理，或请经理转交给您。',
      'This task belongs to {owner}: let them do it, or ask a manager to give it to you.',
    ],
  ),
  FEEDBACK_GIVEN: entry(
    409,
    ['已经评价过', 'Feedback was given already'],
    [
      '这张补费单已经评价过，每单只能评价一次。如需补充，请联系您的客户经理。',
      'Feedback on this charge was given already; it can be given once. To add something, contact your account manager.',
    ],
  ),
  TEMPLATE_NOT_FOUND: entry(
    404,
    ['没有可用的模板', 'No such template'],
    [
      '没有找到该模板，或它已停用，或不适用于该客户的客户组。请从模板列表中重新选择。',
      'There is no such template, or it is retired, or it is not for the customer’s group. Choose another from the list.',
    ],
  ),
  NOTHING_OPEN: entry(
    409,
    ['没有待付款项', 'Nothing is open'],
    [
      '此单据（状态 {state}）当前没有待付款项，不能登记付款。请核对单号。',
      'Nothing is to be paid for this charge (state {state}), so no payment can be announced. Check its id.',
    ],
  ),
  NOT_LATE: entry(
    409,
    ['款项没有延迟', 'The money is not late'],
    [
      '款项状态为 {status}，没有延迟。已告知付款且超过最晚到账日后，才需要处理延迟。',
      'The money is {status}, not late. The procedure begins when a payment was announced and its latest day has passed.',
    ],
  ),
  RECORDS_FULL: entry(
    409,
    ['记录已满', 'No more records'],
    [
      '此单据的这类记录已达上限 {limit} 条。请在已有记录中处理。',
      'This charge has {limit} records of this kind already, which is the limit. Work with those there are.',
    ],
  ),
  CALENDAR_ENDS: entry(
    422,
    ['超出工作日历', 'Beyond the working calendar'],
    [
      '{given} 不在工作日历（{from} 至 {until}）之内，无法估算到账时间。请管理员先发布该年度的日历。',
      '{given} is outside the working calendar ({from} to {until}), so no arrival can be estimated. An administrator has to publish that year first.',
    ],
  ),
  IMPORT_NOT_READY: entryByState<ImportState>(
    409,
    ['导入当前不能这样操作', 'The import does not wait for this'],
    [
      '该导入不在可以这样操作的状态：已检查或已中断的可以开始录入，已结束的不能取消。请重新打开查看。',
      'The import is not at this step: one that is checked or stopped can be started, one that has ended cannot be cancelled. Open it again.',
    ],
    {
      'awaiting-file': [
        '文件还没有上传，或正在检查。请上传文件，等检查完成后再开始录入。',
        'The file has not come yet, or is being checked. Upload it, and start once it is checked.',
      ],
      refused: [
        '文件未通过检查，不能录入。请按 messages 中的说明更正文件，再创建新的导入并上传。',
        'The file was refused, so nothing can be entered from it. Correct it as its messages say, then begin a new import with it.',
      ],
      checked: [
        '文件已检查完毕，正等待您确认。请重新打开该导入，核对后开始录入或取消。',
        'The file is checked and waits for your word. Open the import again, look through it, then start or cancel it.',
      ],
      entering: [
        '正在录入，请等待完成；如需停止，请取消该导入，已录入的补费单会保留。',
        'Its rows are being entered: wait until that is done. To stop it, cancel the import; what was entered stays.',
      ],
      entered: [
        '该导入已录入完毕，不能再开始或取消。未录入的行请更正后创建新的导入；已录入的请逐单处理。',
        'The import is done and can be neither started nor cancelled. Put rows that were not entered into a new import; what was entered is handled charge by charge.',
      ],
      stopped: [
        '录入已中断。请重新打开该导入，查看原因后再次开始或取消。',
        'Entering was interrupted. Open the import again, see why, then start it again or cancel it.',
      ],
      cancelled: [
        '该导入已取消，不能再开始。如仍需录入，请创建新的导入并上传文件。',
        'The import was cancelled and cannot be started. If its rows are still meant, begin a new import with the file.',
      ],
    },
  ),
  IMPORT_HAS_BAD_ROWS: entry(
    409,
    ['文件中有错误的行', 'Some rows are bad'],
    [
      '有 {bad} 行有误，按“全部或不录入”的方式不会录入任何一行。请更正后重新上传，或选择继续录入正确的行。',
      '{bad} row(s) are bad, and all-or-nothing enters none then. Correct them and upload again, or choose to continue with the good ones.',
    ],
  ),
  PREPAID_INSUFFICIENT: entry(
    409,
    ['预存余额不足', 'Not enough prepaid money'],
    [
      '预存余额不足以支付 {needed}。请先充值或减少金额。',
      'The prepaid balance does not cover {needed}. Deposit more, or lower the amount.',
    ],
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
  REPORT_TOO_LARGE: entry(
    422,
    ['报表范围过大', 'The report is too large'],
    [
      '此时间范围内的补费单过多：一份报表最多统计 {most} 张，且最多查阅全公司的 {mostRead} 张。请缩短 from 与 to 之间的时间，例如按月分别查询。',
      'There are too many charges in this range: a report counts at most {most}, and looks through at most {mostRead} of the whole company. Shorten the time between from and to, for example month by month.',
    ],
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

export type ProblemCode = keyof typeof catalogue;
export const problemCodes = Object.keys(catalogue) as ProblemCode[];
