import type { AgreedPolicyState } from '../../model/agreed-policy.ts';
import type { RequestState } from '../../model/request-state.ts';
import { type CatalogueEntry, entry, entryByState } from './entry.ts';

/** Who may decide about what, what proves it, and what is said of it. */
export const reviewProblems = {
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
  CANNOT_BE_RETURNED: entry(
    409,
    ['此类单据不能退回', 'Not something that is returned'],
    [
      '退费单和更正单不能退回修改。如需补充资料，请在单据下留言；如内容有误，请拒绝并写明原因，由申请人重新申请。',
      'Refunds and corrections are not returned for changes. Ask for what is missing in a comment; if the content is wrong, reject it with the reason, and a new one can be requested.',
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
} as const satisfies Record<string, CatalogueEntry>;
