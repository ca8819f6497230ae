import { announcePayment } from '../../shared/arrivals/announce-payment.ts';
import { estimateArrival } from '../../shared/arrivals/estimate-arrival.ts';
import { publishArrivalRules } from '../../shared/arrivals/publish-arrival-rules.ts';
import { publishCalendar } from '../../shared/arrivals/publish-calendar.ts';
import { recordDelayStep } from '../../shared/arrivals/record-delay-step.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as contracts from '../../shared/contracts/arrivals.ts';
import type * as charges from '../../shared/contracts/charges.ts';
import {
  arrivalRulesSchema,
  delayReportSchema,
  type PaymentMethod,
  paymentAnnouncementSchema,
} from '../../shared/model/arrival.ts';
import type { ChargeId, CustomerId, UserId } from '../../shared/model/ids.ts';
import type { Language } from '../../shared/model/language.ts';
import { calendarStretchSchema } from '../../shared/model/working-calendar.ts';
import { putUser } from '../../shared/users/put-user.ts';
import type { Actor } from '../../shared/users/read-user.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { date, freshLedger, hire, type TestLedger } from '../support/ledger.ts';

type Caller = Company['clerk'];

/** A company seen from the desk that asks where money is; it is 2026-10-12 in Shanghai, a Monday. */
export async function freshArrivalOffice(through: (ledger: TestLedger) => TestLedger = (ledger) => ledger) {
  const company = await freshCompany(through(await freshLedger()));
  const { context, clerk, input } = company;
  const admin = await hire(context, 'admin', 'admin');
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `key-${keys}`;
  };
  const speaking = (by: Caller, language: Language) => ({ actor: by.actor as Actor, language });
  return {
    ...company,
    admin,
    async charge(customer: { id: string; number: string }, value = '120.00') {
      const body = chargeBody(customer.id as CustomerId, customer.number, value);
      const given = input<typeof charges.submitCharge>({ body, idempotencyKey: nextKey() });
      return (await submitCharge(context, company.otherClerk, given)).body.id as ChargeId;
    },
    /** Somebody who sees the account of one customer. */
    async login(id: string, customerId: string): Promise<Caller> {
      const actor = { id: id as UserId, roles: ['customer' as const] };
      const email = `${id}@customer.example`;
      const person = { ...actor, name: id, email, language: 'zh-CN' as const, disabled: false };
      await putUser(context, { ...person, customerId: customerId as CustomerId });
      return { actor } as unknown as Caller;
    },
    estimate: async (
      chargeId: ChargeId,
      asked: { method?: PaymentMethod; paidOn?: string } = {},
      by: Caller = clerk,
      language: Language = 'en',
    ) => {
      const query = { method: asked.method, paidOn: asked.paidOn === undefined ? undefined : date(asked.paidOn) };
      const given = input<typeof contracts.estimateArrival>({ params: { chargeId }, query });
      return (await estimateArrival(context, speaking(by, language), given)).body;
    },
    announce: (chargeId: ChargeId, body: object, by: Caller = clerk, key = nextKey()) =>
      announcePayment(
        context,
        speaking(by, 'en'),
        input<typeof contracts.announcePayment>({
          params: { chargeId },
          body: paymentAnnouncementSchema.parse(body),
          idempotencyKey: key,
        }),
      ),
    record: (chargeId: ChargeId, body: object, by: Caller = clerk, key = nextKey()) =>
      recordDelayStep(
        context,
        speaking(by, 'en'),
        input<typeof contracts.recordDelayStep>({
          params: { chargeId },
          body: delayReportSchema.parse(body),
          idempotencyKey: key,
        }),
      ),
    publishCalendar: (body: object, ifMatch: string, key = nextKey()) =>
      publishCalendar(
        context,
        admin,
        input<typeof contracts.publishCalendar>({
          body: calendarStretchSchema.parse(body),
          idempotencyKey: key,
          ifMatch,
        }),
      ),
    publishRules: (body: object, ifMatch: string, key = nextKey()) =>
      publishArrivalRules(
        context,
        admin,
        input<typeof contracts.publishArrivalRules>({
          body: arrivalRulesSchema.parse(body),
          idempotencyKey: key,
          ifMatch,
        }),
      ),
  };
}
