import { type Currency, currencyDigits } from '../model/currency.ts';
import { formatDecimal } from '../model/money.ts';
import { customerAccounts } from './accounts.ts';
import { applyPostings, sameBalances, zeroBalances } from './balances.ts';
import { entryHash, genesisHash, type Head, type JournalEntry } from './journal-entry.ts';
import { checkPostings, mirror } from './posting-rules.ts';
import { type RequestRecord, verifyRequests } from './verify-requests.ts';

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
 * Recomputes a whole ledger from its entries: every number, hash and balance after each entry, the heads, the trial
 * balance, that open receivables make up the receivable balance, and that requests, where they are given, and entries
 * belong together. Trusts nothing that is stored.
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
  if (requests !== undefined) findings.push(...verifyRequests(entries, requests));
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

function checkChain(chain: readonly JournalEntry[], head: Head | undefined): Finding | undefined {
  let balances = zeroBalances;
  let previousHash = genesisHash;
  let sequence = 0n;
  let recordedAt = '';
  const reversed = new Set<bigint>();
  for (const entry of chain) {
    const wrong = (problem: string): Finding => ({ ...where(entry, entry.sequence), problem });
    sequence += 1n;
    if (entry.sequence !== sequence) {
      return { ...where(entry, sequence), problem: `entry ${sequence} is missing: the next is ${entry.sequence}` };
    }
    if (entry.previousHash !== previousHash) return wrong('the previous hash is not that of the entry before');
    if (entry.recordedAt <= recordedAt) return wrong('the entry is recorded before the one before it');
    const broken = brokenRule(entry);
    if (broken !== undefined) return wrong(broken);
    const unfit = wrongReversal(entry, chain, reversed);
    if (unfit !== undefined) return wrong(unfit);
    balances = applyPostings(balances, entry.postings);
    if (!sameBalances(balances, entry.balancesAfter))
      return wrong('the balances after the entry are not the fold of its postings');
    if (customerAccounts.some((name) => balances[name] < 0n)) return wrong('an account is overdrawn');
    if (entryHash(entry) !== entry.hash)
      return wrong('the hash does not fit the entry: it was changed after it was posted');
    previousHash = entry.hash;
    recordedAt = entry.recordedAt;
  }
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  if (head === undefined) return { ...where(last, last.sequence), problem: 'there are entries but no head' };
  if (head.sequence !== sequence) {
    const first = (head.sequence < sequence ? head.sequence : sequence) + 1n;
    return { ...where(last, first), problem: `the head is at entry ${head.sequence}, the journal ends at ${sequence}` };
  }
  if (head.hash !== previousHash)
    return { ...where(last, sequence), problem: "the head's hash is not that of the last entry" };
  if (head.recordedAt !== recordedAt)
    return { ...where(last, sequence), problem: "the head's time is not that of the last entry" };
  if (!sameBalances(head.balances, balances)) {
    return { ...where(last, sequence), problem: "the head's balances are not the fold of the postings" };
  }
  return undefined;
}

/** A reversal mirrors one earlier entry, to the letter, and no entry is reversed twice. */
function wrongReversal(entry: JournalEntry, chain: readonly JournalEntry[], reversed: Set<bigint>): string | undefined {
  if (entry.reverses === undefined) return undefined;
  const { sequence } = entry.reverses;
  const first = sequence < entry.sequence ? chain.find((earlier) => earlier.sequence === sequence) : undefined;
  if (first === undefined) return `it reverses entry ${sequence}, which is not an earlier one`;
  if (reversed.has(sequence)) return `it reverses entry ${sequence}, which was reversed before`;
  reversed.add(sequence);
  const isMirror = JSON.stringify(mirror(first.postings), asText) === JSON.stringify(entry.postings, asText);
  return isMirror ? undefined : `it is not the mirror of entry ${sequence}`;
}

function asText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function brokenRule(entry: JournalEntry): string | undefined {
  try {
    checkPostings(entry.postings, entry.reverses !== undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
