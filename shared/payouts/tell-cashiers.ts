import { readProfile } from '../customers/stored-customer.ts';
import type { Refund } from '../model/refund.ts';
import type { MailNotice, Teller } from '../notices/mailer.ts';
import { refundMailData } from '../notices/refund-mail-data.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { readMembers } from '../users/read-members.ts';
import type { PaymentGateway } from './payment-gateway.ts';

/**
 * The payment gateway of a company whose cashiers pay at the bank (B9): taking an order is mailing those who may pay it.
 * The same order is mailed once. A mail that cannot be sent stops nothing, since the cashiers' list shows the refund;
 * `untold` hears how many were not reached.
 */
export function cashierGateway(
  context: LedgerContext,
  teller: Teller,
  untold: (people: number) => void,
): PaymentGateway {
  return {
    async payOut({ refundId, attempt }) {
      const refund = await readRefund(context.table, refundId);
      if (refund === undefined) return;
      const unsent = await tellCashiers(context, teller, refund, { attempt, isLate: false });
      if (unsent > 0) untold(unsent);
    },
  };
}

/**
 * Mails each cashier who may pay a refund, once for an attempt, and once more when it is late (B26). Whoever asked for it
 * or approved it may not pay it and is not asked. Answers how many people could not be reached.
 */
export async function tellCashiers(
  context: LedgerContext,
  teller: Teller,
  refund: Refund,
  { attempt, isLate }: { attempt: number; isLate: boolean },
): Promise<number> {
  const event = { requestId: refund.id, name: `payout#${attempt}${isLate ? '#late' : ''}` };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, async (): Promise<MailNotice[]> => {
    const [customer, cashiers] = await Promise.all([
      readProfile(context.table, refund.customerId),
      readMembers(context.table, 'cashier'),
    ]);
    const data = refundMailData(refund, customer?.name ?? '');
    return cashiers
      .filter(({ id }) => id !== refund.maker && !refund.approvers.includes(id))
      .map(({ id, name, email, language }) => ({
        recipient: id,
        to: email,
        mail: { template: 'payout-waiting', language, data: { ...data, readerName: name, attempt, isLate } },
      }));
  });
  return unsent.length;
}
