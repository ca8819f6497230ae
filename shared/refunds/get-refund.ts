import { readCalendar } from '../arrivals/working-calendar.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { getRefund as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Language } from '../model/language.ts';
import { readAgreedVersion } from '../policies/agreed-policy.ts';
import { refundPolicy } from '../policies/refund-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { keys } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { refundEta } from './refund-eta.ts';
import { refundTimeline } from './refund-timeline.ts';
import { readerNow, refundToWire } from './refund-wire.ts';

/**
 * A refund with its whole case: where it stands, what it waits for, when the money is expected, and what happened (B11,
 * B20, B26). Refuses with USER_DISABLED, and with NOT_FOUND also where its customer is not the caller's own.
 */
export async function getRefund(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table, zone } = context;
  const sight = await sightOf(table, call.actor);
  const archive = await queryPartition(table, { ...keys.requestArchive(params.refundId), strong: true });
  const item = archive.find(({ kind, sk }) => kind === 'refund' && sk === '#REQUEST');
  if (item === undefined) throw new DomainError('NOT_FOUND');
  const refund = refundFromItem(item);
  refuseUnseen(sight, refund.customerId);
  const [policy, calendar] = await Promise.all([
    readAgreedVersion(table, refundPolicy, refund.refundPolicyVersion),
    readCalendar(table),
  ]);
  const today = { now: context.clock(), zone, calendar: calendar.content, language: call.language };
  const reader = await readerNow(table, call.actor, sight === 'every customer');
  return {
    body: {
      ...refundToWire(refund, reader),
      eta: refundEta(refund, policy.content, today),
      timeline: refundTimeline(refund, archive, reader),
    },
  };
}
