import type { Head } from '../ledger/journal-entry.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import type { LowBalancePolicy } from '../model/low-balance-policy.ts';
import { isLow, levelOf, usableMinor } from './low-balance.ts';

/**
 * Finds, while a scan goes over the table, balances that are low and not marked so, or marked so and low no more: because
 * a level changed, because money expired, or because a change was never followed. Heads stand just before their
 * customer's profile, so few wait for it.
 */
export class BalanceWatch {
  readonly #policy: LowBalancePolicy;
  readonly #today: CalendarDate;
  readonly #marked: ReadonlySet<string>;
  readonly #waiting = new Map<CustomerId, Head[]>();
  readonly #toJudge: Head[] = [];

  /** `marked`: those in the list of low balances, as `customer currency`. */
  constructor(policy: LowBalancePolicy, today: CalendarDate, marked: ReadonlySet<string>) {
    this.#policy = policy;
    this.#today = today;
    this.#marked = marked;
  }

  addHead(head: Head): void {
    // Who never paid anything in has no balance that could run out.
    if (head.issued.receipt === undefined) return;
    if (this.#policy.levels.length === 0 && this.#marked.size === 0) return;
    this.#waiting.set(head.customerId, [...(this.#waiting.get(head.customerId) ?? []), head]);
  }

  addProfile({ customerId, group: customerGroup }: { customerId: CustomerId; group: string }): void {
    for (const head of this.#waiting.get(customerId) ?? []) {
      const { currency } = head;
      const level = levelOf(this.#policy, { customerId, customerGroup, currency });
      const low = isLow(usableMinor(head.lots, this.#today), level);
      if (low !== this.#marked.has(`${customerId} ${currency}`)) this.#toJudge.push(head);
    }
    this.#waiting.delete(customerId);
  }

  /** Heads to judge with what is read again; those whose profile did not come after them are among them. */
  get toJudge(): Head[] {
    return [...this.#toJudge, ...[...this.#waiting.values()].flat()];
  }
}
