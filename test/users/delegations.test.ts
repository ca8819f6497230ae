import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/model/dates.ts';
import { newDelegationSchema } from '../../shared/model/delegation.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { endDelegation } from '../../shared/users/end-delegation.ts';
import { getDelegations } from '../../shared/users/get-delegations.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { readAbsences, readDelegators } from '../../shared/users/read-delegations.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { setUserDelegation } from '../../shared/users/set-user-delegation.ts';
import { type Company, freshCompany } from '../support/company.ts';
import { hire } from '../support/ledger.ts';

type Person = Company['clerk'];
const hourMs = 3_600_000;

let company: Company;
let keys = 0;

beforeAll(async () => {
  company = await freshCompany();
});

const at = (hours: number) => new Date(Date.parse(company.clock.now) + hours * hourMs).toISOString() as Instant;
const key = () => {
  keys += 1;
  return `key-${keys}`;
};
const handOver = (who: Person, to: Person, changes: object = {}, idempotencyKey = key()) => {
  const body = { to: to.actor.id, from: at(0), until: at(24), ...changes };
  return setDelegation(company.context, who, company.input({ body, idempotencyKey }));
};
const takeBack = (who: Person, idempotencyKey = key()) =>
  endDelegation(company.context, who, company.input({ body: {}, idempotencyKey }));
const delegations = async (who: Person) => (await getDelegations(company.context, who)).body;
const standsInFor = async (who: Person) =>
  (await readDelegators(company.context, who.actor.id, ['reviewer', 'finance', 'manager'])).map(({ id }) => id);
/** Two people of a role nobody else of this test has to do with. */
async function pair() {
  const name = key();
  return [
    await hire(company.context, `away-${name}`, 'reviewer'),
    await hire(company.context, `stands-${name}`, 'finance'),
  ] as const;
}

describe('a delegation', () => {
  it('is shown to both sides, with who set it and when', async () => {
    const [away, standIn] = await pair();
    const { body } = await handOver(away, standIn, { reason: '出差' });
    expect(body).toEqual({
      delegator: away.actor.id,
      delegate: standIn.actor.id,
      from: at(0),
      until: at(24),
      reason: '出差',
      setBy: away.actor.id,
      setAt: at(0),
    });
    expect(await delegations(away)).toEqual({ given: body, received: [] });
    expect(await delegations(standIn)).toEqual({ received: [body] });
  });

  it('counts from its first instant until its last, which is no longer in it', async () => {
    const [away, standIn] = await pair();
    await handOver(away, standIn, { from: at(1), until: at(2) });
    expect(await standsInFor(standIn)).toEqual([]);
    company.clock.move(hourMs);
    expect(await standsInFor(standIn)).toEqual([away.actor.id]);
    company.clock.move(hourMs - 1);
    expect(await standsInFor(standIn)).toEqual([away.actor.id]);
    company.clock.move(1);
    expect(await standsInFor(standIn)).toEqual([]);
    expect(await delegations(away)).toEqual({ received: [] });
    expect(await delegations(standIn)).toEqual({ received: [] });
  });

  it('replaces the one before, whose delegate stands in no more', async () => {
    const [away, first] = await pair();
    const [, second] = await pair();
    await handOver(away, first);
    await handOver(away, second);
    expect([await standsInFor(first), await standsInFor(second)]).toEqual([[], [away.actor.id]]);
    await handOver(away, second, { until: at(48) });
    expect((await delegations(second)).received).toMatchObject([{ until: at(48) }]);
  });

  it('ends at once when it is taken back, and says when', async () => {
    const [away, standIn] = await pair();
    await handOver(away, standIn);
    expect((await takeBack(away)).body.endedAt).toBe(at(0));
    expect(await standsInFor(standIn)).toEqual([]);
    expect(await readAbsences(company.context, [away.actor.id])).toEqual([]);
    await expect(takeBack(away)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not passed on: who stands in for a delegate has only the delegate’s own decisions', async () => {
    const [away, middle] = await pair();
    const [, last] = await pair();
    await handOver(away, middle);
    await handOver(middle, last);
    expect(await standsInFor(last)).toEqual([middle.actor.id]);
    expect((await readDelegators(company.context, last.actor.id, ['reviewer'])).map(({ id }) => id)).toEqual([]);
  });

  it('is worth nothing while its delegator is disabled or without the role', async () => {
    const [away, standIn] = await pair();
    await handOver(away, standIn);
    const { id } = away.actor;
    const person = { id, name: 'x', email: 'x@feeledger.example', language: 'zh-CN' as const };
    await putUser(company.context, { ...person, roles: ['reviewer'], disabled: true });
    expect(await standsInFor(standIn)).toEqual([]);
    await putUser(company.context, { ...person, roles: ['clerk'], disabled: false });
    expect(await standsInFor(standIn)).toEqual([]);
    await putUser(company.context, { ...person, roles: ['reviewer'], disabled: false });
    expect(await standsInFor(standIn)).toEqual([id]);
  });

  it('may be set by a manager for somebody who is ill, and says who did', async () => {
    const [ill, standIn] = await pair();
    const { manager, context, input } = company;
    const body = { to: standIn.actor.id, from: at(0), until: at(24), reason: '病假' };
    const params = { userId: ill.actor.id };
    const reply = await setUserDelegation(context, manager, input({ params, body, idempotencyKey: key() }));
    expect(reply.body).toMatchObject({ delegator: ill.actor.id, delegate: standIn.actor.id, setBy: manager.actor.id });
    expect((await takeBack(ill)).body).toMatchObject({ setBy: manager.actor.id, endedAt: at(0) });
  });
});

describe('a delegation is refused', () => {
  it.each<[string, () => Person | Promise<Person>]>([
    ['himself', async () => (await pair())[0]],
    ['somebody without an approving role', () => company.otherClerk],
    ['somebody unknown', () => ({ ...company.clerk, actor: { id: 'nobody' as UserId, roles: [] } })],
    [
      'somebody who is disabled',
      async () => {
        const [, gone] = await pair();
        const { id } = gone.actor;
        const email = 'x@feeledger.example';
        await putUser(company.context, { id, name: 'x', email, language: 'en', roles: ['finance'], disabled: true });
        return gone;
      },
    ],
  ])('to %s', async (who, find) => {
    const to = await find();
    const from = who === 'himself' ? to : company.reviewer;
    await expect(handOver(from, to)).rejects.toMatchObject({
      code: 'DELEGATE_UNFIT',
      params: { delegate: to.actor.id },
    });
  });

  it('to the manager himself who sets it for somebody else', async () => {
    const [ill] = await pair();
    const { manager, context, input } = company;
    const body = { to: manager.actor.id, from: at(0), until: at(24) };
    const params = { userId: ill.actor.id };
    const answer = setUserDelegation(context, manager, input({ params, body, idempotencyKey: key() }));
    await expect(answer).rejects.toMatchObject({
      code: 'DELEGATE_UNFIT',
      params: { delegate: manager.actor.id },
    });
    expect(await standsInFor(manager)).not.toContain(ill.actor.id);
  });

  it('that is over already', async () => {
    await expect(handOver(company.reviewer, company.finance, { from: at(-2), until: at(0) })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '/until', code: 'DELEGATION_WINDOW' }],
    });
  });

  it('of somebody who is unknown, or who has nothing to hand over', async () => {
    const { manager, context, input, otherClerk, reviewer } = company;
    const body = { to: reviewer.actor.id, from: at(0), until: at(24) };
    const ask = (userId: UserId) =>
      setUserDelegation(context, manager, input({ params: { userId }, body, idempotencyKey: key() }));
    await expect(ask('nobody' as UserId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(otherClerk.actor.id)).rejects.toMatchObject({ code: 'NO_POWER_TO_DELEGATE' });
  });

  it.each([
    ['ends when it begins', '2026-10-12T00:00:00Z', '2026-10-12T08:00:00+08:00', 'DELEGATION_WINDOW'],
    ['lasts longer than 92 days', '2026-10-12T00:00:00Z', '2027-01-12T00:00:01Z', 'DELEGATION_WINDOW'],
    ['begins at no instant', '2026-10-12', '2026-10-13T00:00:00Z', 'INSTANT_INVALID'],
    ['begins on a day that is not in the calendar', '2026-02-30T00:00:00Z', '2026-03-01T00:00:00Z', 'INSTANT_INVALID'],
    ['begins at an hour there is not', '2026-10-12T25:00:00Z', '2026-10-14T00:00:00Z', 'INSTANT_INVALID'],
  ])('that %s', (_, from, until, refusal) => {
    const { error } = newDelegationSchema.safeParse({ to: 'chen.jie', from, until });
    expect(error?.issues).toMatchObject([{ code: 'custom', params: { refusal } }]);
  });

  it('by nobody when it lasts 92 days to the second, in any zone', () => {
    const written = { to: 'chen.jie', from: '2026-10-12T08:00:00+08:00', until: '2027-01-12T00:00:00Z' };
    expect(newDelegationSchema.parse(written)).toMatchObject({ from: '2026-10-12T00:00:00.000Z' });
  });
});

describe('a delegation that is sent again', () => {
  it('with the same key is the same, whatever was set since; with another body it is refused', async () => {
    const [away, first] = await pair();
    const [, second] = await pair();
    const window = { from: at(0), until: at(24) };
    await handOver(away, first, window, 'once');
    await handOver(away, second, window);
    expect(await handOver(away, first, window, 'once')).toMatchObject({
      replayed: true,
      body: { delegate: second.actor.id },
    });
    await expect(handOver(away, second, window, 'once')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('ends nothing that was set after it was ended', async () => {
    const [away, standIn] = await pair();
    await handOver(away, standIn);
    await takeBack(away, 'end');
    await handOver(away, standIn);
    expect(await takeBack(away, 'end')).toMatchObject({ replayed: true });
    expect(await standsInFor(standIn)).toEqual([away.actor.id]);
  });

  it('at once with others leaves one delegate, and no row of the others', async () => {
    const [away] = await pair();
    const standIns = await Promise.all([pair(), pair(), pair()]).then((pairs) => pairs.map(([, standIn]) => standIn));
    const answers = await Promise.allSettled(standIns.map((standIn) => handOver(away, standIn)));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const { given } = await delegations(away);
    const standing = [];
    for (const standIn of standIns) if ((await standsInFor(standIn)).length > 0) standing.push(standIn.actor.id);
    expect(standing).toEqual([given?.delegate]);
  });
});
