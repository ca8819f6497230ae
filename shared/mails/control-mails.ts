import type { MoneyWire } from '../model/money.ts';

/** Tells finance that a customer's prepaid money fell below his level (C3). */
export interface LowBalance {
  readonly readerName: string;
  readonly customerName: string;
  readonly customerNumber: string;
  readonly balance: MoneyWire;
  readonly level: MoneyWire;
  /** How the customer himself is told, if he is: not where the policy says so, or where no way leads to him. */
  readonly customerIsTold: 'email' | 'sms' | 'phone' | 'not' | 'no-way';
  /** Whether a colleague has a task to talk to the customer. */
  readonly colleagueHasTask: boolean;
}

/** Tells the customer in time to top up, so that his service goes on (C9, C10). */
export interface TopUpDue {
  readonly customerName: string;
  readonly balance: MoneyWire;
  readonly level: MoneyWire;
}

/** All balances that are low, once a day (C3). */
export interface LowBalances {
  readonly readerName: string;
  /** Calendar date. */
  readonly date: string;
  readonly count: number;
  /** The first ones, where there are many. */
  readonly balances: readonly {
    readonly customerName: string;
    readonly customerNumber: string;
    readonly balance: MoneyWire;
    readonly level: MoneyWire;
    /** Instant. */
    readonly since: string;
  }[];
}

/** Tells finance that prepaid money did not cover a charge it was meant to pay (C10). */
export interface PrepaidShortfall {
  readonly readerName: string;
  readonly customerName: string;
  readonly chargeId: string;
  readonly amount: MoneyWire;
  readonly paidFromPrepaid: MoneyWire;
  readonly outstanding: MoneyWire;
}

/** Tells finance and managers what the nightly control found (C6). */
export interface ControlFindings {
  readonly readerName: string;
  readonly count: number;
  /** The first ones, where there are many; each in the reader's language. */
  readonly findings: readonly { readonly id: string; readonly text: string }[];
}
