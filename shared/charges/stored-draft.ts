import { DomainError } from '../errors/domain-error.ts';
import { type Charge, type ChargeCase, type ChargeDraft, type DraftSave, isDraft } from '../model/charge-request.ts';
import type { Instant } from '../model/dates.ts';
import type { ChargeId, UserId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import type { Condition } from '../table/write.ts';
import { caseEtag, draftToWire } from './draft-wire.ts';
import { namedEffectiveDate } from './enter-revision.ts';
import { readCase } from './stored-charge.ts';

/** So many saves are remembered: a client that was offline sends its last ones again. */
const savesKept = 10;

/** A charge of the caller's own. Refuses with NOT_FOUND and NOT_THE_MAKER. */
export async function readOwnCase(table: LedgerTable, id: ChargeId, actor: UserId): Promise<ChargeCase> {
  const found = await readCase(table, id);
  if (found === undefined) throw new DomainError('NOT_FOUND');
  if (found.maker !== actor) throw new DomainError('NOT_THE_MAKER', { maker: found.maker });
  return found;
}

/** The save a key made, if this draft still remembers it. Refuses another body under the same key. */
export function findSave(draft: ChargeDraft, save: DraftSave): DraftSave | undefined {
  const earlier = draft.saves.find(({ keyPrint }) => keyPrint === save.keyPrint);
  if (earlier !== undefined && earlier.bodyPrint !== save.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return earlier;
}

/** A key that saved the draft did something else than what is asked now. Refuses with IDEMPOTENCY_KEY_REUSED. */
export function refuseKeyOfSave(draft: ChargeDraft, keyPrint: string): void {
  if (draft.saves.some((save) => save.keyPrint === keyPrint)) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
}

export function withSave(saves: readonly DraftSave[], save: DraftSave): readonly DraftSave[] {
  return [...saves, save].slice(-savesKept);
}

/**
 * The draft of the next revision of a charge that came back or was taken back; it begins with what the charge said. An
 * effective date that nobody named is left to the day it is submitted again.
 */
export function nextDraft(charge: Charge, save: DraftSave, { now, zone }: { now: Instant; zone: string }): ChargeDraft {
  const { id, customerId, maker, openedAt, bodyPrint, type, reason, amount, basis, period, vouchers } = charge;
  const effectiveDate = namedEffectiveDate(charge, zone);
  const content = { type, reason, amount, basis, period, vouchers, ...(effectiveDate && { effectiveDate }) };
  return {
    kind: 'charge',
    ...{ id, customerId, maker, openedAt, bodyPrint, content },
    state: 'draft',
    revision: charge.revision + 1,
    version: 1,
    savedAt: now,
    saves: [save],
    history: [],
  };
}

/** Nobody saved, submitted or gave up the draft since it was read. */
export function unchangedDraft(before: ChargeDraft): Condition {
  return {
    expression: '#state = :state AND rev = :rev AND ver = :ver',
    names: { '#state': 'state' },
    values: { ':state': 'draft', ':rev': BigInt(before.revision), ':ver': BigInt(before.version) },
  };
}

/** A draft as an answer. */
export function draftReply(draft: ChargeCase, language: Language) {
  return { body: draftToWire(draft, language), etag: caseEtag(draft) };
}

/** The draft a save made before a reply was lost, if that is how it stands. */
export async function savedBefore(table: LedgerTable, id: ChargeId, save: DraftSave): Promise<ChargeCase> {
  const now = await readCase(table, id);
  if (now === undefined) throw new DomainError('BUSY');
  if (isDraft(now)) findSave(now, save);
  return now;
}
