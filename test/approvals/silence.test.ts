import { beforeEach, describe, expect, it } from 'vitest';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { listApprovals } from '../../shared/approvals/list-approvals.ts';
import { silenceOf } from '../../shared/approvals/silence.ts';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import type { ApprovalStage, SilencePolicy } from '../../shared/model/approval-policy.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { ApprovingRole } from '../../shared/model/role.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { type CompanyWithMail, companyWithMail, mailRoom } from '../notices/mail-room.ts';
import { hire } from '../support/ledger.ts';

const hourMs = 3_600_000;
/** Time enough for a sweep. */
const remainingMs = () => 100_000;
const workflow = {
  start: async () => {},
  ensureRunning: async () => {},
  ensureEnded: async () => {},
  report: async () => {},
};

let company: CompanyWithMail;
let room: ReturnType<typeof mailRoom>;

beforeEach(async () => {
  company = await companyWithMail({ name: '华夏科技' });
  room = mailRoom();
});

const pass = (hours: number) => company.clock.move(hours * hourMs);
const sweep = () => sweepWaiting(company.context, { ...room.process(), workflow }, { everything: true, remainingMs });
/** Sweeps, and lets the stream tell what the sweep did to the charge. */
async function sweepAndFollow(before: Charge): Promise<Charge> {
  await sweep();
  const after = await company.read(before.id);
  await followRequest(company.context, { ...room.process(), workflow }, { before, after });
  return after;
}
const mails = (template: string) =>
  room.sent.filter(({ mail }) => mail.template === template).map(({ to }) => to.split('@')[0]);
const inbox = async (who: CompanyWithMail['clerk'], role: ApprovingRole) => {
  const query = { role, limit: 20 };
  const { body } = await listApprovals(company.context, who, company.input({ query }));
  return body.items.map(({ requestId }) => requestId);
};
const handOver = (who: CompanyWithMail['clerk'], to: CompanyWithMail['clerk']) => {
  const until = new Date(Date.parse(company.clock.now) + 30 * 24 * hourMs).toISOString() as Instant;
  const body = { to: to.actor.id, from: company.clock.now, until };
  return setDelegation(company.context, who, company.input({ body, idempotencyKey: 'away' }));
};

describe('a stage that nobody decides', () => {
  it('is reminded of four hours before it is due, once, to each who may decide it', async () => {
    await company.submit('9000.00');
    pass(19.99);
    await sweep();
    expect(room.sent).toEqual([]);
    pass(0.01);
    await sweep();
    await sweep();
    pass(10);
    await sweep();
    // wang.fang is a reviewer too, but the charge is his own.
    expect(mails('review-reminder')).toEqual(['chen.jie', 'he.jing']);
    expect(room.sent[0]?.mail.data).toMatchObject({ customerName: '华夏科技', dueAt: '2026-10-13T01:00:00.000Z' });
  });

  it('is reminded of to the delegate of who is away as well, saying for whom', async () => {
    await handOver(company.reviewer, company.finance);
    await company.submit('9000.00');
    pass(21);
    await sweep();
    expect(mails('review-reminder')).toEqual(['chen.jie', 'he.jing', 'zhao.min']);
    expect(room.sent[2]?.mail.data).toMatchObject({
      reviewerName: 'Name of zhao.min',
      inPlaceOf: 'Name of chen.jie',
    });
  });

  it('goes to the manager as well a day after it was due: with a step of the policy, a new due time and his inbox', async () => {
    const charge = await company.submit('9000.00');
    pass(47.99);
    expect(await sweepAndFollow(charge)).toEqual(charge);
    pass(0.01);
    const escalated = await sweepAndFollow(charge);
    expect(escalated).toMatchObject({ state: 'in-review', stage: 1, escalatedTo: 'manager' });
    expect(escalated.history.slice(1)).toEqual([
      { at: '2026-10-14T01:00:00.000Z', by: 'policy', action: 'escalate', to: 'in-review', stage: 1 },
    ]);
    expect(escalated.dueAt).toBe('2026-10-15T01:00:00.000Z');
    expect(await inbox(company.manager, 'manager')).toEqual([charge.id]);
    expect(await inbox(company.reviewer, 'reviewer')).toEqual([]);
  });

  it('that goes on is told to who has it now, to who had it and still may decide, and to its maker, once each', async () => {
    const charge = await company.submit('9000.00');
    pass(48);
    const escalated = await sweepAndFollow(charge);
    await followRequest(company.context, { ...room.process(), workflow }, { before: charge, after: escalated });
    const told = room.sent.flatMap(({ to, mail }) =>
      mail.template === 'review-escalated' ? [`${to.split('@')[0]} ${mail.data.reader}`] : [],
    );
    expect(told).toEqual(['he.jing newcomer', 'zhou.qiang newcomer', 'chen.jie reviewer', 'wang.fang maker']);
    const { mail } = room.sent.find(({ to }) => to.startsWith('zhou')) ?? {};
    expect(mail?.data).toMatchObject({ role: 'reviewer', escalatedTo: 'manager', dueAt: '2026-10-15T01:00:00.000Z' });
  });

  it('found days later by a single sweep is reminded of and then handed on, in this order', async () => {
    const charge = await company.submit('9000.00');
    pass(24 * 5);
    await sweepAndFollow(charge);
    const templates = room.sent.map(({ mail }) => mail.template);
    expect([...new Set(templates)]).toEqual(['review-reminder', 'review-escalated']);
  });

  it('is handed on once, and the role that has it is reminded too', async () => {
    const charge = await company.submit('9000.00');
    pass(48);
    const escalated = await sweepAndFollow(charge);
    room.sent.length = 0;
    pass(20);
    await sweep();
    pass(24 * 5);
    expect(await sweepAndFollow(escalated)).toEqual(escalated);
    expect(mails('review-reminder')).toEqual(['he.jing', 'zhou.qiang']);
    expect(mails('review-escalated')).toEqual([]);
  });

  it.each([
    ['its own role', 'reviewer'],
    ['the role it was handed to', 'manager'],
  ] as const)('may then be decided by %s', async (_, who) => {
    const charge = await company.submit('9000.00');
    pass(48);
    const escalated = await sweepAndFollow(charge);
    const posted = await company.decide(company[who], escalated);
    expect(posted.state).toBe('posted');
    expect(posted.escalatedTo).toBeUndefined();
    expect(posted.history.map(({ action }) => action)).toEqual(['submit', 'escalate', 'approve']);
  });

  it('once decided leaves the next stage to its own role', async () => {
    const charge = await company.submit('50000.00');
    pass(48);
    const second = await company.decide(company.manager, await sweepAndFollow(charge));
    expect(second).toMatchObject({ stage: 2, approvers: ['zhou.qiang'] });
    expect(second.escalatedTo).toBeUndefined();
    expect(await inbox(company.finance, 'finance')).toEqual([charge.id]);
    await expect(company.decide(company.allRounder, second)).resolves.toMatchObject({ state: 'posted' });
  });

  it('of the manager is reminded of, but goes nowhere', async () => {
    const first = await company.submit('250000.00');
    const third = await company.decide(company.finance, await company.decide(company.reviewer, first));
    room.sent.length = 0;
    pass(24 * 10);
    expect(await sweepAndFollow(third)).toEqual(third);
    expect(mails('review-reminder')).toEqual(['he.jing', 'zhou.qiang']);
  });

  it('stays where it is when nobody of the other role may decide it', async () => {
    const { context } = company;
    await hire(context, 'he.jing', 'reviewer');
    await hire(context, 'zhou.qiang', 'reviewer');
    const charge = await company.submit('9000.00');
    pass(24 * 10);
    expect(await sweepAndFollow(charge)).toEqual(charge);
  });

  it.each<[string, { managers: string[]; delegate?: true }, boolean]>([
    ['stays, and the only manager keeps his say for the last stage', { managers: ['zhou.qiang'] }, false],
    [
      'stays, for the delegate of the only manager would use up the same say',
      { managers: ['zhou.qiang'], delegate: true },
      false,
    ],
    ['goes on when another manager is left for the last stage', { managers: ['zhou.qiang', 'sun.li'] }, true],
  ])('before one that needs a manager %s', async (_, { managers, delegate }, goesOn) => {
    const { context } = company;
    await hire(context, 'he.jing', 'reviewer', 'finance');
    for (const id of managers) await hire(context, id, 'manager');
    if (delegate) await handOver(company.manager, await hire(context, 'sun.li', 'reviewer'));
    const charge = await company.submit('250000.00');
    pass(24 * 5);
    const after = await sweepAndFollow(charge);
    expect(after.escalatedTo).toBe(goesOn ? 'manager' : undefined);
    if (!goesOn) return;
    const second = await company.decide(company.manager, after);
    const third = await company.decide(company.finance, second);
    expect((await company.decide(await hire(context, 'sun.li', 'manager'), third)).state).toBe('posted');
  });

  it('stays when whoever has several roles could use up the say that a later stage needs', async () => {
    // he.jing may decide the second stage, and then the two managers have had their say before the third.
    const charge = await company.submit('250000.00');
    pass(24 * 5);
    expect(await sweepAndFollow(charge)).toEqual(charge);
    await hire(company.context, 'sun.li', 'manager');
    expect((await sweepAndFollow(charge)).escalatedTo).toBe('manager');
  });

  it('is handed on although a reminder cannot be sent, which the next sweep makes good', async () => {
    const charge = await company.submit('9000.00');
    room.unreachable.add('chen.jie@feeledger.example');
    pass(48);
    expect(await sweep()).toMatchObject({ untold: 1 });
    expect(await company.read(charge.id)).toMatchObject({ escalatedTo: 'manager' });
  });

  it('whose reminder did not reach somebody is told to him alone by the next sweep', async () => {
    await company.submit('9000.00');
    room.unreachable.add('chen.jie@feeledger.example');
    pass(21);
    expect(await sweep()).toMatchObject({ untold: 1 });
    room.unreachable.clear();
    expect(await sweep()).toMatchObject({ untold: 0 });
    expect(mails('review-reminder')).toEqual(['he.jing', 'chen.jie']);
  });

  it('and of whom nobody is left to remind is reminded of to whoever is appointed later', async () => {
    const { context } = company;
    for (const id of ['chen.jie', 'he.jing']) await hire(context, id, 'finance');
    await company.submit('9000.00');
    pass(21);
    expect(await sweep()).toMatchObject({ untold: 0 });
    await hire(context, 'sun.li', 'reviewer');
    await sweep();
    await sweep();
    expect(mails('review-reminder')).toEqual(['sun.li']);
  });

  it('goes by the rule of the policy version it was submitted under', async () => {
    const rule = { remindBeforeHours: 1, escalateAfterHours: 0, escalateTo: 'finance' as const };
    const { silence: _, ...silent } = defaultApprovalPolicy;
    const effectiveAt = company.clock.now;
    const versions = [
      { ...defaultApprovalPolicy, version: 2, effectiveAt, silence: rule },
      { ...silent, version: 3, effectiveAt: new Date(Date.parse(effectiveAt) + hourMs).toISOString() },
    ];
    for (const version of versions)
      await putIf(company.context, policyItem(version), { expression: 'attribute_not_exists(pk)' });
    const own = await company.submit('9000.00');
    pass(1);
    const builtIn = await company.submit('9000.00');
    pass(23);
    await sweep();
    expect(await company.read(own.id)).toMatchObject({ policyVersion: 2, escalatedTo: 'finance' });
    pass(24);
    await sweep();
    expect((await company.read(builtIn.id)).escalatedTo).toBeUndefined();
    pass(1);
    await sweep();
    expect(await company.read(builtIn.id)).toMatchObject({ policyVersion: 3, escalatedTo: 'manager' });
  });
});

describe('the time of a reminder', () => {
  const policy: SilencePolicy = { remindBeforeHours: 4, escalateAfterHours: 24, escalateTo: 'manager' };
  const at = (deadlineHours: number, changes: Partial<Charge> = {}, role: ApprovalStage['role'] = 'reviewer') => {
    const dueAt = '2026-10-13T00:00:00.000Z' as Instant;
    return silenceOf({ stage: 1, stages: [{ role, deadlineHours }], dueAt, ...changes } as Charge, policy);
  };

  it.each([
    [24, '2026-10-12T20:00:00.000Z'],
    [8, '2026-10-12T20:00:00.000Z'],
    [4, '2026-10-12T22:00:00.000Z'],
    [1, '2026-10-12T23:30:00.000Z'],
  ])('of a stage of %d hours is at half its time at the earliest', (hours, remindAt) => {
    expect(at(hours)).toEqual({ remindAt, escalateAt: '2026-10-14T00:00:00.000Z' });
  });

  it('is known without one of handing on, where the stage has the role already', () => {
    expect(at(24, {}, 'manager')).toEqual({ remindAt: '2026-10-12T20:00:00.000Z' });
    expect(at(24, { escalatedTo: 'manager' })).toEqual({ remindAt: '2026-10-12T20:00:00.000Z' });
  });
});
