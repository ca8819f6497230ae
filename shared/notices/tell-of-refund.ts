import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import { type RefundNews, type ToldRefundState, toldRefundStates } from '../mails/refund-mails.ts';
import type { Customer } from '../model/customer-record.ts';
import type { Refund } from '../model/refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { askForArrival } from '../tasks/arrival-task.ts';
import { readUser } from '../users/read-user.ts';
import type { MailNotice, Notice } from './mailer.ts';
import { maskedAccount, refundMailData } from './refund-mail-data.ts';
import { tellOnce } from './tell-once.ts';
import { type CustomerTeller, noticeToCustomer } from './to-customer.ts';

/** One change of a refund, as the table's stream tells it. */
interface RefundChange {
  readonly before: Refund | undefined;
  readonly after: Refund;
}

/**
 * Tells the customer each step of his refund by the way he prefers, and the colleague who asked for it how it ended (B13,
 * B21); each state once, whatever comes twice. Once it is paid, somebody gets the task to ask whether it arrived. The mail that it was paid comes with the voucher and is sent by the step
 * that makes it; whoever wants a short message or a call hears of it here. Cashiers are told by the payment gateway.
 */
export async function tellOfRefund(
  context: LedgerContext,
  teller: CustomerTeller,
  { before, after }: RefundChange,
): Promise<void> {
  const { state } = after;
  // Reported missing after it was said to be there, it is paid again; that is news to nobody.
  if (!isTold(state) || before?.state === state || before?.state === 'arrived') return;
  if (state === 'paid') await askForArrival(context, after);
  await tellOnce(context, teller, { requestId: after.id, name: `refund#${state}` }, async () => {
    const customer = await readProfile(context.table, after.customerId);
    invariant(customer !== undefined, `refund ${after.id} has a customer`);
    return [
      ...customerNotices(context, teller, after, state, customer),
      ...(await makerNotices(context, after, state, customer)),
    ];
  });
}

function isTold(state: Refund['state']): state is ToldRefundState {
  return (toldRefundStates as readonly string[]).includes(state);
}

function customerNotices(
  context: LedgerContext,
  teller: CustomerTeller,
  refund: Refund,
  state: ToldRefundState,
  customer: Customer,
): Notice[] {
  if (state === 'paid' && customer.preferredChannel === 'email') return [];
  const about = { customer, request: refund, event: `refund-${state}` };
  const data = refundNewsOf(refund, state, customer.name);
  const notice = noticeToCustomer(context, teller, about, {
    template: 'refund-news',
    language: customer.language,
    data,
  });
  return notice === undefined ? [] : [notice];
}

/** What the customer reads of a refund in a state it has come to. */
export function refundNewsOf(refund: Refund, state: ToldRefundState, customerName: string): RefundNews {
  const attempt = refund.attempts.at(-1);
  const account = maskedAccount(refund.payout);
  // Why a payment failed is what colleagues write to each other; the mail itself says what the customer does next.
  const reason = state === 'failed' ? undefined : reasonOf(refund, state);
  return {
    ...refundMailData(refund, customerName),
    state,
    ...(account === undefined ? {} : { maskedAccount: account }),
    ...(reason === undefined ? {} : { reason }),
    ...(refund.voucherNumber === undefined ? {} : { voucherNumber: refund.voucherNumber }),
    ...(attempt?.reference === undefined ? {} : { bankReference: attempt.reference }),
    ...(attempt?.paidOn === undefined ? {} : { paidOn: attempt.paidOn }),
  };
}

/** Why it was refused, or why the money did not arrive; a step that says nothing has no reason. */
function reasonOf({ history, attempts }: Refund, state: ToldRefundState): string | undefined {
  if (state === 'rejected') return history.findLast(({ to }) => to === 'rejected')?.reason;
  return state === 'failed' ? attempts.at(-1)?.problem : undefined;
}

/** A customer who asked himself is told as the customer; whoever took the last step knows it. */
async function makerNotices(
  context: LedgerContext,
  refund: Refund,
  state: ToldRefundState,
  customer: Customer,
): Promise<MailNotice[]> {
  if (state === 'in-review' || state === 'approved' || refund.askedByCustomer) return [];
  const last = refund.history.at(-1);
  const maker = await readUser(context.table, refund.maker);
  if (maker === undefined || maker.disabled || last?.by === maker.id) return [];
  const reason = reasonOf(refund, state);
  return [
    {
      recipient: maker.id,
      to: maker.email,
      mail: {
        template: 'refund-ended',
        language: maker.language,
        data: {
          ...refundMailData(refund, customer.name),
          readerName: maker.name,
          state,
          endedBy: last?.by ?? '',
          ...(reason === undefined ? {} : { reason }),
        },
      },
    },
  ];
}
