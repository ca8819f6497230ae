import { usableMinor } from '../alerts/low-balance.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { BalanceAlert } from '../model/balance-alert.ts';
import type { Customer } from '../model/customer-record.ts';
import { businessDate } from '../model/dates.ts';
import type { Deposit } from '../model/deposit.ts';
import { type Money, toWire } from '../model/money.ts';
import { readAgreedVersion } from '../policies/agreed-policy.ts';
import { lowBalancePolicy } from '../policies/low-balance-policy.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItem, queryPartition } from '../table/ledger-table.ts';
import { makeTask, newTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';
import { readMembers } from '../users/read-members.ts';
import type { Notice } from './mailer.ts';
import { tellOnce, tellWhoCanBeReached } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer, wayTo } from './to-customer.ts';

/** What telling of low balances takes. */
export type LowBalanceTeller = Omit<CustomerTeller, 'feedbackLink'>;

/**
 * Tells at once that a customer's prepaid money fell below his level, once for each time it did (G6): finance by mail,
 * whoever looks after his deposits by a task, and, where the policy says so, the customer by the way he prefers, in time
 * to top up (C3, C9). Fails when somebody could not be reached.
 */
export async function tellOfLowBalance(
  context: LedgerContext,
  teller: LowBalanceTeller,
  alert: BalanceAlert,
): Promise<void> {
  await tellOnce(context, teller, fallBelow(alert), async () => {
    const [news, finance] = await Promise.all([readNews(context, alert), readMembers(context.table, 'finance')]);
    const mails = finance.map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: { template: 'low-balance' as const, language, data: { readerName: name, ...dataOf(news) } },
    }));
    return [...mails, ...toThoseWhoTopUp(context, teller, news)];
  });
}

/**
 * Tells of a fall that was not told at once, or not to all. Finance has it in the digest of the same morning: a level that
 * was raised for a thousand customers makes no thousand mails. Answers who could not be reached.
 */
export async function tellInTheMorning(
  context: LedgerContext,
  teller: LowBalanceTeller,
  alert: BalanceAlert,
): Promise<readonly string[]> {
  const { unsent } = await tellWhoCanBeReached(context, teller, fallBelow(alert), async () =>
    toThoseWhoTopUp(context, teller, await readNews(context, alert)),
  );
  return unsent;
}

/** The event that is told once. */
export function fallBelow({ customerId, currency, crossings }: BalanceAlert) {
  return { requestId: customerId, name: `low#${currency}#${crossings}` };
}

async function readNews(context: LedgerContext, alert: BalanceAlert): Promise<News> {
  const { customerId, currency } = alert;
  const [customer, head, policy, deposit] = await Promise.all([
    readProfile(context.table, customerId),
    readHead(context.table, customerId, currency),
    readAgreedVersion(context.table, lowBalancePolicy, alert.policyVersion),
    latestDeposit(context, customerId),
  ]);
  invariant(customer !== undefined, `customer ${customerId} of a balance is there`);
  const balanceMinor = usableMinor(head.lots, businessDate(context.clock(), context.zone));
  const { tellsCustomer } = policy.content;
  return { alert, customer, deposit, balance: { currency, minor: balanceMinor }, tellsCustomer };
}

interface News {
  readonly alert: BalanceAlert;
  readonly customer: Customer;
  /** The last one of the customer; its maker looks after him. */
  readonly deposit: Deposit | undefined;
  readonly balance: Money;
  readonly tellsCustomer: boolean;
}

function dataOf({ alert, customer, deposit, balance, tellsCustomer }: News) {
  // Without a deposit there is none who registered it, and nothing a task or a call could stand beside.
  const way = deposit === undefined ? undefined : wayTo(customer);
  return {
    customerName: customer.name,
    customerNumber: customer.number,
    balance: toWire(balance),
    level: toWire({ currency: alert.currency, minor: alert.levelMinor }),
    customerIsTold: tellsCustomer ? (way?.by ?? ('no-way' as const)) : ('not' as const),
    colleagueHasTask: deposit !== undefined,
  };
}

function toThoseWhoTopUp(context: LedgerContext, teller: LowBalanceTeller, news: News): Notice[] {
  return [...toColleague(context, news), ...(news.tellsCustomer ? toCustomer(context, teller, news) : [])];
}

/** A task stands beside a request; here that is the deposit that runs out. */
function toColleague(context: LedgerContext, { alert, deposit, balance }: News): Notice[] {
  if (deposit === undefined) return [];
  const deliver = async () => {
    const owner = await taskOwner(context.table, deposit.maker);
    const name = `low-balance-${alert.currency.toLowerCase()}-${alert.crossings}`;
    const about = { id: deposit.id, customerId: deposit.customerId, amount: balance };
    await makeTask(context, newTask(about, { kind: 'low-balance', name, owner, now: context.clock() }));
  };
  return [{ recipient: 'colleague', deliver }];
}

function toCustomer(context: LedgerContext, teller: LowBalanceTeller, news: News): Notice[] {
  const { customer, deposit, alert, balance } = news;
  if (deposit === undefined) return [];
  const { language, name: customerName } = customer;
  const level = toWire({ currency: alert.currency, minor: alert.levelMinor });
  const request = { ...deposit, amount: balance };
  const event = `low-${alert.currency.toLowerCase()}-${alert.crossings}`;
  const mail = { template: 'top-up-due' as const, language, data: { customerName, balance: toWire(balance), level } };
  const notice = noticeToCustomer(context, teller, { customer, request, event }, mail);
  return notice === undefined ? [] : [notice];
}

async function latestDeposit({ table }: LedgerContext, customerId: BalanceAlert['customerId']) {
  const [row] = await queryPartition(table, {
    ...{ pk: customerRequestsPartition(customerId), index: 'GSI3', skPrefix: 'deposit#' },
    ...{ newestFirst: true, limit: 1 },
  });
  if (row === undefined) return undefined;
  const item = await getItem(table, keys.request(String(row.pk).slice(2) as Deposit['id']), { strong: false });
  return item && depositFromItem(item);
}
