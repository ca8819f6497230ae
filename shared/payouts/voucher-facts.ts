import { entryId } from '../customers/entry-wire.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import { payoutMethodWords, refundSourceWords } from '../mails/refund-mails.ts';
import { line, money, paragraph } from '../mails/written-values.ts';
import { businessDate, type Instant } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import type { Refund, RefundReason } from '../model/refund.ts';
import type { ApprovingRole } from '../model/role.ts';
import { maskedAccount } from '../notices/refund-mail-data.ts';
import type { LedgerContext } from '../table/context.ts';
import { amountInChinese, amountInEnglish } from './amount-in-words.ts';
import { netOf } from './payment-gateway.ts';

/** What a refund voucher (退费凭证) says, before it becomes a page. */
export interface VoucherFacts {
  readonly number: string;
  /** When it was posted; the document carries this time and no other, so it is the same whenever it is made. */
  readonly issuedAt: Instant;
  /** Label in both languages and value; a value may have several lines. */
  readonly rows: readonly (readonly [label: string, value: string])[];
}

const reasonWords: Record<Language, Record<RefundReason, string>> = {
  'zh-CN': {
    'service-not-as-expected': '服务与预期不符',
    'technical-problem': '技术问题',
    'business-change': '业务变更',
    'price-change': '价格变动',
    'hard-to-use': '使用不便',
    'over-charged': '多收费用',
    'not-delivered': '服务未提供',
    other: '其他',
  },
  en: {
    'service-not-as-expected': 'Service not as expected',
    'technical-problem': 'Technical problem',
    'business-change': 'Business change',
    'price-change': 'Price change',
    'hard-to-use': 'Hard to use',
    'over-charged': 'Over-charged',
    'not-delivered': 'Not delivered',
    other: 'Other',
  },
};

const roleWords: Record<Language, Record<ApprovingRole, string>> = {
  'zh-CN': { reviewer: '业务审核', finance: '财务', manager: '经理' },
  en: { reviewer: 'Reviewer', finance: 'Finance', manager: 'Manager' },
};

/** Reads what the voucher of a paid refund says. */
export async function readVoucherFacts(context: LedgerContext, refund: Refund): Promise<VoucherFacts> {
  const { posting, voucherNumber } = refund;
  const attempt = refund.attempts.at(-1);
  invariant(
    posting !== undefined && voucherNumber !== undefined && attempt?.outcome === 'paid',
    `refund ${refund.id} is paid`,
  );
  const customer = await readProfile(context.table, refund.customerId);
  const ledger = { customerId: refund.customerId, currency: refund.amount.currency };
  const paidOn = attempt.paidOn ?? businessDate(posting.recordedAt, context.zone);
  return {
    number: voucherNumber,
    issuedAt: posting.recordedAt,
    rows: [
      ['退费单号 Refund', refund.id],
      ['客户 Customer', `${line(customer?.name ?? '')}\n${line(customer?.number ?? '')}`],
      ...moneyRows(refund),
      ['退回方式 Paid by', inBoth(payoutMethodWords, refund.payout.method)],
      ...accountRows(refund),
      ['银行流水号 Bank reference', line(attempt.reference ?? '—')],
      ['付款日期 Paid on', paidOn],
      ['退费原因 Reason', `${inBoth(reasonWords, refund.reason.code)}\n${oneParagraph(refund.reason.text)}`],
      ...stepRows(refund, context.zone),
      ...(refund.creditNoteNumber === undefined ? [] : [['红字凭单 Credit note', refund.creditNoteNumber] as const]),
      ['账目 Entry', `${entryId(ledger, posting.sequence)}\n${posting.hash}`],
    ],
  };
}

/** Pages are paid for with height: an empty line says nothing. */
function oneParagraph(text: string): string {
  return paragraph(text).replaceAll(/\s*\n\s*/g, '\n');
}

/** Who worked on it by role and day: which colleague it was is the company's own business, and stands in the journal. */
function stepRows({ askedByCustomer, stages, history, attempts }: Refund, zone: string): VoucherFacts['rows'] {
  const [asked] = history;
  const approvals = history.filter(({ action }) => action === 'approve');
  const approved = approvals.map(({ at, stage = 1 }) => {
    const role = stages[stage - 1]?.role;
    return `${role === undefined ? '审批人 Approver' : inBoth(roleWords, role)}  ${businessDate(at, zone)}`;
  });
  const paidAt = attempts.at(-1)?.endedAt;
  return [
    [
      '申请 Requested by',
      `${askedByCustomer ? '客户 Customer' : '本公司 The company'}${asked === undefined ? '' : `  ${businessDate(asked.at, zone)}`}`,
    ],
    ['审批 Approved by', approved.join('\n') || '退费规则 Policy'],
    ['付款登记 Payment recorded', `出纳 Cashier${paidAt === undefined ? '' : `  ${businessDate(paidAt, zone)}`}`],
  ];
}

function moneyRows(refund: Refund): VoucherFacts['rows'] {
  const { source, amount, feeMinor } = refund;
  const document =
    source.from === 'charge' ? source.chargeId : source.from === 'prepaid' ? source.depositId : undefined;
  const net = netOf(refund);
  const text = (minor: bigint) => money(toWire({ currency: amount.currency, minor }));
  return [
    [
      '款项来源 From',
      [inBoth(refundSourceWords, source.from), ...(document === undefined ? [] : [document])].join('\n'),
    ],
    ['申请金额 Gross', text(amount.minor)],
    ['手续费 Fee', text(feeMinor)],
    ['实退金额 Net', `${text(net.minor)}\n${amountInChinese(net)}\n${amountInEnglish(net)}`],
  ];
}

function accountRows({ payout }: Refund): VoucherFacts['rows'] {
  const number = maskedAccount(payout);
  if (payout.account === undefined || number === undefined) return [];
  const { holder, bank } = payout.account;
  return [['收款账户 Account', `${line(holder)}\n${line(bank)}  ${number}`]];
}

function inBoth<K extends string>(words: Record<Language, Record<K, string>>, key: K): string {
  return `${words['zh-CN'][key]} ${words.en[key]}`;
}
