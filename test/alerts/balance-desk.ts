import { followBalance } from '../../shared/alerts/follow-balance.ts';
import { tellLowBalances } from '../../shared/alerts/tell-daily.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { emptyHead, type Head } from '../../shared/ledger/journal-entry.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { CustomerId, DepositId } from '../../shared/model/ids.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { balanceAlertFromItem } from '../../shared/table/items/balance-alert-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem } from '../../shared/table/ledger-table.ts';
import { putIf } from '../../shared/table/write.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import type { TestLedger } from '../support/ledger.ts';

/** A company that warns of low balances, and a customer with prepaid money whose changes are followed or kept back. */
export async function balanceDesk(fields: object = {}, ledger?: TestLedger) {
  const company = await freshCompany(ledger);
  const { context, clerk, input } = company;
  const customer = await company.createCustomer('C-8001', fields);
  const customerId = customer.id as CustomerId;
  const room = mailRoom();
  let count = 0;
  let versions = 0;
  const followed = new Map<Currency, Head>();

  const headNow = (currency: Currency = 'CNY') => readHead(context.table, customerId, currency);
  const desk = {
    ...company,
    customer,
    customerId,
    room,
    headNow,
    /** A version of the low-balance policy that is in force at once. */
    async warnBelow(levels: readonly object[], tellsCustomer = true) {
      versions += 1;
      const at = context.clock();
      const by = company.finance.actor.id;
      const proposal = { at, by, reason: '测试', keyPrint: 'k', bodyPrint: 'b' };
      const content = { levels, tellsCustomer };
      const policy = { version: versions, content, state: 'approved' as const, effectiveAt: at, proposal };
      await putIf(context, agreedPolicyItem('low-balance', policy), { expression: 'attribute_not_exists(pk)' });
    },
    async deposit(minor: bigint, currency: Currency = 'CNY', of: CustomerId = customerId) {
      count += 1;
      const id = documentId('dep', 'test', 'deposit', String(count)) as DepositId;
      const amount = { minor, currency };
      await postOpeningDeposit(context, { id, customerId: of, amount, method: 'bank-transfer', maker: clerk.actor.id });
    },
    /** A charge that policy passes and prepaid money pays. */
    async use(minor: bigint, currency: Currency = 'CNY') {
      count += 1;
      const body = { ...chargeBody(customerId, customer.number, '1.00'), amount: { minor, currency } };
      return (await submitCharge(context, clerk, input({ body, idempotencyKey: `use-${count}` }))).body;
    },
    /** What the stream would tell of the head since it was last followed. */
    async change(currency: Currency = 'CNY') {
      const before = followed.get(currency) ?? emptyHead(customerId, currency);
      const after = await headNow(currency);
      followed.set(currency, after);
      return { before, after };
    },
    follow: async (change: { before: Head | undefined; after: Head }) =>
      await followBalance(context, room.process(), change),
    async followNow(currency: Currency = 'CNY') {
      await desk.follow(await desk.change(currency));
    },
    async alert(currency: Currency = 'CNY') {
      const item = await getItem(context.table, keys.balanceAlert(customerId, currency), { strong: true });
      return item && balanceAlertFromItem(item);
    },
    /** Half past eight, at the earliest a while after whatever was noticed. */
    async morning(remainingMs = 100_000) {
      company.clock.move(6 * 3_600_000);
      return await tellLowBalances(context, room.process(), () => remainingMs);
    },
    told: (template: string) => room.sent.filter(({ mail }) => mail.template === template),
  };
  return desk;
}

export const level = (value: string, currency = 'CNY', rest: object = {}) => ({ level: { value, currency }, ...rest });
