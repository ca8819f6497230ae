import type { PaymentMethod } from '../model/arrival.ts';
import type { MoneyWire } from '../model/money.ts';

/** Tells the customer that his money has arrived, with the number of its receipt (C1). */
export interface DepositArrived {
  readonly customerName: string;
  readonly depositId: string;
  readonly amount: MoneyWire;
  /** What it may be used for, in the reader's language. */
  readonly purpose: string;
  readonly method: PaymentMethod;
  /** Calendar date. */
  readonly arrivedOn: string;
  readonly receiptNumber: string;
  /** The last day on which it pays charges. */
  readonly expires?: string | undefined;
}

/** Tells the customer and who registered it that the money of a deposit did not come, or was taken back (C1). */
export interface DepositBounced {
  readonly readerName: string;
  readonly isCustomer: boolean;
  readonly customerName: string;
  readonly depositId: string;
  readonly amount: MoneyWire;
  readonly method: PaymentMethod;
  readonly paidOn: string;
  readonly reason: string;
  /** Where it had arrived: its receipt, and what it had paid, which the customer now owes. */
  readonly receiptNumber?: string | undefined;
  readonly owed: MoneyWire;
}
