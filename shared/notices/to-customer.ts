import { type CustomerMail, shortText } from '../mails/short-text.ts';
import type { Customer } from '../model/customer-record.ts';
import type { ChargeId, CustomerId, RequestId, UserId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { makeTask, newTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';
import type { Notice, Teller } from './mailer.ts';
import { toE164 } from './phone-number.ts';
import type { Texter } from './texter.ts';

/** What telling customers takes: they may want a short message, or be called. */
export interface CustomerTeller extends Teller {
  readonly texter: Texter;
  /** The address of the page where the customer of a charge may answer, once (A29). */
  feedbackLink(id: ChargeId): Promise<string>;
}

/** What the news is about; whoever made it is asked to call. */
interface ToldRequest {
  readonly id: RequestId;
  readonly customerId: CustomerId;
  readonly amount: Money;
  readonly maker: UserId;
}

/**
 * News of a request by the way its customer prefers (A24): a mail, a short message, or a task for a colleague to call
 * him. A number no short message can reach is called, so that nobody is left untold. `event` names the news within the
 * case: telling it again meets the same task.
 */
export function noticeToCustomer(
  context: LedgerContext,
  { texter }: Pick<CustomerTeller, 'texter'>,
  { customer, request, event }: { customer: Customer; request: ToldRequest; event: string },
  mail: CustomerMail,
): Notice | undefined {
  const recipient = 'customer';
  const way = wayTo(customer);
  if (way === undefined) return undefined;
  if (way.by === 'email') return { recipient, to: way.to, mail };
  if (way.by === 'sms') return { recipient, deliver: () => texter.send(way.to, shortText(mail)) };
  return { recipient, deliver: () => askToCall(context, request, event) };
}

/** How a customer is told: by the way he prefers, as far as it leads to him; absent where there is none. */
export function wayTo({
  preferredChannel,
  email,
  phone,
}: Customer): { by: 'email' | 'sms'; to: string } | { by: 'phone' } | undefined {
  if (preferredChannel === 'email') return email === undefined ? undefined : { by: 'email', to: email };
  const number = preferredChannel === 'sms' ? toE164(phone ?? '') : undefined;
  return number === undefined ? { by: 'phone' } : { by: 'sms', to: number };
}

async function askToCall(context: LedgerContext, request: ToldRequest, event: string): Promise<void> {
  const owner = await taskOwner(context.table, request.maker);
  await makeTask(context, newTask(request, { kind: 'call', name: `call-${event}`, owner, now: context.clock() }));
}
