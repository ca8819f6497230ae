import { beforeEach, describe, expect, it } from 'vitest';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { type CompanyWithMail, companyWithMail, mailRoom } from '../notices/mail-room.ts';

const hourMs = 3_600_000;
const plenty = () => 100_000;

let company: CompanyWithMail;
let room: ReturnType<typeof mailRoom>;
/** What the sweep did, in its order. */
let done: string[];

beforeEach(async () => {
  company = await companyWithMail();
  room = mailRoom();
  done = [];
});

const sweep = (remainingMs = plenty, ensureRunning = async (id: string) => void done.push(id), everything = true) => {
  const { mailer, ...teller } = room.process();
  const noting = {
    send: async (to: string, mail: Parameters<typeof mailer.send>[1]) => {
      done.push('mail');
      await mailer.send(to, mail);
    },
  };
  const workflow = { start: async () => {}, report: async () => {}, ensureRunning, ensureEnded: async () => {} };
  return sweepWaiting(company.context, { ...teller, mailer: noting, workflow }, { everything, remainingMs });
};
const submitted = async (count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await company.submit('9000.00')).id);
  return ids;
};
/** Time until something more has been done: what all eight lanes began with, then no more. */
const timeForFirst = () => {
  const before = done.length;
  return () => (done.length === before ? 100_000 : 20_000);
};

describe('a sweep', () => {
  it('reminds and hands on before it looks at any run', async () => {
    const ids = await submitted(3);
    company.clock.move(48 * hourMs);
    expect(await sweep()).toEqual({ looked: 3, left: 0, untold: 0 });
    const firstRun = done.findIndex((what) => what !== 'mail');
    expect(done.slice(0, firstRun)).toHaveLength(6);
    expect(done.slice(firstRun).sort()).toEqual(ids.sort());
    for (const id of ids) expect(await company.read(id)).toMatchObject({ escalatedTo: 'manager' });
  });

  it('whose workflow does not answer has reminded and handed on all the same, and fails', async () => {
    const [id = ''] = await submitted(1);
    company.clock.move(48 * hourMs);
    const unanswered = () => Promise.reject(new Error('no answer'));
    await expect(sweep(plenty, unanswered)).rejects.toThrow('1 of 1 requests could not go on');
    expect(await company.read(id)).toMatchObject({ escalatedTo: 'manager' });
    expect(room.recipients()).toEqual(['chen.jie@feeledger.example', 'he.jing@feeledger.example']);
  });

  it('that runs out of time ends by itself, and says for how many there was none', async () => {
    await submitted(12);
    expect(await sweep(timeForFirst())).toEqual({ looked: 8, left: 4, untold: 0 });
    expect(done).toHaveLength(8);
  });

  it('that runs out of time again and again reaches everybody in turn', async () => {
    const ids = await submitted(20);
    for (let sweeps = 0; sweeps < 5; sweeps += 1) {
      expect(await sweep(timeForFirst())).toMatchObject({ left: 12 });
      company.clock.move(300_000);
    }
    expect([...new Set(done)].sort()).toEqual(ids.sort());
  });

  it('looks at the run of a young request every time, and at that of an older one once in an hour', async () => {
    const everyTime = (id: string) => Promise.resolve(void done.push(id));
    const ids = await submitted(15);
    company.clock.move(180_000);
    await sweep(plenty, everyTime, false);
    expect(done.sort()).toEqual([...ids].sort());
    done = [];
    company.clock.move(2 * hourMs);
    for (let sweeps = 0; sweeps < 12; sweeps += 1) {
      await sweep(plenty, everyTime, false);
      company.clock.move(300_000);
    }
    expect(done.sort()).toEqual(ids.sort());
  });

  it('with little time reminds of what was due first, whichever role it waits for', async () => {
    const first = await company.submit('50000.00');
    company.clock.move(-10 * hourMs);
    const second = await company.decide(company.reviewer, first);
    company.clock.move(10 * hourMs);
    await submitted(8);
    company.clock.move(23 * hourMs);
    room.sent.length = 0;
    expect(await sweep(timeForFirst())).toMatchObject({ looked: 0, left: 9 });
    const reminded = new Set(room.sent.map(({ mail }) => (mail.data as { requestId: string }).requestId));
    expect([reminded.size, reminded.has(second.id)]).toEqual([8, true]);
  });

  it('reads whom it has to remind by the hundred, and one that cannot be read keeps no other', async () => {
    await submitted(2);
    company.clock.move(21 * hourMs);
    const { client } = company.table;
    const calls: string[] = [];
    const failing = new Proxy(client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : (command: Parameters<typeof client.send>[0]) => {
              calls.push(command.constructor.name);
              if (calls.filter((call) => call === 'BatchGetCommand').length === 1 && calls.at(-1) === 'BatchGetCommand')
                throw new Error('not now');
              return client.send(command);
            },
    });
    const context = { ...company.context, table: { ...company.table, client: failing } };
    const workflow = {
      start: async () => {},
      report: async () => {},
      ensureRunning: async () => {},
      ensureEnded: async () => {},
    };
    await sweepWaiting(context, { ...room.process(), workflow }, { everything: true, remainingMs: plenty });
    expect(room.sent).toHaveLength(4);
  });
});
