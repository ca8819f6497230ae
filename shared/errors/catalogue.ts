import type { AgreedPolicyState } from '../model/agreed-policy.ts';
import type { DepositState } from '../model/deposit.ts';
import type { DisputeState } from '../model/dispute.ts';
import type { ImportState } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import type { RefundState } from '../model/refund.ts';
import type { RequestState } from '../model/request-state.ts';

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
        '单据已被拒绝，流程已结束，不能再修改或审批。如仍需办理，请录入新的单据。',
        'The request was rejected and has ended: it is neither changed nor decided any more. If it is still needed, enter a new one.',
      ],
      posted: [
        '单据已入账，不能再修改、撤回或审批。对内容或金额有异议，请在此单据上提出异议；需要更正账务，请联系财务。',
        'The request is posted: it is neither changed, withdrawn nor decided any more. If something is wrong with it, open a dispute about it, or ask finance for a correction.',
      ],
      cancelled: [
        '单据已取消，流程已结束。如仍需办理，请录入新的单据。',
        'The request was cancelled and has ended. If it is still needed, enter a new one.',
      ],
      corrected: [
        '补费单已被更正，不能再处理。请打开更正后的补费单。',
        'The charge was corrected and is no longer worked on. Open the charge that stands in its place.',
      ],
      withdrawn: [
        '单据已由申请人撤回，流程已结束。如仍需办理，请重新申请。',
        'The request was withdrawn by whoever made it and has ended. If it is still needed, make a new one.',
      ],
      approved: [
        '退费单已审批通过，正等待出纳付款。请由出纳开始付款；如不应付款，请由出纳记录付款失败。',
        'The refund is approved and waits for a cashier. A cashier starts the payout; if it must not be paid, he records that it failed.',
      ],
      executing: [
        '退费单正在付款中，不能同时由他人付款或撤回。请等付款结果；结果由出纳记录。',
        'The refund is being paid: nobody else pays it or takes it back meanwhile. Wait for the result, which a cashier records.',
      ],
      paid: [
        '退费单已付款，不能再处理。如客户未收到款项，请登记“未到账”。',
        'The refund was paid and is no longer worked on. If the customer did not receive it, report it as missing.',
      ],
      expired: [
        '退费单已过期，款项已释放。如仍需退费，请重新申请。',
        'The refund has expired and its money is free again. If it is still wanted, ask for it anew.',
      ],
      failed: [
        '退费付款失败并已结束，款项已释放。如仍需退费，请核对收款账户后重新申请。',
        'The payout failed for good and the money is free again. Check the account it goes to and ask for the refund anew.',
      ],
      registered: [
        '预存款已登记，尚未确认到账。请由登记人以外的出纳确认。',
        'The deposit is registered and its money not yet confirmed. A cashier who did not register it confirms it.',
      ],
      arrived: [
        '款项已到账，此操作已不适用。请重新打开单据查看。',
        'The money has arrived, so there is nothing more to do here. Open it again.',
      ],
      bounced: [
        '预存款已退票或被退回，不能再处理。如客户重新付款，请重新登记。',
        'The deposit has bounced and is no longer worked on. If the customer pays again, register it anew.',
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
  CANNOT_BE_RETURNED: entry(
    409,
    ['此类单据不能退回', 'Not something that is returned'],
    [
      '退费单和更正单不能退回修改。如需补充资料，请在单据下留言；如内容有误，请拒绝并写明原因，由申请人重新申请。',
      'Refunds and corrections are not returned for changes. Ask for what is missing in a comment; if the content is wrong, reject it with the reason, and a new one can be requested.',
    ],
  ),
  REFUND_EXCEEDS_SOURCE: entry(
    409,
    ['退费金额超过可退金额', 'More than is left to refund'],
    [
      '申请退费 {wanted}，但该来源目前可退 {left}（已退、正在退费和已使用的金额不可再退）。请减少金额后重新申请。',
      'The refund asks for {wanted}, but {left} is left of its source: what was refunded, is being refunded or was used is no longer there. Ask for less.',
    ],
  ),
  PERIOD_CLOSED: entry(
    409,
    ['所属月份已关账', 'The month is closed'],
    [
      '日期 {date} 属于已关账的月份 {month}，不能再入账。请把业务日期改为 {open} 或之后（已在审批中的单据请由审批人退回修改），或请经理重新开账。',
      '{date} lies in {month}, which is closed: nothing is entered there any more. Take {open} or a later day as effective date (a request in review is returned for that), or ask a manager to reopen the month.',
    ],
  ),
  PERIOD_NOT_ENDED: entry(
    409,
    ['月份尚未结束', 'The month has not ended'],
    [
      '{month} 还没有结束，不能关账。请在 {from} 或之后办理。',
      '{month} has not ended, so it cannot be closed yet. Close it on {from} or later.',
    ],
  ),
  PERIOD_ORDER: entry(
    409,
    ['关账次序不对', 'Months are closed and reopened in order'],
    [
      '{month} 现在不能办理：关账须逐月进行，重新开账只能从最后关账的月份开始。已关账至：{through}；下一个可办理的月份：{next}。',
      '{month} is not next: months are closed one after the other, and only the last closed one is reopened. Closed through: {through}; next: {next}.',
    ],
  ),
  REFUND_PENDING: entry(
    409,
    ['补费单正在退费', 'A refund of the charge is under way'],
    [
      '这张补费单有退费单 {refund} 正在处理，处理完之前不能更正。请等退费结束，或先撤回退费单。',
      'The refund {refund} of this charge is under way, and until it has ended the charge cannot be corrected. Wait for it, or withdraw it first.',
    ],
  ),
  CORRECTION_CHANGES_NOTHING: entry(
    422,
    ['更正内容与原单相同', 'The correction changes nothing'],
    [
      '更正后的内容与原补费单相同（{mistake}）。请填写正确的内容；如错误另在别处，请选择相应的错误类型。',
      'What it should have said is what it says already ({mistake}). Enter the right value, or choose the mistake that fits.',
    ],
  ),
  CORRECTION_AMOUNT_UNFIT: entry(
    422,
    ['金额与更正方式不符', 'The amount does not fit the remedy'],
    [
      '现收金额为 {charged}，更正为 {right} 不能用“{remedy}”：多收用 credit 或 refund-excess，少收用 charge-more，币种不同用 replace。',
      '{charged} is charged and {right} is right, which “{remedy}” does not lead to: use credit or refund-excess for too much, charge-more for too little, replace for another currency.',
    ],
  ),
  FURTHER_CHARGE_STANDS: entry(
    409,
    ['补费单另有补收', 'More was charged beside it'],
    [
      '这张补费单另有补收单 {charges}，撤销或减少原单之前请先更正补收单。',
      '{charges} was charged beside this charge because it was too little. Correct that first, then this one.',
    ],
  ),
  NOTHING_TO_REFUND: entry(
    422,
    ['没有可退的款项', 'Nothing to refund'],
    [
      '多收的部分客户尚未支付，没有可退的款项。请改用 credit，直接减少其应付金额。',
      'The customer has paid nothing of the excess, so nothing goes back to him. Use credit, which takes it off what he owes.',
    ],
  ),
  CORRECTION_PENDING: entry(
    409,
    ['补费单正在更正', 'A correction of the charge is under way'],
    [
      '这张补费单有一张更正单正在处理，处理完之前不能退费，也不能再次更正。请等更正完成；更正单可在该补费单的更正记录中查看或撤回。',
      'A correction of this charge is under way; until it has ended the charge is neither refunded nor corrected again. Wait for it; it is listed with the charge and can be withdrawn there.',
    ],
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
  REFUND_NOT_PAID: entryByState<RefundState>(
    409,
    ['退费尚未付款', 'The refund is not paid'],
    ['退费付款后才有退费凭证。请在付款后再下载。', 'A refund has a voucher once it is paid. Download it then.'],
    {
      rejected: ['此退费未获批准，没有退费凭证。', 'This refund was not approved, so it has no voucher.'],
      withdrawn: ['此退费已撤回，没有退费凭证。', 'This refund was withdrawn, so it has no voucher.'],
      expired: [
        '此退费已过期，没有退费凭证。仍需退费时请重新申请。',
        'This refund expired, so it has no voucher. Ask again if it is still due.',
      ],
      failed: [
        '此退费未能付出，没有退费凭证。请重新申请。',
        'This refund could not be paid, so it has no voucher. Ask for it again.',
      ],
    },
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
  PROPOSER_DECIDES: entry(
    403,
    ['不能审批自己提出的政策', 'You cannot decide on your own proposal'],
    [
      '政策须由提出人之外的同事审批。请由另一位管理员、经理或财务审批；如不再需要，您可以撤回。',
      'Whoever proposed a policy never decides on it: another administrator, a manager or finance does. You may withdraw it.',
    ],
  ),
  NOT_THE_PROPOSER: entry(
    403,
    ['只有提出人可以撤回', 'Only its proposer may withdraw it'],
    [
      '此政策由 {proposer} 提出，只能由其本人撤回。如不同意，请审批时拒绝并写明原因。',
      'This policy was proposed by {proposer}, who alone withdraws it. If you disagree, reject it and say why.',
    ],
  ),
  PROPOSAL_OPEN: entry(
    409,
    ['已有待审批的版本', 'A proposal is open already'],
    [
      '第 {version} 版（{proposer} 提出）尚待审批，同一政策一次只能有一个待审批的版本。请等它审批或撤回后再提出。',
      'Version {version}, proposed by {proposer}, is not decided yet, and a policy has one open proposal at a time. Propose again once it is decided or withdrawn.',
    ],
  ),
  POLICY_MOVED: entryByState<AgreedPolicyState>(
    409,
    ['政策版本状态不允许此操作', 'The version is not at this step'],
    [
      '此版本已不在您所见的状态。请重新打开后再处理。',
      'This version is no longer where you saw it. Open it again before you go on.',
    ],
    {
      proposed: [
        '此版本尚未审批，还没有约束力，因此不能确认已读。请等审批通过后再确认。',
        'This version is not approved and binds nobody yet, so there is nothing to acknowledge. Wait until it is approved.',
      ],
      approved: [
        '此版本已审批通过，不能再审批或撤回。如需修改，请提出新的版本。',
        'This version is approved: it is neither decided nor withdrawn any more. To change it, propose another version.',
      ],
      rejected: [
        '此版本已被拒绝，不能再处理。如仍需要，请按拒绝原因修改后提出新的版本。',
        'This version was rejected and stays so. If it is still wanted, change it by the reason given and propose another.',
      ],
      withdrawn: [
        '此版本已由提出人撤回，不能再处理。如仍需要，请提出新的版本。',
        'This version was withdrawn by its proposer and stays so. If it is still wanted, propose another.',
      ],
    },
  ),
  PREPAID_INSUFFICIENT: entry(
    409,
    ['预存余额不足', 'Not enough prepaid money'],
    [
      '预存余额不足以支付 {needed}。请先充值或减少金额。',
      'The prepaid balance does not cover {needed}. Deposit more, or lower the amount.',
    ],
  ),
  CASH_NEEDS_CASHIER: entry(
    403,
    ['现金须由出纳登记', 'Cash is registered by a cashier'],
    [
      '现金充值登记后立即入账，只能由收款的出纳（角色 cashier）登记。请把现金交给出纳办理。',
      'A cash deposit counts as soon as it is registered, so only the cashier (role cashier) who takes the money registers it. Hand the cash to a cashier.',
    ],
  ),
  DEPOSIT_NEEDS_ANOTHER: entry(
    403,
    ['登记人不能自己办理', 'Another person has to do this'],
    [
      '登记充值的人不能自己确认到账，也不能把已到账的充值记为退票。请由另一位同事核对银行流水后办理。',
      'Whoever registered a deposit neither confirms its arrival nor records that it bounced after it had arrived. A colleague checks the bank statement and does it.',
    ],
  ),
  DEPOSIT_MOVED: entryByState<DepositState>(
    409,
    ['充值单状态不允许此操作', 'The deposit is not at this step'],
    [
      '充值单已不在您所见的状态。请重新打开后再处理。',
      'The deposit is no longer where you saw it. Open it again before you go on.',
    ],
    {
      registered: [
        '充值单已登记，款项尚未确认到账。请重新打开后再处理。',
        'The deposit is registered and its money is not confirmed. Open it again before you go on.',
      ],
      arrived: [
        '充值已确认到账并入账，不能再次确认或取消。如银行退回了款项，请记为退票；如需退还余额，请办理退费。',
        'The deposit has arrived and counts: it is neither confirmed again nor cancelled. If the bank took the money back, record that it bounced; to give back what is left, request a refund.',
      ],
      bounced: [
        '充值已记为退票，流程已结束。客户重新付款后，请登记新的充值单。',
        'The deposit bounced and has ended. When the customer pays again, register a new one.',
      ],
      cancelled: [
        '充值单已取消，流程已结束。如款项确已支付，请登记新的充值单。',
        'The deposit was cancelled and has ended. If the money was paid after all, register a new one.',
      ],
    },
  ),
  DEPOSIT_PURPOSE_UNKNOWN: entry(
    422,
    ['没有此用途', 'No such purpose'],
    [
      '现行预存政策没有用途“{purpose}”。可选：{known}。',
      'The deposit policy in force knows no purpose “{purpose}”. It knows: {known}.',
    ],
  ),
  DEPOSIT_TOO_SMALL: entry(
    422,
    ['低于最低充值金额', 'Below the smallest deposit'],
    [
      '充值金额 {amount} 低于预存政策规定的最低金额 {smallest}。请提高金额，或不作预存、直接付款。',
      'The amount {amount} is below the smallest deposit of the policy, {smallest}. Raise it, or let the customer pay the fee itself.',
    ],
  ),
  DEPOSIT_TOO_LARGE: entry(
    422,
    ['超过单笔充值上限', 'Above the largest deposit'],
    [
      '充值金额 {amount} 超过预存政策规定的单笔上限 {largest}。请减少金额，或请管理人员按程序调整政策。',
      'The amount {amount} is above the largest deposit of the policy, {largest}. Lower it, or ask for a change of the policy.',
    ],
  ),
  DEPOSIT_ABOVE_CEILING: entry(
    409,
    ['超过预存余额上限', 'Too much prepaid money'],
    [
      '客户已有预存 {has}，加上本次 {amount} 将超过政策规定的上限 {ceiling}。请减少金额、先使用或退还部分余额，或请管理人员按程序调整政策。',
      'The customer has {has} prepaid; with {amount} more it would pass the ceiling of the policy, {ceiling}. Lower the amount, use or give back some of the balance first, or ask for a change of the policy.',
    ],
  ),
  DEPOSIT_DUPLICATE: entry(
    409,
    ['可能重复登记', 'Probably registered before'],
    [
      '该客户已有一笔付款方式、金额和流水号都相同的充值（{deposit}，付款日期 {paidOn}）。请核对；若客户确实付了两笔，请带 confirmDuplicate: true 重新提交。',
      'This customer has a deposit with the same method, amount and reference ({deposit}, paid on {paidOn}). Check it; if the customer did pay twice, send it again with confirmDuplicate: true.',
    ],
  ),
  DEPOSIT_HELD: entry(
    409,
    ['款项正在退费中', 'Held for a refund'],
    [
      '此充值的款项已被办理中的退费占用（{requests}）。请先撤回、拒绝或结束这些退费，再记为退票。',
      'Money of this deposit is held for refunds under way ({requests}). Withdraw, reject or end them first, then record that it bounced.',
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
  REFUND_NOT_ALLOWED: entry(
    422,
    ['退费政策不允许', 'The refund policy does not allow it'],
    [
      '按退费政策（第 {version} 版），这一来源和原因的款项不能退费。请先查看退费政策；如有异议，请联系客服或财务。',
      'By version {version} of the refund policy, money from this source is not refunded for this reason. Read the refund policy; if you do not agree, talk to the service or to finance.',
    ],
  ),
  REFUND_WINDOW_OVER: entry(
    422,
    ['已超过退费期限', 'The time for a refund is over'],
    [
      '退费期限已于 {until} 截止。如有特殊情况，请联系财务或经理，由其决定是否更正或另行处理。',
      'A refund could be asked for until {until}. If there is a special reason, talk to finance or a manager, who can correct the charge or find another way.',
    ],
  ),
  REFUND_DEPOSIT_UNNAMED: entry(
    422,
    ['请指明预存单', 'Name the deposit'],
    [
      '退费政策对预存款设有期限，须指明退哪一笔预存：请在 source.depositId 填写预存单编号，可在客户的预存记录中查到。',
      'The policy sets a time limit for deposits, so name the one to refund: its id as source.depositId, which the customer’s list of deposits shows.',
    ],
  ),
  REFUND_SOURCE_NOT_FOUND: entry(
    404,
    ['没有找到可退的款项', 'There is no such money to refund'],
    [
      '该客户名下没有这张已入账的补费单，或没有这笔已到账的预存，或币种不同。请核对编号和币种；尚未入账的补费单请撤回，不用退费。',
      'This customer has no such posted charge or arrived deposit in this currency. Check the id and the currency; a charge that is not posted yet is withdrawn, not refunded.',
    ],
  ),
  REFUND_LIMIT: entry(
    409,
    ['处理中的退费已达上限', 'Too many refunds under way'],
    [
      '该客户在此币种下已有 {limit} 笔退费正在处理，暂不能再申请。请等其中一笔办完，或撤回不再需要的申请，再重新申请；也可以把几笔合并为一笔。',
      'So many refunds of this customer in this currency are under way as there may be: {limit}. Wait until one has ended or take back one that is not needed, and ask again; or ask for several amounts in one refund.',
    ],
  ),
  REFUND_ALL_FEE: entry(
    422,
    ['手续费不低于退费金额', 'The fee takes all of it'],
    [
      '手续费 {fee} 不低于退费金额，客户将收不到款项。请提高退费金额，或不申请退费。',
      'The fee of {fee} is as much as the refund, so nothing would be paid out. Ask for a larger amount, or for none.',
    ],
  ),
  PAPERS_MISSING: entry(
    422,
    ['退费资料不齐', 'Papers are missing'],
    [
      '还缺：{missing}。请在 vouchers 中填写所缺凭证，或在 payout.account 填写收款账户（account）后再提交。',
      'Still missing: {missing}. Name these vouchers in vouchers, or the account to pay to in payout.account (account), and send it again.',
    ],
  ),
  PAYOUT_ROUTE: entry(
    422,
    ['须按原付款方式退回', 'The money goes back the way it came'],
    [
      '此款项以 {way} 方式收取，须按原方式退回。请将 payout.method 改为 {way}；原方式已无法退回的，请由财务或经理以银行转账（bank-transfer）方式代为申请。',
      'This money came by {way} and goes back the same way: set payout.method to {way}. If that way is closed, finance or a manager can ask for a bank-transfer instead.',
    ],
  ),
  PAYER_IS_MAKER: entry(
    403,
    ['不能支付自己申请的退费', 'You cannot pay a refund you asked for'],
    [
      '申请人不能支付自己申请的退费。请由另一位出纳支付。',
      'Whoever asked for a refund never pays it out. Another cashier must do it.',
    ],
  ),
  PAYER_IS_APPROVER: entry(
    403,
    ['不能支付自己审批的退费', 'You cannot pay a refund you approved'],
    ['您审批过此退费，支付须由另一位出纳办理。', 'You approved this refund; another cashier must pay it out.'],
  ),
  REFUND_EXPIRED: entry(
    409,
    ['退费申请已过期', 'The refund has expired'],
    [
      '此退费申请的有效期至 {until}，已过期，冻结的款项将自动释放。仍需退费的，请重新申请。',
      'This refund was good until {until}; it ends by itself and frees its money. If it is still wanted, ask for it again.',
    ],
  ),
  ARRIVAL_NEEDS_ANOTHER: entry(
    403,
    ['不能确认自己经办的退费已到账', 'You cannot confirm a refund you worked on'],
    [
      '您申请、审批或支付过此退费，不能替客户确认到账。请由客户本人或另一位同事确认；未到账的，您可以登记未到账。',
      'You asked for this refund, approved it or paid it, so you do not confirm for the customer that it arrived. The customer himself or another colleague does; that it did not arrive you may report.',
    ],
  ),
  MISSING_REPORTED: entry(
    409,
    ['已登记未到账', 'Reported already'],
    [
      '已登记此退费未到账，正在向银行查询，最迟 {promisedBy} 答复。届时仍未到账的，可再次登记；补充情况请留言。',
      'It is on record that this refund is missing and the bank is being asked; there is an answer by {promisedBy}. If it is still missing then, report it again; to add something, leave a comment.',
    ],
  ),
  FINDING_CLOSED: entry(
    409,
    ['该发现已关闭', 'The finding is closed'],
    [
      '该发现已关闭，不能再指定负责人或再次关闭。如问题仍在，夜间核查会重新打开它。',
      'The finding is closed: it is not assigned or closed again. If it is still there, the nightly control opens it again.',
    ],
  ),
  RECONCILIATION_CLOSED: entry(
    409,
    ['该月对账已完成', 'The reconciliation is closed'],
    [
      '{month} 的对账已确认完成，不能再改。此后登记到该月的款项列在下月对账的“earlier”一行。',
      'The reconciliation of {month} is agreed and closed. What is posted into that month since stands in the row `earlier` of the next.',
    ],
  ),
  RECONCILIATION_UNCOUNTED: entry(
    409,
    ['尚未登记实际余额', 'Nothing was counted yet'],
    [
      '{month} 的实际余额还没有登记。请先由财务按银行对账单和现金账登记实际余额，再确认。',
      'Nobody has entered what was really there at the end of {month}. Finance enters it from bank statements and cash book first.',
    ],
  ),
  RECONCILER_COUNTED: entry(
    403,
    ['不能确认自己登记的对账', 'Whoever counted does not agree'],
    ['实际余额由您登记，须由另一位经理确认。', 'You entered what was counted, so another manager has to agree to it.'],
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
