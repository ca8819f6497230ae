import { readCalendar } from '../arrivals/working-calendar.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ApprovalStage } from '../model/approval-policy.ts';
import type { Customer } from '../model/customer-record.ts';
import type { CustomerId, UserId } from '../model/ids.ts';
import { readInForce } from '../policies/agreed-policy.ts';
import { readApprovalPolicy, stagesFor } from '../policies/approval-policy.ts';
import { refundPolicy } from '../policies/refund-policy.ts';
import { refundTogether } from '../splitting/refund-together.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { accountPrint } from '../table/items/refund-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { floodOf } from './flood.ts';
import { quoteRefund, type RefundAsked, type RefundQuote } from './quote.ts';
import { routeBack } from './route-back.ts';
import { sourceLeft } from './source-left.ts';

interface RefundAsker {
  readonly customer: Pick<Customer, 'id' | 'group'>;
  readonly maker: UserId;
  readonly askedByCustomer: boolean;
  /** Whether he may have it sent another way than it came. */
  readonly mayDeviate: boolean;
}

/** A quote with the approvals the refund needs. */
export interface Judgement {
  readonly quote: RefundQuote;
  readonly stages: readonly ApprovalStage[];
  readonly policyVersion: number;
  /** Why it needs more approvals than its amount alone (H5). */
  readonly together?: string;
}

/**
 * What policies and the ledger say of a refund now: the same for the quote and for the submission. Refuses with
 * REFUND_SOURCE_NOT_FOUND a charge or deposit that is not this customer's, not posted, or of another currency.
 */
export async function judgeRefund(
  context: LedgerContext,
  asked: RefundAsked,
  { customer, maker, askedByCustomer, mayDeviate }: RefundAsker,
): Promise<Judgement> {
  const { table, zone } = context;
  const now = context.clock();
  const [policy, approvals, calendar, { head, left }] = await Promise.all([
    readInForce(table, refundPolicy, now),
    readApprovalPolicy(table, now),
    readCalendar(table),
    leftNow(table, customer.id, asked),
  ]);
  const isNamed = asked.source.from === 'charge' || (asked.source.from === 'prepaid' && asked.source.depositId);
  if (isNamed && left.charge === undefined && left.deposit === undefined) {
    throw new DomainError('REFUND_SOURCE_NOT_FOUND');
  }
  const route = await routeBack(table, customer.id, left);
  const quote = quoteRefund(policy, asked, {
    ...{ now, zone, calendar: calendar.content, customerGroup: customer.group, left, mayDeviate },
    ...(route === undefined ? {} : { route }),
  });
  const flood = await floodOf(table, head, { askedByCustomer });
  const staged = await refundTogether(
    context,
    { policy: approvals, windowDays: policy.content.splittingWindowDays },
    {
      customerId: customer.id,
      customerGroup: customer.group,
      account: asked.payout && accountPrint(asked.payout),
      amount: asked.amount,
      maker,
      now,
    },
  );
  return {
    quote: flood === undefined ? quote : { ...quote, obstacles: [...quote.obstacles, flood] },
    stages: stagesFor(approvals, { kind: 'refund', customerGroup: customer.group, amount: staged.stageBy }),
    policyVersion: approvals.version,
    ...(staged.why === undefined ? {} : { together: staged.why }),
  };
}

const looks = 5;

/**
 * The head and what is left of the source beside it. What is read after a head may be newer than it: then both are read
 * again, so that nobody is refused for money that is counted twice.
 */
async function leftNow(table: LedgerTable, customerId: CustomerId, { amount, source }: RefundAsked) {
  let head = await readHead(table, customerId, amount.currency);
  for (let look = 1; ; look += 1) {
    const left = await sourceLeft(table, head, source);
    const now = await readHead(table, customerId, amount.currency);
    if (now.version === head.version || look === looks) return { head, left };
    head = now;
  }
}
