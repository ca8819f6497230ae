import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Head } from '../ledger/journal-entry.ts';
import type { BalanceAlert } from '../model/balance-alert.ts';
import { businessDate } from '../model/dates.ts';
import { readInForce } from '../policies/agreed-policy.ts';
import { lowBalancePolicy } from '../policies/low-balance-policy.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { balanceAlertFromItem, balanceAlertItem } from '../table/items/balance-alert-item.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { type Condition, putIf } from '../table/write.ts';
import { isLow, levelOf, usableMinor } from './low-balance.ts';

const attempts = 4;

/**
 * Judges a customer's prepaid balance and keeps that it fell below the level (C3, C9): once for each time, and again only
 * after it was back (G6). `seen` is what somebody saw of the head; where it says something new, the head is read again,
 * so that what comes late, twice or in another order warns of nothing that is no longer so. Nothing is written while
 * nothing changes. Answers what people have to be told of. Refuses with BUSY where two keep judging at once.
 */
export async function judgeBalance(context: LedgerContext, seen: Head): Promise<BalanceAlert | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readAlert(context, seen);
    const judged = await judge(context, seen);
    if (before?.state === 'low' && seen.version <= before.headVersion && judged.state === 'low') {
      // This head may have been judged by somebody who died before he told of it.
      return before;
    }
    if (judged.state === (before?.state ?? 'enough')) return undefined;
    const now = await judge(context, await readHead(context.table, seen.customerId, seen.currency));
    if (now.state === (before?.state ?? 'enough')) return undefined;
    const crossings = (before?.crossings ?? 0) + (now.state === 'low' ? 1 : 0);
    const alert: BalanceAlert = { ...now, since: context.clock(), crossings };
    if ((await putIf(context, balanceAlertItem(alert), unchangedAlert(before))) === 'refused') continue;
    return alert.state === 'low' ? alert : undefined;
  }
  throw new DomainError('BUSY');
}

async function judge({ table, clock, zone }: LedgerContext, head: Head) {
  const { customerId, currency, version: headVersion } = head;
  const now = clock();
  const [policy, customer] = await Promise.all([
    readInForce(table, lowBalancePolicy, now),
    readProfile(table, customerId),
  ]);
  const account = { customerId, customerGroup: customer?.group ?? '', currency };
  const level = levelOf(policy.content, account);
  const state = isLow(usableMinor(head.lots, businessDate(now, zone)), level) ? ('low' as const) : ('enough' as const);
  return { customerId, currency, headVersion, state, levelMinor: level ?? 0n, policyVersion: policy.version };
}

async function readAlert({ table }: LedgerContext, { customerId, currency }: Head): Promise<BalanceAlert | undefined> {
  const item = await getItem(table, keys.balanceAlert(customerId, currency), { strong: true });
  return item && balanceAlertFromItem(item);
}

/** Every change of an alert counts a crossing or ends one. */
function unchangedAlert(before: BalanceAlert | undefined): Condition {
  if (before === undefined) return { expression: 'attribute_not_exists(pk)' };
  return {
    expression: '#state = :state AND n = :n',
    names: { '#state': 'state' },
    values: { ':state': before.state, ':n': BigInt(before.crossings) },
  };
}
