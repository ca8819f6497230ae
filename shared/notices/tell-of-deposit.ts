import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { DepositBounced } from '../mails/deposit-mails.ts';
import type { PaymentMethod } from '../model/arrival.ts';
import type { Customer } from '../model/customer-record.ts';
import type { Deposit } from '../model/deposit.ts';
import { toWire } from '../model/money.ts';
import { readAgreedVersion } from '../policies/agreed-policy.ts';
import { depositPolicy } from '../policies/deposit-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { readUser } from '../users/read-user.ts';
import type { Notice } from './mailer.ts';
import { tellOnce } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer } from './to-customer.ts';

/** One change of a deposit, as the table's stream tells it. */
export interface DepositChange {
  readonly before: Deposit | undefined;
  readonly after: Deposit;
}

/**
 * Tells the customer that his deposit has arrived, with its receipt number, or that it bounced; of a bounce also who
 * registered it, unless he recorded it himself (C1, C8). Each once, whatever comes twice.
 */
export async function tellOfDeposit(
  context: LedgerContext,
  teller: CustomerTeller,
  { before, after }: DepositChange,
): Promise<void> {
  if (before?.state === after.state || isOpening(after)) return;
  if (after.state !== 'arrived' && after.state !== 'bounced') return;
  const customer = await readProfile(context.table, after.customerId);
  invariant(customer !== undefined, `deposit ${after.id} has a customer`);
  const notices =
    after.state === 'arrived'
      ? await ofArrival(context, teller, after, customer)
      : await ofBounce(context, teller, after, customer);
  if (notices.length > 0) await tellOnce(context, teller, { requestId: after.id, name: after.state }, notices);
}

/** Money from before the ledger began was told of long ago; nobody asked for it, so there is no print of a body. */
function isOpening({ bodyPrint }: Deposit): boolean {
  return bodyPrint === '';
}

async function ofArrival(
  context: LedgerContext,
  teller: CustomerTeller,
  deposit: Deposit,
  customer: Customer,
): Promise<Notice[]> {
  const { language } = customer;
  const { content } = await readAgreedVersion(context.table, depositPolicy, deposit.policyVersion);
  const purpose = content.purposes.find(({ code }) => code === deposit.purpose)?.name[language] ?? deposit.purpose;
  const data = {
    customerName: customer.name,
    depositId: deposit.id,
    amount: toWire(deposit.amount),
    purpose,
    method: deposit.method as PaymentMethod,
    arrivedOn: deposit.arrivedOn ?? deposit.paidOn,
    receiptNumber: deposit.receiptNumber ?? '',
    expires: deposit.terms.expires,
  };
  const about = { customer, request: deposit, event: 'arrived' };
  const notice = noticeToCustomer(context, teller, about, { template: 'deposit-arrived', language, data });
  return notice === undefined ? [] : [notice];
}

async function ofBounce(
  context: LedgerContext,
  teller: CustomerTeller,
  deposit: Deposit,
  customer: Customer,
): Promise<Notice[]> {
  const step = deposit.history.findLast(({ action }) => action === 'bounce');
  const common: Omit<DepositBounced, 'readerName' | 'isCustomer'> = {
    customerName: customer.name,
    depositId: deposit.id,
    amount: toWire(deposit.amount),
    method: deposit.method as PaymentMethod,
    paidOn: deposit.paidOn,
    reason: step?.reason ?? '',
    ...(deposit.receiptNumber === undefined ? {} : { receiptNumber: deposit.receiptNumber }),
    owed: toWire({ minor: await owedMinor(context, deposit), currency: deposit.amount.currency }),
  };
  const notices: Notice[] = [];
  const about = { customer, request: deposit, event: 'bounced' };
  const toCustomer = noticeToCustomer(context, teller, about, {
    template: 'deposit-bounced',
    language: customer.language,
    data: { ...common, readerName: customer.name, isCustomer: true },
  });
  if (toCustomer !== undefined) notices.push(toCustomer);
  const maker = deposit.maker === step?.by ? undefined : await readUser(context.table, deposit.maker);
  if (maker !== undefined && !maker.disabled) {
    const data = { ...common, readerName: maker.name, isCustomer: false };
    const mail = { template: 'deposit-bounced' as const, language: maker.language, data };
    notices.push({ recipient: maker.id, to: maker.email, mail });
  }
  return notices;
}

/** What the deposit had paid before it bounced, and the customer therefore owes; minor units. */
async function owedMinor({ table }: LedgerContext, { bounce, customerId, amount }: Deposit): Promise<bigint> {
  if (bounce === undefined) return 0n;
  const key = keys.entry(customerId, amount.currency, bounce.recordedAt, bounce.sequence);
  const item = await getItem(table, key, { strong: true });
  const owed = item && entryFromItem(item).postings.find(({ account }) => account === 'receivable');
  return owed?.amountMinor ?? 0n;
}
