import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { importPrefixes } from '../../shared/model/import.ts';
import { CapabilityFunction, type CommonFunctionProps } from '../constructs/capability-function.ts';
import type { OutgoingMail } from '../constructs/outgoing-mail.ts';
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import { ApprovalWorkflow, grantReportOutcome } from '../workflows/approval-workflow.ts';
import { ImportWorkflow } from '../workflows/import-workflow.ts';
import { timeouts } from './timeouts.ts';

/** First letters of the key of every voucher of a paid refund, as shared/runtime/s3-refund-vouchers.ts makes them. */
const refundVoucherPrefix = 'refund-vouchers/';

export interface ApprovalWorkflowParts {
  readonly mail: OutgoingMail;
  readonly vouchers: PrivateBucket;
  /** The capability that signs links to vouchers. */
  readonly signing: CapabilityFunction;
}

/** The workflow of requests, and the functions it calls. */
export function addApprovalWorkflow(scope: Construct, common: CommonFunctionProps, parts: ApprovalWorkflowParts) {
  const approvalStep = addApprovalStep(scope, common, parts.mail);
  const payoutStep = addPayoutStep(scope, common, parts.mail);
  const refundVoucher = addRefundVoucher(scope, common, parts);
  const workflow = new ApprovalWorkflow(scope, 'ApprovalWorkflow', {
    settings: common.settings,
    approvalStep,
    payoutStep,
    refundVoucher,
  });
  return { approvalStep, payoutStep, refundVoucher, workflow };
}

function addApprovalStep(scope: Construct, common: CommonFunctionProps, mail: OutgoingMail): CapabilityFunction {
  const step = new CapabilityFunction(scope, 'approval-step', {
    ...common,
    description: 'Workflow step: keeps the task token beside the request and tells the people of the stage',
    timeoutSeconds: timeouts.step,
  });
  common.ledger.grantRead(step, 'request', 'user', 'member', 'delegation', 'customer');
  common.ledger.grantKeepTokens(step);
  mail.grantSend(step);
  grantReportOutcome(step);
  return step;
}

function addPayoutStep(scope: Construct, common: CommonFunctionProps, mail: OutgoingMail): CapabilityFunction {
  const step = new CapabilityFunction(scope, 'payout-step', {
    ...common,
    description: 'Workflow step: orders the payout of a refund, tells the cashiers and keeps the task token',
    timeoutSeconds: timeouts.step,
  });
  common.ledger.grantRead(step, 'request', 'member', 'customer', 'notice');
  common.ledger.grantKeepTokens(step);
  common.ledger.grantRememberNotices(step);
  mail.grantSend(step);
  grantReportOutcome(step);
  return step;
}

/** Makes and keeps the vouchers of refunds; the API signs links to them. */
function addRefundVoucher(
  scope: Construct,
  common: CommonFunctionProps,
  { mail, vouchers, signing }: ApprovalWorkflowParts,
): CapabilityFunction {
  const step = new CapabilityFunction(scope, 'refund-voucher', {
    ...common,
    description: 'Workflow step: makes the voucher of a paid refund, keeps it and mails it',
    timeoutSeconds: timeouts.stream,
    // A font with every Chinese character is read as a whole.
    memoryMegabytes: 1024,
  });
  const objects = vouchers.arnForObjects(`${refundVoucherPrefix}*`);
  step.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }));
  step.tell('VOUCHER_BUCKET', vouchers.bucketName);
  signing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }));
  common.ledger.grantRead(step, 'request', 'customer', 'notice');
  common.ledger.grantRememberNotices(step);
  mail.grantSendFiles(step);
  return step;
}

export interface ImportWorkflowParts {
  readonly bucket: PrivateBucket;
  /** The capability that signs upload forms and links to results. */
  readonly signing: CapabilityFunction;
  readonly requestEvents: CapabilityFunction;
  readonly sweep: CapabilityFunction;
}

/** The workflow of files of charges: the API signs for them, its steps read them and enter their rows. */
export function addImportWorkflow(
  scope: Construct,
  common: CommonFunctionProps,
  { bucket, signing, requestEvents, sweep }: ImportWorkflowParts,
) {
  const { ledger, settings } = common;
  const uploads = bucket.arnForObjects(`${importPrefixes.uploads}*`);
  const work = bucket.arnForObjects(`${importPrefixes.work}*`);
  signing.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [uploads] }));
  signing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [work] }));
  signing.tell('VOUCHER_BUCKET', bucket.bucketName);

  const step = new CapabilityFunction(scope, 'import-step', {
    ...common,
    description: 'Workflow step: checks a file of charges, enters the next of its rows, writes its result',
    timeoutSeconds: timeouts.sweep,
    memoryMegabytes: 1024,
  });
  step.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [uploads, work] }));
  step.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [work] }));
  step.tell('VOUCHER_BUCKET', bucket.bucketName);
  ledger.grantRead(step, 'import', 'request', 'customer', 'uniqueNumber', 'policy', 'user', 'period');
  // What else a customer was charged lately, against splitting.
  ledger.grantBrowse(step, 'GSI3');
  ledger.grantKeepImports(step);
  ledger.grantWriteRequests(step);
  ledger.grantPost(step);

  const workflow = new ImportWorkflow(scope, 'ImportWorkflow', { settings, importStep: step });
  // A shard of the stream takes two readers, so whoever follows requests also sees that an import was confirmed.
  workflow.grantStart(requestEvents);
  ledger.grantRead(sweep, 'import');
  workflow.grantStart(sweep);
  workflow.grantLookAfter(sweep);
  return { step, workflow };
}
