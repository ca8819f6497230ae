import type { DepositState } from '../../model/deposit.ts';
import type { RefundState } from '../../model/refund.ts';
import { type CatalogueEntry, entry, entryByState } from './entry.ts';

/** Deposits, refunds, corrections, closed months and the control of it all. */
export const moneyProblems = {
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
  REFUND_EXCEEDS_SOURCE: entry(
    409,
    ['退费金额超过可退金额', 'More than is left to refund'],
    [
      '申请退费 {wanted}，但该来源目前可退 {left}（已退、正在退费和已使用的金额不可再退）。请减少金额后重新申请。',
      'The refund asks for {wanted}, but {left} is left of its source: what was refunded, is being refunded or was used is no longer there. Ask for less.',
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
  REFUND_PENDING: entry(
    409,
    ['补费单正在退费', 'A refund of the charge is under way'],
    [
      '这张补费单有退费单 {refund} 正在处理，处理完之前不能更正。请等退费结束，或先撤回退费单。',
      'The refund {refund} of this charge is under way, and until it has ended the charge cannot be corrected. Wait for it, or withdraw it first.',
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
  NOTHING_TO_REFUND: entry(
    422,
    ['没有可退的款项', 'Nothing to refund'],
    [
      '多收的部分客户尚未支付，没有可退的款项。请改用 credit，直接减少其应付金额。',
      'The customer has paid nothing of the excess, so nothing goes back to him. Use credit, which takes it off what he owes.',
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
  CORRECTION_PENDING: entry(
    409,
    ['补费单正在更正', 'A correction of the charge is under way'],
    [
      '这张补费单有一张更正单正在处理，处理完之前不能退费，也不能再次更正。请等更正完成；更正单可在该补费单的更正记录中查看或撤回。',
      'A correction of this charge is under way; until it has ended the charge is neither refunded nor corrected again. Wait for it; it is listed with the charge and can be withdrawn there.',
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
} as const satisfies Record<string, CatalogueEntry>;
