import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge } from '../model/charge-request.ts';
import { toWire } from '../model/money.ts';
import type { RequestCase } from '../model/request-case.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import type { Teller } from './mailer.ts';
import { tellOnce } from './tell-once.ts';

/**
 * Tells finance that a posted charge was meant to be paid from prepaid money and was not covered by it, so that a
 * shortfall is never silent (C10). Meant to: the policy uses prepaid money, and the customer has paid some in before.
 */
export async function tellOfShortfall(
  context: LedgerContext,
  teller: Teller,
  { before, after }: { before: RequestCase | undefined; after: RequestCase },
): Promise<void> {
  if (after.kind !== 'charge' || after.state !== 'posted' || before?.state === 'posted') return;
  // Without a due date nothing was left to pay.
  if (after.posting?.dueDate === undefined) return;
  const { currency } = after.amount;
  const [head, policy] = await Promise.all([
    readHead(context.table, after.customerId, currency),
    readApprovalPolicyVersion(context.table, after.policyVersion),
  ]);
  if (head.issued.receipt === undefined || policy.prepaidUse === 'never') return;
  const event = { requestId: after.id, name: `${after.revision}#shortfall` };
  await tellOnce(context, teller, event, async () => {
    const [customer, finance, paidMinor] = await Promise.all([
      readProfile(context.table, after.customerId),
      readMembers(context.table, 'finance'),
      paidFromPrepaid(context, after),
    ]);
    invariant(customer !== undefined, `charge ${after.id} has a customer`);
    const data = {
      customerName: customer.name,
      chargeId: after.id,
      amount: toWire(after.amount),
      paidFromPrepaid: toWire({ currency, minor: paidMinor }),
      outstanding: toWire({ currency, minor: after.amount.minor - paidMinor }),
    };
    return finance.map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: { template: 'prepaid-shortfall', language, data: { readerName: name, ...data } },
    }));
  });
}

async function paidFromPrepaid({ table }: LedgerContext, { customerId, amount, posting }: Charge): Promise<bigint> {
  invariant(posting !== undefined, 'a posted charge has a place in the ledger');
  const { recordedAt, sequence } = posting;
  const item = await getItem(table, keys.entry(customerId, amount.currency, recordedAt, sequence), { strong: true });
  const postings = item === undefined ? [] : entryFromItem(item).postings;
  return postings.find(({ account, side }) => account === 'prepaid' && side === 'debit')?.amountMinor ?? 0n;
}
