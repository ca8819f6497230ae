import type { LedgerContext } from '../table/context.ts';
import { keys, type NoticeSubject } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Notice, sendDue, type Teller } from './mailer.ts';

const keptDays = 400;

/** What people hear of; its name tells it from everything else of the request, or of whatever else it is about. */
interface Event {
  readonly requestId: NoticeSubject;
  readonly name: string;
}
/** Notices that take reading are only made when the event is not told yet. */
type Notices = readonly Notice[] | (() => Promise<readonly Notice[]>);

/**
 * Sends what an event makes people hear, once, whatever is delivered again: a row that says so is written as soon as
 * the mails have left (ledger.md: one write unit), and a delivery that finds it sends nothing. A mail the mail service
 * refused stays on the row, and the next delivery sends only that. Deliveries of one event come one after the other
 * (a stream's shard has one reader). A process that dies between a mail and its row sends that mail again: nobody is
 * ever left untold (docs/adr/0006-mail-once.md). Fails when somebody could not be reached.
 */
export async function tellOnce(context: LedgerContext, teller: Teller, event: Event, notices: Notices): Promise<void> {
  const { error } = await tellWhoCanBeReached(context, teller, event, notices);
  if (error !== undefined) throw error;
}

/**
 * The same, but answers who could not be reached, and why, instead of failing. While nobody at all was reached there is
 * no row: whoever is there at the next delivery is told then.
 */
export async function tellWhoCanBeReached(
  context: LedgerContext,
  teller: Teller,
  event: Event,
  notices: Notices,
): Promise<{ unsent: readonly string[]; error?: unknown }> {
  const key = keys.notice(event.requestId, event.name);
  const eventName = `${key.pk} ${key.sk}`;
  const row = await getItem(context.table, key, { strong: true });
  const waiting = row?.unsent as string[] | undefined;
  if (row !== undefined && waiting === undefined) {
    teller.memory.delete(eventName);
    return { unsent: [] };
  }
  const all = typeof notices === 'function' ? await notices() : notices;
  const due = waiting === undefined ? all : all.filter(({ recipient }) => waiting.includes(recipient));
  const { unsent, error } = await sendDue(teller, eventName, due);
  if (row === undefined && unsent.length === due.length) {
    teller.memory.delete(eventName);
    return { unsent, error };
  }

  const now = context.clock();
  const expiresAt = BigInt(Math.floor(Date.parse(now) / 1000) + keptDays * 86_400);
  const left = unsent.length === 0 ? {} : { unsent };
  await putIf(
    context,
    { ...key, at: now, expiresAt, ...left },
    { expression: 'attribute_not_exists(pk) OR attribute_exists(unsent)' },
  );
  if (error === undefined) teller.memory.delete(eventName);
  return { unsent, error };
}
