import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { announcedPaymentEvents } from '../../shared/charges/timeline/announced-payment-events.ts';
import { delayRecordEvents } from '../../shared/charges/timeline/delay-record-events.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { freshArrivalOffice } from './arrival-office.ts';

const dayMs = 86_400_000;
const transfer = { method: 'bank-transfer', paidOn: '2026-10-12', bankReference: '20261012330012345678' };
const nothingFound = { step: 'check-entry', finding: 'nothing', outcome: '录入无误' };

type Office = Awaited<ReturnType<typeof freshArrivalOffice>>;
let office: Office;
let customer: { id: string; number: string };
let chargeId: ChargeId;

beforeAll(async () => {
  office = await freshArrivalOffice();
  customer = await office.createCustomer('C-1');
  chargeId = await office.charge(customer);
});

describe('the way of a charge’s money', () => {
  it('waits for a payment once it is posted, with what is assumed said', async () => {
    const { status, open, estimate, path } = await office.estimate(chargeId);
    expect({ status, open }).toEqual({ status: 'waiting-for-payment', open: { value: '120.00', currency: 'CNY' } });
    expect(estimate).toEqual({
      earliest: '2026-10-13',
      latest: '2026-11-16',
      isCertain: false,
      because: [
        'No payment has been announced: it is assumed to be paid between today and 2026-11-11.',
        'No method was named: a bank transfer is assumed.',
        'Bank transfer: arrives 1–3 working days after it is paid.',
      ],
      calendarVersion: 0,
      rulesVersion: 0,
    });
    expect(path.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'entered done',
      'reviewed done',
      'posted done',
      'paid now',
      'arrived ahead',
    ]);
  });

  it('is certain when method and day are named', async () => {
    const { estimate } = await office.estimate(chargeId, { method: 'online', paidOn: '2026-10-12' });
    expect(estimate).toMatchObject({ earliest: '2026-10-12', latest: '2026-10-13', isCertain: true });
  });

  it('is refused for a day the calendar does not know', async () => {
    for (const paidOn of ['2027-01-01', '2024-12-31']) {
      const asked = office.estimate(chargeId, { method: 'online', paidOn });
      await expect(asked).rejects.toMatchObject({ code: 'CALENDAR_ENDS', params: { until: '2026-12-31' } });
    }
  });

  it('leaves a day out and says why where the calendar ends', async () => {
    const { estimate } = await office.estimate(chargeId, { method: 'bank-transfer', paidOn: '2026-12-31' });
    expect(estimate).toMatchObject({
      isCertain: false,
      because: expect.arrayContaining([expect.stringMatching(/2026-12-31/)]),
    });
    expect(estimate).not.toHaveProperty('latest');
  });

  it('waits for a review while one is ahead, and is uncertain', async () => {
    const waiting = await office.charge(customer, '9000.00');
    const { status, open, estimate } = await office.estimate(waiting, {}, office.finance, 'zh-CN');
    expect({ status, open }).toEqual({ status: 'waiting-for-review', open: undefined });
    expect(estimate).toMatchObject({ earliest: '2026-10-13', latest: '2026-11-16', isCertain: false });
    expect(estimate?.because[0]).toBe('还有 1 个审批环节，按时限最晚 2026-10-13 完成。');
  });

  it('is due as posting will say: the credit term counts from the effective date, however long the review takes', async () => {
    const patient = await freshArrivalOffice();
    const waiting = await patient.charge(await patient.createCustomer('C-1'), '9000.00');
    patient.clock.move(10 * dayMs);
    const assumed = (await patient.estimate(waiting)).estimate?.because.find((one) =>
      one.includes('assumed to be paid'),
    );
    expect(assumed).toContain('between today and 2026-11-11');
    const given = { params: { requestId: waiting }, body: { decision: 'approve' as const, revision: 1, stage: 1 } };
    await decideApproval(patient.context, patient.reviewer, patient.input({ ...given, idempotencyKey: 'approve' }));
    expect((await readCharge(patient.context.table, waiting))?.posting?.dueDate).toBe('2026-11-11');
  });

  it('is paid after its review where it is due before', async () => {
    const patient = await freshArrivalOffice();
    const waiting = await patient.charge(await patient.createCustomer('C-1'), '9000.00');
    patient.clock.move(60 * dayMs);
    const assumed = (await patient.estimate(waiting)).estimate?.because.find((one) =>
      one.includes('assumed to be paid'),
    );
    expect(assumed).toContain('between today and 2026-12-11');
  });

  it('has arrived where prepaid money paid it', async () => {
    const payer = await office.createCustomer('C-2');
    const id = documentId('dep', 'office', 'openingDeposit', payer.id) as DepositId;
    const amount = { minor: 50_000n, currency: 'CNY' as const };
    await postOpeningDeposit(office.context, {
      id,
      customerId: payer.id as CustomerId,
      amount,
      method: 'bank-transfer',
      maker: office.clerk.actor.id,
    });
    const paid = await office.charge(payer);
    const arrival = await office.estimate(paid);
    expect(arrival).toMatchObject({ status: 'arrived', open: { value: '0.00' } });
    expect(arrival).not.toHaveProperty('estimate');
    await expect(office.announce(paid, transfer)).rejects.toMatchObject({ code: 'NOTHING_OPEN' });
  });
});

describe('an announced payment', () => {
  it('makes the estimate certain, and costs one write unit', async () => {
    const metered = meteredClient();
    const measured = await freshArrivalOffice((ledger) => useClient(ledger, metered.client));
    const id = await measured.charge(await measured.createCustomer('C-3'));
    const { result, costs } = await metered.measure(() => measured.announce(id, transfer));
    expect(costs.writeUnits).toBe(1);
    expect(result).toMatchObject({ replayed: false, location: `/charges/${id}/arrival` });
    expect(result.body).toMatchObject({
      status: 'announced',
      estimate: { earliest: '2026-10-13', latest: '2026-10-15', isCertain: true },
      payments: [{ number: 1, ...transfer, by: 'wang.fang' }],
      help: { maker: 'Name of li.na', finance: ['Name of he.jing', 'Name of zhao.min'] },
    });
    expect(result.body).not.toHaveProperty('delayProcedure');
  });

  it('sent again is the same, and with another body is refused', async () => {
    const id = await office.charge(customer);
    await office.announce(id, transfer, office.clerk, 'same');
    const again = await office.announce(id, transfer, office.clerk, 'same');
    expect(again.replayed).toBe(true);
    expect(again.body.payments).toHaveLength(1);
    const other = office.announce(id, { ...transfer, paidOn: '2026-10-11' }, office.clerk, 'same');
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('for a day that is still to come is refused: it would keep late money from being late', async () => {
    const id = await office.charge(customer);
    const tomorrow = office.announce(id, { ...transfer, paidOn: '2026-10-13' });
    await expect(tomorrow).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '/paidOn', code: 'PAID_ON_IN_FUTURE', params: { given: '2026-10-13', today: '2026-10-12' } }],
    });
    expect((await office.estimate(id)).payments).toEqual([]);
  });

  it('ten at once are ten, and ten times one is one', async () => {
    const id = await office.charge(customer);
    const parallel = Array.from({ length: 5 }, (_, index) => office.announce(id, transfer, office.clerk, `p-${index}`));
    await Promise.all([...parallel, ...parallel.map(() => office.announce(id, transfer, office.clerk, 'p-0'))]);
    const { payments } = await office.estimate(id);
    expect(payments.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is one of twenty at most', async () => {
    const id = await office.charge(customer);
    for (let count = 0; count < 20; count += 1) await office.announce(id, transfer);
    await expect(office.announce(id, transfer)).rejects.toMatchObject({
      code: 'RECORDS_FULL',
      params: { limit: '20' },
    });
  });

  it('may come from the customer himself, who sees his money and nobody’s name', async () => {
    const id = await office.charge(customer);
    const login = await office.login('kehu.one', customer.id);
    await office.announce(id, transfer, login);
    const { help, payments, status } = await office.estimate(id, {}, login);
    expect(status).toBe('announced');
    expect(payments).toMatchObject([{ by: '', bankReference: transfer.bankReference }]);
    expect(help).toEqual({
      text: expect.stringContaining(`ask customer service and name the charge ${id}`),
      finance: [],
    });
  });

  it('of another’s charge, or of one that is not posted, is nothing the customer knows of', async () => {
    const login = await office.login('kehu.two', (await office.createCustomer('C-4')).id);
    await expect(office.estimate(chargeId, {}, login)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(office.announce(chargeId, transfer, login)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const own = await office.login('kehu.three', customer.id);
    const waiting = await office.charge(customer, '9000.00');
    await expect(office.estimate(waiting, {}, own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(office.announce(waiting, transfer, own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('late money', () => {
  it('is guided through check, finance, institution, waiting and the manager, and everything is kept', async () => {
    const late = await freshArrivalOffice();
    const id = await late.charge(await late.createCustomer('C-5'));
    await late.announce(id, transfer);
    await expect(late.record(id, nothingFound)).rejects.toMatchObject({ code: 'NOT_LATE' });
    late.clock.move(3 * dayMs);
    expect((await late.estimate(id)).status).toBe('announced');
    late.clock.move(dayMs);
    const first = await late.estimate(id);
    expect(first).toMatchObject({ status: 'late', delayProcedure: { next: 'check-entry', steps: [], managers: [] } });

    const found = await late.record(id, nothingFound, late.clerk, 'step-1');
    expect(found.body.delayProcedure).toMatchObject({
      next: 'contact-finance',
      steps: [{ number: 1, on: '2026-10-16' }],
    });
    expect((await late.record(id, nothingFound, late.clerk, 'step-1')).replayed).toBe(true);
    await late.record(id, { step: 'contact-finance', finding: 'nothing', outcome: '财务没有收到' });
    const bank = { step: 'contact-institution', finding: 'normal-delay', outcome: '银行排队处理' };
    expect((await late.record(id, bank)).body.delayProcedure).toMatchObject({
      next: 'wait',
      waitUntil: '2026-10-20',
      guidance: 'The delay is normal: wait until 2026-10-20.',
    });
    late.clock.move(5 * dayMs);
    const escalated = await late.estimate(id);
    expect(escalated.delayProcedure).toMatchObject({ next: 'escalate' });
    expect(escalated.delayProcedure?.managers.toSorted()).toEqual(['Name of he.jing', 'Name of zhou.qiang']);

    const archive = await queryPartition(late.context.table, keys.requestArchive(id));
    const rows = (kind: string) => archive.filter((item) => item.kind === kind);
    expect(rows('payment-announced').flatMap(announcedPaymentEvents)).toEqual([
      {
        at: '2026-10-12T01:00:00.000Z',
        by: 'wang.fang',
        what: 'payment announced: bank-transfer on 2026-10-12',
        text: transfer.bankReference,
        forCustomer: true,
      },
    ]);
    expect(
      rows('delay-step')
        .flatMap(delayRecordEvents)
        .map(({ what, text }) => `${what} (${text})`),
    ).toEqual([
      'late money, check-entry: nothing (录入无误)',
      'late money, contact-finance: nothing (财务没有收到)',
      'late money, contact-institution: normal-delay (银行排队处理)',
    ]);
  });

  it('is on its way again when another payment is announced', async () => {
    const late = await freshArrivalOffice();
    const id = await late.charge(await late.createCustomer('C-6'));
    await late.announce(id, { ...transfer, paidOn: '2026-09-01' });
    expect((await late.estimate(id)).status).toBe('late');
    const { body } = await late.announce(id, transfer);
    expect(body).toMatchObject({ status: 'announced', estimate: { latest: '2026-10-15' } });
  });
});

describe('rules and calendar', () => {
  const rules = {
    methods: {
      online: { earliest: 0, latest: 1, days: 'calendar' },
      card: { earliest: 1, latest: 2, days: 'working' },
      'bank-transfer': { earliest: 1, latest: 5, days: 'working' },
      cheque: { earliest: 3, latest: 5, days: 'working' },
      cash: { earliest: 0, latest: 0, days: 'working' },
    },
    reviewsPerWorkingDay: 1,
    delayWaitWorkingDays: 2,
    disturbances: [],
  };

  it('are in force as soon as they are published, and the estimate names their versions', async () => {
    const fresh = await freshArrivalOffice();
    const id = await fresh.charge(await fresh.createCustomer('C-7'));
    await fresh.publishRules(rules, '"0"');
    const year = { from: '2027-01-01', until: '2027-12-31', holidays: ['2027-01-01'], workdays: [] };
    await fresh.publishCalendar({ ...year, source: '测试用的日历' }, '"0"');
    const { estimate } = await fresh.estimate(id, { method: 'bank-transfer', paidOn: '2026-12-31' });
    expect(estimate).toMatchObject({
      earliest: '2027-01-04',
      latest: '2027-01-08',
      isCertain: true,
      calendarVersion: 1,
      rulesVersion: 1,
    });
  });

  it('count the requests that are due before this one', async () => {
    const fresh = await freshArrivalOffice();
    const owner = await fresh.createCustomer('C-8');
    await fresh.publishRules(rules, '"0"');
    for (let count = 0; count < 2; count += 1) await fresh.charge(owner, '9000.00');
    fresh.clock.move(60_000);
    const id = await fresh.charge(owner, '9000.00');
    const { estimate } = await fresh.estimate(id, { method: 'online', paidOn: '2026-10-12' });
    expect(estimate?.because[1]).toBe('2 requests wait in the same queue: about 2 working day(s) more.');
    expect(estimate?.latest).toBe('2026-10-16');
  });

  it('are published once for each key, on what was read, and without a gap', async () => {
    const fresh = await freshArrivalOffice();
    await fresh.publishRules(rules, '"0"', 'one');
    expect(await fresh.publishRules(rules, '"0"', 'one')).toMatchObject({ replayed: true, etag: '"1"' });
    const other = { ...rules, reviewsPerWorkingDay: 2 };
    await expect(fresh.publishRules(other, '"0"', 'one')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await expect(fresh.publishRules(other, '"0"')).rejects.toMatchObject({ code: 'VERSION_STALE' });
    const gap = { from: '2027-01-02', until: '2027-12-31', holidays: [], workdays: [], source: '测试用的日历' };
    await expect(fresh.publishCalendar(gap, '"0"')).rejects.toMatchObject({
      fields: [{ pointer: '/from', code: 'CALENDAR_GAP', params: { from: '2025-01-01', until: '2026-12-31' } }],
    });
  });

  it('published by two admins at once become one version, and the other is told to read again', async () => {
    const fresh = await freshArrivalOffice();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((count) => fresh.publishRules({ ...rules, reviewsPerWorkingDay: count }, '"0"')),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'VERSION_STALE' });
    }
  });
});
