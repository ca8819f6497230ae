import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Mail } from '../mails/mail.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import { type Money, toWire } from '../model/money.ts';
import type { User } from '../model/user.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { readUser } from '../users/read-user.ts';
import type { Notice } from './mailer.ts';
import { tellOnce } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer } from './to-customer.ts';

/**
 * Tells the clerk how his charge ended and, once it is posted, the customer what he owes and why, by the way he prefers
 * (A24, A41).
 */
export async function tellOfCharge(context: LedgerContext, teller: CustomerTeller, charge: Charge): Promise<void> {
  const { state } = charge;
  if (state !== 'posted' && state !== 'rejected' && state !== 'returned') return;
  const [customer, clerk, entry] = await Promise.all([
    readProfile(context.table, charge.customerId),
    readUser(context.table, charge.maker),
    readEntry(context, charge),
  ]);
  invariant(customer !== undefined, `charge ${charge.id} has a customer`);
  const notices: Notice[] = [];
  if (entry !== undefined) {
    const mail = postedMail(charge, entry, customer.name, await teller.feedbackLink(charge.id));
    const about = { customer, request: charge, event: `${charge.revision}-posted` };
    const notice = noticeToCustomer(context, teller, about, { ...mail, language: customer.language });
    if (notice !== undefined) notices.push(notice);
  }
  if (clerk !== undefined && !clerk.disabled) {
    const mail = decidedMail(charge, state, clerk, customer.name);
    notices.push({ recipient: clerk.id, to: clerk.email, mail: { ...mail, language: clerk.language } });
  }
  if (notices.length === 0) return;
  const name = `${charge.revision}#${state}`;
  await tellOnce(context, teller, { requestId: charge.id, name }, notices);
}

async function readEntry(context: LedgerContext, charge: Charge): Promise<JournalEntry | undefined> {
  if (charge.posting === undefined) return undefined;
  const { recordedAt, sequence } = charge.posting;
  const key = keys.entry(charge.customerId, charge.amount.currency, recordedAt, sequence);
  const item = await getItem(context.table, key, { strong: true });
  return item && entryFromItem(item);
}

type PostedMail = Omit<Extract<Mail, { template: 'charge-posted' }>, 'language'>;
type DecidedMail = Omit<Extract<Mail, { template: 'charge-decided' }>, 'language'>;

function postedMail(charge: Charge, entry: JournalEntry, customerName: string, feedbackUrl: string): PostedMail {
  const { currency, minor } = charge.amount;
  const used = entry.postings.find(({ account, side }) => account === 'prepaid' && side === 'debit');
  const paidFromPrepaid: Money = { currency, minor: used?.amountMinor ?? 0n };
  const outstanding: Money = { currency, minor: minor - paidFromPrepaid.minor };
  return {
    template: 'charge-posted',
    data: {
      customerName,
      chargeId: charge.id,
      chargeType: charge.type,
      reasonCode: charge.reason.code,
      reasonText: charge.reason.text,
      basisText: charge.basis.text,
      amount: toWire(charge.amount),
      period: charge.period,
      effectiveDate: charge.effectiveDate,
      paidFromPrepaid: toWire(paidFromPrepaid),
      outstanding: toWire(outstanding),
      ...(charge.posting?.dueDate === undefined ? {} : { dueDate: charge.posting.dueDate }),
      feedbackUrl,
    },
  };
}

type Outcome = 'posted' | 'rejected' | 'returned';

/** Who decided where nobody had to: the approval policy passes a charge, the voucher policy sends it back. */
const policyName: Readonly<Record<Language, Readonly<Record<Outcome, string>>>> = {
  'zh-CN': { posted: '审批规则（自动通过）', rejected: '审批规则', returned: '凭证规则（自动退回）' },
  en: { posted: 'the approval policy', rejected: 'the approval policy', returned: 'the voucher policy' },
};

function decidedMail(charge: Charge, outcome: Outcome, clerk: User, customerName: string): DecidedMail {
  const last = charge.history.at(-1);
  return {
    template: 'charge-decided',
    data: {
      clerkName: clerk.name,
      outcome,
      requestId: charge.id,
      customerName,
      amount: toWire(charge.amount),
      decidedBy: last === undefined || last.by === 'policy' ? policyName[clerk.language][outcome] : last.by,
      ...(last?.reason === undefined ? {} : { comment: last.reason }),
    },
  };
}
