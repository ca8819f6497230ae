import { beforeAll, describe, expect, it } from 'vitest';
import type { ChargeId } from '../../shared/model/ids.ts';
import type { MailNotice, Teller } from '../../shared/notices/mailer.ts';
import { tellOnce } from '../../shared/notices/tell-once.ts';
import { openLedgerTable } from '../../shared/table/ledger-table.ts';
import { freshLedger, localClient, type TestLedger } from '../support/ledger.ts';
import { wireBetween } from '../support/wire.ts';
import { mailRoom } from './mail-room.ts';

let ledger: TestLedger;
let events = 0;

beforeAll(async () => {
  ledger = await freshLedger();
});

const noticeTo = (to: string): MailNotice => ({
  recipient: to,
  to,
  mail: {
    template: 'charge-decided',
    language: 'en',
    data: {
      clerkName: 'Wang Fang',
      outcome: 'rejected',
      requestId: 'chg_1',
      customerName: 'Huaxia',
      amount: { value: '1.00', currency: 'CNY' },
      decidedBy: 'chen.jie',
    },
  },
});
const notices = [noticeTo('ar@huaxia.example'), noticeTo('clerk@feeledger.example')];

/** A client of the same table whose puts are all throttled. */
function throttledPuts() {
  const client = localClient({
    maxAttempts: 1,
    ...wireBetween(async (call) => {
      if (call.operation === 'PutItem') throw Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
      return await call.pass();
    }),
  });
  return openLedgerTable(client, ledger.table.name).client;
}

/** An event nobody was told of yet, and a mail room of its own. */
function freshEvent() {
  events += 1;
  const event = { requestId: `chg_${String(events).padStart(26, 'a')}` as ChargeId, name: '1#posted' };
  const room = mailRoom();
  return { room, tell: (teller: Teller) => tellOnce(ledger.context, teller, event, notices), event };
}

describe('an event', () => {
  it('is told to each of its people, and once only, however often it is delivered again', async () => {
    const { room, tell } = freshEvent();
    const process = room.process();
    for (let delivery = 0; delivery < 4; delivery += 1) await tell(process);
    await tell(room.process());
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'clerk@feeledger.example']);
  });

  it('whose row was not written although the mails had left is not told twice by the same process', async () => {
    const { room, event } = freshEvent();
    const process = room.process();
    const throttled = { ...ledger.context, table: { ...ledger.context.table, client: throttledPuts() } };
    await expect(tellOnce(throttled, process, event, notices)).rejects.toMatchObject({ code: 'BUSY' });
    await tellOnce(ledger.context, process, event, notices);
    await tellOnce(ledger.context, room.process(), event, notices);
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'clerk@feeledger.example']);
  });

  it.each([['the same process'], ['another process']])(
    'whose mail to one of two fails is told to that one alone when %s comes again',
    async (who) => {
      const { room, tell } = freshEvent();
      const first = room.process();
      room.unreachable.add('ar@huaxia.example');
      await expect(tell(first)).rejects.toThrow('ar@huaxia.example cannot be reached now');
      expect(room.recipients()).toEqual(['clerk@feeledger.example']);
      room.unreachable.clear();
      await tell(who === 'the same process' ? first : room.process());
      await tell(room.process());
      expect(room.recipients()).toEqual(['clerk@feeledger.example', 'ar@huaxia.example']);
    },
  );

  it('whose mails all fail stays untold until they go through', async () => {
    const { room, tell } = freshEvent();
    for (const { to } of notices) room.unreachable.add(to);
    await expect(tell(room.process())).rejects.toThrow();
    await expect(tell(room.process())).rejects.toThrow();
    room.unreachable.clear();
    await tell(room.process());
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'clerk@feeledger.example']);
  });

  it('that a process died over before its mails had left is told by the next one', async () => {
    const { room, tell } = freshEvent();
    const dying: Teller = { ...room.process(), mailer: { send: () => Promise.reject(new Error('killed')) } };
    await expect(tell(dying)).rejects.toThrow('killed');
    await tell(room.process());
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'clerk@feeledger.example']);
  });

  it('that nobody is there to hear of costs no mail and no fault, and is told to whoever is there later', async () => {
    const { room, event, tell } = freshEvent();
    await tellOnce(ledger.context, room.process(), event, []);
    expect(room.attempts).toEqual([]);
    await tell(room.process());
    await tell(room.process());
    expect(room.recipients()).toEqual(['ar@huaxia.example', 'clerk@feeledger.example']);
  });
});
