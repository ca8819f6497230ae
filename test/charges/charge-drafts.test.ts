import { beforeAll, describe, expect, it } from 'vitest';
import { caseFromItem } from '../../shared/table/items/charge-item.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { date, freshLedger } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { draftDesk } from './draft-desk.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;

const large = '50000.00';

describe('a draft', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await draftDesk();
  });

  it('may be as empty as it likes, and says field by field what submitting it would still need', async () => {
    const { body } = await desk.save({ type: 'setup' });
    expect(body).toMatchObject({ state: 'draft', revision: 1, version: 1, content: { type: 'setup' } });
    expect(body.toComplete.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/reason REQUIRED',
      '/amount REQUIRED',
      '/basis REQUIRED',
      '/period REQUIRED',
    ]);
    await expect(desk.submitIt(body.id, '"draft.1.1"')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('sent again under the same key is the same draft, also after it was submitted; another body is refused', async () => {
    const first = await desk.save(desk.content(large), 'same-key');
    const again = await desk.save(desk.content(large), 'same-key');
    expect(again).toMatchObject({ replayed: true, body: { id: first.body.id, version: 1 } });
    await desk.submitIt(first.body.id, first.etag);
    expect(await desk.save(desk.content(large), 'same-key')).toMatchObject({
      replayed: true,
      body: { id: first.body.id, state: 'in-review' },
    });
    await expect(desk.save(desk.content('1.00'), 'same-key')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('keeps every save under its own key: a clerk who was offline sends all of them again and loses and doubles nothing', async () => {
    const { body, etag } = await desk.save({ type: 'usage' }, 'offline-0');
    const one = await desk.edit(body.id, { type: 'usage', effectiveDate: undefined }, etag, 'offline-1');
    const two = await desk.edit(body.id, desk.content('700.00'), one.etag, 'offline-2');
    for (const [key, content, ifMatch] of [
      ['offline-1', { type: 'usage' as const, effectiveDate: undefined }, etag],
      ['offline-2', desk.content('700.00'), one.etag],
    ] as const) {
      expect(await desk.edit(body.id, content, ifMatch, key)).toMatchObject({ replayed: true, etag: two.etag });
    }
    expect((await desk.read(body.id)).draft).toMatchObject({ version: 3, content: { amount: { value: '700.00' } } });
  });

  it('is refused to whoever read an older save, and to anybody but its maker', async () => {
    const { body, etag } = await desk.save(desk.content(large));
    await desk.edit(body.id, desk.content('60000.00'), etag);
    await expect(desk.edit(body.id, desk.content('1.00'), etag)).rejects.toMatchObject({ code: 'VERSION_STALE' });
    await expect(desk.submitIt(body.id, etag)).rejects.toMatchObject({ code: 'VERSION_STALE' });
    const other = desk.otherClerk;
    await expect(desk.edit(body.id, {}, '"draft.1.2"', desk.nextKey(), other)).rejects.toMatchObject({
      code: 'NOT_THE_MAKER',
    });
    await expect(desk.cancel(body.id, desk.nextKey(), other)).rejects.toMatchObject({ code: 'NOT_THE_MAKER' });
  });

  it('can be given up for good; the archive keeps it with the reason', async () => {
    const { body, etag } = await desk.save(desk.content(large));
    expect((await desk.cancel(body.id, 'give-up')).body.state).toBe('cancelled');
    expect(await desk.cancel(body.id, 'give-up')).toMatchObject({ replayed: true });
    await expect(desk.submitIt(body.id, etag)).rejects.toMatchObject({ code: 'REQUEST_MOVED' });
    const archived = await desk.read(body.id);
    expect(archived).toMatchObject({ state: 'cancelled', draft: { content: { amount: { value: large } } } });
    expect(archived.timeline.at(-1)).toMatchObject({ what: expect.stringContaining('cancel'), text: '客户不再需要' });
  });
});

describe('the path back', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await draftDesk();
  });

  it('draft, submit, withdraw, edit, submit, return, edit, submit, approve: every revision and reason is kept', async () => {
    const saved = await desk.save(desk.content(large));
    const { id } = saved.body;
    await desk.submitIt(id, saved.etag);
    const withdrawn = await desk.withdraw(id, 1);
    expect(withdrawn.body).toMatchObject({ state: 'draft', revision: 2, content: { amount: { value: large } } });
    const edited = await desk.edit(id, desk.content('52000.00'), withdrawn.etag);
    expect((await desk.submitIt(id, edited.etag)).body).toMatchObject({ state: 'in-review', revision: 2, stage: 1 });
    const returned = await desk.decide(desk.reviewer, id, { decision: 'return', revision: 2, stage: 1 });
    expect(await desk.list()).toMatchObject([{ id, state: 'returned', returnedFor: '请补充服务确认单' }]);
    const corrected = await desk.edit(id, desk.content('51000.00'), returned.etag);
    expect(corrected.body).toMatchObject({ state: 'draft', revision: 3 });
    await desk.submitIt(id, corrected.etag);
    await desk.decide(desk.reviewer, id, { decision: 'approve', revision: 3, stage: 1 });
    await desk.decide(desk.finance, id, { decision: 'approve', revision: 3, stage: 2 });

    const archive = await desk.read(id);
    expect(archive).toMatchObject({ state: 'posted', revision: 3, amount: { value: '51000.00' } });
    expect(
      archive.earlierRevisions.map(({ revision, history }) => [revision, history.map(({ action }) => action)]),
    ).toEqual([
      [1, ['submit', 'withdraw']],
      [2, ['resubmit', 'return']],
    ]);
    expect(archive.earlierRevisions[1]?.changes).toEqual([
      { pointer: '/amount', before: 'CNY 50000.00', after: 'CNY 52000.00' },
    ]);
    expect(archive.changes).toContainEqual({ pointer: '/amount', before: 'CNY 52000.00', after: 'CNY 51000.00' });
    expect(await desk.list()).toEqual([]);
  });

  it('an effective date that nobody named is that of the last submission; one that was named stays and shows when it changes', async () => {
    const saved = await desk.save(desk.content(large));
    const { id } = saved.body;
    await desk.submitIt(id, saved.etag);
    desk.clock.move(30 * 86_400_000);
    const withdrawn = await desk.withdraw(id, 1);
    expect(withdrawn.body.content.effectiveDate).toBeUndefined();
    expect((await desk.read(id)).changes).toEqual([]);
    const again = await desk.submitIt(id, withdrawn.etag);
    expect(again.body.effectiveDate).toBe(again.body.submittedAt.slice(0, 10));
    const returned = await desk.decide(desk.reviewer, id, { decision: 'return', revision: 2, stage: 1 });
    const named = { ...desk.content(large), effectiveDate: date('2026-10-31') };
    const corrected = await desk.edit(id, named, returned.etag);
    await desk.submitIt(id, corrected.etag);
    expect((await desk.read(id)).changes).toEqual([{ pointer: '/effectiveDate', after: '2026-10-31' }]);
    expect((await desk.withdraw(id, 3)).body.content.effectiveDate).toBe('2026-10-31');
  });

  it('a key that did one thing on a case does nothing else on it', async () => {
    const saved = await desk.save(desk.content(large), 'one-key');
    const { id } = saved.body;
    const reused = { code: 'IDEMPOTENCY_KEY_REUSED' };
    await desk.edit(id, desk.content(large), saved.etag, 'edit-key');
    await expect(desk.cancel(id, 'edit-key')).rejects.toMatchObject(reused);
    await expect(desk.submitIt(id, '"draft.1.2"', 'edit-key')).rejects.toMatchObject(reused);
    await desk.submitIt(id, '"draft.1.2"', 'submit-key');
    await expect(desk.withdraw(id, 1, 'submit-key')).rejects.toMatchObject(reused);
    await desk.decide(desk.reviewer, id, { decision: 'return', revision: 1, stage: 1 });
    await expect(desk.edit(id, {}, undefined, 'submit-key')).rejects.toMatchObject(reused);
    await expect(desk.cancel(id, 'submit-key')).rejects.toMatchObject(reused);
  });

  it('a charge that somebody approved cannot be withdrawn', async () => {
    const saved = await desk.save(desk.content(large));
    await desk.submitIt(saved.body.id, saved.etag);
    await desk.decide(desk.reviewer, saved.body.id, { decision: 'approve', revision: 1, stage: 1 });
    await expect(desk.withdraw(saved.body.id, 1)).rejects.toMatchObject({ code: 'WITHDRAWN_TOO_LATE' });
  });

  it('withdrawing again under the same key answers the draft it made; deciding on what was withdrawn is refused', async () => {
    const saved = await desk.save(desk.content(large));
    await desk.submitIt(saved.body.id, saved.etag);
    await desk.withdraw(saved.body.id, 1, 'take-back');
    expect(await desk.withdraw(saved.body.id, 1, 'take-back')).toMatchObject({ replayed: true, body: { revision: 2 } });
    await expect(
      desk.decide(desk.reviewer, saved.body.id, { decision: 'approve', revision: 1, stage: 1 }),
    ).rejects.toMatchObject({ code: 'REQUEST_MOVED', params: { state: 'draft', revision: '2' } });
  });

  it('a returned charge can be given up', async () => {
    const saved = await desk.save(desk.content(large));
    await desk.submitIt(saved.body.id, saved.etag);
    await desk.decide(desk.reviewer, saved.body.id, { decision: 'return', revision: 1, stage: 1 });
    expect((await desk.cancel(saved.body.id)).body.state).toBe('cancelled');
    expect((await desk.read(saved.body.id)).state).toBe('cancelled');
  });

  it('a small amount is posted as its draft is submitted, once, whatever is sent again', async () => {
    const saved = await desk.save(desk.content('12.00'));
    const first = await desk.submitIt(saved.body.id, saved.etag, 'post-it');
    expect(first.body).toMatchObject({ state: 'posted', posting: { sequence: expect.any(Number) } });
    expect(await desk.submitIt(saved.body.id, saved.etag, 'post-it')).toMatchObject({
      replayed: true,
      body: { posting: first.body.posting },
    });
  });
});

describe('write units', () => {
  it('a draft costs 3, another save 1, submitting it 4 as entering at once does, giving back to its clerk 3', async () => {
    const { client, measure } = meteredClient();
    const desk = await draftDesk(await freshLedger(client));
    const saved = await measure(() => desk.save(desk.content(large)));
    const { id } = saved.result.body;
    desk.clock.move(60_000);
    const edited = await measure(() => desk.edit(id, { ...desk.content(large), type: 'setup' }, saved.result.etag));
    const submitted = await measure(() => desk.submitIt(id, edited.result.etag));
    const returned = await measure(() => desk.decide(desk.reviewer, id, { decision: 'return', revision: 1, stage: 1 }));
    expect({
      save: saved.costs.writeUnits,
      edit: edited.costs.writeUnits,
      submit: submitted.costs.writeUnits,
      return: returned.costs.writeUnits,
    }).toEqual({ save: 3, edit: 1, submit: 4, return: 3 });
  });
});

describe('the item of a draft', () => {
  it('reads back as it was written', async () => {
    const desk = await draftDesk();
    await desk.save({ ...desk.content('0.10'), reason: { code: 'other' }, period: {} });
    const items = [];
    for await (const item of scanItems(desk.table)) if (item.kind === 'charge') items.push(caseFromItem(item));
    expect(items).toMatchObject([
      { state: 'draft', content: { reason: { code: 'other' }, amount: { minor: 10n, currency: 'CNY' }, period: {} } },
    ]);
  });
});
