import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { autofillCharge as contract, type FilledWire } from '../contracts/templates.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Charge } from '../model/charge-request.ts';
import { type ChargeFill, type ChargeTemplate, fillOf, isReviewOverdue } from '../model/charge-template.ts';
import type { Customer } from '../model/customer-record.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { TemplateId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { readPublished } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { autofillPolicy } from './autofill-rules.ts';
import { fillWords } from './fill-words.ts';
import { type Candidate, mergeFills } from './merge-fills.ts';
import { periodOf } from './period-of.ts';
import { followingFill, readPostedCharges } from './read-history.ts';
import { type Facts, fits } from './rule-fills.ts';
import { readTemplate } from './stored-template.ts';

/** A candidate that can say where its values come from. */
interface Origin extends Candidate {
  readonly id?: string;
  readonly explanation: string;
}

/**
 * Fills in a charge from rules, a template, the customer's history and the customer (A50, A59–A61). Writes nothing and
 * never changes what is given. Refuses with USER_DISABLED, CUSTOMER_NOT_FOUND, TEMPLATE_NOT_FOUND.
 */
export async function autofillCharge(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { body }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { language } = call;
  const today = businessDate(context.clock(), context.zone);
  const [, customer, rules, template, charges] = await Promise.all([
    requireActiveUser(table, call.actor.id, contract.roles),
    readProfile(table, body.customerId),
    readPublished(table, autofillPolicy),
    body.templateId === undefined ? undefined : readNewest(table, body.templateId),
    readPostedCharges(table, body.customerId),
  ]);
  if (customer === undefined) throw new DomainError('CUSTOMER_NOT_FOUND');
  if (template?.customerGroup !== undefined && template.customerGroup !== customer.group) {
    throw new DomainError('TEMPLATE_NOT_FOUND');
  }
  const given: Origin = {
    source: 'given',
    fill: fillOf(body.given),
    explanation: fillWords('given', {}, language),
  };
  const fromTemplate = template === undefined ? [] : [templateOrigin(template, today, language)];
  const facts = factsOf(customer, [given, ...fromTemplate], charges[0]);
  const fromRules = rules.content.rules
    .filter((rule) => fits(rule, facts))
    .map((rule): Origin => {
      const fill = withPeriod(rule.fill, periodOf(rule.periodRule, today));
      return { source: 'rule', fill, explanation: fillWords('rule', { name: rule.name }, language) };
    });
  const chosen = [given, ...fromRules, ...fromTemplate];
  const fromHistory = historyOrigin(chosen, charges, language);
  const { content, fields } = mergeFills([...chosen, ...fromHistory]);
  const sources = fields.map(({ pointer, from }) => ({ pointer, ...sourceOf(from) }));
  return {
    body: {
      customerId: customer.id,
      customerNumber: customer.number,
      ...(content.amount === undefined && facts.currency !== undefined ? { currency: facts.currency } : {}),
      content: draftToWire(content),
      sources: [
        { pointer: '/customerNumber', source: 'customer', explanation: fillWords('customer', {}, language) },
        ...sources,
      ],
      ...(template?.voucherHint === undefined ? {} : { voucherHint: template.voucherHint }),
    },
  };
}

/** The newest version of a template that is in use. Refuses with TEMPLATE_NOT_FOUND. */
async function readNewest(table: LedgerTable, id: TemplateId): Promise<ChargeTemplate> {
  const [newest] = await readTemplate(table, id);
  if (newest?.state !== 'active') throw new DomainError('TEMPLATE_NOT_FOUND');
  return newest;
}

/** What rules may ask about: what is known before any of them speaks. */
function factsOf(customer: Customer, known: readonly Origin[], newest: Charge | undefined): Facts {
  const { content } = mergeFills(known);
  return {
    customerGroup: customer.group,
    customerKind: customer.kind,
    type: content.type,
    reasonCode: content.reason?.code,
    currency: content.amount?.currency ?? newest?.amount.currency,
  };
}

function templateOrigin(template: ChargeTemplate, today: CalendarDate, language: Language): Origin {
  const { id, name, version, reviewBy, content, periodRule } = template;
  const words = isReviewOverdue(template, today) ? 'overdue-template' : 'template';
  return {
    source: 'template',
    id,
    fill: withPeriod(content, periodOf(periodRule, today)),
    explanation: fillWords(words, { name, version: String(version), reviewBy }, language),
  };
}

/** The customer's newest posted charge, of the type and currency that are chosen, where they are. */
function historyOrigin(chosen: readonly Origin[], charges: readonly Charge[], language: Language): Origin[] {
  const { content } = mergeFills(chosen);
  const earlier = charges.find(
    ({ type, amount }) =>
      (content.type === undefined || content.type === type) &&
      (content.amount === undefined || content.amount.currency === amount.currency),
  );
  if (earlier === undefined) return [];
  const params = { id: earlier.id, date: earlier.effectiveDate };
  const explanation = fillWords('history', params, language);
  return [{ source: 'history', id: earlier.id, fill: followingFill(earlier), explanation }];
}

function withPeriod(fill: ChargeFill, period: ChargeFill['period']): ChargeFill {
  return period === undefined ? fill : { ...fill, period };
}

function sourceOf({ source, id, explanation }: Origin) {
  return { source, ...(id === undefined ? {} : { id }), explanation };
}

/** The same with arrays of its own, as the contract has them. */
function draftToWire({ basis, vouchers, ...content }: ChargeFill): FilledWire['content'] {
  return {
    ...content,
    ...(basis === undefined
      ? {}
      : { basis: { ...basis, ...(basis.lines === undefined ? {} : { lines: [...basis.lines] }) } }),
    ...(vouchers === undefined ? {} : { vouchers: [...vouchers] }),
  };
}
