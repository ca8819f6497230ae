import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RefundId } from '../../shared/model/ids.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { readWebhookSecret } from '../../shared/table/webhook-secret.ts';
import { failedPayout, paidToday, type RefundDesk, refundBody, refundDesk } from '../refunds/refund-desk.ts';
import { accepted, type Call, refused, send, setFunctionEnvironment } from '../support/http.ts';
import { hire } from '../support/ledger.ts';
import { formerSecret, keepProviderSecret, providerSecret, signed } from './signed-message.ts';

let desk: RefundDesk;

beforeAll(async () => {
  desk = await refundDesk();
  setFunctionEnvironment({ table: desk.table.name, endpoint: process.env.DYNAMODB_LOCAL_ENDPOINT ?? '' });
  await desk.deposit(1_000_000n);
  await keepProviderSecret(desk.context);
});
// So many refunds may be under way and no more: what a test leaves begun is given up.
afterEach(async () => {
  for (const { by } of (await desk.head()).claims) {
    const { state, attempts } = await desk.read(by);
    if (state === 'executing') await desk.record(desk.cashier, by, failedPayout(false), { attempt: attempts.length });
  }
});

let events = 0;
const paid = (refundId: string, changes: object = {}) => {
  events += 1;
  return {
    ...{ eventId: `evt_${events}`, refundId, attempt: 1 },
    ...{ outcome: 'paid', reference: `BANK-${events}`, paidOn: '2026-10-12' },
    ...changes,
  };
};
const failed = (refundId: string, changes: object = {}) => {
  events += 1;
  const told = { outcome: 'failed', problem: 'account closed', retry: true };
  return { ...{ eventId: `evt_${events}`, refundId, attempt: 1 }, ...told, ...changes };
};

const deliver = async (body: unknown, how = {}) =>
  (await accepted('receivePayoutResult', signed(body, how))).body.outcome;
const begun = () => desk.executing(refundBody(1_000n));
const withdrawn = async () => {
  const { id } = (await desk.request(desk.clerk, refundBody(1_000n))).body;
  await desk.withdraw(desk.clerk, id);
  return id;
};
const tasksOf = (id: string) => queryPartition(desk.table, { pk: keys.request(id as RefundId).pk, skPrefix: 'TASK#' });

describe('a signed message', () => {
  it('that a payout was made pays the refund, in the name of the cashier who began it', async () => {
    const id = await begun();
    expect(await deliver(paid(id, { reference: 'BANK-0001' }))).toBe('applied');
    expect(await desk.read(id)).toMatchObject({
      state: 'paid',
      attempts: [{ by: 'wu.ting', outcome: 'paid', reference: 'BANK-0001', paidOn: '2026-10-12' }],
    });
    expect((await desk.verify()).findings).toEqual([]);
  });

  it('that it failed lets it be paid again, or frees its money', async () => {
    const again = await begun();
    expect(await deliver(failed(again))).toBe('applied');
    expect((await desk.read(again)).state).toBe('approved');
    const over = await begun();
    expect(await deliver(failed(over, { retry: undefined }))).toBe('applied');
    expect((await desk.read(over)).state).toBe('failed');
    expect((await desk.head()).claims.some(({ by }) => by === over)).toBe(false);
  });

  it('is taken with the secret before, while the provider changes over', async () => {
    expect(await deliver(paid(await begun()), { by: formerSecret })).toBe('applied');
  });

  it('delivered five times is applied once', async () => {
    const id = await begun();
    const message = paid(id);
    const outcomes: string[] = [];
    for (let delivery = 0; delivery < 5; delivery += 1) outcomes.push(await deliver(message));
    expect(outcomes).toEqual(['applied', 'known', 'known', 'known', 'known']);
    expect((await desk.read(id)).history.filter(({ action }) => action === 'pay')).toHaveLength(1);
  });

  it('delivered five times at once is applied once', async () => {
    const id = await begun();
    const message = paid(id);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => deliver(message)));
    expect(outcomes.sort()).toEqual(['applied', 'known', 'known', 'known', 'known']);
    expect((await desk.verify()).findings).toEqual([]);
  });

  it('of an earlier attempt that comes after the next was paid changes nothing', async () => {
    const id = await begun();
    await deliver(failed(id));
    await desk.start(desk.otherCashier, id);
    expect(await deliver(paid(id, { attempt: 2 }))).toBe('applied');
    expect(await deliver(failed(id, { problem: 'another story' }))).toBe('ignored');
    expect((await desk.read(id)).state).toBe('paid');
  });

  it('says again what a cashier has recorded: it is known', async () => {
    const id = await begun();
    await desk.record(desk.cashier, id, paidToday('BANK-77'));
    expect(await deliver(paid(id, { reference: 'BANK-77' }))).toBe('known');
  });

  it('that money left although the attempt is known to have failed changes nothing and becomes one task', async () => {
    const id = await begun();
    await desk.record(desk.cashier, id, failedPayout(false));
    expect(await deliver(paid(id))).toBe('ignored');
    expect(await deliver(paid(id))).toBe('ignored');
    expect(await tasksOf(id)).toMatchObject([
      { sk: 'TASK#correction-paid-unexpected-1', state: 'open', own: 'wang.fang' },
    ]);
    expect((await desk.read(id)).state).toBe('failed');
  });

  const unfit: [string, () => Promise<string>, object][] = [
    ['about an attempt nobody began', () => desk.approved(refundBody(1_000n)), {}],
    ['about another attempt than any', begun, { attempt: 7 }],
    ['of a refund that was withdrawn', () => withdrawn(), {}],
    ['paid on a day that is still to come', begun, { paidOn: '2090-01-01' }],
    ['paid before it was approved', begun, { paidOn: '2026-10-11' }],
    ['paid otherwise than a cashier recorded', () => desk.paid(refundBody(1_000n)), {}],
  ];
  it.each(unfit)(
    '%s is answered for good, changes nothing, and becomes one task: somebody looks',
    async (_, make, changes) => {
      const id = await make();
      const before = await desk.read(id);
      expect(await deliver(paid(id, changes))).toBe('ignored');
      expect(await deliver(paid(id, changes))).toBe('ignored');
      expect(await tasksOf(id)).toMatchObject([{ state: 'open', own: 'wang.fang' }]);
      expect(await desk.read(id)).toEqual(before);
    },
  );

  it('that an attempt nobody began has failed is no news', async () => {
    const id = await desk.approved(refundBody(1_000n));
    expect(await deliver(failed(id))).toBe('ignored');
    expect(await tasksOf(id)).toEqual([]);
  });

  it('that it was paid on the day of the approval counts, also when the cashier began it a day later', async () => {
    const id = await desk.approved(refundBody(1_000n));
    const day = 86_400_000;
    desk.clock.move(day);
    await desk.start(desk.cashier, id);
    desk.clock.move(-day);
    expect(await deliver(paid(id, { paidOn: '2026-10-12' }))).toBe('applied');
  });
});

describe('a message is refused, and nothing is written,', () => {
  const cases: [string, (message: object) => Call, string][] = [
    ['without a signature', (message) => ({ body: message }), 'WEBHOOK_SIGNATURE'],
    ['signed by somebody else', (message) => signed(message, { by: 'guess' }), 'WEBHOOK_SIGNATURE'],
    [
      'with a body that was altered',
      (message) => ({ ...signed(message), text: JSON.stringify({ ...message, reference: 'ELSEWHERE' }) }),
      'WEBHOOK_SIGNATURE',
    ],
    [
      'with the time altered',
      (message) => {
        const { text, headers } = signed(message, { aged: 900 });
        const now = Math.floor(Date.now() / 1000);
        return {
          ...(text === undefined ? {} : { text }),
          headers: { 'feeledger-signature': headers?.['feeledger-signature']?.replace(/t=\d+/, `t=${now}`) },
        };
      },
      'WEBHOOK_SIGNATURE',
    ],
    [
      'with a signature that is none',
      (message) => ({ body: message, headers: { 'feeledger-signature': 't=1,v1=zz' } }),
      'WEBHOOK_SIGNATURE',
    ],
    ['older than five minutes', (message) => signed(message, { aged: 330 }), 'WEBHOOK_STALE'],
    ['from more than five minutes ahead', (message) => signed(message, { aged: -330 }), 'WEBHOOK_STALE'],
    [
      'of another content type',
      (message) => {
        const call = signed(message);
        return { ...call, headers: { ...call.headers, 'content-type': 'text/plain' } };
      },
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'that is larger than any of ours',
      (message) => signed(message, { text: JSON.stringify({ ...message, pad: 'x'.repeat(70_000) }) }),
      'BODY_TOO_LARGE',
    ],
    [
      'large and forged, like any forged one',
      (message) => signed(message, { by: 'guess', text: 'x'.repeat(70_000) }),
      'WEBHOOK_SIGNATURE',
    ],
    ['that is no JSON', (message) => signed(message, { text: '{' }), 'BODY_NOT_JSON'],
    ['with a field of its own', (message) => signed({ ...message, fee: 1 }), 'VALIDATION_FAILED'],
    ['with an outcome nobody knows', (message) => signed({ ...message, outcome: 'maybe' }), 'VALIDATION_FAILED'],
  ];
  it.each(cases)('%s', async (_, call, code) => {
    const id = await begun();
    const before = await desk.read(id);
    expect((await refused('receivePayoutResult', call(paid(id)))).code).toBe(code);
    expect(await desk.read(id)).toEqual(before);
  });

  it('about a refund that is not there', async () => {
    expect((await refused('receivePayoutResult', signed(paid('rfd_aaaaaaaaaaaaaaaaaaaaaaaaaa')))).code).toBe(
      'NOT_FOUND',
    );
  });

  it('under the id of an event that said something else', async () => {
    const id = await begun();
    const message = failed(id);
    await deliver(message);
    expect((await refused('receivePayoutResult', signed({ ...message, problem: 'other words' }))).code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('in four minutes and a half it is still taken', async () => {
    expect(await deliver(paid(await begun()), { aged: 270 })).toBe('applied');
  });

  it('sent as bytes it is checked as bytes', async () => {
    const call = signed(paid(await begun()));
    const text = Buffer.from(call.text ?? '').toString('base64');
    expect((await send('receivePayoutResult', { ...call, text, isBase64Encoded: true })).status).toBe(200);
  });
});

describe('the secret', () => {
  it('is rotated by an admin: the old one is taken as long as he says, a repeated request makes no third, and only the reply shows it', async () => {
    const admin = { username: 'gao.yuan', roles: ['admin' as const] };
    await hire(desk.context, 'gao.yuan', 'admin');
    const first = await accepted('rotateWebhookSecret', {
      as: admin,
      key: 'rotate-1',
      body: { previousValidHours: 1 },
    });
    const replay = await accepted('rotateWebhookSecret', {
      as: admin,
      key: 'rotate-1',
      body: { previousValidHours: 1 },
    });
    expect(replay).toMatchObject({ body: first.body, isReplay: true });
    expect(first.body.secret).toMatch(/^[\w-]{43}$/);
    const { secret: _, ...known } = first.body;
    const { body: shown } = await accepted('getWebhookSecret', { as: admin });
    expect(shown).toEqual({
      ...{ ...known, path: '/webhooks/payouts' },
      rotations: [{ at: first.body.since, by: 'gao.yuan' }],
    });
    expect(JSON.stringify(shown)).not.toContain(first.body.secret);
    expect(await deliver(paid(await begun()), { by: first.body.secret })).toBe('applied');
    expect(await deliver(paid(await begun()), { by: providerSecret })).toBe('applied');
    expect((await refused('receivePayoutResult', signed(paid(await begun()), { by: formerSecret }))).code).toBe(
      'WEBHOOK_SIGNATURE',
    );
    await accepted('rotateWebhookSecret', { as: admin, key: 'rotate-2', body: { previousValidHours: 0 } });
    expect((await refused('receivePayoutResult', signed(paid(await begun()), { by: first.body.secret }))).code).toBe(
      'WEBHOOK_SIGNATURE',
    );
    expect((await accepted('getWebhookSecret', { as: admin })).body).not.toHaveProperty('previousValidUntil');
    const reused = await refused('rotateWebhookSecret', {
      as: admin,
      key: 'rotate-1',
      body: { previousValidHours: 2 },
    });
    expect(reused.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await readWebhookSecret(desk.table))?.version).toBe(3);
  });
});
