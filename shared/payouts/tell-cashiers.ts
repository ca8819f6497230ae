import { readProfile } from '../customers/stored-customer.ts';
import type { PayoutWaiting } from '../mails/refund-mails.ts';
import type { Refund } from '../model/refund.ts';
import type { MailNotice, Teller } from '../notices/mailer.ts';
import { refundMailData } from '../notices/refund-mail-data.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Member } from '../table/items/user-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import type { PaymentGateway } from './payment-gateway.ts';

/**
 * The payment gateway of a company whose cashiers pay at the bank (B9): a payout is announced to those who may pay it, and
 * who begins it needs no order. The same one is mailed once. A mail that cannot be sent stops nothing, since the cashiers' list shows the refund;
 * `untold` hears how many were not reached.
 */
export function cashierGateway(
  context: LedgerContext,
  teller: Teller,
  untold: (people: number) => void,
): PaymentGateway {
  return {
    async announce({ refundId, attempt }) {
      const refund = await readRefund(context.table, refundId);
      if (refund === undefined) return;
      const unsent = await tellCashiers(context, teller, refund, { attempt, why: 'due' });
      if (unsent > 0) untold(unsent);
    },
    async payOut() {},
  };
}

/** Why people are told of a payout: it is due, it is late, or somebody began it days ago and said no more. */
export type PayoutNews =
  | { readonly attempt: number; readonly why: 'due' | 'late' }
  | { readonly attempt: number; readonly why: 'open'; readonly openDays: number };

/** From so many days on that an attempt has no result, finance hears of it as well. */
const financeHearsAfterDays = 3;

/**
 * Mails each cashier who may pay a refund: once for an attempt, once more when it is late (B26), and once a day while an
 * attempt has no result, from the third day on finance as well. Whoever asked for it or approved it may not pay it and is
 * not asked; where no cashier is left, managers are told to find one. Answers how many people could not be reached.
 */
export async function tellCashiers(
  context: LedgerContext,
  teller: Teller,
  refund: Refund,
  news: PayoutNews,
): Promise<number> {
  const event = { requestId: refund.id, name: eventName(news) };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, async (): Promise<MailNotice[]> => {
    const [customer, people] = await Promise.all([
      readProfile(context.table, refund.customerId),
      whoHears(context.table, refund, news),
    ]);
    const { attempt, why } = news;
    const data = { ...refundMailData(refund, customer?.name ?? ''), attempt, why };
    return people.map(({ user: { id, name, email, language }, as }) => ({
      recipient: id,
      to: email,
      mail: { template: 'payout-waiting', language, data: { ...data, readerName: name, as } },
    }));
  });
  return unsent.length;
}

function eventName(news: PayoutNews): string {
  const name = `payout#${news.attempt}`;
  if (news.why === 'open') return `${name}#open-${news.openDays}`;
  return news.why === 'late' ? `${name}#late` : name;
}

interface Hearer {
  readonly user: Member;
  readonly as: PayoutWaiting['as'];
}

async function whoHears(table: LedgerTable, refund: Refund, news: PayoutNews): Promise<Hearer[]> {
  const cashiers = await readMembers(table, 'cashier');
  const payers = cashiers.filter(({ id }) => id !== refund.maker && !refund.approvers.includes(id));
  const hearers: Hearer[] = payers.map((user) => ({ user, as: 'payer' }));
  if (payers.length === 0) {
    const managers = await readMembers(table, 'manager');
    hearers.push(...managers.map((user) => ({ user, as: 'nobody-can-pay' as const })));
  }
  if (news.why === 'open' && news.openDays >= financeHearsAfterDays) {
    const finance = await readMembers(table, 'finance');
    const others = finance.filter(({ id }) => !hearers.some(({ user }) => user.id === id));
    hearers.push(...others.map((user) => ({ user, as: 'watcher' as const })));
  }
  return hearers;
}
