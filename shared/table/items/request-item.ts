import { invariant } from '../../errors/invariant.ts';
import type { ApprovalStage } from '../../model/approval-policy.ts';
import { businessDate, type Instant, toInstant } from '../../model/dates.ts';
import type { HistoryStep, PostedEntry, ReviewedRequest } from '../../model/request.ts';
import type { VoucherReference } from '../../model/voucher.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/**
 * What every request under review keeps alike, whatever it is about. Names are short because a request stays under 1 KB
 * through two approvals, which is what the write-unit budget rests on.
 */
export function requestAttributes(
  request: ReviewedRequest,
  kind: 'charge' | 'refund' | 'correction',
  zone: string,
): Item {
  return {
    ...keys.request(request.id),
    kind,
    cust: request.customerId,
    state: request.state,
    rev: BigInt(request.revision),
    stage: BigInt(request.stage),
    stages: request.stages.map(({ role, deadlineHours }) => `${role}:${deadlineHours}`),
    pol: BigInt(request.policyVersion),
    maker: request.maker,
    approvers: request.approvers,
    at: toMillis(request.submittedAt),
    print: request.bodyPrint,
    amt: request.amount.minor,
    ccy: request.amount.currency,
    hist: request.history.map(stepAttributes),
    esc: request.escalatedTo,
    tog: request.together,
    ...stageInbox(request),
    ...indexKeys.requestByMonth(kind, businessDate(request.submittedAt, zone), request.submittedAt, request.id),
    ...indexKeys.requestOfCustomer(request.customerId, kind, request.openedAt, request.id),
  };
}

/** Whose turn it is while a stage waits: its role, or the role it was handed to. */
function stageInbox(request: ReviewedRequest) {
  const waiting = request.stages[request.stage - 1];
  return request.dueAt === undefined || waiting === undefined
    ? {}
    : indexKeys.inbox(request.escalatedTo ?? waiting.role, request.dueAt, request.id);
}

interface RequestAttributes {
  readonly pk: string;
  readonly cust: ReviewedRequest['customerId'];
  readonly state: ReviewedRequest['state'];
  readonly rev: bigint;
  readonly stage: bigint;
  readonly stages: readonly string[];
  readonly pol: bigint;
  readonly maker: ReviewedRequest['maker'];
  readonly approvers: ReviewedRequest['approvers'];
  readonly at: bigint;
  readonly print: string;
  readonly amt: bigint;
  readonly ccy: ReviewedRequest['amount']['currency'];
  readonly hist: readonly StepAttributes[];
  readonly esc?: NonNullable<ReviewedRequest['escalatedTo']>;
  readonly tog?: string;
  readonly g1sk?: string;
  readonly g3sk: string;
}

/** The part of a request that all kinds have alike; its id as the text it is. */
export function requestFromItem(item: Item): Omit<ReviewedRequest, 'id'> {
  const raw = item as unknown as RequestAttributes;
  const dueAt = raw.state === 'in-review' ? (raw.g1sk?.split('#', 1)[0] as Instant | undefined) : undefined;
  return {
    customerId: raw.cust,
    state: raw.state,
    revision: Number(raw.rev),
    stage: Number(raw.stage),
    stages: raw.stages.map(stageFromText),
    policyVersion: Number(raw.pol),
    maker: raw.maker,
    approvers: raw.approvers,
    openedAt: openedAt(raw.g3sk),
    submittedAt: fromMillis(raw.at),
    bodyPrint: raw.print,
    amount: { minor: raw.amt, currency: raw.ccy },
    history: raw.hist.map(stepFromAttributes),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(raw.esc === undefined ? {} : { escalatedTo: raw.esc }),
    ...(raw.tog === undefined ? {} : { together: raw.tog }),
  };
}

/** The second part of a place in a customer's list: `charge#2026-10-12T01:00:00.000Z#chg_…`. */
export function openedAt(place: string): Instant {
  return place.split('#')[1] as Instant;
}

/** A moment as its milliseconds: 8 bytes, where the text of it takes 24. */
export function toMillis(at: Instant): bigint {
  return BigInt(Date.parse(at));
}

export function fromMillis(at: bigint): Instant {
  return toInstant(new Date(Number(at)));
}

export interface PostingAttributes {
  readonly seq: bigint;
  readonly at: bigint;
  readonly hash: string;
}

export function postingAttributes({ sequence, recordedAt, hash }: PostedEntry): PostingAttributes {
  return { seq: sequence, at: toMillis(recordedAt), hash };
}

export function postingFromAttributes({ seq, at, hash }: PostingAttributes): PostedEntry {
  return { sequence: seq, recordedAt: fromMillis(at), hash };
}

export interface StepAttributes {
  readonly at: bigint;
  readonly by: HistoryStep['by'];
  readonly do: HistoryStep['action'];
  readonly to?: HistoryStep['to'];
  readonly st?: bigint;
  readonly why?: string;
  readonly for?: NonNullable<HistoryStep['for']>;
  readonly k?: string;
  readonly b?: string;
}

/** Where a step nearly always leads; it is kept where it led elsewhere. */
const usualTo: Partial<Record<HistoryStep['action'], HistoryStep['to']>> = {
  submit: 'in-review',
  'start-payout': 'executing',
  pay: 'paid',
  pass: 'posted',
};

export function stepAttributes(step: HistoryStep): StepAttributes {
  return {
    at: toMillis(step.at),
    by: step.by,
    do: step.action,
    ...(step.to === usualTo[step.action] ? {} : { to: step.to }),
    ...(step.stage === undefined ? {} : { st: BigInt(step.stage) }),
    ...(step.reason === undefined ? {} : { why: step.reason }),
    ...(step.for === undefined ? {} : { for: step.for }),
    ...(step.keyPrint === undefined ? {} : { k: step.keyPrint }),
    ...(step.bodyPrint === undefined ? {} : { b: step.bodyPrint }),
  };
}

export function stepFromAttributes(raw: StepAttributes): HistoryStep {
  const to = raw.to ?? usualTo[raw.do];
  invariant(to !== undefined, `a step ${raw.do} says where it led`);
  return {
    at: fromMillis(raw.at),
    by: raw.by,
    action: raw.do,
    to,
    ...(raw.st === undefined ? {} : { stage: Number(raw.st) }),
    ...(raw.why === undefined ? {} : { reason: raw.why }),
    ...(raw.for === undefined ? {} : { for: raw.for }),
    ...(raw.k === undefined ? {} : { keyPrint: raw.k }),
    ...(raw.b === undefined ? {} : { bodyPrint: raw.b }),
  };
}

/** A stage as it is kept: `finance:24`. */
export function stageFromText(text: string): ApprovalStage {
  const [role, hours] = text.split(':');
  return { role: role as ApprovalStage['role'], deadlineHours: Number(hours) };
}

/** Papers by their numbers, as pairs: `[["contract-change", "HT-2026-0001"]]`; absent where there are none. */
export type PaperAttributes = readonly (readonly [VoucherReference['kind'], string])[];

export function papersToAttributes(vouchers: readonly VoucherReference[]): { readonly vou?: PaperAttributes } {
  return vouchers.length === 0 ? {} : { vou: vouchers.map(({ kind, reference }) => [kind, reference] as const) };
}

export function papersFromAttributes({ vou = [] }: { readonly vou?: PaperAttributes }): VoucherReference[] {
  return vou.map(([kind, reference]) => ({ kind, reference }));
}
