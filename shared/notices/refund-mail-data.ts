import { toWire } from '../model/money.ts';
import type { Payout } from '../model/payout.ts';
import type { Refund } from '../model/refund.ts';

/** What every mail about a refund says of it. */
export function refundMailData(refund: Refund, customerName: string) {
  const { id, amount, feeMinor, source, payout, promisedBy } = refund;
  const { currency } = amount;
  return {
    customerName,
    refundId: id,
    gross: toWire(amount),
    fee: toWire({ currency, minor: feeMinor }),
    net: toWire({ currency, minor: amount.minor - feeMinor }),
    source: source.from,
    method: payout.method,
    promisedBy,
  };
}

/** The end of an account number, which is enough to know one's own; the rest stays in the ledger (F22). */
export function maskedAccount({ account }: Payout): string | undefined {
  return account && `**** ${account.number.replaceAll(/[ -]/g, '').slice(-4)}`;
}
