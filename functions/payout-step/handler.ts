import { Logger } from '@aws-lambda-powertools/logger';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { type OrderPayout, orderPayout } from '../../shared/payouts/order-payout.ts';
import { cashierGateway } from '../../shared/payouts/tell-cashiers.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';
import { isTransient } from '../../shared/table/write.ts';

const logger = new Logger();
const ports = once(() => ({
  workflow: sfnApprovalWorkflow(),
  // Another payment gateway is another adapter here.
  gateway: cashierGateway(ledgerContext(), { mailer: sesMailer(), memory: new Map() }, (untold) =>
    logger.error('cashiers could not be told by mail', { untold }),
  ),
}));

/** "Pay out" of the workflow: orders the payout of the attempt that is due and keeps the token its run waits on. */
export async function handler(order: OrderPayout): Promise<void> {
  try {
    await orderPayout(ledgerContext(), ports(), order);
  } catch (error) {
    throw isTransient(error) ? new DomainError('BUSY') : error;
  }
}
