import { type Currency, currencyDigits } from '../model/currency.ts';
import { formatDecimal } from '../model/money.ts';
import { customerAccounts } from './accounts.ts';
import type { Head, JournalEntry } from './journal-entry.ts';
import { checkHead, checkNext, emptyChain, wrongReversal } from './verify-chain.ts';
import { type RequestRecord, verifyClaims, verifyRequests } from './verify-requests.ts';

/** What is wrong, and where: the customer, the currency and the number of the entry. */
export interface Finding {
  readonly customerId: string;
  readonly currency: string;
  readonly sequence: bigint;
  readonly problem: string;
}

export interface OpenItem {
  readonly customerId: string;
  readonly currency: string;
  readonly openMinor: bigint;
}

export interface Verification {
  readonly entries: number;
  readonly chains: number;
  readonly balances: number;
  /** Debits less credits by currency over every posting there is: zero, or money came from nowhere (promise 1). */
  readonly trialBalance: ReadonlyMap<Currency, bigint>;
  /** What every account holds, debits less credits, minor units, by currency and account. */
  readonly accounts: ReadonlyMap<string, bigint>;
  /** The first wrong place of every chain, then what else is wrong: an empty list is a clean ledger. */
  readonly findings: readonly Finding[];
}

/**
 * Recomputes a whole ledger from its entries: every number, hash, balance and lot after each entry, the heads, the trial
 * balance, that open receivables make up the receivable balance, and that requests, where they are given, belong together
 * with entries and claims. Trusts nothing that is stored.
 */
export function verifyLedger(
  entries: readonly JournalEntry[],
  heads: readonly Head[],
  openItems: readonly OpenItem[],
  requests?: readonly RequestRecord[],
): Verification {
  const chains = chainsOf(entries);
  const headByChain = new Map(heads.map((head) => [chainName(head), head]));
  const findings: Finding[] = [];
  for (const [name, chain] of chains) {
    const finding = checkChain(chain, headByChain.get(name));
    if (finding !== undefined) findings.push(finding);
  }
  for (const head of heads) {
    if (!chains.has(chainName(head)))
      findings.push({ ...where(head, 1n), problem: 'the head has entries, the journal has none' });
  }
  const broken = new Set(findings.map(chainName));
  findings.push(...checkOpenItems(heads, openItems).filter((finding) => !broken.has(chainName(finding))));
  if (requests !== undefined) findings.push(...verifyRequests(entries, requests), ...verifyClaims(heads, requests));
  const { trialBalance, accounts } = fold(entries);
  for (const [currency, sum] of trialBalance) {
    if (sum !== 0n) {
      const text = formatDecimal(sum, currencyDigits(currency));
      findings.push({ customerId: '', currency, sequence: 0n, problem: `the trial balance is ${text}, not zero` });
    }
  }
  return {
    entries: entries.length,
    chains: chains.size,
    balances: heads.length * customerAccounts.length,
    trialBalance,
    accounts,
    findings,
  };
}

function checkChain(entries: readonly JournalEntry[], head: Head | undefined): Finding | undefined {
  let chain = emptyChain;
  const reversed = new Set<bigint>();
  const earlier = (sequence: bigint) => entries.find((entry) => entry.sequence === sequence)?.postings;
  for (const entry of entries) {
    const next = checkNext(chain, entry);
    // A gap is where the missing entry would be.
    const sequence = entry.sequence === chain.sequence + 1n ? entry.sequence : chain.sequence + 1n;
    if (typeof next === 'string') return { ...where(entry, sequence), problem: next };
    const unfit = wrongReversal(entry, earlier, reversed);
    if (unfit !== undefined) return { ...where(entry, entry.sequence), problem: unfit };
    chain = next;
  }
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  if (head === undefined) return { ...where(last, last.sequence), problem: 'there are entries but no head' };
  const problem = checkHead(chain, head);
  if (problem === undefined) return undefined;
  const first = head.sequence < chain.sequence ? head.sequence : chain.sequence;
  return { ...where(last, head.sequence === chain.sequence ? chain.sequence : first + 1n), problem };
}

function checkOpenItems(heads: readonly Head[], openItems: readonly OpenItem[]): Finding[] {
  const open = new Map<string, bigint>();
  for (const item of openItems) open.set(chainName(item), (open.get(chainName(item)) ?? 0n) + item.openMinor);
  const known = new Map(heads.map((head) => [chainName(head), head]));
  const wrong = heads.filter((head) => head.balances.receivable !== (open.get(chainName(head)) ?? 0n));
  const stray = openItems.filter((item) => !known.has(chainName(item)));
  return [
    ...wrong.map((head) => ({
      ...where(head, head.sequence),
      problem: 'open receivables do not sum to the receivable balance',
    })),
    ...stray.map((item) => ({ ...where(item, 0n), problem: 'there is an open receivable but no ledger' })),
  ];
}

function chainsOf(entries: readonly JournalEntry[]): Map<string, JournalEntry[]> {
  const chains = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const chain = chains.get(chainName(entry));
    if (chain === undefined) chains.set(chainName(entry), [entry]);
    else chain.push(entry);
  }
  for (const chain of chains.values()) chain.sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  return chains;
}

function fold(entries: readonly JournalEntry[]) {
  const trialBalance = new Map<Currency, bigint>();
  const accounts = new Map<string, bigint>();
  for (const { currency, postings } of entries) {
    for (const { account, side, amountMinor } of postings) {
      const signed = side === 'debit' ? amountMinor : -amountMinor;
      const name = `${currency} ${account}`;
      trialBalance.set(currency, (trialBalance.get(currency) ?? 0n) + signed);
      accounts.set(name, (accounts.get(name) ?? 0n) + signed);
    }
  }
  return { trialBalance, accounts };
}

function chainName(of: { customerId: string; currency: string }): string {
  return `${of.customerId} ${of.currency}`;
}

function where(of: { customerId: string; currency: string }, sequence: bigint) {
  return { customerId: of.customerId, currency: of.currency, sequence };
}
