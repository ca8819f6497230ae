import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askReviewers } from '../../shared/approvals/ask-reviewers.ts';
import { listApprovals } from '../../shared/approvals/list-approvals.ts';
import { chargeToWire } from '../../shared/charges/charge-wire.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { ApprovingRole } from '../../shared/model/role.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { endDelegation } from '../../shared/users/end-delegation.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { type CompanyWithMail, companyWithMail, mailRoom } from '../notices/mail-room.ts';
import { hire } from '../support/ledger.ts';

type Person = CompanyWithMail['clerk'];
const hourMs = 3_600_000;
let company: CompanyWithMail;
let keys = 0;

beforeAll(async () => {
  company = await companyWithMail();
});

const at = (hours: number) => new Date(Date.parse(company.clock.now) + hours * hourMs).toISOString() as Instant;
const key = () => {
  keys += 1;
  return `away-${keys}`;
};
const handOver = (who: Person, to: Person, changes: object = {}) => {
  const body = { to: to.actor.id, from: at(0), until: at(24), ...changes };
  return setDelegation(company.context, who, company.input({ body, idempotencyKey: key() }));
};
const takeBack = (who: Person) =>
  endDelegation(company.context, who, company.input({ body: {}, idempotencyKey: key() }));
const inbox = async (who: Person, role: ApprovingRole) => {
  const query = { role, limit: 100 };
  return (await listApprovals(company.context, who, company.input({ query }))).body.items.map(
    ({ requestId }) => requestId,
  );
};
const refusal = (work: Promise<Charge>) => work.then(({ state }) => state).catch(({ code }) => code as string);

describe('a delegate', () => {
  beforeEach(async () => {
    await handOver(company.reviewer, company.finance);
  });

  it('decides in place of an absent colleague, and the step says for whom; the approver is who acted', async () => {
    const posted = await company.decide(company.finance, await company.submit('9000.00'));
    expect(posted).toMatchObject({ state: 'posted', approvers: ['zhao.min'] });
    expect(posted.history.at(-1)).toMatchObject({ by: 'zhao.min', action: 'approve', for: 'chen.jie' });
    expect(chargeToWire(posted).history.at(-1)).toMatchObject({ by: 'zhao.min', for: 'chen.jie' });
  });

  it('who has the role himself decides by his own', async () => {
    await handOver(company.reviewer, company.allRounder);
    const posted = await company.decide(company.allRounder, await company.submit('9000.00'));
    expect(posted.history.at(-1)?.for).toBeUndefined();
  });

  it('sees the inbox of the role as long as he stands in, and no other', async () => {
    const charge = await company.submit('9000.00');
    expect(await inbox(company.finance, 'reviewer')).toContain(charge.id);
    await expect(inbox(company.finance, 'manager')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await takeBack(company.reviewer);
    await expect(inbox(company.finance, 'reviewer')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is asked by mail as well, with the name of who is away', async () => {
    const room = mailRoom();
    const workflow = {
      start: async () => {},
      ensureRunning: async () => {},
      ensureEnded: async () => {},
      report: async () => {},
    };
    const { id: requestId } = await company.submit('9000.00');
    await askReviewers(
      company.context,
      { ...room.process(), workflow },
      { requestId, revision: 1, taskToken: 'token-1' },
    );
    const told = room.sent.map(({ to, mail }) => [to.split('@')[0], (mail.data as { inPlaceOf?: string }).inPlaceOf]);
    expect(told).toEqual([
      ['chen.jie', undefined],
      ['he.jing', undefined],
      ['zhao.min', 'Name of chen.jie'],
    ]);
  });

  it.each([
    ['before it begins', { from: 1, until: 24 }],
    ['after it is over', { from: 0, until: 1 }],
  ])('decides nothing %s', async (when, { from, until }) => {
    await handOver(company.reviewer, company.finance, { from: at(from), until: at(until) });
    const charge = await company.submit('9000.00');
    if (when.startsWith('after')) company.clock.move(hourMs);
    expect(await refusal(company.decide(company.finance, charge))).toBe('STAGE_ROLE_MISSING');
  });

  it('decides nothing once it is taken back', async () => {
    const charge = await company.submit('9000.00');
    await takeBack(company.reviewer);
    expect(await refusal(company.decide(company.finance, charge))).toBe('STAGE_ROLE_MISSING');
  });

  it('decides nothing once he has no approving role of his own', async () => {
    const standIn = await hire(company.context, 'sun.li', 'finance');
    await handOver(company.reviewer, standIn);
    await hire(company.context, 'sun.li', 'clerk');
    const charge = await company.submit('9000.00');
    expect(await refusal(company.decide(standIn, charge))).toBe('STAGE_ROLE_MISSING');
  });

  it('does not pass on what he received', async () => {
    await handOver(company.finance, company.manager);
    const charge = await company.submit('9000.00');
    expect(await refusal(company.decide(company.manager, charge))).toBe('STAGE_ROLE_MISSING');
    await takeBack(company.finance);
  });
});

describe('a charge', () => {
  it('is decided by nobody in place of its maker', async () => {
    // wang.fang enters charges and reviews those of others.
    await handOver(company.clerk, company.manager);
    const charge = await company.submit('9000.00');
    expect(await refusal(company.decide(company.manager, charge))).toBe('STAGE_ROLE_MISSING');
    await takeBack(company.clerk);
  });

  it('is decided by its maker in nobody’s place', async () => {
    await handOver(company.finance, company.clerk);
    const second = await company.decide(company.reviewer, await company.submit('50000.00'));
    expect(await refusal(company.decide(company.clerk, second))).toBe('APPROVER_IS_MAKER');
    await takeBack(company.finance);
  });

  it('is approved once by a person, whether by himself or by who stands in for him', async () => {
    const { allRounder, manager, reviewer } = company;
    await handOver(allRounder, manager);
    const own = await company.decide(allRounder, await company.submit('50000.00'));
    expect(await refusal(company.decide(manager, own))).toBe('STAGE_ROLE_MISSING');
    const inHisPlace = await company.decide(manager, await company.submit('50000.00'));
    expect(inHisPlace.history.at(-1)).toMatchObject({ by: 'zhou.qiang', for: 'he.jing' });
    expect(await refusal(company.decide(allRounder, inHisPlace))).toBe('APPROVER_DECIDED_BEFORE');
    expect(await refusal(company.decide(manager, inHisPlace))).toBe('APPROVER_DECIDED_BEFORE');
    await handOver(allRounder, reviewer);
    expect(await refusal(company.decide(reviewer, inHisPlace))).toBe('STAGE_ROLE_MISSING');
    expect((await company.decide(company.finance, inHisPlace)).state).toBe('posted');
    await takeBack(allRounder);
  });

  it('whose return was decided in somebody’s place starts anew: his say is not used up', async () => {
    await handOver(company.reviewer, company.manager);
    const back = await company.decide(company.manager, await company.submit('9000.00'), {
      decision: 'return',
      comment: '请补充',
    });
    const again = await company.resubmit(back, '8000.00');
    expect((await company.decide(company.reviewer, again)).state).toBe('posted');
    await takeBack(company.reviewer);
  });
});

it('leaves a ledger in which as many different people acted as the stages asked for', async () => {
  const { entries, heads, openItems, requests } = await collectLedger(scanItems(company.context.table));
  expect(entries.length).toBeGreaterThan(3);
  expect(verifyLedger(entries, heads, openItems, requests).findings).toEqual([]);
});
