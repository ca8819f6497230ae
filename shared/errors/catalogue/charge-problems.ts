import type { DisputeState } from '../../model/dispute.ts';
import type { ImportState } from '../../model/import.ts';
import type { RequestState } from '../../model/request-state.ts';
import { type CatalogueEntry, entry, entryByState } from './entry.ts';

/** Customers, charges, and what follows them. */
export const chargeProblems = {
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
  REPORT_TOO_LARGE: entry(
    422,
    ['报表范围过大', 'The report is too large'],
    [
      '此时间范围内的补费单过多：一份报表最多统计 {most} 张，且最多查阅全公司的 {mostRead} 张。请缩短 from 与 to 之间的时间，例如按月分别查询。',
      'There are too many charges in this range: a report counts at most {most}, and looks through at most {mostRead} of the whole company. Shorten the time between from and to, for example month by month.',
    ],
  ),
} as const satisfies Record<string, CatalogueEntry>;
