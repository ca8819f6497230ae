import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { CapabilityFunction, type CommonFunctionProps } from '../constructs/capability-function.ts';
import type { OutgoingMail } from '../constructs/outgoing-mail.ts';
import { grantSendTexts } from '../constructs/outgoing-texts.ts';
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { type ApprovalWorkflow, grantReportOutcome } from '../workflows/approval-workflow.ts';
import { timeouts } from './timeouts.ts';

export interface RequestEventsParts {
  readonly mail: OutgoingMail;
  readonly workflow: ApprovalWorkflow;
  /** Where the links in mails and short messages lead. */
  readonly publicUrl: string;
}

/** What follows from a change of a request. */
export function addRequestEvents(
  scope: Construct,
  common: CommonFunctionProps,
  { mail, workflow, publicUrl }: RequestEventsParts,
) {
  const { ledger } = common;
  const consumer = new CapabilityFunction(scope, 'request-events', {
    ...common,
    description: 'Follows requests: starts workflows, reports decisions to them, sends mail',
    timeoutSeconds: timeouts.stream,
  });
  ledger.grantRead(consumer, 'request', 'customer', 'user', 'entry', 'notice', 'member', 'delegation', 'policy');
  // Prepaid money that runs out: the level is policy, the deposit that runs out is the customer's latest.
  ledger.grantRead(consumer, 'policy', 'alert');
  ledger.grantBrowse(consumer, 'GSI3');
  ledger.grantKeepAlerts(consumer);
  ledger.grantRememberNotices(consumer);
  // Links are signed, and calls are set down as tasks beside the request.
  ledger.grantReadSecret(consumer, 'feedback');
  ledger.grantMakeSecret(consumer, 'feedback');
  ledger.grantWriteRequests(consumer);
  grantSendTexts(consumer);
  consumer.tell('PUBLIC_URL', publicUrl);
  mail.grantSend(consumer);
  workflow.grantStart(consumer);
  grantReportOutcome(consumer);
  const { deadLetters } = new StreamConsumer(scope, 'RequestEvents', {
    ledger,
    consumer,
    kinds: ['request', 'import', 'customer', 'policy'],
    eventNames: ['INSERT', 'MODIFY'],
    batchSize: 25,
    // A mail takes some 50 ms: one batch after the other, a shard would follow no more than 20 changes a second.
    lanes: 10,
    batchingWindowSeconds: 0,
    // The sweep continues what is set apart here; the others must not wait for it.
    giveUp: 'after ten attempts',
  });
  return { consumer, deadLetters };
}

/** Every change of the table, archived. */
export function addAuditArchive(scope: Construct, common: CommonFunctionProps, audit: PrivateBucket) {
  const consumer = new CapabilityFunction(scope, 'audit-archive', {
    ...common,
    description: 'Follows the table: keeps before and after of every change under object lock',
    timeoutSeconds: timeouts.stream,
  });
  consumer.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [audit.arnForObjects('*')] }));
  consumer.tell('AUDIT_BUCKET', audit.bucketName);
  const { deadLetters } = new StreamConsumer(scope, 'AuditArchive', {
    ledger: common.ledger,
    consumer,
    // Search tokens, number guards and mail notes are left out: they follow from what is archived.
    kinds: [
      'customer',
      'entry',
      'request',
      'user',
      'member',
      'delegation',
      'policy',
      'import',
      'alert',
      'finding',
      'reconciliation',
      'period',
    ],
    eventNames: ['INSERT', 'MODIFY', 'REMOVE'],
    batchSize: 100,
    lanes: 1,
    batchingWindowSeconds: 5,
    // An archive may be late, but must not have a gap.
    giveUp: 'after twenty hours',
  });
  return { consumer, deadLetters };
}
