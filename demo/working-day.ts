import * as z from 'zod';
import type { Answer, Api, Problem } from './api.ts';
import { type ChargeRow, type CustomerRow, chargeContent, customerBody } from './rows.ts';

const chargeSchema = z.object({
  id: z.string(),
  state: z.string(),
  stage: z.number(),
  revision: z.number(),
  stages: z.array(z.object({ role: z.string() })),
});
type Charge = z.infer<typeof chargeSchema>;

const customerSchema = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  language: z.string(),
  preferredChannel: z.string(),
  email: z.string().optional(),
});
export type Customer = z.infer<typeof customerSchema>;

/** A row of a file and what became of it so far. */
export interface CustomerCase {
  readonly row: CustomerRow;
  customer?: Customer;
  refusal?: Problem;
}

export interface ChargeCase {
  readonly row: ChargeRow;
  /** The customer the charge was entered for. */
  customer?: Customer;
  charge?: Charge;
  refusal?: Problem;
}

/** How far the day has come; called after each step. */
export interface Progress {
  customers: number;
  entered: number;
  finished: number;
  decisions: number;
  /** Requests the API knew from an earlier run and answered with what it did then. */
  replays: number;
}

export interface Staff {
  /** The logins that hold an approving role, in a fixed order. */
  withRole(role: string): readonly string[];
}

interface Day {
  readonly api: Api;
  readonly staff: Staff;
  readonly customers: readonly CustomerCase[];
  readonly charges: readonly ChargeCase[];
  readonly progress: Progress;
  readonly onProgress: () => void;
}

const ROWS_IN_FLIGHT_PER_CLERK = 2;
const DECISIONS_IN_FLIGHT_PER_ROLE = 2;
const INBOX_PAUSE_MS = 200;
const REREAD_AFTER_IDLE_MS = 5_000;
const STUCK_AFTER_IDLE_MS = 90_000;
/** A well-formed id that belongs to nobody. */
const NOBODY = `cus_${'a'.repeat(26)}`;

/**
 * Plays the day: clerks enter customers, then charges, while the reviewers already work through their inboxes.
 * Every key is made of file, row and step, so a second run answers with what the first one did.
 */
export async function playWorkingDay(day: Day): Promise<void> {
  await eachClerk(day.customers, (customerCase) => enterCustomer(day, customerCase));
  let entering = true;
  const entry = eachClerk(day.charges, (chargeCase) => enterCharge(day, chargeCase)).finally(() => {
    entering = false;
  });
  await Promise.all([entry, reviewUntilDone(day, () => entering)]);
}

async function enterCustomer({ api, progress, onProgress }: Day, customerCase: CustomerCase): Promise<void> {
  const { row } = customerCase;
  const answer = await api.call(row.clerk, {
    method: 'POST',
    path: '/customers',
    body: customerBody(row),
    idempotencyKey: `demo/customers.csv/${row.row}`,
  });
  if (answer.ok) customerCase.customer = customerSchema.parse(answer.body);
  else customerCase.refusal = answer.problem;
  if (answer.ok && answer.replayed) progress.replays += 1;
  progress.customers += 1;
  onProgress();
}

async function enterCharge(day: Day, chargeCase: ChargeCase): Promise<void> {
  const { row } = chargeCase;
  // The clerk picks the customer by name and types the number from the paper: a slip must be noticed.
  const customer = await findCustomer(day, row);
  if (customer) chargeCase.customer = customer;
  const answer = await day.api.call(row.clerk, {
    method: 'POST',
    path: '/charges',
    body: { customerId: customer?.id ?? NOBODY, customerNumber: row.customer_number, ...chargeContent(row) },
    idempotencyKey: `demo/charges.csv/${row.row}/submit`,
  });
  note(chargeCase, answer);
  if (answer.ok && answer.replayed) {
    day.progress.replays += 1;
    // A replay tells how the first attempt ended; the charge may be further by now.
    await reread(day, chargeCase);
  }
  await correctIfReturned(day, chargeCase);
  day.progress.entered += 1;
  count(day);
}

/** The customer of that name: one entered today, or one the company had before. */
async function findCustomer({ api, customers }: Day, row: ChargeRow): Promise<Customer | undefined> {
  const today = customers.find(({ customer }) => customer?.name === row.customer_name)?.customer;
  if (today) return today;
  const search = new URLSearchParams({ q: row.customer_name });
  const found = await api.call(row.clerk, { method: 'GET', path: `/customers?${search}` });
  if (!found.ok) throw new Error(`The search for ${row.customer_name} failed: ${found.problem.detail}`);
  const { items } = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }).parse(found.body);
  const match = items.find(({ name }) => name === row.customer_name);
  if (!match) return undefined;
  const answer = await api.call(row.clerk, { method: 'GET', path: `/customers/${match.id}` });
  return answer.ok ? customerSchema.parse(answer.body) : undefined;
}

/** Each approving role works through its inbox until no charge of the day waits any more. */
async function reviewUntilDone(day: Day, entering: () => boolean): Promise<void> {
  let idleSince = performance.now();
  let rereadAt = idleSince;
  for (;;) {
    const open = day.charges.filter(({ charge }) => charge && !isFinal(charge));
    if (open.length === 0 && !entering()) return;
    const decided = await Promise.all(['reviewer', 'finance', 'manager'].map((role) => workThroughInbox(day, role)));
    const now = performance.now();
    if (decided.some((count) => count > 0) || entering()) idleSince = rereadAt = now;
    else if (now - idleSince > STUCK_AFTER_IDLE_MS) throw new Error(stuckMessage(open));
    else if (now - rereadAt > REREAD_AFTER_IDLE_MS) {
      rereadAt = now;
      for (const chargeCase of open) await reread(day, chargeCase);
      for (const chargeCase of open) await correctIfReturned(day, chargeCase);
      count(day);
    }
    await new Promise((resolve) => setTimeout(resolve, INBOX_PAUSE_MS));
  }
}

const inboxSchema = z.object({
  items: z.array(z.object({ requestId: z.string(), role: z.string(), stage: z.number(), revision: z.number() })),
  nextCursor: z.string().optional(),
});
type InboxItem = z.infer<typeof inboxSchema>['items'][number];

async function workThroughInbox(day: Day, role: string): Promise<number> {
  const [reader] = day.staff.withRole(role);
  if (!reader) throw new Error(`Nobody of the sandbox has the role ${role}.`);
  const ours = new Map(
    day.charges.flatMap((chargeCase) => (chargeCase.charge ? [[chargeCase.charge.id, chargeCase] as const] : [])),
  );
  let decided = 0;
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ role, limit: '100', ...(cursor ? { cursor } : {}) });
    const answer = await day.api.call(reader, { method: 'GET', path: `/approvals?${query}` });
    if (!answer.ok) throw new Error(`The inbox of ${role} cannot be read: ${answer.problem.detail}`);
    const { items, nextCursor } = inboxSchema.parse(answer.body);
    cursor = nextCursor;
    await inParallel(items, DECISIONS_IN_FLIGHT_PER_ROLE, async (item) => {
      const chargeCase = ours.get(item.requestId);
      // Whatever else waits in this sandbox is not the demo's business.
      if (!chargeCase) return;
      if (await decide(day, chargeCase, item)) decided += 1;
    });
  } while (cursor);
  return decided;
}

/** Decides one waiting stage; false when the charge moved on before. */
async function decide(
  day: Day,
  chargeCase: ChargeCase,
  { requestId, role, stage, revision }: InboxItem,
): Promise<boolean> {
  const { row } = chargeCase;
  const decision = decisionFor(chargeCase, stage, revision);
  const people = day.staff.withRole(role);
  const first = Number(row.row) % people.length;
  // Another colleague of the role steps in where the first one entered the charge or decided a stage of it.
  for (const person of [...people.slice(first), ...people.slice(0, first)]) {
    const answer = await day.api.call(person, {
      method: 'POST',
      path: `/approvals/${requestId}/decisions`,
      body: { decision, revision, stage, ...(decision === 'approve' ? {} : { comment: row.review_comment }) },
      idempotencyKey: `demo/charges.csv/${row.row}/revision-${revision}/stage-${stage}`,
    });
    if (!answer.ok && ['APPROVER_IS_MAKER', 'APPROVER_DECIDED_BEFORE'].includes(answer.problem.code)) continue;
    if (!answer.ok && answer.problem.code === 'REQUEST_MOVED') await reread(day, chargeCase);
    else note(chargeCase, answer);
    if (answer.ok) day.progress.decisions += 1;
    await correctIfReturned(day, chargeCase);
    count(day);
    return answer.ok;
  }
  throw new Error(`Nobody with the role ${role} may decide ${requestId}.`);
}

/** What the file says the reviewers do: they object once, at the given stage or at the last one of a shorter way. */
function decisionFor({ row, charge }: ChargeCase, stage: number, revision: number): 'approve' | 'return' | 'reject' {
  const objectAt = Math.min(Number(row.review_stage), charge?.stages.length ?? 1);
  return revision === 1 && stage === objectAt ? row.review : 'approve';
}

/** The clerk adds the paper the reviewer asked for and submits again. */
async function correctIfReturned({ api }: Day, chargeCase: ChargeCase): Promise<void> {
  const { row, charge } = chargeCase;
  if (charge?.state !== 'returned') return;
  const current = await api.call(row.clerk, { method: 'GET', path: `/charges/${charge.id}` });
  if (!current.ok) throw new Error(`Charge ${charge.id} of row ${row.row} cannot be read: ${current.problem.detail}`);
  const content = chargeContent(row);
  const missingPaper = { kind: 'contract-change', reference: `HT-2026-${row.row.padStart(4, '0')}-补` };
  const answer = await api.call(row.clerk, {
    method: 'POST',
    path: `/charges/${charge.id}/resubmissions`,
    body: { ...content, vouchers: [...content.vouchers, missingPaper] },
    idempotencyKey: `demo/charges.csv/${row.row}/resubmit-${charge.revision}`,
    ...(current.etag === undefined ? {} : { ifMatch: current.etag }),
  });
  note(chargeCase, answer);
}

async function reread({ api }: Day, chargeCase: ChargeCase): Promise<void> {
  if (!chargeCase.charge) return;
  note(chargeCase, await api.call(chargeCase.row.clerk, { method: 'GET', path: `/charges/${chargeCase.charge.id}` }));
}

/** Keeps the newest that is known of a charge: answers may overtake each other. */
function note(chargeCase: ChargeCase, answer: Answer): void {
  if (!answer.ok) {
    chargeCase.refusal = answer.problem;
    return;
  }
  const charge = chargeSchema.parse(answer.body);
  const known = chargeCase.charge;
  if (known && (isFinal(known) || known.revision > charge.revision)) return;
  chargeCase.charge = charge;
}

function isFinal({ state }: Charge): boolean {
  return state === 'posted' || state === 'rejected';
}

function count({ charges, progress, onProgress }: Day): void {
  progress.finished = charges.filter(({ charge, refusal }) =>
    charge ? isFinal(charge) : refusal !== undefined,
  ).length;
  onProgress();
}

function stuckMessage(open: readonly ChargeCase[]): string {
  const examples = open.slice(0, 5).map(({ row, charge, refusal }) => {
    const lastRefusal = refusal ? `, last refused with ${refusal.code}` : '';
    return `row ${row.row} (${charge?.id}, ${charge?.state}, stage ${charge?.stage}${lastRefusal})`;
  });
  return `${open.length} charges wait for a decision but are in no inbox: ${examples.join(', ')}`;
}

/** Each clerk enters his own rows, a few at a time, while the others enter theirs. */
async function eachClerk<T extends { row: { clerk: string } }>(
  cases: readonly T[],
  enter: (one: T) => Promise<void>,
): Promise<void> {
  const piles = Map.groupBy(cases, ({ row }) => row.clerk);
  await Promise.all([...piles.values()].map((pile) => inParallel(pile, ROWS_IN_FLIGHT_PER_CLERK, enter)));
}

/** Works through a list with so many pieces of work under way at once. */
export async function inParallel<T>(list: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = list[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await work(one);
    }),
  );
}
