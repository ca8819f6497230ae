import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import { balanceAlertFromItem } from '../../shared/table/items/balance-alert-item.ts';
import { findingFromItem } from '../../shared/table/items/finding-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem, type Item } from '../../shared/table/ledger-table.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { balanceDesk, level } from '../alerts/balance-desk.ts';
import { localClient, useClient } from '../support/ledger.ts';

type Desk = Awaited<ReturnType<typeof balanceDesk>>;

/** A month has ended, two customers have little money, and the books of both were changed behind everybody's back. */
async function troubledBooks() {
  const desk = await balanceDesk();
  const { id } = await desk.createCustomer('C-8002');
  const other = id as CustomerId;
  await desk.deposit(10_000n);
  await desk.deposit(10_000n, 'CNY', other);
  await desk.warnBelow([level('300.00')]);
  desk.clock.move(30 * 86_400_000);
  for (const customerId of [desk.customerId, other]) {
    const head = await getItem(desk.table, keys.head(customerId, 'CNY'), { strong: true });
    const Item = { ...head, nos: { receipt: 9n } };
    await desk.table.client.send(new PutCommand({ TableName: desk.table.name, Item }));
  }
  return { desk, other };
}

/** The same desk, where no request that names something in its key goes through. */
function without(desk: Desk, part: string) {
  const client = localClient();
  client.middlewareStack.add(
    (next) => (args) => {
      if (JSON.stringify(args.input, (_, value) => (typeof value === 'bigint' ? '' : value)).includes(part)) {
        throw new Error(`${part} cannot be read now`);
      }
      return next(args);
    },
    { step: 'build' },
  );
  return useClient(desk, client).context;
}

async function kept({ table }: Desk) {
  const items: Item[] = [];
  for await (const item of scanItems(table)) items.push(item);
  const of = (kind: string) => items.filter((item) => item.kind === kind);
  return {
    findings: of('finding').map((item) => findingFromItem(item).customerId),
    low: of('low-balance').map((item) => balanceAlertFromItem(item).customerId),
    reconciliations: of('reconciliation').length,
  };
}

describe('a night in which something fails', () => {
  test('goes on with everything else, and fails at its end', async () => {
    const { desk, other } = await troubledBooks();
    const night = nightlyControl(without(desk, `W#${desk.customerId}`), desk.room.process(), {
      ...{ segments: 2, remainingMs: () => 900_000 },
    });
    await expect(night).rejects.toThrow('1 steps failed, 0 had no time');
    expect(await kept(desk)).toEqual({
      findings: expect.arrayContaining([desk.customerId, other]),
      low: [other],
      reconciliations: 1,
    });
    expect(desk.told('control-findings').length).toBeGreaterThan(0);
  });

  test('tells what it found where one ledger cannot be looked at', async () => {
    const { desk, other } = await troubledBooks();
    const night = nightlyControl(without(desk, `E#${desk.customerId}`), desk.room.process(), {
      ...{ segments: 2, remainingMs: () => 900_000 },
    });
    await expect(night).rejects.toThrow('1 steps failed');
    expect(await kept(desk)).toMatchObject({ findings: [other], reconciliations: 1 });
    expect((await kept(desk)).low).toHaveLength(2);
    expect(desk.told('control-findings')[0]).toMatchObject({ mail: { data: { count: 1 } } });
  });

  test('is no worse where a mail does not arrive', async () => {
    const { desk } = await troubledBooks();
    desk.room.unreachable.add('zhao.min@feeledger.example');
    const result = await nightlyControl(desk.context, desk.room.process(), { segments: 2, remainingMs: () => 900_000 });
    expect(result).toMatchObject({ newFindings: 2, judgedBalances: 2, reconciliations: 1, untold: 1 });
  });
});

test('a night that runs out of time keeps the month first, says what is left, and the next one does it', async () => {
  const { desk } = await troubledBooks();
  let looks = 0;
  const remainingMs = () => {
    looks += 1;
    return looks === 1 ? 900_000 : 10_000;
  };
  const short = nightlyControl(desk.context, desk.room.process(), { segments: 1, remainingMs });
  await expect(short).rejects.toThrow('0 steps failed, 4 had no time');
  expect(await kept(desk)).toEqual({ findings: [], low: [], reconciliations: 1 });
  await nightlyControl(desk.context, desk.room.process(), { segments: 1, remainingMs: () => 900_000 });
  const { findings, low } = await kept(desk);
  expect([findings.length, low.length]).toEqual([2, 2]);
});
