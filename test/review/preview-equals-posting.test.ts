import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { saveDraft } from '../../shared/charges/save-draft.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { submitDraft } from '../../shared/charges/submit-draft.ts';
import { entryToWire } from '../../shared/customers/entry-wire.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { ApprovalPolicy } from '../../shared/model/approval-policy.ts';
import { chargeTypes, draftContentSchema } from '../../shared/model/charge.ts';
import { addDays, type CalendarDate } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import { toWire } from '../../shared/model/money.ts';
import { previewCharge } from '../../shared/review/preview-charge.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { entryFromItem, receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem } from '../../shared/table/ledger-table.ts';
import { putIf } from '../../shared/table/write.ts';
import { type Company, freshCompany } from '../support/company.ts';

const currencies = ['CNY', 'JPY', 'KWD'] as const;
const start = '2026-10-01' as CalendarDate;

const generatedCharge = fc.record({
  type: fc.constantFrom(...chargeTypes),
  minor: fc.bigInt({ min: 1n, max: 60_000n }),
  days: fc.integer({ min: 0, max: 40 }),
  effectiveDate: fc.option(
    fc.integer({ min: -40, max: 40 }).map((days) => addDays(start, days)),
    { nil: undefined },
  ),
  /** Entered at once, or written as a draft first. */
  isDraft: fc.boolean(),
});

const generatedWorld = fc.record({
  currency: fc.constantFrom(...currencies),
  prepaidMinor: fc.bigInt({ min: 0n, max: 90_000n }),
  creditTermDays: fc.integer({ min: 0, max: 90 }),
  prepaidUse: fc.constantFrom('never' as const, 'when-covered' as const, 'partly' as const),
  /** Charges up to this many minor units pass without an approval. */
  passesUpTo: fc.bigInt({ min: 1n, max: 60_000n }),
  stages: fc.integer({ min: 1, max: 3 }),
  charges: fc.array(generatedCharge, { minLength: 1, maxLength: 3 }),
});

type World = typeof generatedWorld extends fc.Arbitrary<infer W> ? W : never;
type GeneratedCharge = World['charges'][number];

let serial = 0;

/** A policy, a customer with money and terms, and the people who act for him. */
async function openWorld(company: Company, world: World) {
  const { context, clock, clerk, input } = company;
  serial += 1;
  const no = String(serial).padStart(4, '0');
  clock.move(60_000);
  const roles = (['reviewer', 'finance', 'manager'] as const).slice(0, world.stages);
  const stages = roles.map((role) => ({ role, deadlineHours: 24 }));
  const { currency } = world;
  const policy: ApprovalPolicy = {
    version: serial + 1,
    effectiveAt: context.clock(),
    prepaidUse: world.prepaidUse,
    // Each charge by itself: what several of them come to is another test.
    splittingWindowHours: 0,
    rules: [
      {
        currency,
        tiers: [
          { upToMinor: world.passesUpTo, stages: [] },
          { upToMinor: null, stages },
        ],
      },
    ],
    otherwise: stages,
  };
  await putIf(context, policyItem(policy), { expression: 'attribute_not_exists(pk)' });
  const customer = await company.createCustomer(`P-${no}`, { creditTermDays: world.creditTermDays });
  const customerId = customer.id as CustomerId;
  if (world.prepaidMinor > 0n) {
    const id = documentId('dep', 'preview', 'openingDeposit', no) as DepositId;
    const amount = { minor: world.prepaidMinor, currency };
    await postOpeningDeposit(context, { id, customerId, amount, method: 'cash', maker: clerk.actor.id });
  }
  const contentOf = (charge: GeneratedCharge) => ({
    type: charge.type,
    reason: { code: 'added-items' as const, text: '本期新增服务项目' },
    amount: { minor: charge.minor, currency },
    basis: { text: '按合同计算' },
    period: { start, end: addDays(start, charge.days) },
    vouchers: [{ kind: 'contract-change' as const, reference: 'HT-2026-0001' }],
    ...(charge.effectiveDate === undefined ? {} : { effectiveDate: charge.effectiveDate }),
  });
  const whose = { customerId, customerNumber: customer.number };
  let steps = 0;
  const idempotencyKey = () => {
    steps += 1;
    return `preview-${no}-${steps}`;
  };
  return {
    async enter(charge: GeneratedCharge): Promise<ChargeId> {
      const body = { ...whose, ...contentOf(charge) };
      const reply = await submitCharge(context, clerk, input({ body, idempotencyKey: idempotencyKey() }));
      return reply.body.id as ChargeId;
    },
    async write(charge: GeneratedCharge) {
      const { amount, ...content } = contentOf(charge);
      const body = { ...whose, content: draftContentSchema.parse({ ...content, amount: toWire(amount) }) };
      const call = { ...clerk, language: 'en' as const };
      const { body: draft, etag } = await saveDraft(context, call, input({ body, idempotencyKey: idempotencyKey() }));
      const chargeId = draft.id as ChargeId;
      return {
        chargeId,
        submit: async () => {
          const request = { params: { chargeId }, ifMatch: etag ?? '', idempotencyKey: idempotencyKey() };
          await submitDraft(context, clerk, input(request));
        },
      };
    },
    async approveAll(requestId: ChargeId): Promise<void> {
      const people = [company.reviewer, company.finance, company.manager];
      for (const [index, who] of people.slice(0, world.stages).entries()) {
        const body = { decision: 'approve' as const, revision: 1, stage: index + 1 };
        await decideApproval(context, who, input({ params: { requestId }, body, idempotencyKey: idempotencyKey() }));
      }
    },
  };
}

/** What posting really wrote: the entry, and what the customer then owes for the charge. */
async function written({ context }: Company, id: ChargeId) {
  const charge = await readCharge(context.table, id);
  if (charge?.posting === undefined) throw new Error(`charge ${id} was not posted`);
  const { sequence, recordedAt, dueDate } = charge.posting;
  const { currency } = charge.amount;
  const entryKey = keys.entry(charge.customerId, currency, recordedAt, sequence);
  const entryItem = await getItem(context.table, entryKey, { strong: true });
  if (entryItem === undefined) throw new Error(`charge ${id} has no entry`);
  const owedKey = keys.receivable(charge.customerId, dueDate ?? start, id);
  const owed = dueDate && (await getItem(context.table, owedKey, { strong: true }));
  const { postings, balancesAfter, effectiveDate, period } = entryToWire(entryFromItem(entryItem), new Map());
  const open = { minor: owed === undefined ? 0n : receivableFromItem(owed).openMinor, currency };
  return {
    effect: {
      currency,
      postings,
      balancesAfter,
      effectiveDate,
      period,
      open: toWire(open),
      fromPrepaid: toWire({ minor: charge.amount.minor - open.minor, currency }),
      ...(dueDate === undefined ? {} : { dueDate }),
      asOfSequence: Number(sequence) - 1,
    },
    policyVersion: charge.policyVersion,
  };
}

describe('the preview of a charge', () => {
  it('equals to the cent, account and side what posting then writes, whatever the charge, the balances and the policy (A18)', async () => {
    const company = await freshCompany();
    const { context, input } = company;
    const preview = async (chargeId: ChargeId) =>
      (await previewCharge(context, { language: 'en' }, input({ params: { chargeId } }))).body;
    await fc.assert(
      fc.asyncProperty(generatedWorld, async (generated) => {
        const world = await openWorld(company, generated);
        let before: unknown;
        for (const charge of generated.charges) {
          const passes = charge.minor <= generated.passesUpTo;
          // What policy passes is posted as it is submitted: only a draft can be previewed.
          const draft = charge.isDraft || passes ? await world.write(charge) : undefined;
          const id = draft?.chargeId ?? (await world.enter(charge));
          const seen = await preview(id);
          if (draft !== undefined) {
            await draft.submit();
            if (!passes) expect((await preview(id)).effect).toEqual(seen.effect);
          }
          if (!passes) await world.approveAll(id);

          const { effect, policyVersion } = await written(company, id);
          const { balancesBefore, ...foreseen } = seen.effect;
          expect(foreseen).toEqual(effect);
          expect(seen.policy.version).toBe(policyVersion);
          expect(seen.policy.stages).toHaveLength(passes ? 0 : generated.stages);
          if (before !== undefined) expect(balancesBefore).toEqual(before);
          before = effect.balancesAfter;
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
