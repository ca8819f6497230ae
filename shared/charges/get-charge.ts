import type { ChargeCaseWire, getCharge as contract } from '../contracts/charges.ts';
import type { DraftContentWire } from '../contracts/draft-content.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { entryForCustomer, entryToWire } from '../customers/entry-wire.ts';
import { readReceipts } from '../deposits/lot-receipts.ts';
import { disputeToWire } from '../disputes/dispute-wire.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import { type Charge, type ChargeCase, type ChargeRevision, isDraft } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { caseFromItem, revisionFromItem } from '../table/items/charge-item.ts';
import { disputeFromItem } from '../table/items/dispute-item.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type Item, queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { changesBetween } from './changes-between.ts';
import { chargeToWire, forCustomer, isForCustomer, revisionToWire } from './charge-wire.ts';
import { caseEtag, draftToWire } from './draft-wire.ts';
import { namedEffectiveDate } from './enter-revision.ts';
import { timelineOf } from './timeline/timeline-of.ts';

/**
 * A charge with its whole case, in whatever state it is: one query brings everything that was ever kept of it (A26,
 * A28), one read the entry. Refuses with NOT_FOUND, also where the customer is not the caller's own.
 */
export async function getCharge(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const archive = await queryPartition(context.table, { ...keys.requestArchive(params.chargeId), strong: true });
  const item = archive.find(({ kind, sk }) => kind === 'charge' && sk === '#REQUEST');
  if (item === undefined) throw new DomainError('NOT_FOUND');
  const current = caseFromItem(item);
  refuseUnseen(sight, current.customerId);
  const isStaff = sight === 'every customer';
  if (!isStaff && (isDraft(current) || !isForCustomer(current))) throw new DomainError('NOT_FOUND');
  const entry = isDraft(current) ? undefined : await readEntry(context, current);
  const receipts = entry === undefined ? new Map() : await readReceipts(context.table, entry, entry.lots ?? []);
  const earlier = earlierRevisions(archive, current);
  const { zone } = context;
  const wire: ChargeCaseWire = {
    ...caseToWire(current, earlier.at(-1), { language: call.language, zone }),
    earlierRevisions: isStaff ? earlier.map((each, index) => withChanges(each, earlier[index - 1], zone)) : [],
    ...(entry === undefined ? {} : { entry: (isStaff ? entryToWire : entryForCustomer)(entry, receipts) }),
    ...disputesOf(archive, { id: call.actor.id, isStaff }),
    timeline: timelineOf(archive, current, earlier, isStaff),
  };
  return { body: isStaff ? wire : forCustomer({ ...wire, changes: [] }), etag: caseEtag(current) };
}

function disputesOf(archive: readonly Item[], reader: Parameters<typeof disputeToWire>[1]) {
  const disputes = archive.filter(({ kind }) => kind === 'dispute').map(disputeFromItem);
  return disputes.length === 0 ? {} : { disputes: disputes.map((dispute) => disputeToWire(dispute, reader)) };
}

async function readEntry(
  context: LedgerContext,
  { customerId, amount, posting }: Charge,
): Promise<JournalEntry | undefined> {
  if (posting === undefined) return undefined;
  const key = keys.entry(customerId, amount.currency, posting.recordedAt, posting.sequence);
  const item = await getItem(context.table, key, { strong: false });
  return item && entryFromItem(item);
}

/** One that is being replaced just now is put away before the next stands: it is still the present one. */
function earlierRevisions(archive: readonly Item[], { revision }: ChargeCase): ChargeRevision[] {
  return archive
    .filter(({ sk }) => String(sk).startsWith('REVISION#'))
    .map(revisionFromItem)
    .filter((earlier) => earlier.revision < revision);
}

function withChanges(revision: ChargeRevision, before: ChargeRevision | undefined, zone: string) {
  return { ...revisionToWire(revision), changes: changesBetween(before && said(before, zone), said(revision, zone)) };
}

/** What somebody wrote in a revision. */
function said(revision: ChargeRevision, zone: string): DraftContentWire {
  const effectiveDate = namedEffectiveDate(revision, zone);
  return { ...revisionToWire(revision), ...(effectiveDate && { effectiveDate }) };
}

type CaseNow = Omit<ChargeCaseWire, 'earlierRevisions' | 'entry' | 'timeline'>;

function caseToWire(
  current: ChargeCase,
  before: ChargeRevision | undefined,
  { language, zone }: { language: Language; zone: string },
): CaseNow {
  const saidBefore = before && said(before, zone);
  if (!isDraft(current)) {
    const changes = changesBetween(saidBefore, said(current, zone));
    return { ...chargeToWire(current), openedAt: current.openedAt, changes };
  }
  const wire = draftToWire(current, language);
  const { id, customerId, state, revision, maker, openedAt, version, savedAt, content, toComplete } = wire;
  return {
    ...{ id, customerId, state, revision, maker, openedAt, stage: 0, stages: [], history: [] },
    vouchers: content.vouchers ?? [],
    draft: { version, savedAt, content, toComplete },
    changes: changesBetween(saidBefore, content),
  };
}
