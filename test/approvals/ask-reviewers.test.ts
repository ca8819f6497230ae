import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StageOutcome } from '../../shared/approvals/approval-workflow.ts';
import { askReviewers } from '../../shared/approvals/ask-reviewers.ts';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import type { Teller } from '../../shared/notices/mailer.ts';
import { readStageToken } from '../../shared/table/stage-token.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { type CompanyWithMail, companyWithMail, mailRoom } from '../notices/mail-room.ts';
import { hire } from '../support/ledger.ts';

let company: CompanyWithMail;
let room: ReturnType<typeof mailRoom>;
let reported: [token: string, outcome: StageOutcome][];
let started: string[];

beforeAll(async () => {
  company = await companyWithReviewers();
});
beforeEach(() => {
  room = mailRoom();
  [reported, started] = [[], []];
});

async function companyWithReviewers(): Promise<CompanyWithMail> {
  const founded = await companyWithMail({ name: '华夏科技' });
  await hire(founded.context, 'liu.yang', 'reviewer');
  return founded;
}

const workflow = {
  start: async (id: ChargeId, revision: number) => void started.push(`${id}-r${revision}`),
  ensureEnded: async () => {},
  ensureRunning: async (id: ChargeId, revision: number) => void started.push(`${id}-r${revision} again`),
  report: async (token: string, outcome: StageOutcome) => void reported.push([token, outcome]),
};
/** Time enough for a sweep. */
const remainingMs = () => 100_000;
const ask = ({ id, revision }: Pick<Charge, 'id' | 'revision'>, taskToken: string, teller: Teller = room.process()) =>
  askReviewers(company.context, { ...teller, workflow }, { requestId: id, revision, taskToken });
const follow = (before: Charge | undefined, after: Charge) =>
  followRequest(company.context, { ...room.process(), workflow }, { before, after });
const mailOf = (who: string) => `${who}@feeledger.example`;

describe('a stage that waits', () => {
  it('is told to each of its reviewers but the maker, with what they have to decide and until when', async () => {
    const charge = await company.submit('9000.00');
    await ask(charge, 'token-1');
    // wang.fang is a reviewer too, but the charge is his own.
    expect(room.recipients().sort()).toEqual(['chen.jie', 'he.jing', 'liu.yang'].map(mailOf));
    expect(room.sent.find(({ to }) => to === mailOf('chen.jie'))?.mail).toEqual({
      template: 'review-requested',
      language: 'zh-CN',
      data: {
        reviewerName: 'Name of chen.jie',
        requestId: charge.id,
        customerName: '华夏科技',
        amount: { value: '9000.00', currency: 'CNY' },
        stage: 1,
        stageCount: 1,
        makerName: 'Name of wang.fang',
        dueAt: '2026-10-13T01:00:00.000Z',
      },
    });
    expect(reported).toEqual([]);
  });

  it('is not told to who approved an earlier stage', async () => {
    const charge = await company.decide(company.allRounder, await company.submit('50000.00'));
    await ask(charge, 'token-2');
    expect(room.recipients()).toEqual([mailOf('zhao.min')]);
  });

  it('is not told to who was disabled or lost the role', async () => {
    const { context } = company;
    const person = { name: 'x', language: 'zh-CN' as const, roles: ['reviewer' as const] };
    const dismissed = await hire(context, 'gone', 'reviewer');
    await putUser(context, { ...person, id: dismissed.actor.id, email: mailOf('gone'), disabled: true });
    const moved = await hire(context, 'moved', 'reviewer');
    await putUser(context, {
      ...person,
      id: moved.actor.id,
      email: mailOf('moved'),
      roles: ['clerk'],
      disabled: false,
    });
    await ask(await company.submit('9000.00'), 'token-1');
    expect(room.recipients().sort()).toEqual(['chen.jie', 'he.jing', 'liu.yang'].map(mailOf));
  });

  it('is not told again by a run that was started again, whose token replaces the one before', async () => {
    const charge = await company.submit('9000.00');
    const process = room.process();
    await ask(charge, 'token-1', process);
    await ask(charge, 'token-2', process);
    await ask(charge, 'token-3');
    expect(room.sent).toHaveLength(3);
    expect(await readStageToken(company.context, { id: charge.id, revision: 1, stage: 1 })).toBe('token-3');
    expect(reported).toEqual([]);
  });

  it('waits although a reviewer cannot be reached: the others are told, and nobody is told again for his sake', async () => {
    const charge = await company.submit('9000.00');
    room.unreachable.add(mailOf('he.jing'));
    expect(await ask(charge, 'token-1')).toEqual({ untold: 1 });
    expect(await readStageToken(company.context, { id: charge.id, revision: 1, stage: 1 })).toBe('token-1');
    room.unreachable.clear();
    expect(await ask(charge, 'token-2')).toEqual({ untold: 0 });
    expect(room.recipients().sort()).toEqual(['chen.jie', 'liu.yang'].map(mailOf));
  });

  it('that nobody could be told of is told by the run that asks again', async () => {
    const charge = await company.submit('9000.00');
    for (const who of ['chen.jie', 'he.jing', 'liu.yang']) room.unreachable.add(mailOf(who));
    expect(await ask(charge, 'token-1')).toEqual({ untold: 3 });
    room.unreachable.clear();
    expect(await ask(charge, 'token-2')).toEqual({ untold: 0 });
    expect(room.recipients().sort()).toEqual(['chen.jie', 'he.jing', 'liu.yang'].map(mailOf));
  });

  it('of each next stage and revision is told anew', async () => {
    const first = await company.submit('50000.00');
    await ask(first, 't1');
    const second = await company.decide(company.reviewer, first);
    await ask(second, 't2');
    const back = await company.decide(company.finance, second, { decision: 'return', comment: '请补充' });
    await ask(await company.resubmit(back, '9000.00'), 't3');
    const reviewers = ['chen.jie', 'he.jing', 'liu.yang'].map(mailOf);
    expect(room.recipients().slice(0, 3).sort()).toEqual(reviewers);
    expect(room.recipients().slice(3, 5).sort()).toEqual(['he.jing', 'zhao.min'].map(mailOf));
    expect(room.recipients().slice(5).sort()).toEqual(reviewers);
  });
});

describe('a decision', () => {
  it.each([
    ['approve', {}, 'posted'],
    ['return', { decision: 'return', comment: '请补充' }, 'returned'],
    ['reject', { decision: 'reject', comment: '不应收取' }, 'rejected'],
  ])(
    'to %s that came before the run asked is reported to it at once, and nobody is asked',
    async (_, change, outcome) => {
      const charge = await company.submit('9000.00');
      await company.decide(company.reviewer, charge, change);
      await ask(charge, 'token-1');
      expect({ reported, mails: room.sent }).toEqual({ reported: [['token-1', outcome]], mails: [] });
    },
  );

  it('that came before the run asked does not hold up the next stage: the run is asked to wait for that one', async () => {
    const charge = await company.submit('50000.00');
    await company.decide(company.reviewer, charge);
    await ask(charge, 'token-1');
    expect(reported).toEqual([]);
    expect(await readStageToken(company.context, { id: charge.id, revision: 1, stage: 2 })).toBe('token-1');
    expect(room.recipients().sort()).toEqual(['he.jing', 'zhao.min'].map(mailOf));
  });

  it('on a revision that was corrected meanwhile ends the run of the earlier one', async () => {
    const charge = await company.submit('9000.00');
    const back = await company.decide(company.reviewer, charge, { decision: 'return', comment: '请补充' });
    await company.resubmit(back, '8000.00');
    await ask(charge, 'token-of-revision-1');
    expect(reported).toEqual([['token-of-revision-1', 'returned']]);
    expect(room.sent).toEqual([]);
  });

  it('that races with the run’s asking always reaches the run, from one side or from both', async () => {
    for (let round = 0; round < 25; round += 1) {
      const charge = await company.submit('9000.00');
      const token = `token-${round}`;
      await Promise.all([
        ask(charge, token),
        company.decide(company.reviewer, charge).then((after) => follow(charge, after)),
      ]);
      expect(new Set(reported.filter(([to]) => to === token).map(([, outcome]) => outcome))).toEqual(
        new Set(['posted']),
      );
    }
  });
});

describe('the stream', () => {
  it('starts a run for a charge that waits, and none for one that policy passed', async () => {
    const waiting = await company.submit('9000.00');
    await follow(undefined, waiting);
    await follow(undefined, await company.submit('120.00'));
    expect(started).toEqual([`${waiting.id}-r1`]);
  });

  it('starts a run of its own for the next revision', async () => {
    const back = await company.returned();
    const again = await company.resubmit(back, '8000.00');
    await follow(back, again);
    expect(started).toEqual([`${again.id}-r2`]);
  });

  it('tells the run that waits how its stage ended', async () => {
    const first = await company.submit('50000.00');
    await ask(first, 'token-1');
    const second = await company.decide(company.reviewer, first);
    await follow(first, second);
    await ask(second, 'token-2');
    const third = await company.decide(company.finance, second);
    await follow(second, third);
    expect(reported).toEqual([
      ['token-1', 'next-stage'],
      ['token-2', 'posted'],
    ]);
  });

  it('that delivers again, late and out of order neither starts a wrong run nor mails twice', async () => {
    const first = await company.submit('50000.00');
    const second = await company.decide(company.reviewer, first);
    const third = await company.decide(company.finance, second);
    const changes: [Charge | undefined, Charge][] = [
      [second, third],
      [undefined, first],
      [first, second],
      [undefined, first],
      [second, third],
    ];
    for (const [before, after] of changes) await follow(before, after);
    expect(new Set(started)).toEqual(new Set([`${first.id}-r1`]));
    expect(room.recipients().sort()).toEqual(['c-7001@customer.example', mailOf('wang.fang')]);
  });
});

describe('the sweep', () => {
  beforeEach(async () => {
    company = await companyWithReviewers();
  });

  it('sees to charges whose run was never started, once they are older than the stream usually takes', async () => {
    const charge = await company.submit('9000.00');
    expect(
      await sweepWaiting(company.context, { ...room.process(), workflow }, { everything: false, remainingMs }),
    ).toMatchObject({ looked: 0 });
    company.clock.move(120_000);
    expect(
      await sweepWaiting(company.context, { ...room.process(), workflow }, { everything: false, remainingMs }),
    ).toMatchObject({ looked: 1 });
    expect(started).toEqual([`${charge.id}-r1 again`]);
  });

  it('tells a run the decision that the stream lost', async () => {
    const charge = await company.submit('50000.00');
    await ask(charge, 'token-1');
    await company.decide(company.reviewer, charge);
    await sweepWaiting(company.context, { ...room.process(), workflow }, { everything: true, remainingMs });
    expect(reported).toEqual([['token-1', 'next-stage']]);
  });
});
