import type { JournalEntry } from './journal-entry.ts';
import type { Finding } from './verify.ts';

/** What a request says of its own posting, as far as it can be held against the journal. */
export interface RequestRecord {
  readonly requestId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly isPosted: boolean;
  /** Where the ledger has it, once posted. */
  readonly posting: { readonly sequence: bigint; readonly hash: string } | undefined;
  /** Who made it, then who approved it. */
  readonly makers: readonly string[];
  /** How many approvals it needed. */
  readonly approvals: number;
}

/**
 * Holds requests and journal against each other: every entry has its posted request and every posted request its one
 * entry (promise 3), and the people on both are the same, all different, and as many as the stages asked for
 * (promise 5).
 */
export function verifyRequests(entries: readonly JournalEntry[], requests: readonly RequestRecord[]): Finding[] {
  const requestById = new Map(requests.map((request) => [request.requestId, request]));
  const entryByPlace = new Map(entries.map((entry) => [place(entry, entry.sequence), entry]));
  const findings: Finding[] = [];
  const posted = new Set<string>();
  for (const entry of entries) {
    if (entry.reverses !== undefined) continue;
    const problem = wrongEntry(entry, requestById.get(entry.requestId), posted);
    posted.add(entry.requestId);
    if (problem !== undefined) findings.push({ ...where(entry), sequence: entry.sequence, problem });
  }
  for (const request of requests) {
    const problem = wrongRequest(request, entryByPlace);
    if (problem !== undefined) findings.push({ ...where(request), sequence: request.posting?.sequence ?? 0n, problem });
  }
  return findings;
}

function wrongEntry(
  entry: JournalEntry,
  request: RequestRecord | undefined,
  posted: ReadonlySet<string>,
): string | undefined {
  const { requestId } = entry;
  if (posted.has(requestId)) return `request ${requestId} was posted before: it has two entries`;
  if (request === undefined) return `there is no request ${requestId}`;
  if (!request.isPosted) return `request ${requestId} is not posted, but has an entry`;
  if (entry.makers.join() !== request.makers.join())
    return `the people of the entry are not those of request ${requestId}`;
  if (new Set(entry.makers).size !== entry.makers.length) return `somebody acted twice on request ${requestId}`;
  if (entry.makers.length !== request.approvals + 1) return `request ${requestId} has too few approvals`;
  return undefined;
}

function wrongRequest(request: RequestRecord, entryByPlace: ReadonlyMap<string, JournalEntry>): string | undefined {
  const { requestId, isPosted, posting } = request;
  if (!isPosted) return posting === undefined ? undefined : `request ${requestId} names an entry, but is not posted`;
  if (posting === undefined) return `request ${requestId} is posted, but names no entry`;
  const entry = entryByPlace.get(place(request, posting.sequence));
  if (entry === undefined) return `the entry of request ${requestId} is missing`;
  const isItsOwn = entry.requestId === requestId && entry.hash === posting.hash;
  return isItsOwn ? undefined : `the entry request ${requestId} names is not its own`;
}

function place(of: { customerId: string; currency: string }, sequence: bigint): string {
  return `${of.customerId} ${of.currency} ${sequence}`;
}

function where({ customerId, currency }: { customerId: string; currency: string }) {
  return { customerId, currency };
}
