import { beforeAll, describe, expect, it } from 'vitest';
import {
  approval,
  type CustomerInOffice,
  cny,
  type Office,
  oneStage,
  openOffice,
  threeStages,
  twoStages,
} from '../api/office.ts';
import { accepted, type Caller, type ProblemBody, send } from '../support/http.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

type Move = readonly [who: Caller, decision: object];

/** Everybody decides at once; the answers in the order of the moves, each a state or the code of a refusal. */
async function atOnce(requestId: string, moves: readonly Move[]): Promise<string[]> {
  const answers = await Promise.all(
    moves.map(([as, body]) => send('decideApproval', { as, params: { requestId }, body })),
  );
  return answers.map(({ status, body }) =>
    status === 200 ? (body as { state: string }).state : (body as ProblemBody).code,
  );
}

const caseOf = async (chargeId: string) =>
  (await accepted('getCharge', { as: office.auditor, params: { chargeId } })).body;
const deciders = async (id: string) =>
  (await caseOf(id)).history.filter(({ action }) => action !== 'submit').map(({ action, by }) => `${action} ${by}`);

const returning = (stage = 1) => ({ ...approval(stage), decision: 'return', comment: '请补充合同' });
const rejecting = (stage = 1) => ({ ...approval(stage), decision: 'reject', comment: '不应收取' });
const rounds = Array.from({ length: 8 }, (_, round) => round);

describe('a race', () => {
  it('between the maker, who may approve others’ charges, and an approver is never the maker’s', async () => {
    for (const round of rounds) {
      const { id } = await office.submit(customer, oneStage, office.approvingClerk);
      const moves: Move[] = [
        [office.approvingClerk, approval(1)],
        [office.reviewer, approval(1)],
      ];
      const answers = await atOnce(id, round % 2 === 0 ? moves : moves.reverse());
      const [makers, approvers] = round % 2 === 0 ? answers : [...answers].reverse();
      expect(['APPROVER_IS_MAKER', 'REQUEST_MOVED']).toContain(makers);
      expect(approvers).toBe('posted');
      expect(await deciders(id)).toEqual(['approve chen.jie']);
    }
  });

  it('between two approvers of a stage has one winner, and the other learns that the request moved on', async () => {
    for (const value of [oneStage, twoStages, oneStage, twoStages]) {
      const { id } = await office.submit(customer, value);
      const answers = await atOnce(id, [
        [office.reviewer, approval(1)],
        [office.otherReviewer, approval(1)],
      ]);
      expect(answers.sort()).toEqual(['REQUEST_MOVED', value === oneStage ? 'posted' : 'in-review']);
      expect(await deciders(id)).toHaveLength(1);
    }
  });

  it('of one person with himself over two stages gets him one stage at most', async () => {
    for (const _ of rounds) {
      const { id } = await office.submit(customer, twoStages);
      const [first, second] = await atOnce(id, [
        [office.allRounder, approval(1)],
        [office.allRounder, approval(2)],
      ]);
      expect(first).toBe('in-review');
      expect(['REQUEST_MOVED', 'APPROVER_DECIDED_BEFORE']).toContain(second);
      expect(await deciders(id)).toEqual(['approve he.jing']);
    }
  });

  it.each([
    ['approving and returning', returning(), 'returned'],
    ['approving and rejecting', rejecting(), 'rejected'],
  ])('between %s ends in one of the two, never in both', async (_, other, state) => {
    for (const round of rounds) {
      const { id } = await office.submit(customer, oneStage);
      const moves: Move[] = [
        [office.reviewer, approval(1)],
        [office.otherReviewer, other],
      ];
      const answers = await atOnce(id, round % 2 === 0 ? moves : moves.reverse());
      const ended = answers.filter((answer) => answer !== 'REQUEST_MOVED');
      expect(ended).toHaveLength(1);
      expect(['posted', state]).toContain(ended[0]);
      const { state: now, posting } = await caseOf(id);
      expect({ now, isPosted: posting !== undefined }).toEqual({ now: ended[0], isPosted: ended[0] === 'posted' });
    }
  });

  it('of everybody over every stage leaves a maker and three others, each with one step', async () => {
    const everybody: Caller[] = [
      office.approvingClerk,
      office.reviewer,
      office.otherReviewer,
      office.finance,
      office.otherFinance,
      office.manager,
      office.allRounder,
    ];
    for (const _ of rounds.slice(0, 3)) {
      const { id } = await office.submit(customer, threeStages, office.approvingClerk);
      for (const stage of [1, 2, 3])
        await atOnce(
          id,
          everybody.map((who): Move => [who, approval(stage)]),
        );
      const { state, history, entry } = await caseOf(id);
      const approvals = history.filter(({ action }) => action === 'approve');
      expect(state).toBe('posted');
      expect(approvals.map(({ stage }) => stage)).toEqual([1, 2, 3]);
      expect(new Set(['zhang.wei', ...approvals.map(({ by }) => by)]).size).toBe(4);
      expect(entry?.makers).toEqual(['zhang.wei', ...approvals.map(({ by }) => by)]);
    }
  });

  it('between a correction and a late decision on the revision before leaves the correction waiting', async () => {
    for (const _ of rounds) {
      const { id } = await office.submit(customer, oneStage);
      const { etag } = await office.decide(office.reviewer, id, returning());
      const [resubmitted, late] = await Promise.all([
        send('resubmitCharge', { as: office.clerk, params: { chargeId: id }, body: cny('8000.00'), ifMatch: etag }),
        atOnce(id, [[office.otherReviewer, approval(1)]]),
      ]);
      expect({ status: resubmitted.status, late }).toEqual({ status: 200, late: ['REQUEST_MOVED'] });
      expect(await caseOf(id)).toMatchObject({ state: 'in-review', revision: 2, stage: 1 });
    }
  });

  it('leaves a ledger without a fault', async () => {
    const { findings, entries } = await office.verify();
    expect(findings).toEqual([]);
    expect(entries).toBeGreaterThan(8);
  });
});
