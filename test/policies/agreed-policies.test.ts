import { beforeEach, describe, expect, it } from 'vitest';
import { agreedPolicyKinds } from '../../shared/model/agreed-policy.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { readAgreedVersion, readInForce } from '../../shared/policies/agreed-policy.ts';
import { readApprovalPolicy, readApprovalPolicyVersion } from '../../shared/policies/approval-policy.ts';
import { getApprovalPolicy } from '../../shared/policies/get-approval-policy.ts';
import { getDepositPolicy } from '../../shared/policies/get-deposit-policy.ts';
import { getLowBalancePolicy } from '../../shared/policies/get-low-balance-policy.ts';
import { getRefundPolicy } from '../../shared/policies/get-refund-policy.ts';
import { lowBalancePolicy } from '../../shared/policies/low-balance-policy.ts';
import { refundPolicy } from '../../shared/policies/refund-policy.ts';
import { openAndSettledBy } from '../../shared/policies/settle-policy.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { putIf } from '../../shared/table/write.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { contents, type PolicyDesk, parsed, policyDesk } from './policy-desk.ts';

let desk: PolicyDesk;
beforeEach(async () => {
  desk = await policyDesk();
});

const hour = 3_600_000;
const inForceAt = async (at: string) => (await readInForce(desk.table, refundPolicy, at as Instant)).version;
const refusals = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : [])).sort();
const asked = { params: undefined, body: undefined, ifMatch: undefined, idempotencyKey: undefined };

describe.each(agreedPolicyKinds)('the %s policy', (kind) => {
  it('is proposed by one, approved by another, and then in force', async () => {
    const proposal = await desk.propose(kind, 0);
    expect(proposal).toMatchObject({
      body: { kind, version: 1, state: 'proposed', proposedBy: 'admin', reason: '按年度评审调整' },
      etag: '"1"',
      location: `/policies/${kind}/versions/1`,
      replayed: false,
    });
    expect(proposal.body).not.toHaveProperty('effectiveAt');
    expect(await desk.read(kind, 1)).toMatchObject({ isInForce: false, content: contents[kind] });
    desk.clock.move(hour);
    const { body } = await desk.decide(kind, 1);
    expect(body).toMatchObject({ state: 'approved', decidedBy: 'zhou.qiang', effectiveAt: '2026-10-12T02:00:00.000Z' });
    expect(await desk.read(kind, 1)).toMatchObject({ isInForce: true, content: contents[kind], proposedBy: 'admin' });
  });

  it('says what was proposed, to the letter', async () => {
    await desk.propose(kind, 0);
    expect((await desk.read(kind, 1)).content).toEqual(contents[kind]);
  });

  it('has a version 0, which is built in and binds until a first one is approved', async () => {
    expect(await desk.read(kind, 0)).toMatchObject({ version: 0, state: 'approved', isInForce: true });
  });
});

describe('a proposal', () => {
  it('is refused while another is open, and says whose that is', async () => {
    await desk.propose('refund', 0);
    await expect(desk.propose('refund', 1, { as: desk.otherAdmin })).rejects.toMatchObject({
      code: 'PROPOSAL_OPEN',
      params: { version: '1', proposer: 'admin' },
    });
    await desk.propose('deposit', 0);
  });

  it.each(['reject', 'withdraw'] as const)('may follow once the one before it ends by %s', async (end) => {
    await desk.propose('refund', 0);
    if (end === 'reject') await desk.decide('refund', 1, { decision: 'reject' });
    else await desk.withdraw('refund', 1);
    expect((await desk.propose('refund', 1)).body.version).toBe(2);
    expect(await inForceAt('2030-01-01T00:00:00.000Z')).toBe(0);
  });

  it('wants the newest version to have been read', async () => {
    await desk.propose('refund', 0);
    await desk.decide('refund', 1);
    const stale = { code: 'VERSION_STALE', params: { current: '"1"' } };
    await expect(desk.propose('refund', 0)).rejects.toMatchObject(stale);
    await expect(desk.propose('refund', 2)).rejects.toMatchObject(stale);
    expect((await desk.list('refund')).etag).toBe('"1"');
  });

  it('is made once, however often it is sent, and keeps its answer after it was decided', async () => {
    const first = await desk.propose('refund', 0, { key: 'same' });
    expect(await desk.propose('refund', 0, { key: 'same' })).toEqual({ ...first, replayed: true });
    await desk.decide('refund', 1);
    expect(await desk.propose('refund', 0, { key: 'same' })).toMatchObject({
      body: { version: 1, state: 'approved' },
      replayed: true,
    });
    await expect(desk.propose('refund', 0, { key: 'same', reason: '别的理由' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('of several at once is made by one; the others learn that it is open', async () => {
    const people = [desk.admin, desk.otherAdmin, desk.admin, desk.otherAdmin];
    const results = await Promise.allSettled(people.map((as) => desk.propose('refund', 0, { as })));
    expect(refusals(results)).toEqual(['PROPOSAL_OPEN', 'PROPOSAL_OPEN', 'PROPOSAL_OPEN']);
    expect((await desk.list('refund')).body.items).toHaveLength(1);
  });

  it('sent five times at once is made once', async () => {
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => desk.propose('refund', 0, { key: 'same' })));
    expect(results.map(({ body }) => body.version)).toEqual([1, 1, 1, 1, 1]);
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });
});

describe('a decision', () => {
  it('is never the proposer’s own, not even for somebody who may approve', async () => {
    await desk.propose('refund', 0, { as: desk.otherAdmin });
    await expect(desk.decide('refund', 1, { as: desk.otherAdmin })).rejects.toMatchObject({ code: 'PROPOSER_DECIDES' });
    await expect(desk.decide('refund', 1, { as: desk.otherAdmin, decision: 'reject' })).rejects.toMatchObject({
      code: 'PROPOSER_DECIDES',
    });
    expect((await desk.decide('refund', 1, { as: desk.admin })).body.state).toBe('approved');
  });

  it.each([
    ['approved', 'admin', 'refused'],
    ['rejected', 'admin', 'refused'],
    ['withdrawn', 'root', 'refused'],
    ['approved', 'adm', 'written'],
    ['withdrawn', 'admin', 'written'],
  ] as const)('that makes it %s by %s is %s by the condition of the write alone', async (to, by, outcome) => {
    await desk.propose('refund', 0);
    const seen = await desk.stored('refund', 1);
    const write = () =>
      putIf(desk.context, agreedPolicyItem('refund', { ...seen, state: to }), openAndSettledBy(by as UserId, to));
    expect(await write()).toBe(outcome);
    expect(await write()).toBe('refused');
  });

  it('is refused to somebody whose role was taken away, or who is disabled', async () => {
    await desk.propose('refund', 0);
    const user = { id: desk.manager.actor.id, name: 'Z', email: 'z@feeledger.example', language: 'en' as const };
    await putUser(desk.context, { ...user, roles: ['clerk'], disabled: false });
    await expect(desk.decide('refund', 1)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await putUser(desk.context, { ...user, roles: ['manager'], disabled: true });
    await expect(desk.decide('refund', 1)).rejects.toMatchObject({ code: 'USER_DISABLED' });
  });

  it('is made once: a second one learns what became of the version', async () => {
    await desk.propose('refund', 0);
    await desk.decide('refund', 1, { decision: 'reject', key: 'no' });
    await expect(desk.decide('refund', 1)).rejects.toMatchObject({
      code: 'POLICY_MOVED',
      params: { state: 'rejected' },
    });
    await expect(desk.withdraw('refund', 1)).rejects.toMatchObject({ code: 'POLICY_MOVED' });
    expect(await desk.decide('refund', 1, { decision: 'reject', key: 'no' })).toMatchObject({
      body: { state: 'rejected', comment: '期限过长' },
      replayed: true,
    });
    await expect(desk.decide('refund', 1, { key: 'no' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each([1, 2, 3])('and a withdrawal at once: exactly one of them counts (%d)', async () => {
    await desk.propose('refund', 0);
    const results = await Promise.allSettled([
      desk.decide('refund', 1),
      desk.withdraw('refund', 1),
      desk.decide('refund', 1, { as: desk.otherAdmin, decision: 'reject' }),
    ]);
    expect(refusals(results)).toEqual(['POLICY_MOVED', 'POLICY_MOVED']);
    const [won] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.body.state] : []));
    expect((await desk.read('refund', 1)).state).toBe(won);
  });

  it('about a version there is not, or the built-in one, is refused', async () => {
    await expect(desk.decide('refund', 7)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(desk.decide('refund', 0)).rejects.toMatchObject({ code: 'POLICY_MOVED' });
  });
});

describe('a withdrawal', () => {
  it('is the proposer’s alone', async () => {
    await desk.propose('refund', 0);
    await expect(desk.withdraw('refund', 1, desk.otherAdmin)).rejects.toMatchObject({
      code: 'NOT_THE_PROPOSER',
      params: { proposer: 'admin' },
    });
    const { body } = await desk.withdraw('refund', 1, desk.admin, 'back');
    expect(body).toMatchObject({ state: 'withdrawn', decidedBy: 'admin' });
    expect((await desk.withdraw('refund', 1, desk.admin, 'back')).replayed).toBe(true);
  });
});

describe('an approved version', () => {
  it('takes effect to the millisecond at the time it names', async () => {
    await desk.propose('refund', 0, { effectiveAt: '2026-11-01T00:00:00.000Z' });
    expect(await inForceAt('2026-12-01T00:00:00.000Z')).toBe(0);
    const { body } = await desk.decide('refund', 1);
    expect(body).toMatchObject({ effectiveAt: '2026-11-01T00:00:00.000Z' });
    expect(body).not.toHaveProperty('note');
    expect(await inForceAt('2026-10-31T23:59:59.999Z')).toBe(0);
    expect(await inForceAt('2026-11-01T00:00:00.000Z')).toBe(1);
  });

  it('never takes effect before its approval, and says so', async () => {
    await desk.propose('refund', 0, { effectiveAt: '2026-10-12T00:00:00.000Z' });
    desk.clock.move(hour);
    expect((await desk.decide('refund', 1)).body).toMatchObject({
      effectiveAt: '2026-10-12T02:00:00.000Z',
      wantedEffectiveAt: '2026-10-12T00:00:00.000Z',
      note: '审批时已过申请的生效时间，因此自审批之时起生效。',
    });
    expect(await inForceAt('2026-10-12T01:59:59.999Z')).toBe(0);
  });

  it('gives way to a later one that takes effect at the same time, and to a later one that does so earlier', async () => {
    await desk.propose('refund', 0, { effectiveAt: '2026-12-01T00:00:00.000Z' });
    await desk.decide('refund', 1);
    await desk.propose('refund', 1, { effectiveAt: '2026-12-01T00:00:00.000Z' });
    await desk.decide('refund', 2);
    expect(await inForceAt('2026-12-01T00:00:00.000Z')).toBe(2);
    await desk.propose('refund', 2, { effectiveAt: '2026-11-15T00:00:00.000Z' });
    await desk.decide('refund', 3);
    expect(await inForceAt('2026-11-14T00:00:00.000Z')).toBe(0);
    expect(await inForceAt('2027-01-01T00:00:00.000Z')).toBe(3);
  });

  it('is found behind more proposals than one query reads that came to nothing', async () => {
    await desk.propose('refund', 0);
    await desk.decide('refund', 1);
    for (let version = 1; version <= 7; version += 1) {
      await desk.propose('refund', version);
      await desk.withdraw('refund', version + 1);
    }
    expect(await inForceAt('2027-01-01T00:00:00.000Z')).toBe(1);
    const first = await desk.list('refund', 5);
    const { nextCursor } = first.body;
    const rest = await desk.list('refund', 5, nextCursor);
    expect([...first.body.items, ...rest.body.items].map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(rest.body.items.at(-1)).toMatchObject({ version: 1, isInForce: true });
    expect(rest.body).not.toHaveProperty('nextCursor');
  });

  it('stays readable for whatever was decided under it, long after others took its place', async () => {
    const content = { ...parsed.refund, reviewWorkingDays: 9 };
    await desk.propose('refund', 0, { content });
    await desk.decide('refund', 1);
    await desk.propose('refund', 1);
    await desk.decide('refund', 2);
    expect(await readAgreedVersion(desk.table, refundPolicy, 1)).toMatchObject({ version: 1, content });
    expect(await readAgreedVersion(desk.table, refundPolicy, 0)).toMatchObject({ content: refundPolicy.builtIn });
  });
});

describe('the approval policy', () => {
  it('that is approved decides about charges from then on, and its limits are those that were sent', async () => {
    const content = { ...parsed.approval, prepaidUse: 'block' as const, splittingWindowHours: 48 };
    await desk.propose('approval', 0, { content });
    expect((await readApprovalPolicy(desk.table, desk.clock.now)).version).toBe(0);
    await desk.decide('approval', 1);
    const inForce = await readApprovalPolicy(desk.table, desk.clock.now);
    expect(inForce).toEqual({ ...content, version: 1, effectiveAt: desk.clock.now });
    expect(await readApprovalPolicyVersion(desk.table, 1)).toEqual(inForce);
    const shown = (await getApprovalPolicy(desk.context)).body;
    expect(shown).toMatchObject({ version: 1, prepaidUse: 'block' });
    expect(shown).not.toHaveProperty('splittingWindowHours');
    expect((await desk.read('approval', 1)).content).toMatchObject({ splittingWindowHours: 48 });
  });

  it('of the first release, stored without a state and under another name, is approved', async () => {
    const rules = '{"prepaidUse":"never","rules":[],"otherwise":[{"role":"finance","deadlineHours":4}]}';
    const item = { ...keys.policy('approval', 1), effectiveAt: '2026-10-01T00:00:00.000Z', rules };
    await putIf(desk.context, item, { expression: 'attribute_not_exists(pk)' });
    expect(await readApprovalPolicy(desk.table, desk.clock.now)).toMatchObject({ version: 1, prepaidUse: 'never' });
    expect(await desk.read('approval', 1)).toMatchObject({ state: 'approved', isInForce: true });
    expect((await desk.propose('approval', 1)).body.version).toBe(2);
  });

  it('shows of which requests a rule speaks', async () => {
    const { rules } = (await getApprovalPolicy(desk.context)).body;
    expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set([undefined, 'refund', 'correction']));
  });
});

describe('those a policy binds', () => {
  it('read the refund policy in their language, without what guards against splitting', async () => {
    const read = async (language: 'zh-CN' | 'en', version?: number) =>
      (await getRefundPolicy(desk.context, { language }, { ...asked, query: { version } })).body;
    const zh = await read('zh-CN');
    expect(zh).toMatchObject({
      version: 0,
      text: expect.stringContaining('预存款和未核销的款项可随时申请退回'),
      rules: [
        { source: 'charge', isAllowed: true, windowDays: 90, feePercent: '0.00', papers: [] },
        { source: 'prepaid', isAllowed: true, feePercent: '0.00', papers: [] },
        { source: 'unapplied', isAllowed: true, feePercent: '0.00', papers: [] },
      ],
      workingDays: { 'bank-transfer': 5 },
    });
    expect(Object.keys(zh).sort()).not.toContain('splittingWindowDays');
    expect((await read('en')).text).toContain('can be asked back at any time');
  });

  it('read a version that took effect earlier, and none that never did', async () => {
    const read = async (version: number) =>
      (await getRefundPolicy(desk.context, { language: 'en' }, { ...asked, query: { version } })).body.version;
    await desk.propose('refund', 0);
    await desk.decide('refund', 1);
    await desk.propose('refund', 1, { effectiveAt: '2027-01-01T00:00:00.000Z' });
    await desk.decide('refund', 2);
    await desk.propose('refund', 2);
    expect(await read(0)).toBe(0);
    expect(await read(1)).toBe(1);
    for (const version of [2, 3, 4]) await expect(read(version)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('read the deposit policy with the names of purposes in their language', async () => {
    const { body } = await getDepositPolicy(desk.context, { language: 'zh-CN' }, { ...asked, query: {} });
    expect(body.purposes.map(({ code, name }) => [code, name])).toEqual([
      ['general', '预存款'],
      ['training', '培训与材料预付款'],
      ['security', '押金'],
    ]);
    expect(body.purposes[2]).toMatchObject({ chargeTypes: [], isRefundable: true });
  });

  it('read the low-balance policy as staff', async () => {
    await desk.propose('low-balance', 0);
    await desk.decide('low-balance', 1);
    expect((await getLowBalancePolicy(desk.context)).body).toMatchObject({ version: 1, ...contents['low-balance'] });
    expect((await readInForce(desk.table, lowBalancePolicy, desk.clock.now)).content).toEqual(contents['low-balance']);
  });
});

describe('what it costs', () => {
  it('is one query to know the approval policy, with four versions that bind nobody in front of it', async () => {
    const { client, measure } = meteredClient();
    const metered = useClient(desk, client);
    for (let version = 0; version < 5; version += 1) {
      await desk.propose('approval', version);
      if (version === 0) await desk.decide('approval', 1);
      else await desk.withdraw('approval', version + 1);
    }
    const { result, costs } = await measure(() => readApprovalPolicy(metered.table, desk.clock.now));
    expect(result.version).toBe(1);
    expect(costs).toEqual({ writeUnits: 0, calls: { Query: 1 } });
  });

  it('is one write unit for each KB of a version and step, and one for each reader', async () => {
    const { client, measure } = meteredClient();
    const metered = await policyDesk(useClient(desk, client));
    const units = async (work: () => Promise<unknown>) => (await measure(work)).costs.writeUnits;
    expect(await units(() => metered.propose('low-balance', 0))).toBe(1);
    expect(await units(() => metered.decide('low-balance', 1))).toBe(1);
    expect(await units(() => metered.acknowledge('low-balance', 1))).toBe(1);
    expect(await units(() => metered.propose('approval', 0))).toBe(7);
  });
});

describe('an acknowledgement', () => {
  it('is given once by each of the staff, for an approved version', async () => {
    await desk.propose('refund', 0);
    await expect(desk.acknowledge('refund', 1)).rejects.toMatchObject({
      code: 'POLICY_MOVED',
      params: { state: 'proposed' },
    });
    await desk.decide('refund', 1);
    const first = await desk.acknowledge('refund', 1);
    expect(first.body).toEqual({ kind: 'refund', version: 1, by: 'wang.fang', at: '2026-10-12T01:00:00.000Z' });
    desk.clock.move(hour);
    expect(await desk.acknowledge('refund', 1)).toEqual({ ...first, replayed: true });
    const everybody = await Promise.all([1, 2, 3].map(() => desk.acknowledge('refund', 1, desk.manager)));
    expect(everybody.filter(({ replayed }) => replayed !== true)).toHaveLength(1);
    expect(await desk.read('refund', 1)).toMatchObject({
      acknowledgements: 2,
      acknowledgedAt: '2026-10-12T01:00:00.000Z',
    });
    expect(await desk.read('refund', 1, desk.admin)).not.toHaveProperty('acknowledgedAt');
    await expect(desk.acknowledge('refund', 9)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is for one version: the next has to be read again', async () => {
    await desk.acknowledge('deposit', 0);
    await desk.propose('deposit', 0);
    await desk.decide('deposit', 1);
    expect((await desk.read('deposit', 0)).acknowledgements).toBe(1);
    expect((await desk.read('deposit', 1)).acknowledgements).toBe(0);
  });

  it('is missing from those who have not read it; each person stands in the list once, whatever his roles', async () => {
    await desk.acknowledge('refund', 0, desk.otherAdmin);
    const all = await desk.readers('refund', 0);
    expect(all.body.items.map(({ userId, acknowledgedAt }) => [userId, acknowledgedAt])).toEqual([
      ['admin', undefined],
      ['root', '2026-10-12T01:00:00.000Z'],
      ['wang.fang', undefined],
      ['zhou.qiang', undefined],
    ]);
    const names = async (read: 'yes' | 'no') =>
      (await desk.readers('refund', 0, { read })).body.items.map(({ userId }) => userId);
    expect(await names('yes')).toEqual(['root']);
    expect(await names('no')).toEqual(['admin', 'wang.fang', 'zhou.qiang']);
  });

  it('is listed page by page without missing or repeating anybody', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await desk.readers('refund', 0, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...body.items.map(({ userId }) => userId));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['admin', 'root', 'wang.fang', 'zhou.qiang']);
  });
});
