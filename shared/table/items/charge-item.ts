import { invariant } from '../../errors/invariant.ts';
import type { ApprovalStage } from '../../model/approval-policy.ts';
import type { DraftContent } from '../../model/charge.ts';
import type {
  Charge,
  ChargeCase,
  ChargeDraft,
  ChargePosting,
  ChargeRevision,
  HistoryStep,
} from '../../model/charge-request.ts';
import type { CalendarDate, Instant } from '../../model/dates.ts';
import { businessDate } from '../../model/dates.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/**
 * A charge as an item. Names are short because the item stays under 1 KB through two approvals, which is what the
 * write-unit budget rests on; this file is the only place that knows them.
 */
export function chargeItem(charge: Charge, zone: string): Item {
  return {
    ...keys.request(charge.id),
    kind: 'charge',
    cust: charge.customerId,
    state: charge.state,
    rev: BigInt(charge.revision),
    stage: BigInt(charge.stage),
    stages: charge.stages.map(({ role, deadlineHours }) => `${role}:${deadlineHours}`),
    pol: BigInt(charge.policyVersion),
    maker: charge.maker,
    approvers: charge.approvers,
    at: charge.submittedAt,
    print: charge.bodyPrint,
    ...contentAttributes(charge),
    eff: charge.effectiveDate,
    hist: charge.history.map(stepAttributes),
    post: charge.posting && postingAttributes(charge.posting),
    esc: charge.escalatedTo,
    disp: charge.dispute,
    ...inboxKeys(charge),
    ...indexKeys.requestByMonth(businessDate(charge.submittedAt, zone), charge.submittedAt, charge.id),
    ...indexKeys.requestOfCustomer(charge.customerId, 'charge', charge.openedAt, charge.id),
  };
}

/** Whose turn it is: the stage's role, the role it was handed to, or the clerk it went back to. */
function inboxKeys(charge: Charge) {
  const waiting = charge.stages[charge.stage - 1];
  if (charge.dueAt !== undefined && waiting !== undefined) {
    return indexKeys.inbox(charge.escalatedTo ?? waiting.role, charge.dueAt, charge.id);
  }
  const last = charge.history.at(-1);
  invariant(last !== undefined, 'a charge has a history');
  return charge.state === 'returned' ? indexKeys.personInbox(charge.maker, last.at, charge.id) : {};
}

/**
 * A draft as an item, in its clerk's list and, at the place it keeps, in the customer's; in no list of a day or month.
 * Submitting it costs no more than entering the charge at once.
 */
export function draftItem(draft: ChargeDraft): Item {
  const { savedAt, id } = draft;
  const { amount, ...content } = draft.content;
  return {
    ...keys.request(id),
    kind: 'charge',
    cust: draft.customerId,
    state: draft.state,
    rev: BigInt(draft.revision),
    ver: BigInt(draft.version),
    maker: draft.maker,
    saved: savedAt,
    print: draft.bodyPrint,
    ...(amount === undefined ? {} : { amt: amount.minor, ccy: amount.currency }),
    draft: JSON.stringify(content),
    saves: draft.saves.map(({ keyPrint, bodyPrint }) => [keyPrint, bodyPrint]),
    hist: draft.history.map(stepAttributes),
    ...(draft.state === 'draft' ? indexKeys.personInbox(draft.maker, draft.openedAt, id) : {}),
    ...indexKeys.requestOfCustomer(draft.customerId, 'charge', draft.openedAt, id),
  };
}

function draftFromItem(item: Item): ChargeDraft {
  const raw = item as unknown as DraftAttributes;
  return {
    id: raw.pk.slice(2) as Charge['id'],
    customerId: raw.cust,
    state: raw.state,
    revision: Number(raw.rev),
    version: Number(raw.ver),
    maker: raw.maker,
    openedAt: openedAt(raw.g3sk),
    savedAt: raw.saved,
    // Read as it was written: it was checked then, and is checked again when it is submitted.
    content: {
      ...(JSON.parse(raw.draft) as Omit<DraftContent, 'amount'>),
      ...(raw.amt === undefined || raw.ccy === undefined ? {} : { amount: { minor: raw.amt, currency: raw.ccy } }),
    },
    saves: raw.saves.map(([keyPrint, bodyPrint]) => ({ keyPrint, bodyPrint })),
    history: raw.hist.map(stepFromAttributes),
    bodyPrint: raw.print,
  };
}

/** The second part of a place in a customer's list: `charge#2026-10-12T01:00:00.000Z#chg_…`. */
function openedAt(place: string): Instant {
  return place.split('#')[1] as Instant;
}

/** A charge in whatever state it is. */
export function caseFromItem(item: Item): ChargeCase {
  return item.draft === undefined ? chargeFromItem(item) : draftFromItem(item);
}

/** Whether an item is a charge that was submitted at least once and is not being written again. */
export function isSubmittedCharge(item: Item): boolean {
  return item.kind === 'charge' && item.draft === undefined;
}

export function chargeFromItem(item: Item): Charge {
  invariant(isSubmittedCharge(item), `item ${String(item.pk)} is a charge`);
  const raw = item as unknown as ChargeAttributes;
  const dueAt = raw.state === 'in-review' ? (raw.g1sk?.split('#', 1)[0] as Instant | undefined) : undefined;
  return {
    id: raw.pk.slice(2) as Charge['id'],
    customerId: raw.cust,
    state: raw.state,
    revision: Number(raw.rev),
    stage: Number(raw.stage),
    stages: raw.stages.map(stageFromText),
    policyVersion: Number(raw.pol),
    maker: raw.maker,
    approvers: raw.approvers,
    openedAt: openedAt(raw.g3sk),
    submittedAt: raw.at,
    bodyPrint: raw.print,
    effectiveDate: raw.eff,
    ...contentFromAttributes(raw),
    history: raw.hist.map(stepFromAttributes),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(raw.esc === undefined ? {} : { escalatedTo: raw.esc }),
    ...(raw.disp === undefined ? {} : { dispute: raw.disp }),
    ...(raw.post === undefined ? {} : { posting: postingFromAttributes(raw.post) }),
  };
}

export function revisionItem(charge: Charge): Item {
  return {
    ...keys.revision(charge.id, BigInt(charge.revision)),
    rev: BigInt(charge.revision),
    ...contentAttributes(charge),
    eff: charge.effectiveDate,
    hist: charge.history.map(stepAttributes),
  };
}

export function revisionFromItem(item: Item): ChargeRevision {
  const raw = item as unknown as ChargeAttributes;
  return {
    revision: Number(raw.rev),
    ...contentFromAttributes(raw),
    ...(raw.eff === undefined ? {} : { effectiveDate: raw.eff }),
    history: raw.hist.map(stepFromAttributes),
  };
}

interface PostingAttributes {
  readonly seq: bigint;
  readonly at: Instant;
  readonly hash: string;
  readonly due?: CalendarDate | undefined;
}

function postingAttributes({ sequence, recordedAt, hash, dueDate }: ChargePosting): PostingAttributes {
  return { seq: sequence, at: recordedAt, hash, due: dueDate };
}

function postingFromAttributes({ seq, at, hash, due }: PostingAttributes): ChargePosting {
  return { sequence: seq, recordedAt: at, hash, ...(due === undefined ? {} : { dueDate: due }) };
}

interface StepAttributes {
  readonly at: Instant;
  readonly by: HistoryStep['by'];
  readonly do: HistoryStep['action'];
  readonly to: HistoryStep['to'];
  readonly st?: bigint;
  readonly why?: string;
  readonly for?: NonNullable<HistoryStep['for']>;
  readonly k?: string;
  readonly b?: string;
}

interface ContentAttributes {
  readonly type: Charge['type'];
  readonly rc: Charge['reason']['code'];
  readonly rt: string;
  readonly amt: bigint;
  readonly ccy: Charge['amount']['currency'];
  readonly basis: string;
  readonly lines?: readonly (readonly [string, string, string])[];
  readonly ps: Charge['period']['start'];
  readonly pe: Charge['period']['end'];
  readonly vou?: readonly (readonly [Charge['vouchers'][number]['kind'], string])[];
}

interface ChargeAttributes extends ContentAttributes {
  readonly pk: string;
  readonly cust: Charge['customerId'];
  readonly state: Charge['state'];
  readonly rev: bigint;
  readonly stage: bigint;
  readonly stages: readonly string[];
  readonly pol: bigint;
  readonly maker: Charge['maker'];
  readonly approvers: Charge['approvers'];
  readonly at: Instant;
  readonly print: string;
  readonly eff: Charge['effectiveDate'];
  readonly hist: readonly StepAttributes[];
  readonly post?: PostingAttributes;
  readonly esc?: NonNullable<Charge['escalatedTo']>;
  readonly disp?: NonNullable<Charge['dispute']>;
  readonly g1sk?: string;
  readonly g3sk: string;
}

interface DraftAttributes {
  readonly pk: string;
  readonly cust: ChargeDraft['customerId'];
  readonly state: ChargeDraft['state'];
  readonly rev: bigint;
  readonly ver: bigint;
  readonly maker: ChargeDraft['maker'];
  readonly saved: Instant;
  readonly print: string;
  readonly amt?: bigint;
  readonly ccy?: Charge['amount']['currency'];
  readonly draft: string;
  readonly saves: readonly (readonly [string, string])[];
  readonly hist: readonly StepAttributes[];
  readonly g3sk: string;
}

function contentAttributes(content: ChargeRevision): ContentAttributes {
  const { basis, vouchers } = content;
  return {
    type: content.type,
    rc: content.reason.code,
    rt: content.reason.text,
    amt: content.amount.minor,
    ccy: content.amount.currency,
    basis: basis.text,
    ...(basis.lines === undefined
      ? {}
      : { lines: basis.lines.map((line) => [line.description, line.quantity, line.unitPrice] as const) }),
    ps: content.period.start,
    pe: content.period.end,
    ...(vouchers.length === 0 ? {} : { vou: vouchers.map(({ kind, reference }) => [kind, reference] as const) }),
  };
}

function contentFromAttributes(raw: ContentAttributes): Omit<ChargeRevision, 'revision' | 'history'> {
  return {
    type: raw.type,
    reason: { code: raw.rc, text: raw.rt },
    amount: { minor: raw.amt, currency: raw.ccy },
    basis: {
      text: raw.basis,
      ...(raw.lines === undefined
        ? {}
        : { lines: raw.lines.map(([description, quantity, unitPrice]) => ({ description, quantity, unitPrice })) }),
    },
    period: { start: raw.ps, end: raw.pe },
    vouchers: (raw.vou ?? []).map(([kind, reference]) => ({ kind, reference })),
  };
}

function stepAttributes(step: HistoryStep): StepAttributes {
  return {
    at: step.at,
    by: step.by,
    do: step.action,
    to: step.to,
    ...(step.stage === undefined ? {} : { st: BigInt(step.stage) }),
    ...(step.reason === undefined ? {} : { why: step.reason }),
    ...(step.for === undefined ? {} : { for: step.for }),
    ...(step.keyPrint === undefined ? {} : { k: step.keyPrint }),
    ...(step.bodyPrint === undefined ? {} : { b: step.bodyPrint }),
  };
}

function stepFromAttributes(raw: StepAttributes): HistoryStep {
  return {
    at: raw.at,
    by: raw.by,
    action: raw.do,
    to: raw.to,
    ...(raw.st === undefined ? {} : { stage: Number(raw.st) }),
    ...(raw.why === undefined ? {} : { reason: raw.why }),
    ...(raw.for === undefined ? {} : { for: raw.for }),
    ...(raw.k === undefined ? {} : { keyPrint: raw.k }),
    ...(raw.b === undefined ? {} : { bodyPrint: raw.b }),
  };
}

function stageFromText(text: string): ApprovalStage {
  const [role, hours] = text.split(':');
  return { role: role as ApprovalStage['role'], deadlineHours: Number(hours) };
}
