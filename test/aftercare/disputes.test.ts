import { beforeAll, describe, expect, it } from 'vitest';
import { getCharge } from '../../shared/charges/get-charge.ts';
import type { DisputeState } from '../../shared/model/dispute.ts';
import { disputeAfter } from '../../shared/model/dispute.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { type Person, type ServedCompany, servedCompany } from './served-company.ts';

let company: ServedCompany;
let own: Person;
let stranger: Person;

beforeAll(async () => {
  company = await servedCompany();
  own = await company.registerCustomer('kehu', company.customer.id);
  stranger = await company.registerCustomer('wairen', (await company.createCustomer('C-7999')).id);
});

const posted = async () => (await company.submit('120.00')).id;
const code = (name: string) => expect.objectContaining({ code: name });

/** A charge whose only dispute is in a state. */
async function disputed(state: DisputeState): Promise<string> {
  const id = await posted();
  await company.open(own, id);
  if (state === 'explained') await company.explain(company.finance, id);
  if (state === 'closed') await company.close(company.clerk, id, 'withdrawn');
  return id;
}

const steps = {
  open: (id: string) => company.open(own, id),
  explain: (id: string) => company.explain(company.finance, id),
  reopen: (id: string) => company.reopen(own, id),
  'close accepted': (id: string) => company.close(own, id, 'accepted'),
  'close upheld': (id: string) => company.close(company.finance, id, 'upheld'),
  'close withdrawn': (id: string) => company.close(own, id, 'withdrawn'),
} as const;

/** Every step from every state, written out: where it leads, or how it is refused. */
const table: Readonly<Record<DisputeState, Readonly<Record<keyof typeof steps, string>>>> = {
  open: {
    open: 'DISPUTE_OPEN',
    explain: 'explained',
    reopen: 'DISPUTE_MOVED',
    'close accepted': 'DISPUTE_MOVED',
    'close upheld': 'closed',
    'close withdrawn': 'closed',
  },
  explained: {
    open: 'DISPUTE_OPEN',
    explain: 'DISPUTE_MOVED',
    reopen: 'open',
    'close accepted': 'closed',
    'close upheld': 'closed',
    'close withdrawn': 'closed',
  },
  closed: {
    open: 'open',
    explain: 'DISPUTE_MOVED',
    reopen: 'DISPUTE_MOVED',
    'close accepted': 'DISPUTE_MOVED',
    'close upheld': 'DISPUTE_MOVED',
    'close withdrawn': 'DISPUTE_MOVED',
  },
};
const rows = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([step, result]) => ({
    state: state as DisputeState,
    step: step as keyof typeof steps,
    result,
  })),
);

describe('a dispute', () => {
  it.each(rows)('that is $state answers “$step” with $result', async ({ state, step, result }) => {
    const id = await disputed(state);
    const before = { charge: await company.charge(id), disputes: await company.disputes(id) };
    if (result === result.toUpperCase()) {
      await expect(steps[step](id)).rejects.toThrow(code(result));
      expect({ charge: await company.charge(id), disputes: await company.disputes(id) }).toEqual(before);
      return;
    }
    expect((await steps[step](id)).body.state).toBe(result);
    const flag = result === 'closed' ? undefined : result;
    expect((await company.charge(id)).dispute).toBe(flag);
  });

  it('stays with its charge: every step is in its history, and what was said in its own row', async () => {
    const id = await posted();
    await company.open(own, id);
    await company.explain(company.finance, id);
    await company.reopen(own, id);
    await company.explain(company.clerk, id);
    await company.close(own, id, 'accepted');
    const charge = await company.charge(id);
    expect(charge.history.map(({ action }) => action).slice(2)).toEqual([
      'dispute',
      'explain',
      'dispute',
      'explain',
      'close-dispute',
    ]);
    expect(charge.state).toBe('posted');
    const [dispute] = await company.disputes(id);
    expect(dispute?.steps.map(({ by, text, outcome }) => [by, text, outcome])).toEqual([
      ['kehu', '没有升级过席位', undefined],
      ['zhao.min', '按合同附件二计算', undefined],
      ['kehu', '附件二没有签字', undefined],
      ['wang.fang', '按合同附件二计算', undefined],
      ['kehu', '已与客户核对', 'accepted'],
    ]);
  });

  it('of the same charge may follow a closed one, under the next number', async () => {
    const id = await disputed('closed');
    expect((await company.open(company.manager, id)).body.number).toBe(2);
    expect((await company.explain(company.clerk, id, 2)).body.state).toBe('explained');
  });

  it('sent again with the same key changes nothing, and with another body is refused', async () => {
    const id = await posted();
    const first = await company.open(own, id, 'same');
    const again = await company.open(own, id, 'same');
    expect(again).toEqual({ ...first, replayed: true });
    await expect(company.open(own, id, 'same', '另一个理由')).rejects.toThrow(code('IDEMPOTENCY_KEY_REUSED'));
    await company.explain(company.finance, id, 1, 'once');
    expect(await company.explain(company.finance, id, 1, 'once')).toMatchObject({ replayed: true });
    expect((await company.disputes(id))[0]?.steps).toHaveLength(2);
  });

  it('is opened once by two who object at the same moment', async () => {
    const id = await posted();
    const results = await Promise.allSettled([company.open(own, id), company.open(company.manager, id)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await company.disputes(id)).toHaveLength(1);
    expect((await company.charge(id)).history.filter(({ action }) => action === 'dispute')).toHaveLength(1);
  });

  it('that goes back and forth too long can only be closed', async () => {
    const id = await posted();
    await company.open(own, id);
    for (let round = 0; round < 14; round += 1) {
      await company.explain(company.finance, id);
      await company.reopen(own, id);
    }
    await company.explain(company.finance, id);
    await expect(company.reopen(own, id)).rejects.toThrow(code('DISPUTE_TOO_LONG'));
    expect((await company.close(own, id, 'withdrawn')).body.state).toBe('closed');
  });

  it('ends nowhere it may not: the table has no way out of “closed”', () => {
    for (const action of ['explain', 'reopen', 'close', 'open'] as const) {
      expect(disputeAfter('closed', action)).toBeUndefined();
    }
  });
});

describe('who takes part in a dispute', () => {
  it('is its customer and nobody else’s: to a stranger the charge does not exist', async () => {
    const id = await disputed('explained');
    const work = [() => company.open(stranger, id), () => company.reopen(stranger, id)];
    for (const step of [...work, () => company.close(stranger, id, 'withdrawn')]) {
      await expect(step()).rejects.toThrow(code('NOT_FOUND'));
    }
  });

  it('cannot be its customer before the charge is posted, nor anybody', async () => {
    const { id } = await company.submit('9000.00');
    await expect(company.open(own, id)).rejects.toThrow(code('NOT_FOUND'));
    await expect(company.open(company.clerk, id)).rejects.toThrow(code('NOT_POSTED'));
  });

  it('must be finance or a manager to uphold it, which makes a correction task of theirs', async () => {
    const id = await disputed('explained');
    for (const who of [own, company.clerk]) {
      await expect(company.close(who, id, 'upheld')).rejects.toThrow(code('FORBIDDEN'));
    }
    await company.close(company.finance, id, 'upheld');
    const tasks = (await company.tasks(company.finance)).filter(({ requestId }) => requestId === id);
    expect(tasks).toMatchObject([{ task: 'correction-1', kind: 'correction', owner: 'zhao.min', isPaused: false }]);
  });

  it('sees, as its customer, what was said but not who of the staff said it', async () => {
    const id = await disputed('explained');
    const { body } = await company.close(own, id, 'accepted');
    expect(body.steps.map(({ by, action }) => [by, action])).toEqual([
      ['kehu', 'open'],
      ['', 'explain'],
      ['kehu', 'close'],
    ]);
  });

  it('finds it in the case of the charge, as staff with every name', async () => {
    const id = await disputed('explained');
    const read = async (who: Person) =>
      (
        await getCharge(
          company.context,
          { ...who, language: 'en' },
          company.input({ params: { chargeId: id as ChargeId } }),
        )
      ).body;
    const [mine, theirs] = [await read(own), await read(company.clerk)];
    expect(mine.disputes).toMatchObject([{ number: 1, state: 'explained', steps: [{ by: 'kehu' }, { by: '' }] }]);
    expect(theirs.disputes).toMatchObject([{ number: 1, steps: [{ by: 'kehu' }, { by: 'zhao.min' }] }]);
    expect(mine.timeline.map(({ what }) => what)).toEqual(['dispute opened', 'dispute explained']);
  });

  it('names a dispute there is: an unknown number answers NOT_FOUND', async () => {
    await expect(company.explain(company.clerk, await disputed('open'), 2)).rejects.toThrow(code('NOT_FOUND'));
  });
});
