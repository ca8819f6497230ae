import type { Claim, Head, JournalEntry } from './journal-entry.ts';
import type { Finding } from './verify.ts';

/** An entry a request names as its own. */
export interface NamedEntry {
  readonly customerId: string;
  readonly currency: string;
  readonly sequence: bigint;
  readonly hash: string;
  /** Who made it, who approved it, who paid it out; absent where the request does not tell. */
  readonly people?: readonly string[];
}

/** What a request says of its own postings, as far as it can be held against the journal. */
export interface RequestRecord {
  readonly requestId: string;
  readonly customerId: string;
  readonly currency: string;
  /** Whether it is in a state in which it has entries, may have some, or has none. */
  readonly isPosted: boolean | 'perhaps';
  readonly entries: readonly NamedEntry[];
  /** How many different people an entry of it needs at least. */
  readonly peopleNeeded: number;
  /** It cannot be read: something is missing that every request of its kind has. */
  readonly isDamaged?: true;
  /** What it claims while it is under way: minor units, or nothing of a charge it has its hand on. */
  readonly claims?: { readonly on: string; readonly minor: bigint };
}

/**
 * Holds requests and journal against each other: every entry belongs to a request that names it and every posted request
 * has the entries it names (promise 3), and the people on both are the same, all different, and as many as were asked
 * for (promise 5).
 */
export function verifyRequests(entries: readonly JournalEntry[], requests: readonly RequestRecord[]): Finding[] {
  const requestById = new Map(requests.map((request) => [request.requestId, request]));
  const entryByPlace = new Map(entries.map((entry) => [place(entry, entry.sequence), entry]));
  const findings: Finding[] = [];
  for (const entry of entries) {
    const problem = wrongEntry(entry, requestById.get(entry.requestId));
    if (problem !== undefined) findings.push({ ...where(entry), sequence: entry.sequence, problem });
  }
  for (const request of requests) {
    const problem = wrongRequest(request, entryByPlace);
    const sequence = request.entries[0]?.sequence ?? 0n;
    if (problem !== undefined) findings.push({ ...where(request), sequence, problem });
  }
  return findings;
}

function wrongEntry(entry: JournalEntry, request: RequestRecord | undefined): string | undefined {
  const { requestId, makers } = entry;
  if (request === undefined) return `there is no request ${requestId}`;
  if (request.isPosted === false) return `request ${requestId} is not posted, but has an entry`;
  const named = request.entries.find((each) => place(each, each.sequence) === place(entry, entry.sequence));
  if (named === undefined) return `request ${requestId} does not name this entry: it was posted twice, or by nobody`;
  if (named.people !== undefined && named.people.join() !== makers.join())
    return `the people of the entry are not those of request ${requestId}`;
  if (new Set(makers).size !== makers.length) return `somebody acted twice on request ${requestId}`;
  return makers.length < request.peopleNeeded ? `request ${requestId} has too few approvals` : undefined;
}

function wrongRequest(request: RequestRecord, entryByPlace: ReadonlyMap<string, JournalEntry>): string | undefined {
  const { requestId, isPosted, entries } = request;
  if (request.isDamaged) return `request ${requestId} is damaged and cannot be read`;
  if (isPosted === false)
    return entries.length === 0 ? undefined : `request ${requestId} names an entry, but is not posted`;
  if (isPosted === true && entries.length === 0) return `request ${requestId} is posted, but names no entry`;
  for (const named of entries) {
    const entry = entryByPlace.get(place(named, named.sequence));
    if (entry === undefined) return `the entry of request ${requestId} is missing`;
    const isItsOwn = entry.requestId === requestId && entry.hash === named.hash;
    if (!isItsOwn) return `the entry request ${requestId} names is not its own`;
  }
  return undefined;
}

/** Every claim belongs to a request that is under way, and every such request has its claim, over the same money (F3). */
export function verifyClaims(heads: readonly Head[], requests: readonly RequestRecord[]): Finding[] {
  const claiming = new Map(requests.filter(({ claims }) => claims).map((request) => [request.requestId, request]));
  const findings: Finding[] = [];
  for (const head of heads) {
    for (const claim of head.claims) {
      const request = claiming.get(claim.by);
      claiming.delete(claim.by);
      if (isItsClaim(claim, head, request)) continue;
      const problem = `the claim of ${claim.by} is not that of a request under way`;
      findings.push({ ...where(head), sequence: head.sequence, problem });
    }
  }
  for (const request of claiming.values()) {
    findings.push({
      ...where(request),
      sequence: 0n,
      problem: `request ${request.requestId} is under way without its claim`,
    });
  }
  return findings;
}

function isItsClaim({ on, minor }: Claim, head: Head, request: RequestRecord | undefined): boolean {
  if (request?.claims === undefined) return false;
  const isHere = request.customerId === head.customerId && request.currency === head.currency;
  return isHere && request.claims.on === on && request.claims.minor === minor;
}

function place(of: { customerId: string; currency: string }, sequence: bigint): string {
  return `${of.customerId} ${of.currency} ${sequence}`;
}

function where({ customerId, currency }: { customerId: string; currency: string }) {
  return { customerId, currency };
}
