import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { nightlyControl } from '../shared/control/nightly-control.ts';
import { appendEntry, type EntryDraft, emptyHead, headAfter, headBefore } from '../shared/ledger/journal-entry.ts';
import { negated, ownLot, takeFrom, usableLots } from '../shared/ledger/lots.ts';
import { chargePostings, depositPostings } from '../shared/ledger/posting-rules.ts';
import type { Charge } from '../shared/model/charge-request.ts';
import type { Customer } from '../shared/model/customer-record.ts';
import { later } from '../shared/model/dates.ts';
import type { Deposit } from '../shared/model/deposit.ts';
import type { ChargeId, CustomerId, DepositId } from '../shared/model/ids.ts';
import { scanTable } from '../shared/table/control-records.ts';
import { documentId } from '../shared/table/document-id.ts';
import { chargeItem } from '../shared/table/items/charge-item.ts';
import { profileItem } from '../shared/table/items/customer-item.ts';
import { depositItem } from '../shared/table/items/deposit-item.ts';
import { entryItem, headItem } from '../shared/table/items/ledger-items.ts';
import type { Item, LedgerTable } from '../shared/table/ledger-table.ts';
import { type Company, chargeBody, freshCompany } from '../test/support/company.ts';
import { freshLedger, localClient, type TestLedger, useClient } from '../test/support/ledger.ts';
import { atLeast, atMost, type Figure, pairedRatio } from './figure.ts';

const customersCount = 100;
const chargesEach = 40;
const segments = 8;
const rounds = 7;

/**
 * The nightly control against a bare parallel scan of the same table by the same client: what both read, in read units as
 * the service counts them, and how fast it is. Every customer has a deposit, and charges that it pays.
 */
export async function nightlyFigures(): Promise<Figure[]> {
  const { ledger, unitsOf } = await countingLedger();
  const company = await freshCompany(ledger);
  const items = Array.from({ length: customersCount }, (_, index) => booksOf(company, index)).flat();
  await fill(company.table, items);
  const teller = {
    mailer: { send: async () => undefined },
    memory: new Map(),
  };
  const control = async () => {
    const result = await nightlyControl(company.context, teller, { segments, remainingMs: () => 900_000 });
    if (result.suspects > 0) throw new Error(`${result.suspects} ledgers of the benchmark do not add up`);
  };
  const bare = async () => {
    await scanTable(company.table, segments, { onItem: () => undefined });
  };
  await control();
  const units = { control: await unitsOf(control), bare: await unitsOf(bare) };
  const speed = await pairedRatio(rounds, bare, control);
  const ratio = Math.round((units.control / units.bare) * 1000) / 1000;
  return [
    atMost('nightly control: read units against a bare scan', ratio, 1.1, `${items.length} items`),
    atLeast('nightly control: speed against a bare scan', speed, 0.8, `${customersCount} ledgers`),
  ];
}

/** A ledger whose client adds up the read units of everything it reads. */
async function countingLedger(): Promise<{
  ledger: TestLedger;
  unitsOf: (work: () => Promise<void>) => Promise<number>;
}> {
  let units = 0;
  const client = localClient();
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as never });
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
      for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) units += CapacityUnits;
      return result;
    },
    { step: 'initialize' },
  );
  return {
    ledger: useClient(await freshLedger(), client),
    async unitsOf(work) {
      units = 0;
      await work();
      return units;
    },
  };
}

interface Capacity {
  readonly CapacityUnits?: number;
}

/** Everything there is of one customer: profile, head, deposit, charges and their entries. */
function booksOf({ clock, clerk, context }: Company, index: number): Item[] {
  const customerId = documentId('cus', 'bench', 'night', String(index)) as CustomerId;
  const [at, maker] = [clock.now, clerk.actor.id];
  // Before the days in which charges are looked at as if they were one.
  const longAgo = later(at, -40 * 86_400_000);
  const items: Item[] = [];
  let head = headBefore(emptyHead(customerId, 'CNY'), { issue: ['receipt'] });
  const post = (draft: EntryDraft) => {
    const entry = appendEntry(head, draft, at);
    head = headAfter({ ...head, version: head.version + 1n }, entry);
    items.push(entryItem(entry));
    return { sequence: entry.sequence, recordedAt: entry.recordedAt, hash: entry.hash };
  };
  const amount = { minor: 100_000n * BigInt(chargesEach), currency: 'CNY' as const };
  const depositId = documentId('dep', 'bench', 'night', String(index)) as DepositId;
  const day = chargeBody(customerId, '', '1.00').period.start;
  const deposit: Deposit = {
    ...{ kind: 'deposit', id: depositId, customerId, amount, maker, state: 'arrived', purpose: 'general', terms: {} },
    ...{ policyVersion: 0, method: 'bank-transfer', paidOn: day, openedAt: at, bodyPrint: '', receiptNumber: 'RC-1' },
    history: [{ at, by: maker, action: 'register', to: 'arrived' }],
    posting: post({
      ...{ requestId: depositId, effectiveDate: day, makers: [maker] },
      postings: depositPostings('bank-transfer', amount.minor),
      lots: [{ number: ownLot, minor: amount.minor }],
    }),
  };
  items.push(depositItem(deposit, context.zone));
  for (let number = 0; number < chargesEach; number += 1) {
    const { customerNumber: _, ...content } = chargeBody(customerId, '', '100.00');
    const id = documentId('chg', 'bench', String(index), String(number)) as ChargeId;
    const charge: Charge = {
      ...{ kind: 'charge', id, ...content, maker, state: 'posted', revision: 1, stage: 0, stages: [], approvers: [] },
      ...{ policyVersion: 0, openedAt: at, submittedAt: longAgo, effectiveDate: day, bodyPrint: '' },
      history: [{ at, by: maker, action: 'submit', to: 'posted', keyPrint: 'k'.repeat(12) }],
      posting: post({
        ...{ requestId: id, effectiveDate: day, period: content.period, makers: [maker] },
        postings: chargePostings(content.type, content.amount.minor, content.amount.minor),
        lots: negated(takeFrom(usableLots(head.lots, content.type, day), content.amount.minor)),
      }),
    };
    items.push(chargeItem(charge, context.zone));
  }
  return [...items, headItem(head), profileItem(profileOf(customerId, at, maker))];
}

function profileOf(id: CustomerId, at: Charge['submittedAt'], by: Charge['maker']): Customer {
  return {
    ...{ id, number: 'C-1', name: '客户', kind: 'company', language: 'zh-CN', preferredChannel: 'email' },
    ...{
      group: 'standard',
      creditTermDays: 30,
      version: 1,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
    },
    bodyPrint: '',
  };
}

async function fill({ client, name }: LedgerTable, items: readonly Item[]): Promise<void> {
  const most = 25;
  for (let start = 0; start < items.length; start += most) {
    const puts = items.slice(start, start + most).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  }
}
