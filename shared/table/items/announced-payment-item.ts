import type { AnnouncedPayment } from '../../model/arrival.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** An announced payment (A70), in the archive of its charge. */
export function announcedPaymentItem(payment: AnnouncedPayment): Item {
  return {
    ...keys.announcedPayment(payment.chargeId, payment.number),
    kind: 'payment-announced',
    method: payment.method,
    paid: payment.paidOn,
    ref: payment.bankReference,
    at: payment.at,
    by: payment.by,
    k: payment.keyPrint,
    b: payment.bodyPrint,
  };
}

export function announcedPaymentFromItem(item: Item): AnnouncedPayment {
  const raw = item as unknown as AnnouncedPaymentAttributes;
  return {
    chargeId: raw.pk.slice(2) as AnnouncedPayment['chargeId'],
    number: Number(raw.sk.split('#')[1]),
    method: raw.method,
    paidOn: raw.paid,
    ...(raw.ref === undefined ? {} : { bankReference: raw.ref }),
    at: raw.at,
    by: raw.by,
    keyPrint: raw.k,
    bodyPrint: raw.b,
  };
}

interface AnnouncedPaymentAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly method: AnnouncedPayment['method'];
  readonly paid: AnnouncedPayment['paidOn'];
  readonly ref?: string;
  readonly at: AnnouncedPayment['at'];
  readonly by: AnnouncedPayment['by'];
  readonly k: string;
  readonly b: string;
}
