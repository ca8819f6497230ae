import type { listDepositUses as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { sumOf } from '../ledger/lots.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { keys } from '../table/keys.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { seenDeposit } from './get-deposit.ts';
import { findEntries, justAfter, movementHead } from './movements.ts';

/** What a deposit paid and what came back to it, oldest first (C22). Refuses with USER_DISABLED, NOT_FOUND. */
export async function listDepositUses(
  context: LedgerContext,
  { actor, language }: { actor: Actor; language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { deposit } = await seenDeposit(context, actor, params.depositId);
  const scope = ['listDepositUses', deposit.id];
  const after = readCursor(query.cursor, scope);
  const { posting, customerId } = deposit;
  if (posting === undefined) return { body: { items: [] } };
  const { currency } = deposit.amount;
  const own = ({ number }: { number: bigint }) => number === posting.sequence;
  const arrival = keys.entry(customerId, currency, posting.recordedAt, posting.sequence).sk;
  const { entries, last } = await findEntries(
    context.table,
    { customerId, currency, low: after ?? justAfter(arrival), high: `${currency}#~`, limit: query.limit },
    ({ lots = [] }) => lots.some(own),
  );
  return {
    body: {
      items: entries.map((entry) => ({
        ...movementHead(entry, { zone: context.zone, language }),
        change: toWire({ minor: sumOf((entry.lots ?? []).filter(own)), currency }),
      })),
      ...writeCursor(last, scope),
    },
  };
}
