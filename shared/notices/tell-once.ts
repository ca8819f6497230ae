import type { RequestId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Notice, sendDue, type Teller } from './mailer.ts';

const keptDays = 400;

/**
 * Sends what an event makes people hear, once, whatever is delivered again: a row that says so is written as soon as
 * the mails have left (ledger.md: one write unit), and a delivery that finds it sends nothing. A mail the mail service
 * refused stays on the row, and the next delivery sends only that. Deliveries of one event come one after the other
 * (records of one request go one way through the stream). A process that dies between a mail and its row sends that
 * mail again: nobody is ever left untold (docs/adr/0006-mail-once.md). Notices that take reading are only made when the
 * event is not told yet.
 */
export async function tellOnce(
  context: LedgerContext,
  teller: Teller,
  event: { requestId: RequestId; name: string },
  notices: readonly Notice[] | (() => Promise<readonly Notice[]>),
): Promise<void> {
  const key = keys.notice(event.requestId, event.name);
  const eventName = `${key.pk} ${key.sk}`;
  const row = await getItem(context.table, key, { strong: true });
  const waiting = row?.unsent as string[] | undefined;
  if (row !== undefined && waiting === undefined) {
    teller.memory.delete(eventName);
    return;
  }
  const all = typeof notices === 'function' ? await notices() : notices;
  const due = waiting === undefined ? all : all.filter(({ recipient }) => waiting.includes(recipient));
  const { unsent, error } = await sendDue(teller, eventName, due);

  const now = context.clock();
  const expiresAt = BigInt(Math.floor(Date.parse(now) / 1000) + keptDays * 86_400);
  const left = unsent.length === 0 ? {} : { unsent };
  await putIf(
    context,
    { ...key, at: now, expiresAt, ...left },
    { expression: 'attribute_not_exists(pk) OR attribute_exists(unsent)' },
  );
  if (error !== undefined) throw error;
  teller.memory.delete(eventName);
}
