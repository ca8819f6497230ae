import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import { findingFromItem } from '../../shared/table/items/finding-item.ts';
import type { Key } from '../../shared/table/keys.ts';
import { getItem, type Item } from '../../shared/table/ledger-table.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { correctionDesk, rightAmountOf } from '../corrections/correction-desk.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { refundBody, refundDesk } from '../refunds/refund-desk.ts';
import { freshLedger } from '../support/ledger.ts';

/** Books in which everything has happened: deposits, charges, refunds and corrections in all their states. */
export async function fullBooks() {
  const ledger = await freshLedger();
  const refunds = await refundDesk(ledger);
  const corrections = await correctionDesk(ledger);
  const { clerk, finance, cashier } = refunds;

  const deposit = await refunds.deposit(500_000n);
  await refunds.deposit(30_000n, { currency: 'JPY' });
  const charged = await refunds.charge('300.00');
  await refunds.request(clerk, refundBody(10_000n));
  await refunds.approved(refundBody(11_000n, { from: 'prepaid', depositId: deposit }));
  await refunds.executing(refundBody(12_000n));
  await refunds.paid(refundBody(13_000n));
  await refunds.paid(
    refundBody(5_000n, { from: 'charge', chargeId: charged }, { reason: { code: 'over-charged', text: '多收了一天' } }),
  );
  const rejected = (await refunds.request(clerk, refundBody(14_000n))).body.id;
  await refunds.reject(finance, rejected);

  const { own, other } = corrections;
  await corrections.topUp(own.id, '2000.00');
  const owed = await corrections.submit(other, '9000.00');
  const wrong = await corrections.submit(own, '400.00');
  await corrections.correct(wrong, { mistake: 'wrong-amount', right: rightAmountOf('250.00') });
  const refunded = await corrections.submit(own, '450.00');
  await corrections.refund(refunded, '100.00');
  await corrections.correct(refunded, {
    mistake: 'wrong-customer',
    right: { customerId: other.id, customerNumber: other.number },
  });
  await corrections.correct(owed, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('8000.00') });
  await corrections.ask(await corrections.submit(own, '120.00'), { mistake: 'wrong-amount', remedy: 'cancel' });
  const room = mailRoom();

  return {
    ...ledger,
    ...refunds,
    refunds,
    corrections,
    room,
    cashier,
    control: async (segments = 3) =>
      await nightlyControl(ledger.context, room.process(), { segments, remainingMs: () => 900_000 }),
    findings: async () => {
      const found = [];
      for await (const item of scanItems(ledger.table)) if (item.kind === 'finding') found.push(findingFromItem(item));
      return found;
    },
    items: async () => {
      const all: Item[] = [];
      for await (const item of scanItems(ledger.table)) all.push(item);
      return all;
    },
    /** Changes an item behind everybody's back. */
    async corrupt(key: Key, change: (item: Item) => Item) {
      const item = await getItem(ledger.table, key, { strong: true });
      if (item === undefined) throw new Error(`there is no ${key.pk} ${key.sk}`);
      await ledger.table.client.send(new PutCommand({ TableName: ledger.table.name, Item: change(item) }));
    },
  };
}

export type FullBooks = Awaited<ReturnType<typeof fullBooks>>;
