/**
 * What deposits, charges, refunds and corrections come to, told without the ledger's own words: plain sums, kept as a
 * bookkeeper with a notebook would. It shares no code with the product. Amounts are whole minor units.
 */
export type Person = 'clerk-1' | 'clerk-2' | 'finance-1' | 'finance-2' | 'cashier-1' | 'cashier-2' | 'everything';
export const people: readonly Person[] = [
  'clerk-1',
  'clerk-2',
  'finance-1',
  'finance-2',
  'cashier-1',
  'cashier-2',
  'everything',
];

export function isA(person: Person, role: 'clerk' | 'finance' | 'cashier'): boolean {
  return person === 'everything' || person.startsWith(role);
}

export type Remedy = 'replace' | 'cancel' | 'credit' | 'refund-excess' | 'charge-more';
export type Source = { from: 'prepaid'; deposit?: string } | { from: 'unapplied' } | { from: 'charge'; charge: string };

/** One thing somebody does; `key` names what it makes, other names are of things made before. */
export type Act =
  | { do: 'deposit'; key: string; who: Person; account: number; amount: bigint; purpose: 'general' | 'training' }
  | { do: 'bounce'; deposit: string; who: Person }
  | { do: 'charge'; key: string; who: Person; account: number; type: string; amount: bigint }
  | { do: 'refund'; key: string; who: Person; account: number; source: Source; amount: bigint }
  | { do: 'correct'; key: string; who: Person; charge: string; remedy: Remedy; right: Right }
  | { do: 'decide'; of: string; who: Person; approve: boolean }
  | { do: 'withdraw'; of: string; who: Person }
  | { do: 'start'; refund: string; who: Person }
  | { do: 'end'; refund: string; who: Person; how: 'paid' | 'again' | 'failed' };

export interface Right {
  readonly amount?: bigint;
  readonly type?: string;
  readonly account?: number;
}

interface Deposit {
  account: number;
  amount: bigint;
  left: bigint;
  types: readonly string[] | undefined;
  maker: Person;
  bounced: boolean;
}

interface Charge {
  account: number;
  type: string;
  amount: bigint;
  maker: Person;
  state: 'waiting' | 'posted' | 'rejected' | 'corrected';
  /** What of which deposit paid it when it was posted. */
  drawn: [deposit: string, minor: bigint][];
  /** Given back of it, and how much of that because it should never have been charged. */
  credited: bigint;
  mistaken: bigint;
  /** Charges that corrections of it have brought: one in its place, or some beside it. */
  brought: string[];
}

interface Refund {
  account: number;
  source: Source;
  amount: bigint;
  lots: [deposit: string, minor: bigint][];
  maker: Person;
  approver: Person | undefined;
  state: 'in-review' | 'approved' | 'executing' | 'paid' | 'rejected' | 'withdrawn' | 'failed';
  attempts: number;
}

interface Correction {
  charge: string;
  remedy: Remedy;
  right: Right;
  maker: Person;
  state: 'in-review' | 'posted' | 'rejected' | 'withdrawn';
}

const live = ['in-review', 'approved', 'executing'];

export class Notebook {
  readonly #partly: boolean;
  deposits: Record<string, Deposit> = {};
  charges: Record<string, Charge> = {};
  refunds: Record<string, Refund> = {};
  corrections: Record<string, Correction> = {};
  unapplied: [bigint, bigint] = [0n, 0n];
  /** What is still owed, by what it is owed for. */
  owed: Record<string, { account: number; minor: bigint }> = {};
  /** What customers have paid in less what they got back. */
  cash = 0n;

  /** `partly`: prepaid money pays as far as it goes; otherwise all of a charge or nothing. */
  constructor(partly: boolean) {
    this.#partly = partly;
  }

  copy(): Notebook {
    const copy = new Notebook(this.#partly);
    return Object.assign(copy, structuredClone({ ...this }));
  }

  /** Does it, or says that it cannot be done and changes nothing. */
  apply(act: Act): boolean {
    switch (act.do) {
      case 'deposit':
        return this.#deposit(act);
      case 'bounce':
        return this.#bounce(act);
      case 'charge':
        return this.#charge(act);
      case 'refund':
        return this.#refund(act);
      case 'correct':
        return this.#correct(act);
      case 'decide':
        return this.#decide(act);
      case 'withdraw':
        return this.#withdraw(act);
      case 'start':
        return this.#start(act);
      case 'end':
        return this.#end(act);
    }
  }

  #deposit({ key, who, account, amount, purpose }: Extract<Act, { do: 'deposit' }>): boolean {
    if (!isA(who, 'cashier')) return false;
    const types = purpose === 'training' ? ['training', 'material'] : undefined;
    this.deposits[key] = { account, amount, left: amount, types, maker: who, bounced: false };
    this.cash += amount;
    return true;
  }

  #bounce({ deposit: key, who }: Extract<Act, { do: 'bounce' }>): boolean {
    const deposit = this.deposits[key];
    if (deposit === undefined || !(isA(who, 'cashier') || isA(who, 'finance'))) return false;
    const isHeld = Object.values(this.refunds).some(({ state, lots, source }) => {
      const paid = source.from === 'charge' ? (this.charges[source.charge]?.drawn ?? []) : [];
      return live.includes(state) && [...lots, ...paid].some(([of]) => of === key);
    });
    if (deposit.bounced || deposit.maker === who || isHeld) return false;
    this.#owe(key, deposit.account, deposit.amount - deposit.left);
    this.cash -= deposit.amount;
    deposit.left = 0n;
    deposit.bounced = true;
    return true;
  }

  #charge({ key, who, account, type, amount }: Extract<Act, { do: 'charge' }>): boolean {
    if (!isA(who, 'clerk')) return false;
    this.#write(key, { account, type, amount }, who);
    // Usage is posted without an approval.
    if (type === 'usage') this.#post(key);
    return true;
  }

  #write(key: string, content: { account: number; type: string; amount: bigint }, maker: Person): void {
    const blank = { drawn: [], credited: 0n, mistaken: 0n, brought: [] };
    this.charges[key] = { ...content, maker, state: 'waiting', ...blank };
  }

  #post(key: string): void {
    const charge = this.charges[key] as Charge;
    charge.state = 'posted';
    charge.drawn = this.#draw(charge.account, charge.type, charge.amount);
    this.#owe(key, charge.account, charge.amount - sum(charge.drawn));
  }

  /** Takes from deposits that may pay a type, the first that came in first. */
  #draw(account: number, type: string | 'refund', wanted: bigint, only?: string): [string, bigint][] {
    const able = Object.entries(this.deposits).filter(
      ([key, { account: of, types, left }]) =>
        of === account &&
        left > 0n &&
        (only === undefined || key === only) &&
        (type === 'refund' || types === undefined || types.includes(type)),
    );
    const all = able.reduce((total, [, { left }]) => total + left, 0n);
    if (all < wanted && !(this.#partly && type !== 'refund')) return [];
    let rest = wanted;
    const drawn: [string, bigint][] = [];
    for (const [key, deposit] of able) {
      const part = deposit.left < rest ? deposit.left : rest;
      if (part === 0n) continue;
      deposit.left -= part;
      rest -= part;
      drawn.push([key, part]);
    }
    return drawn;
  }

  #giveBack(lots: readonly [string, bigint][]): void {
    for (const [key, minor] of lots) (this.deposits[key] as Deposit).left += minor;
  }

  #owe(key: string, account: number, minor: bigint): void {
    const now = (this.owed[key]?.minor ?? 0n) + minor;
    if (now === 0n) delete this.owed[key];
    else this.owed[key] = { account, minor: now };
  }

  /** Claimed by refunds that are under way. */
  #claimed(of: (refund: Refund) => boolean): bigint {
    return Object.values(this.refunds)
      .filter((refund) => live.includes(refund.state) && of(refund))
      .reduce((total, { amount }) => total + amount, 0n);
  }

  #free(account: number): bigint {
    const claimed = this.#claimed((refund) => refund.source.from === 'unapplied' && refund.account === account);
    return (this.unapplied[account] ?? 0n) - claimed;
  }

  #isBeingCorrected(charge: string): boolean {
    return Object.values(this.corrections).some((each) => each.charge === charge && each.state === 'in-review');
  }

  #refund({ key, who, account, source, amount }: Extract<Act, { do: 'refund' }>): boolean {
    if (!isA(who, 'clerk') && !isA(who, 'finance')) return false;
    let lots: [string, bigint][] = [];
    if (source.from === 'unapplied' && this.#free(account) < amount) return false;
    if (source.from === 'charge') {
      const charge = this.charges[source.charge];
      if (charge?.state !== 'posted' || charge.account !== account || this.#isBeingCorrected(source.charge))
        return false;
      const claimed = this.#claimed((other) => other.source.from === 'charge' && other.source.charge === source.charge);
      const open = this.owed[source.charge]?.minor ?? 0n;
      if (charge.amount - charge.credited - open - claimed - this.#neverThere(charge) < amount) return false;
    }
    if (source.from === 'prepaid') {
      if (source.deposit !== undefined && this.deposits[source.deposit]?.account !== account) return false;
      lots = this.#draw(account, 'refund', amount, source.deposit);
      if (lots.length === 0) return false;
    }
    this.refunds[key] = {
      account,
      source,
      amount,
      lots,
      maker: who,
      approver: undefined,
      state: 'in-review',
      attempts: 0,
    };
    return true;
  }

  #correct({ key, who, charge: of, remedy, right }: Extract<Act, { do: 'correct' }>): boolean {
    const charge = this.charges[of];
    if (!isA(who, 'clerk') && !isA(who, 'finance')) return false;
    if (charge?.state !== 'posted' || this.#isBeingCorrected(of)) return false;
    if (this.#claimed((refund) => refund.source.from === 'charge' && refund.source.charge === of) > 0n) return false;
    if (!this.#leadsToRight(of, remedy, right)) return false;
    const charged = this.#charged(of);
    const unpaid = (this.owed[of]?.minor ?? 0n) + this.#neverThere(charge);
    if (remedy === 'refund-excess' && unpaid >= charged - (right.amount ?? 0n)) return false;
    if (remedy === 'replace') {
      if (right.account !== undefined && right.account === charge.account) return false;
      if (right.type !== undefined && right.type === charge.type) return false;
      if (right.amount !== undefined && right.amount === charged) return false;
    }
    this.corrections[key] = { charge: of, remedy, right, maker: who, state: 'in-review' };
    return true;
  }

  /** What a charge comes to now: less what was given back of it, and with what was added beside it. */
  #charged(of: string): bigint {
    const { amount, credited } = this.charges[of] as Charge;
    return this.#beside(of).reduce((total, key) => total + this.#charged(key), amount - credited);
  }

  /** What was added beside a charge for the same customer and still asks for money. */
  #beside(of: string, account = this.charges[of]?.account): string[] {
    return (this.charges[of]?.brought ?? []).flatMap((key) => {
      const other = this.charges[key] as Charge;
      if (other.state === 'corrected') return this.#beside(key, account);
      return other.account === account && this.#charged(key) > 0n ? [key] : [];
    });
  }

  /** Whether the way fits the amounts: nothing is taken from under what was added beside. */
  #leadsToRight(of: string, remedy: Remedy, right: Right): boolean {
    const { amount, credited } = this.charges[of] as Charge;
    const isAlone = this.#beside(of).length === 0;
    if (remedy === 'replace' || remedy === 'cancel') return isAlone;
    const excess = this.#charged(of) - (right.amount as bigint);
    if (remedy === 'charge-more') return excess < 0n;
    return excess > 0n && (isAlone || excess < amount - credited);
  }

  /** What a charge was paid with out of deposits that bounced since, as far as that is still owed. */
  #neverThere({ drawn }: Charge): bigint {
    return sum(drawn.map(([key, minor]) => [key, this.#smaller(minor, this.owed[key]?.minor ?? 0n)]));
  }

  #smaller(a: bigint, b: bigint): bigint {
    return a < b ? a : b;
  }

  #decide({ of, who, approve }: Extract<Act, { do: 'decide' }>): boolean {
    if (!isA(who, 'finance')) return false;
    const charge = this.charges[of];
    if (charge !== undefined) {
      if (charge.state !== 'waiting' || charge.maker === who) return false;
      if (approve) this.#post(of);
      else charge.state = 'rejected';
      return true;
    }
    const refund = this.refunds[of];
    if (refund !== undefined) {
      if (refund.state !== 'in-review' || refund.maker === who) return false;
      if (approve) {
        refund.approver = who;
        refund.state = 'approved';
        return true;
      }
      return this.#release(refund, 'rejected');
    }
    const correction = this.corrections[of];
    if (correction === undefined || correction.state !== 'in-review' || correction.maker === who) return false;
    if (approve && !this.#leadsToRight(correction.charge, correction.remedy, correction.right)) return false;
    if (approve) this.#putRight(of, correction, who);
    correction.state = approve ? 'posted' : 'rejected';
    return true;
  }

  #release(refund: Refund, state: Refund['state']): boolean {
    this.#giveBack(refund.lots);
    refund.state = state;
    return true;
  }

  #withdraw({ of, who }: Extract<Act, { do: 'withdraw' }>): boolean {
    const refund = this.refunds[of];
    if (refund !== undefined) {
      if (refund.state !== 'in-review' || refund.maker !== who) return false;
      return this.#release(refund, 'withdrawn');
    }
    const correction = this.corrections[of];
    if (correction?.state !== 'in-review' || correction.maker !== who) return false;
    correction.state = 'withdrawn';
    return true;
  }

  #start({ refund: key, who }: Extract<Act, { do: 'start' }>): boolean {
    const refund = this.refunds[key];
    if (refund?.state !== 'approved' || !this.#mayPay(refund, who)) return false;
    refund.state = 'executing';
    refund.attempts += 1;
    return true;
  }

  #mayPay(refund: Refund, who: Person): boolean {
    return isA(who, 'cashier') && who !== refund.maker && who !== refund.approver;
  }

  #end({ refund: key, who, how }: Extract<Act, { do: 'end' }>): boolean {
    const refund = this.refunds[key];
    if (refund?.state !== 'executing' || !this.#mayPay(refund, who)) return false;
    if (how === 'again') {
      refund.state = 'approved';
      return true;
    }
    if (how === 'failed') return this.#release(refund, 'failed');
    refund.state = 'paid';
    this.cash -= refund.amount;
    if (refund.source.from === 'unapplied') this.unapplied[refund.account as 0 | 1] -= refund.amount;
    if (refund.source.from === 'charge') (this.charges[refund.source.charge] as Charge).credited += refund.amount;
    return true;
  }

  #putRight(key: string, { charge: of, remedy, right, maker }: Correction, approver: Person): void {
    const charge = this.charges[of] as Charge;
    const { account, type, amount } = charge;
    const charged = this.#charged(of);
    if (remedy === 'charge-more') {
      charge.brought.push(`${key}-right`);
      this.#enter(`${key}-right`, { account, type, amount: (right.amount as bigint) - charged }, maker);
      return;
    }
    if (remedy === 'credit' || remedy === 'refund-excess') {
      const excess = charged - (right.amount as bigint);
      const open = this.owed[of]?.minor ?? 0n;
      let off = this.#smaller(open, excess);
      this.#owe(of, account, -off);
      // What a bounced deposit had paid of it was never paid.
      for (const [lot, minor] of charge.drawn) {
        const part = this.#smaller(this.#smaller(minor, this.owed[lot]?.minor ?? 0n), excess - off);
        if (part > 0n) this.#owe(lot, account, -part);
        off += part;
      }
      charge.credited += excess;
      charge.mistaken += excess;
      this.unapplied[account as 0 | 1] += excess - off;
      if (remedy === 'refund-excess' && excess > off) {
        const refund = { account, source: { from: 'unapplied' as const }, amount: excess - off, lots: [] };
        this.refunds[`${key}-refund`] = { ...refund, maker, approver, state: 'approved', attempts: 0 };
      }
      return;
    }
    const open = this.owed[of]?.minor ?? 0n;
    // What was credited to him and was not simply no longer owed, he has had in money.
    const had = open + charge.credited - (amount - sum(charge.drawn));
    this.#owe(of, account, -open);
    this.#giveBack(charge.drawn);
    charge.state = 'corrected';
    for (const [lot, minor] of charge.drawn) this.#settleBounced(lot, minor);
    if (remedy === 'replace') {
      charge.brought.push(`${key}-right`);
      const stood = amount - charge.mistaken;
      const content = { account: right.account ?? account, type: right.type ?? type, amount: right.amount ?? stood };
      this.#enter(`${key}-right`, content, maker);
    }
    this.#payBack(key, account, type, had);
  }

  #enter(key: string, content: { account: number; type: string; amount: bigint }, maker: Person): void {
    this.#write(key, content, maker);
    this.#post(key);
  }

  /** Money of a deposit that bounced was never there: what comes back of it pays what is owed for it. */
  #settleBounced(lot: string, minor: bigint): void {
    const deposit = this.deposits[lot] as Deposit;
    const owed = this.owed[lot]?.minor ?? 0n;
    if (!deposit.bounced || owed === 0n) return;
    const part = minor < owed ? minor : owed;
    deposit.left -= part;
    this.#owe(lot, deposit.account, -part);
  }

  #payBack(key: string, account: number, type: string, had: bigint): void {
    if (had <= 0n) return;
    const free = this.#free(account);
    const first = free < had ? free : had;
    this.unapplied[account as 0 | 1] -= first;
    const drawn = this.#draw(account, type, had - first);
    this.#owe(key, account, had - first - sum(drawn));
  }

  /** Everything that can be seen of the money, for comparing. */
  picture(): Picture {
    return {
      lots: Object.fromEntries(
        Object.entries(this.deposits)
          .filter(([, { left }]) => left > 0n)
          .map(([key, { left }]) => [key, left]),
      ),
      held: Object.fromEntries(
        Object.entries(this.refunds)
          .filter(([, { state }]) => live.includes(state))
          .map(([key, { amount }]) => [key, amount]),
      ),
      unapplied: [...this.unapplied],
      owed: Object.fromEntries(Object.entries(this.owed).map(([key, { minor }]) => [key, minor])),
      cash: this.cash,
      states: Object.fromEntries(
        [this.charges, this.refunds, this.corrections].flatMap((all) =>
          Object.entries(all).map(([key, { state }]) => [key, state]),
        ),
      ),
    };
  }
}

/** What the notebook and the ledger are compared by. */
export interface Picture {
  /** What is left of each deposit, where anything is. */
  readonly lots: Record<string, bigint>;
  /** What refunds under way hold. */
  readonly held: Record<string, bigint>;
  readonly unapplied: readonly bigint[];
  readonly owed: Record<string, bigint>;
  /** What customers paid in less what they got back. */
  readonly cash: bigint;
  readonly states: Record<string, string>;
}

function sum(lots: readonly [string, bigint][]): bigint {
  return lots.reduce((total, [, minor]) => total + minor, 0n);
}
