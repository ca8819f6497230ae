import { invariant } from '../../errors/invariant.ts';
import type { DraftContent } from '../../model/charge.ts';
import type { Charge, ChargeCase, ChargeDraft, ChargePosting, ChargeRevision } from '../../model/charge-request.ts';
import type { CalendarDate, Instant } from '../../model/dates.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import {
  openedAt,
  type PaperAttributes,
  type PostingAttributes,
  papersFromAttributes,
  papersToAttributes,
  postingAttributes,
  postingFromAttributes,
  requestAttributes,
  requestFromItem,
  type StepAttributes,
  stepAttributes,
  stepFromAttributes,
} from './request-item.ts';

/**
 * A charge as an item. Names are short because the item stays under 1 KB through two approvals, which is what the
 * write-unit budget rests on; this file is the only place that knows them.
 */
export function chargeItem(charge: Charge, zone: string): Item {
  return {
    ...requestAttributes(charge, 'charge', zone),
    ...contentAttributes(charge),
    eff: charge.effectiveDate,
    post: charge.posting && chargePostingAttributes(charge.posting),
    cred: charge.creditedMinor === 0n ? undefined : charge.creditedMinor,
    ccor: charge.correctedMinor === 0n ? undefined : charge.correctedMinor,
    disp: charge.dispute,
    ...returnedTo(charge),
  };
}

/** A returned charge lies in its clerk's list. */
function returnedTo(charge: Charge) {
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
    kind: 'charge',
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
  return {
    kind: 'charge',
    ...requestFromItem(item),
    id: raw.pk.slice(2) as Charge['id'],
    effectiveDate: raw.eff,
    ...contentFromAttributes(raw),
    ...(raw.disp === undefined ? {} : { dispute: raw.disp }),
    ...(raw.post === undefined ? {} : { posting: chargePostingFromAttributes(raw.post) }),
    ...(raw.cred === undefined ? {} : { creditedMinor: raw.cred }),
    ...(raw.ccor === undefined ? {} : { correctedMinor: raw.ccor }),
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

interface ChargePostingAttributes extends PostingAttributes {
  readonly due?: CalendarDate | undefined;
}

function chargePostingAttributes(posting: ChargePosting): ChargePostingAttributes {
  return { ...postingAttributes(posting), due: posting.dueDate };
}

function chargePostingFromAttributes(raw: ChargePostingAttributes): ChargePosting {
  return { ...postingFromAttributes(raw), ...(raw.due === undefined ? {} : { dueDate: raw.due }) };
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
  readonly vou?: PaperAttributes;
}

interface ChargeAttributes extends ContentAttributes {
  readonly pk: string;
  readonly rev: bigint;
  readonly eff: Charge['effectiveDate'];
  readonly hist: readonly StepAttributes[];
  readonly post?: ChargePostingAttributes;
  readonly cred?: bigint;
  readonly ccor?: bigint;
  readonly disp?: NonNullable<Charge['dispute']>;
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
    ...papersToAttributes(vouchers),
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
    vouchers: papersFromAttributes(raw),
  };
}
