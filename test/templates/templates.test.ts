import { beforeAll, describe, expect, it } from 'vitest';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as charges from '../../shared/contracts/charges.ts';
import type * as contracts from '../../shared/contracts/templates.ts';
import { draftContentSchema } from '../../shared/model/charge.ts';
import { autofillRulesSchema, templateContentSchema } from '../../shared/model/charge-template.ts';
import type { CustomerId, TemplateId } from '../../shared/model/ids.ts';
import { autofillCharge } from '../../shared/templates/autofill-charge.ts';
import { createTemplate } from '../../shared/templates/create-template.ts';
import { getTemplate } from '../../shared/templates/get-template.ts';
import { listTemplates } from '../../shared/templates/list-templates.ts';
import { publishAutofillRules } from '../../shared/templates/publish-autofill-rules.ts';
import { retireTemplate } from '../../shared/templates/retire-template.ts';
import { updateTemplate } from '../../shared/templates/update-template.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger, hire, type TestLedger, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';

const dayMs = 86_400_000;
const monthly = {
  name: '月度驻场服务费',
  content: { type: 'service', amount: { value: '1250.00', currency: 'CNY' }, basis: { text: '驻场服务一个月' } },
  periodRule: 'last-month',
  reviewBy: '2027-10-12',
};

/** A company seen from the desk that keeps templates. */
async function freshTemplateOffice(through: (ledger: TestLedger) => TestLedger = (ledger) => ledger) {
  const company = await freshCompany(through(await freshLedger()));
  const { context, finance, clerk, input } = company;
  const admin = await hire(context, 'admin', 'admin');
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `key-${keys}`;
  };
  const params = (id: string) => ({ templateId: id as TemplateId });
  return {
    ...company,
    create: (body: object, key = nextKey()) =>
      createTemplate(
        context,
        finance,
        input<typeof contracts.createTemplate>({ body: templateContentSchema.parse(body), idempotencyKey: key }),
      ),
    update: (id: string, body: object, ifMatch: string, key = nextKey()) =>
      updateTemplate(
        context,
        finance,
        input<typeof contracts.updateTemplate>({
          params: params(id),
          body: templateContentSchema.parse(body),
          idempotencyKey: key,
          ifMatch,
        }),
      ),
    retire: (id: string, ifMatch: string, key = nextKey()) =>
      retireTemplate(
        context,
        finance,
        input<typeof contracts.retireTemplate>({
          params: params(id),
          body: { reason: '合同到期' },
          idempotencyKey: key,
          ifMatch,
        }),
      ),
    get: (id: string) => getTemplate(context, input<typeof contracts.getTemplate>({ params: params(id) })),
    list: async (query: object = {}) => {
      const whole = { limit: 20, state: 'active' as const, ...query } as Parameters<typeof listTemplates>[1]['query'];
      return (await listTemplates(context, input<typeof contracts.listTemplates>({ query: whole }))).body;
    },
    publish: (rules: object[], ifMatch: string) =>
      publishAutofillRules(
        context,
        admin,
        input<typeof contracts.publishAutofillRules>({
          body: autofillRulesSchema.parse({ rules }),
          idempotencyKey: nextKey(),
          ifMatch,
        }),
      ),
    charge: (customer: { id: string; number: string }, changes: object = {}) => {
      const body = { ...chargeBody(customer.id as CustomerId, customer.number, '120.00'), ...changes };
      return submitCharge(context, clerk, input<typeof charges.submitCharge>({ body, idempotencyKey: nextKey() }));
    },
    fill: async (customer: { id: string }, given: object = {}, templateId?: string) => {
      const body = {
        customerId: customer.id as CustomerId,
        given: draftContentSchema.parse(given),
        ...(templateId === undefined ? {} : { templateId: templateId as TemplateId }),
      };
      const call = { ...clerk, language: 'en' as const };
      return (await autofillCharge(context, call, input<typeof contracts.autofillCharge>({ body }))).body;
    },
  };
}

let office: Awaited<ReturnType<typeof freshTemplateOffice>>;
beforeAll(async () => {
  office = await freshTemplateOffice();
});

describe('a template', () => {
  it('is kept once for each key, and costs four write units', async () => {
    const metered = meteredClient();
    const measured = await freshTemplateOffice((ledger) => useClient(ledger, metered.client));
    const { result: first, costs } = await metered.measure(() => measured.create(monthly, 'one'));
    expect(costs.writeUnits).toBe(4);
    const again = await measured.create(monthly, 'one');
    expect(again).toMatchObject({ replayed: true, body: first.body, etag: '"1"' });
    const other = measured.create({ ...monthly, name: '另一个' }, 'one');
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(first).toMatchObject({
      location: `/charge-templates/${first.body.id}`,
      body: { version: 1, state: 'active', ...monthly, isReviewOverdue: false, changedBy: 'zhao.min' },
    });
  });

  it('changes by its next version, and every version stays', async () => {
    const { id } = (await office.create(monthly)).body;
    const changed = { ...monthly, content: { type: 'service' } };
    expect(await office.update(id, changed, '"1"', 'second')).toMatchObject({ etag: '"2"', body: { version: 2 } });
    expect((await office.update(id, changed, '"1"', 'second')).replayed).toBe(true);
    await expect(office.update(id, monthly, '"1"')).rejects.toMatchObject({
      code: 'VERSION_STALE',
      params: { current: '"2"' },
    });
    const { body } = await office.get(id);
    expect(body.versions.map(({ version, content }) => [version, content])).toEqual([
      [2, { type: 'service' }],
      [1, monthly.content],
    ]);
  });

  it('changed by two at once has one next version', async () => {
    const { id } = (await office.create(monthly)).body;
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => office.update(id, monthly, '"1"')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await office.get(id)).body.versions).toHaveLength(2);
  });

  it('changed ten times at once with one key has one next version', async () => {
    const { id } = (await office.create(monthly)).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => office.update(id, monthly, '"1"', 'parallel')));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('is looked at within a year, and is marked when nobody did', async () => {
    for (const reviewBy of ['2026-10-11', '2027-10-14']) {
      await expect(office.create({ ...monthly, reviewBy })).rejects.toMatchObject({
        fields: [{ pointer: '/reviewBy', code: 'DATE_OUT_OF_RANGE' }],
      });
    }
    const late = await freshTemplateOffice();
    const { id } = (await late.create({ ...monthly, reviewBy: '2026-10-12' })).body;
    late.clock.move(dayMs);
    expect((await late.get(id)).body.isReviewOverdue).toBe(true);
    const customer = await late.createCustomer('C-90');
    const { sources } = await late.fill(customer, {}, id);
    expect(sources.find(({ pointer }) => pointer === '/type')?.explanation).toBe(
      'Template “月度驻场服务费”, version 1; it was to be reviewed by 2026-10-12, so look twice',
    );
  });

  it('that is unknown is not found', async () => {
    const unknown = `tpl_${'a'.repeat(26)}`;
    await expect(office.get(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(office.update(unknown, monthly, '"1"')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is in the list of its group and type, in its newest version, and leaves it when it is retired', async () => {
    const fresh = await freshTemplateOffice();
    await fresh.create({ ...monthly, name: '通用模板', content: {} });
    const { id } = (await fresh.create({ ...monthly, name: '重点客户模板', customerGroup: 'key' })).body;
    const names = async (query: object) => (await fresh.list(query)).items.map(({ name }) => name).sort();
    expect(await names({})).toEqual(['通用模板', '重点客户模板']);
    expect(await names({ customerGroup: 'standard' })).toEqual(['通用模板']);
    expect(await names({ customerGroup: 'key', type: 'service' })).toEqual(['通用模板', '重点客户模板']);
    expect(await names({ type: 'usage' })).toEqual(['通用模板']);
    expect(await fresh.retire(id, '"1"')).toMatchObject({ body: { state: 'retired', reason: '合同到期', version: 2 } });
    expect(await names({})).toEqual(['通用模板']);
    expect(await names({ state: 'retired' })).toEqual(['重点客户模板']);
    await fresh.update(id, monthly, '"2"');
    expect(await names({})).toEqual(['月度驻场服务费', '通用模板']);
  });

  it('is listed page by page', async () => {
    const fresh = await freshTemplateOffice();
    for (let count = 0; count < 5; count += 1) await fresh.create(monthly);
    const first = await fresh.list({ limit: 3 });
    const second = await fresh.list({ limit: 3, cursor: first.nextCursor });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5);
    expect(second.nextCursor).toBeUndefined();
  });
});

describe('autofill', () => {
  it('fills from given, rule, template, history and customer, and says of each value where it is from', async () => {
    const fresh = await freshTemplateOffice();
    const customer = await fresh.createCustomer('C-91', { group: 'key' });
    const earlier = (await fresh.charge(customer, { type: 'service' })).body;
    const { id } = (await fresh.create({ ...monthly, content: { type: 'service' }, periodRule: 'none' })).body;
    const rule = { name: '重点客户', when: { customerGroup: 'key' }, fill: { reason: { code: 'other' } } };
    const elsewhere = { name: '其他组', when: { customerGroup: 'trial' }, fill: { type: 'usage' } };
    await fresh.publish([elsewhere, rule], '"0"');
    const body = await fresh.fill(customer, { reason: { text: '客户已确认补收' } }, id);
    expect(body.customerNumber).toBe('C-91');
    expect(body.content).toEqual({
      type: 'service',
      reason: { code: 'other', text: '客户已确认补收' },
      amount: { value: '120.00', currency: 'CNY' },
      basis: { text: '高级版席位 10 个，按合同单价计算' },
      period: { start: '2026-11-01', end: '2026-11-30' },
    });
    expect(body.sources).toEqual([
      { pointer: '/customerNumber', source: 'customer', explanation: 'The customer’s record' },
      { pointer: '/type', source: 'template', id, explanation: 'Template “月度驻场服务费”, version 1' },
      { pointer: '/reason/code', source: 'rule', explanation: 'Rule “重点客户”' },
      { pointer: '/reason/text', source: 'given', explanation: 'As you entered it' },
      ...['/amount', '/basis/text', '/period'].map((pointer) => ({
        pointer,
        source: 'history',
        id: earlier.id,
        explanation: `The customer’s earlier charge ${earlier.id}, effective 2026-10-12`,
      })),
    ]);
  });

  it('takes history of the same type and currency only, and none that was never posted', async () => {
    const customer = await office.createCustomer('C-92');
    await office.charge(customer);
    expect((await office.fill(customer, { type: 'usage' })).content).toEqual({ type: 'usage' });
    const inDollars = { type: 'upgrade', amount: { value: '5.00', currency: 'USD' } };
    expect((await office.fill(customer, inDollars)).content).toEqual(inDollars);
    const waiting = await office.createCustomer('C-93');
    await office.charge(waiting, { amount: { minor: 900_000n, currency: 'CNY' } });
    expect(await office.fill(waiting)).toMatchObject({ content: {}, sources: [{ source: 'customer' }] });
  });

  it('names the currency of a customer where no amount could be filled in', async () => {
    const customer = await office.createCustomer('C-94');
    await office.charge(customer);
    expect(await office.fill(customer, { type: 'usage' })).toMatchObject({ currency: 'CNY' });
  });

  it('fills the period by the template’s rule, before that of history', async () => {
    const customer = await office.createCustomer('C-95');
    const { id } = (await office.create(monthly)).body;
    const { content } = await office.fill(customer, {}, id);
    expect(content.period).toEqual({ start: '2026-09-01', end: '2026-09-30' });
  });

  it('refuses a template that is unknown, retired, or for another group', async () => {
    const customer = await office.createCustomer('C-96');
    const { id: retired } = (await office.create(monthly)).body;
    await office.retire(retired, '"1"');
    const { id: other } = (await office.create({ ...monthly, customerGroup: 'key' })).body;
    for (const id of [`tpl_${'a'.repeat(26)}`, retired, other]) {
      await expect(office.fill(customer, {}, id)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' });
    }
    await expect(office.fill({ id: `cus_${'a'.repeat(26)}` })).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
  });

  it('writes nothing and makes six calls', async () => {
    const metered = meteredClient();
    const measured = await freshTemplateOffice((ledger) => useClient(ledger, metered.client));
    const customer = await measured.createCustomer('C-97');
    await measured.charge(customer);
    const { id } = (await measured.create(monthly)).body;
    const { costs } = await metered.measure(() => measured.fill(customer, {}, id));
    expect(costs).toEqual({ writeUnits: 0, calls: { GetItem: 2, Query: 3, BatchGetItem: 1 } });
  });
});
