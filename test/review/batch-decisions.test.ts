import { beforeAll, describe, expect, it } from 'vitest';
import { approval, type CustomerInOffice, type Office, oneStage, openOffice, twoStages } from '../api/office.ts';
import { accepted, type Caller, complaints, refused } from '../support/http.ts';

let office: Office;
let customers: CustomerInOffice[];

beforeAll(async () => {
  office = await openOffice();
  customers = await Promise.all(Array.from({ length: 7 }, () => office.createCustomer()));
});

/** A charge of one of seven customers that waits for a reviewer. */
const waiting = async (no: number, value = oneStage, as: Caller = office.clerk) =>
  (await office.submit(customers[no % 7] as CustomerInOffice, value, as)).id;
const approve = (requestId: string, stage = 1) => ({ requestId, ...approval(stage) });
const decide = (as: Caller, decisions: object[], key?: string) =>
  accepted('decideApprovals', { as, body: { decisions }, ...(key === undefined ? {} : { key }) });
const outcomes = (reply: Awaited<ReturnType<typeof decide>>) =>
  reply.body.results.map(({ outcome, state, problem }) => (outcome === 'decided' ? state : problem?.code));

describe('a batch of decisions', () => {
  it('decides each request by itself and answers in the order asked, whatever became of the others', async () => {
    const posted = await waiting(1);
    const own = await waiting(2, oneStage, office.approvingClerk);
    const moved = await waiting(3);
    await office.decide(office.otherReviewer, moved, approval(1));
    const returned = await waiting(1);
    const rejected = await waiting(4);
    const next = await waiting(5, twoStages);
    const nowhere = `chg_${'z'.repeat(26)}`;

    const reply = await decide(office.approvingClerk, [
      approve(posted),
      approve(own),
      approve(moved),
      { ...approve(returned), decision: 'return', comment: '请补充合同' },
      approve(nowhere),
      { ...approve(rejected), decision: 'reject', comment: '不应收取' },
      approve(next),
      approve(`dep_${'z'.repeat(26)}`),
    ]);
    expect(outcomes(reply)).toEqual([
      'posted',
      'APPROVER_IS_MAKER',
      'REQUEST_MOVED',
      'returned',
      'NOT_FOUND',
      'rejected',
      'in-review',
      'NOT_FOUND',
    ]);
    expect(reply.body.results.map(({ requestId }) => requestId).slice(0, 3)).toEqual([posted, own, moved]);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('says why one was refused in the reader’s language', async () => {
    const requestId = await waiting(1, oneStage, office.approvingClerk);
    const body = { decisions: [approve(requestId)] };
    const chinese = await accepted('decideApprovals', { as: office.approvingClerk, body, language: 'zh-CN' });
    expect(chinese.body.results).toEqual([
      {
        requestId,
        outcome: 'refused',
        problem: {
          code: 'APPROVER_IS_MAKER',
          title: '不能审批自己提交的单据',
          detail: '录入人不能审批自己的单据。请由另一位同事审批。',
        },
      },
    ]);
  });

  it('takes the requests of one customer one after the other', async () => {
    const ids = [];
    for (let no = 0; no < 25; no += 1) ids.push(await waiting(0));
    const reply = await decide(
      office.reviewer,
      ids.map((id) => approve(id)),
    );
    expect(outcomes(reply)).toEqual(ids.map(() => 'posted'));
    expect((await office.verify()).findings).toEqual([]);
  });

  it('sent again with its key changes nothing; what was refused is tried again', async () => {
    const [first, second] = [await waiting(1), await waiting(2, twoStages)];
    const batch = [approve(first), approve(second, 2)];
    expect(outcomes(await decide(office.allRounder, batch, 'batch-1'))).toEqual(['posted', 'REQUEST_MOVED']);
    const again = await office.writesNothing(() => decide(office.allRounder, batch, 'batch-1'));
    expect(outcomes(again)).toEqual(['posted', 'REQUEST_MOVED']);
    expect(again.isReplay).toBe(false);

    await office.decide(office.reviewer, second, approval(1));
    expect(outcomes(await decide(office.allRounder, batch, 'batch-1'))).toEqual(['posted', 'posted']);
    const whole = await office.writesNothing(() => decide(office.allRounder, batch, 'batch-1'));
    expect(whole.isReplay).toBe(true);
  });

  it('refuses another decision on a request under the key that decided it', async () => {
    const id = await waiting(3);
    await decide(office.reviewer, [approve(id)], 'batch-2');
    const other = [{ ...approve(id), decision: 'reject', comment: '不应收取' }];
    expect(outcomes(await decide(office.reviewer, other, 'batch-2'))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('of two reviewers at once decides every request exactly once, by one of them', async () => {
    const ids = await Promise.all(Array.from({ length: 18 }, (_, no) => waiting(no)));
    const [left, right] = [ids.slice(0, 12), ids.slice(6)];
    const [one, two] = await Promise.all([
      decide(
        office.reviewer,
        left.map((id) => approve(id)),
      ),
      decide(
        office.otherReviewer,
        right.map((id) => ({ ...approve(id), decision: 'return', comment: '请核对' })),
      ),
    ]);
    const wins = new Map<string, string[]>();
    for (const { requestId, outcome, state = '' } of [...one.body.results, ...two.body.results]) {
      if (outcome === 'decided') wins.set(requestId, [...(wins.get(requestId) ?? []), state]);
    }
    for (const id of ids) {
      const [state, ...others] = wins.get(id) ?? [];
      expect(others, id).toEqual([]);
      const { body } = await accepted('getCharge', { as: office.auditor, params: { chargeId: id } });
      expect(body.state).toBe(state);
      expect(body.history).toHaveLength(2);
    }
    const losses = [...one.body.results, ...two.body.results].filter(({ outcome }) => outcome === 'refused');
    expect(losses.map(({ problem }) => problem?.code)).toEqual(Array.from({ length: 6 }, () => 'REQUEST_MOVED'));
    expect((await office.verify()).findings).toEqual([]);
  });

  it.each([
    ['is empty', [], ['/decisions TOO_SHORT']],
    [
      'has 26 decisions',
      Array.from({ length: 26 }, (_, no) => approve(`chg_${'a'.repeat(25)}${'abcdefghijklmnopqrstuvwxyz'[no]}`)),
      ['/decisions TOO_LONG'],
    ],
    [
      'names a request twice',
      [approve(`chg_${'a'.repeat(26)}`), approve(`chg_${'a'.repeat(26)}`)],
      ['/decisions/1/requestId NAMED_TWICE'],
    ],
    [
      'sends one back without a reason',
      [{ ...approve(`chg_${'a'.repeat(26)}`), decision: 'return' }],
      ['/decisions/0/comment COMMENT_MISSING'],
    ],
    ['has an unknown field', [{ ...approve(`chg_${'a'.repeat(26)}`), force: true }], ['/decisions/0 UNKNOWN_FIELD']],
  ] as [string, object[], string[]][])('is refused as a whole when it %s', async (_, decisions, expected) => {
    const request = { as: office.reviewer, body: { decisions } };
    expect(complaints(await office.writesNothing(() => refused('decideApprovals', request)))).toEqual(expected);
  });
});
