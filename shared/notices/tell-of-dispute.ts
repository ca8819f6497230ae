import { readCharge } from '../charges/stored-charge.ts';
import { entryId } from '../customers/entry-wire.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { DisputeExplained } from '../mails/mail.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Customer } from '../model/customer-record.ts';
import type { Dispute, DisputeStep } from '../model/dispute.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';
import type { Notice } from './mailer.ts';
import { tellOnce } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer } from './to-customer.ts';

/** One change of a dispute, as the table's stream tells it. */
export interface DisputeChange {
  readonly before: Dispute | undefined;
  readonly after: Dispute;
}

/**
 * Tells the steps a dispute has taken (A45): the clerk and finance that there is one, the customer what explains the
 * charge, both how it ended. Whoever took a step is not told of it. Each step is told once, whatever comes twice.
 */
export async function tellOfDispute(
  context: LedgerContext,
  teller: CustomerTeller,
  { before, after }: DisputeChange,
): Promise<void> {
  const [charge, customer] = await Promise.all([
    readCharge(context.table, after.chargeId),
    readProfile(context.table, after.customerId),
  ]);
  invariant(
    charge !== undefined && customer !== undefined,
    `the charge of dispute ${after.number} and its customer are there`,
  );
  const told = before?.steps.length ?? 0;
  for (const [index, step] of after.steps.entries()) {
    if (index < told) continue;
    const notices = await noticesOf(context, teller, { dispute: after, charge, customer, step, index });
    const name = `dispute#${after.number}#${index + 1}`;
    if (notices.length > 0) await tellOnce(context, teller, { requestId: after.chargeId, name }, notices);
  }
}

interface Told {
  readonly dispute: Dispute;
  readonly charge: Charge;
  readonly customer: Customer;
  readonly step: DisputeStep;
  readonly index: number;
}

async function noticesOf(context: LedgerContext, teller: CustomerTeller, told: Told): Promise<Notice[]> {
  switch (told.step.action) {
    case 'open':
    case 'reopen':
      return await toStaff(context, told);
    case 'explain':
      return toCustomer(context, teller, told);
    case 'close':
      return [
        ...((await isCustomers(context, told)) ? [] : toCustomer(context, teller, told)),
        ...(await toMaker(context, told)),
      ];
  }
}

/** Whether the customer took the step himself. */
async function isCustomers({ table }: LedgerContext, { step, customer }: Told): Promise<boolean> {
  return (await readUser(table, step.by))?.customerId === customer.id;
}

/** The maker and the people of finance; one who is both hears once. */
async function toStaff(context: LedgerContext, { dispute, charge, customer, step }: Told): Promise<Notice[]> {
  const [maker, finance] = await Promise.all([
    readUser(context.table, charge.maker),
    readMembers(context.table, 'finance'),
  ]);
  const people = [...(maker === undefined || maker.disabled ? [] : [maker]), ...finance];
  const others = [...new Map(people.map((person) => [person.id, person])).values()].filter(({ id }) => id !== step.by);
  return others.map(({ id, name, email, language }) => ({
    recipient: id,
    to: email,
    mail: {
      template: 'dispute-opened',
      language,
      data: {
        readerName: name,
        isAgain: step.action === 'reopen',
        chargeId: charge.id,
        customerName: customer.name,
        amount: toWire(charge.amount),
        wants: dispute.wants,
        text: step.text,
        openedBy: step.by,
      },
    },
  }));
}

function toCustomer(
  context: LedgerContext,
  teller: CustomerTeller,
  { dispute, charge, customer, step, index }: Told,
): Notice[] {
  const { language } = customer;
  const about = { customer, request: charge, event: `dispute-${dispute.number}-${index + 1}` };
  const notice = noticeToCustomer(
    context,
    teller,
    about,
    step.outcome === undefined
      ? { template: 'dispute-explained', language, data: explanation(charge, customer, step) }
      : {
          template: 'dispute-closed',
          language,
          data: {
            ...closing(charge, customer, step),
            outcome: step.outcome,
            readerName: customer.name,
            isCustomer: true,
          },
        },
  );
  return notice === undefined ? [] : [notice];
}

async function toMaker(context: LedgerContext, { charge, customer, step }: Told): Promise<Notice[]> {
  const maker = await readUser(context.table, charge.maker);
  if (maker === undefined || maker.disabled || maker.id === step.by || step.outcome === undefined) return [];
  const data = { ...closing(charge, customer, step), outcome: step.outcome, readerName: maker.name, isCustomer: false };
  const { id, email, language } = maker;
  return [{ recipient: id, to: email, mail: { template: 'dispute-closed', language, data } }];
}

function closing(charge: Charge, customer: Customer, step: DisputeStep) {
  return { chargeId: charge.id, customerName: customer.name, amount: toWire(charge.amount), note: step.text };
}

/** The explanation with all the figures behind the charge, and where the customer's account has it. */
function explanation(charge: Charge, customer: Customer, step: DisputeStep): DisputeExplained {
  return {
    customerName: customer.name,
    chargeId: charge.id,
    chargeType: charge.type,
    amount: toWire(charge.amount),
    period: charge.period,
    basisText: charge.basis.text,
    basisLines: charge.basis.lines ?? [],
    entryReference:
      charge.posting === undefined
        ? ''
        : entryId({ customerId: charge.customerId, currency: charge.amount.currency }, charge.posting.sequence),
    explanation: step.text,
  };
}
