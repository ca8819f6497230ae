import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { Mail } from '../../shared/mails/mail.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import type { CustomerTeller } from '../../shared/notices/to-customer.ts';
import type { PaymentGateway } from '../../shared/payouts/payment-gateway.ts';
import { chargeBody, freshCompany } from '../support/company.ts';

export interface SentMail {
  readonly to: string;
  readonly mail: Mail;
}

/** A mail service that can be told whom it fails to reach, and any number of processes that use it. */
export function mailRoom() {
  const sent: SentMail[] = [];
  const unreachable = new Set<string>();
  const attempts: string[] = [];
  const mailer = {
    async send(to: string, mail: Mail) {
      attempts.push(to);
      if (unreachable.has(to)) throw new Error(`${to} cannot be reached now`);
      sent.push({ to, mail });
    },
  };
  const texts: { phone: string; text: string }[] = [];
  const texter = {
    async send(phone: string, text: string) {
      attempts.push(phone);
      if (unreachable.has(phone)) throw new Error(`${phone} cannot be reached now`);
      texts.push({ phone, text });
    },
  };
  const feedbackLink = async (id: string) => `https://feeledger.example/feedback/${id}.x`;
  return {
    sent,
    texts,
    attempts,
    unreachable,
    recipients: () => sent.map(({ to }) => to),
    /** A process of its own: it knows what it began itself, and nothing of the others. */
    process: (): CustomerTeller & { gateway: PaymentGateway } => ({
      ...{ mailer, texter, feedbackLink, memory: new Map() },
      gateway: { announce: async () => undefined, payOut: async () => undefined },
    }),
  };
}

/** A company with a customer, and charges brought to where a mail is due. */
export async function companyWithMail(customerFields: object = {}) {
  const company = await freshCompany();
  const { context, clerk, reviewer, finance, input } = company;
  const customer = await company.createCustomer('C-7001', customerFields);
  const room = mailRoom();
  let keys = 0;
  const idempotencyKey = () => {
    keys += 1;
    return `key-${keys}`;
  };
  const read = async (id: string) => (await readCharge(context.table, id as ChargeId)) as Charge;
  const submit = async (value: string, changes: object = {}): Promise<Charge> => {
    const body = { ...chargeBody(customer.id as CustomerId, customer.number, value), ...changes };
    const { id } = (await submitCharge(context, clerk, input({ body, idempotencyKey: idempotencyKey() }))).body;
    return await read(id);
  };
  const decide = async (who: typeof clerk, { id, revision, stage }: Charge, decision: object = {}): Promise<Charge> => {
    const body = { decision: 'approve' as const, revision, stage, ...decision };
    await decideApproval(context, who, input({ params: { requestId: id }, body, idempotencyKey: idempotencyKey() }));
    return await read(id);
  };
  return {
    ...company,
    customer,
    room,
    read,
    submit,
    decide,
    returned: async () => decide(reviewer, await submit('9000.00'), { decision: 'return', comment: '请补充合同' }),
    rejected: async () => decide(reviewer, await submit('9000.00'), { decision: 'reject', comment: '不应收取' }),
    approvedTwice: async () => decide(finance, await decide(reviewer, await submit('50000.00'))),
    resubmit: async ({ id, revision, history }: Charge, value: string): Promise<Charge> => {
      const { customerId: _, customerNumber: __, ...body } = chargeBody(customer.id as CustomerId, '', value);
      const ifMatch = `"${revision}.${history.length}"`;
      const request = { params: { chargeId: id }, body, ifMatch, idempotencyKey: idempotencyKey() };
      await resubmitCharge(context, clerk, input(request));
      return await read(id);
    },
  };
}

export type CompanyWithMail = Awaited<ReturnType<typeof companyWithMail>>;
