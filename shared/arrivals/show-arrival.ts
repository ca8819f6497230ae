import { readProfile } from '../customers/stored-customer.ts';
import { isDraft } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { allShards, inboxPartition } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';
import { arrivalEstimate, type WhatIf } from './arrival-estimate.ts';
import { arrivalToWire, type Contacts } from './arrival-wire.ts';
import type { ArrivalCase } from './read-arrival.ts';

/** A shard of an inbox is counted so far; a longer queue is long enough. */
const countedAtMost = 200;

/** The status, estimate and guidance of a charge's money as one reader may see it (A62–A71). */
export async function showArrival(
  context: LedgerContext,
  of: ArrivalCase,
  reader: { language: Language; isStaff: boolean; whatIf?: WhatIf },
) {
  const { table, zone } = context;
  const [waitingBefore, creditTermDays, contacts] = await Promise.all([
    countWaitingBefore(table, of),
    readCreditTerm(table, of),
    reader.isStaff ? readContacts(table, of) : undefined,
  ]);
  const estimate = arrivalEstimate(of, reader.whatIf ?? {}, { zone, waitingBefore, creditTermDays });
  const { language } = reader;
  return arrivalToWire(of, estimate, { language, zone, ...(contacts === undefined ? {} : { contacts }) });
}

/** How many requests wait for the same role and are due earlier (A63). */
async function countWaitingBefore(table: LedgerTable, { charge, status }: ArrivalCase): Promise<number> {
  const waiting = status === 'waiting-for-review' && !isDraft(charge) ? charge.stages[charge.stage - 1] : undefined;
  if (waiting === undefined || isDraft(charge) || charge.dueAt === undefined) return 0;
  const between = { low: '0', high: charge.dueAt };
  const shards = await Promise.all(
    allShards.map((shard) =>
      queryPartition(table, { pk: inboxPartition(waiting.role, shard), index: 'GSI1', between, limit: countedAtMost }),
    ),
  );
  return shards.flat().length;
}

/** Days the customer has to pay; asked only where the due date is not fixed yet. */
async function readCreditTerm(table: LedgerTable, { charge, status }: ArrivalCase): Promise<number> {
  if (status !== 'waiting-for-review') return 0;
  return (await readProfile(table, charge.customerId))?.creditTermDays ?? 0;
}

async function readContacts(table: LedgerTable, { charge, status }: ArrivalCase): Promise<Contacts> {
  const [maker, finance, managers] = await Promise.all([
    readUser(table, charge.maker),
    readMembers(table, 'finance'),
    status === 'late' ? readMembers(table, 'manager') : [],
  ]);
  const names = (members: readonly { name: string }[]) => members.map(({ name }) => name);
  return { maker: maker?.name ?? charge.maker, finance: names(finance), managers: names(managers) };
}
