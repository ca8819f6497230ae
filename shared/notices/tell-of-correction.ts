import { readCharge } from '../charges/stored-charge.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { CorrectionNews } from '../mails/mail.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Correction } from '../model/correction.ts';
import type { Currency } from '../model/currency.ts';
import type { Customer } from '../model/customer-record.ts';
import type { CustomerId, UserId } from '../model/ids.ts';
import { type MoneyWire, toWire } from '../model/money.ts';
import type { User } from '../model/user.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { readUser } from '../users/read-user.ts';
import type { Notice } from './mailer.ts';
import { tellOnce } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer } from './to-customer.ts';

/**
 * Tells that a correction was posted, once (A41): the customer who was charged, with the papers, and every colleague who
 * worked on the charge or on its correction. Whom the right charge is for hears of it by its own notice, and of nobody
 * else's mistake. Of a rejected one its maker hears.
 */
export async function tellOfCorrection(
  context: LedgerContext,
  teller: CustomerTeller,
  correction: Correction,
): Promise<void> {
  const { state, id } = correction;
  if (state !== 'posted' && state !== 'rejected') return;
  await tellOnce(context, teller, { requestId: id, name: `${correction.revision}#${state}` }, async () => {
    const { table } = context;
    const [charge, customer] = await Promise.all([
      readCharge(table, correction.chargeId),
      readProfile(table, correction.customerId),
    ]);
    invariant(
      charge !== undefined && customer !== undefined,
      `the charge of correction ${id} and its customer are there`,
    );
    const news = await newsOf(table, { ...correction, state }, charge, customer);
    const colleagues = state === 'rejected' ? [correction.maker] : peopleOf(correction, charge);
    return [
      ...(state === 'posted' ? toCustomer(context, teller, { charge, customer, correction }, news) : []),
      ...(await toColleagues(table, colleagues, news)),
    ];
  });
}

type News = Omit<CorrectionNews, 'readerName' | 'isCustomer'>;

async function newsOf(
  table: LedgerTable,
  correction: Correction & { state: 'posted' | 'rejected' },
  charge: Charge,
  customer: Customer,
): Promise<News> {
  const { state, right, result } = correction;
  const comment = correction.history.at(-1)?.reason;
  const [credited, refund] = await Promise.all([
    creditedBy(table, correction),
    result?.refund === undefined ? undefined : readReviewed(table, result.refund),
  ]);
  return {
    outcome: state,
    chargeId: charge.id,
    correctionId: correction.id,
    customerName: customer.name,
    amount: toWire(charge.amount),
    ...{ mistake: correction.mistake, remedy: correction.remedy, causeText: correction.cause.text },
    isOthers: right.customerId !== undefined && right.customerId !== charge.customerId,
    ...(state === 'posted' || comment === undefined ? {} : { comment }),
    ...(credited === undefined ? {} : { credited }),
    ...(refund?.kind === 'refund' ? { refunded: toWire(refund.amount) } : {}),
    ...(result?.creditNoteNumber === undefined ? {} : { creditNoteNumber: result.creditNoteNumber }),
    ...(result?.replacement === undefined ? {} : { replacementId: result.replacement }),
    ...(result?.closedMonth === undefined ? {} : { closedMonth: result.closedMonth }),
  };
}

/** What a credit note of the correction is over, where it left the charge standing. */
async function creditedBy(table: LedgerTable, { remedy, result }: Correction): Promise<MoneyWire | undefined> {
  const [place] = result?.postings ?? [];
  if (place === undefined || (remedy !== 'credit' && remedy !== 'refund-excess')) return undefined;
  const currency = place.currency as Currency;
  const key = keys.entry(place.customerId as CustomerId, currency, place.recordedAt, place.sequence);
  const item = await getItem(table, key, { strong: true });
  invariant(item !== undefined, 'the entry of a posted correction is there');
  const notes = entryFromItem(item).postings.filter(({ event, side }) => event === 'credit-note' && side === 'debit');
  return toWire({ minor: notes.reduce((sum, { amountMinor }) => sum + amountMinor, 0n), currency });
}

/** Everybody who made or approved the charge or its correction, each once. */
function peopleOf(correction: Correction, charge: Charge): UserId[] {
  return [...new Set([charge.maker, ...charge.approvers, correction.maker, ...correction.approvers])];
}

function toCustomer(
  context: LedgerContext,
  teller: CustomerTeller,
  { charge, customer, correction }: { charge: Charge; customer: Customer; correction: Correction },
  news: News,
): Notice[] {
  // The charge of somebody else is not named to him.
  const { replacementId: _, ...ofOthers } = news;
  const about = {
    customer,
    request: { ...charge, maker: correction.maker },
    event: `corrected-${correction.id.slice(4)}`,
  };
  const notice = noticeToCustomer(context, teller, about, {
    template: 'correction-news',
    language: customer.language,
    data: { ...(news.isOthers ? ofOthers : news), readerName: customer.name, isCustomer: true },
  });
  return notice === undefined ? [] : [notice];
}

async function toColleagues(table: LedgerTable, ids: readonly UserId[], news: News): Promise<Notice[]> {
  const people = await Promise.all(ids.map((id) => readUser(table, id)));
  return people
    .filter((person): person is User => person !== undefined && !person.disabled)
    .map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: { template: 'correction-news', language, data: { ...news, readerName: name, isCustomer: false } },
    }));
}
