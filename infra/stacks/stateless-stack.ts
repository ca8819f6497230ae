import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { importPrefixes } from '../../shared/model/import.ts';
import { ArrivalRule } from '../constructs/arrival-rule.ts';
import {
  CapabilityFunction,
  type CapabilityFunctionProps,
  type FunctionCode,
} from '../constructs/capability-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { FeeLedgerApi } from '../constructs/fee-ledger-api.ts';
import type { LedgerTable } from '../constructs/ledger-table.ts';
import { OperationsAlarms } from '../constructs/operations-alarms.ts';
import { OutgoingMail } from '../constructs/outgoing-mail.ts';
import { grantSendTexts } from '../constructs/outgoing-texts.ts';
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';
import type { UserDirectory } from '../constructs/user-directory.ts';
import type { StageSettings } from '../stages.ts';
import { ApprovalWorkflow, grantReportOutcome } from '../workflows/approval-workflow.ts';
import { ImportWorkflow } from '../workflows/import-workflow.ts';
import { addCapabilities } from './capabilities.ts';

export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  readonly ledger: LedgerTable;
  readonly users: UserDirectory;
  readonly audit: PrivateBucket;
  readonly vouchers: PrivateBucket;
}

/** Seconds; an HTTP caller waits for at most half a minute, a stream and the sweep have more to do. */
const timeouts = { http: 15, step: 30, stream: 60, sweep: 120, night: 900 } as const;

/** First letters of every key of a voucher file, as shared/vouchers/voucher-store.ts makes them. */
const voucherPrefix = 'vouchers/';
/** And of the voucher of a paid refund, as shared/runtime/s3-refund-vouchers.ts makes them. */
const refundVoucherPrefix = 'refund-vouchers/';

/** Everything that can be deployed anew at any time: API, functions, workflow, stream consumers, schedule, mail, alarms. */
export class StatelessStack extends Stack {
  private readonly settings: StageSettings;
  private readonly code: FunctionCode;
  private readonly ledger: LedgerTable;

  readonly api: FeeLedgerApi;
  readonly workflow: ApprovalWorkflow;
  readonly alarms: OperationsAlarms;
  readonly approvalStep: CapabilityFunction;
  readonly payoutStep: CapabilityFunction;
  readonly refundVoucher: CapabilityFunction;
  readonly auditArchive: CapabilityFunction;
  /** Every function of the stack. */
  readonly functions: readonly CapabilityFunction[];
  readonly mailingFunctions: readonly CapabilityFunction[];
  /** Functions that send short messages. */
  readonly textingFunctions: readonly CapabilityFunction[];
  /** Functions that tell a waiting workflow what was decided. */
  readonly reportingFunctions: readonly CapabilityFunction[];
  readonly sweep: CapabilityFunction;
  readonly vouchers: CapabilityFunction;
  readonly voucherCheck: CapabilityFunction;
  readonly imports: CapabilityFunction;
  readonly importStep: CapabilityFunction;
  readonly importWorkflow: ImportWorkflow;
  readonly streamDeadLetters: readonly DeadLetterQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];

  constructor(
    scope: Construct,
    id: string,
    { settings, code, ledger, users, audit, vouchers, ...props }: StatelessStackProps,
  ) {
    super(scope, id, props);
    this.settings = settings;
    this.code = code;
    this.ledger = ledger;

    const capabilities = addCapabilities(ledger, (name, description, memoryMegabytes) =>
      this.addFunction(name, {
        ...{ description, timeoutSeconds: timeouts.http },
        ...(memoryMegabytes === undefined ? {} : { memoryMegabytes }),
      }),
    );
    this.api = new FeeLedgerApi(this, 'Api', { settings, users, capabilities });

    const mail = new OutgoingMail(this, 'Mail', { settings });
    this.approvalStep = this.addApprovalStep(mail);
    this.payoutStep = this.addPayoutStep(mail);
    this.refundVoucher = this.addRefundVoucher(mail, vouchers, capabilities.vouchers);
    this.workflow = new ApprovalWorkflow(this, 'ApprovalWorkflow', {
      settings,
      approvalStep: this.approvalStep,
      payoutStep: this.payoutStep,
      refundVoucher: this.refundVoucher,
    });
    const requestEvents = this.addRequestEvents(mail, this.workflow);
    const archive = this.addAuditArchive(audit);
    const sweep = this.addDeadlineSweep(mail, this.workflow);
    const followUps = this.addDailyFollowUps(mail);
    const control = this.addNightlyControl(mail);
    const voucherCheck = this.addVoucherFiles(vouchers, capabilities.vouchers);
    const imports = this.addImports(vouchers, capabilities.imports, requestEvents.consumer, sweep.target);
    this.textingFunctions = [requestEvents.consumer, followUps.target];
    this.imports = capabilities.imports;
    this.importStep = imports.step;
    this.importWorkflow = imports.workflow;
    this.vouchers = capabilities.vouchers;
    this.voucherCheck = voucherCheck.target;
    this.auditArchive = archive.consumer;
    this.sweep = sweep.target;
    const steps = [this.approvalStep, this.payoutStep, this.refundVoucher];
    const streamConsumers = [requestEvents.consumer, archive.consumer];
    this.functions = [
      ...Object.values(capabilities),
      ...steps,
      ...streamConsumers,
      sweep.target,
      followUps.target,
      control.target,
      voucherCheck.target,
      imports.step,
      imports.arrival,
    ];
    this.mailingFunctions = [...steps, requestEvents.consumer, sweep.target, followUps.target, control.target];
    this.reportingFunctions = [this.approvalStep, this.payoutStep, requestEvents.consumer, sweep.target];
    this.streamDeadLetters = [requestEvents.deadLetters, archive.deadLetters];
    const deadLetters = {
      'request-events': requestEvents.deadLetters,
      'audit-archive': archive.deadLetters,
      'deadline-sweep': sweep.deadLetters,
      'daily-follow-ups': followUps.deadLetters,
      'nightly-control': control.deadLetters,
      'voucher-check': voucherCheck.deadLetters,
      'import-arrival': imports.deadLetters,
    };
    this.deadLetters = Object.values(deadLetters);

    this.alarms = new OperationsAlarms(this, 'Alarms', {
      settings,
      streamConsumers,
      functions: this.functions,
      deadLetters,
      workflow: this.workflow.stateMachine,
      importWorkflow: this.importWorkflow.stateMachine,
      apiStage: this.api.stage,
    });

    new CfnOutput(this, 'ApiUrl', { value: this.api.api.apiEndpoint });
    new CfnOutput(this, 'StateMachineArn', { value: this.workflow.stateMachine.stateMachineArn });
  }

  private addApprovalStep(mail: OutgoingMail): CapabilityFunction {
    const step = this.addFunction('approval-step', {
      description: 'Workflow step: keeps the task token beside the request and tells the people of the stage',
      timeoutSeconds: timeouts.step,
    });
    this.ledger.grantRead(step, 'request', 'user', 'member', 'delegation', 'customer');
    this.ledger.grantKeepTokens(step);
    mail.grantSend(step);
    grantReportOutcome(step);
    return step;
  }

  private addPayoutStep(mail: OutgoingMail): CapabilityFunction {
    const step = this.addFunction('payout-step', {
      description: 'Workflow step: orders the payout of a refund, tells the cashiers and keeps the task token',
      timeoutSeconds: timeouts.step,
    });
    this.ledger.grantRead(step, 'request', 'member', 'customer', 'notice');
    this.ledger.grantKeepTokens(step);
    this.ledger.grantRememberNotices(step);
    mail.grantSend(step);
    grantReportOutcome(step);
    return step;
  }

  /** Makes and keeps the vouchers of refunds; the API signs links to them. */
  private addRefundVoucher(mail: OutgoingMail, bucket: PrivateBucket, signing: CapabilityFunction): CapabilityFunction {
    const step = this.addFunction('refund-voucher', {
      description: 'Workflow step: makes the voucher of a paid refund, keeps it and mails it',
      timeoutSeconds: timeouts.stream,
      // A font with every Chinese character is read as a whole.
      memoryMegabytes: 1024,
    });
    const objects = bucket.arnForObjects(`${refundVoucherPrefix}*`);
    step.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }));
    step.tell('VOUCHER_BUCKET', bucket.bucketName);
    signing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }));
    this.ledger.grantRead(step, 'request', 'customer', 'notice');
    this.ledger.grantRememberNotices(step);
    mail.grantSendFiles(step);
    return step;
  }

  private addRequestEvents(mail: OutgoingMail, workflow: ApprovalWorkflow) {
    const consumer = this.addFunction('request-events', {
      description: 'Follows requests: starts workflows, reports decisions to them, sends mail',
      timeoutSeconds: timeouts.stream,
    });
    this.ledger.grantRead(consumer, 'request', 'customer', 'user', 'entry', 'notice', 'member', 'delegation', 'policy');
    // Prepaid money that runs out: the level is policy, the deposit that runs out is the customer's latest.
    this.ledger.grantRead(consumer, 'policy', 'alert');
    this.ledger.grantBrowse(consumer, 'GSI3');
    this.ledger.grantKeepAlerts(consumer);
    this.ledger.grantRememberNotices(consumer);
    // Links are signed, and calls are set down as tasks beside the request.
    this.ledger.grantReadSecret(consumer, 'feedback');
    this.ledger.grantMakeSecret(consumer, 'feedback');
    this.ledger.grantWriteRequests(consumer);
    grantSendTexts(consumer);
    consumer.tell('PUBLIC_URL', this.api.api.apiEndpoint);
    mail.grantSend(consumer);
    workflow.grantStart(consumer);
    grantReportOutcome(consumer);
    const { deadLetters } = new StreamConsumer(this, 'RequestEvents', {
      ledger: this.ledger,
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

  private addAuditArchive(audit: PrivateBucket) {
    const consumer = this.addFunction('audit-archive', {
      description: 'Follows the table: keeps before and after of every change under object lock',
      timeoutSeconds: timeouts.stream,
    });
    consumer.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [audit.arnForObjects('*')] }));
    consumer.tell('AUDIT_BUCKET', audit.bucketName);
    const { deadLetters } = new StreamConsumer(this, 'AuditArchive', {
      ledger: this.ledger,
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

  private addDeadlineSweep(mail: OutgoingMail, workflow: ApprovalWorkflow) {
    const deadLetters = new DeadLetterQueue(this, 'SweepDeadLetters');
    const target = this.addFunction('deadline-sweep', {
      description: 'Reminds of what is due, hands on what is overdue, and finds what a lost event left behind',
      timeoutSeconds: timeouts.sweep,
      deadLetterQueue: deadLetters,
    });
    // Inboxes; refunds by month, after a restart.
    this.ledger.grantBrowse(target, 'GSI1', 'GSI2');
    this.ledger.grantRead(target, 'request', 'policy', 'member', 'delegation', 'user', 'customer', 'notice');
    // It hands stages on that nobody decides, reminds of them, and ends refunds whose time is up, which frees their money.
    this.ledger.grantWriteRequests(target);
    this.ledger.grantReleaseMoney(target);
    this.ledger.grantRememberNotices(target);
    mail.grantSend(target);
    workflow.grantStart(target);
    workflow.grantLookAfter(target);
    grantReportOutcome(target);
    new SweepSchedule(this, 'SweepSchedule', {
      target,
      deadLetters,
      expression: 'rate(5 minutes)',
      retrySeconds: 300,
      description: 'Deadlines, and steps that never happened',
    });
    return { target, deadLetters };
  }

  private addDailyFollowUps(mail: OutgoingMail) {
    const deadLetters = new DeadLetterQueue(this, 'FollowUpDeadLetters');
    const target = this.addFunction('daily-follow-ups', {
      description: 'Makes follow-up tasks for what is due and not paid, and tells of low balances',
      // A level raised for many is told to all of them on one morning.
      timeoutSeconds: timeouts.night,
      deadLetterQueue: deadLetters,
    });
    this.ledger.grantBrowse(target, 'GSI3');
    this.ledger.grantRead(target, 'request', 'user', 'member', 'customer', 'policy', 'alert', 'notice');
    this.ledger.grantWriteRequests(target);
    this.ledger.grantRememberNotices(target);
    mail.grantSend(target);
    grantSendTexts(target);
    new SweepSchedule(this, 'FollowUpSchedule', {
      target,
      deadLetters,
      expression: 'cron(30 8 * * ? *)',
      timezone: this.settings.businessZone,
      retrySeconds: 3_600,
      description: 'Follow-up tasks, every morning before work begins',
    });
    return { target, deadLetters };
  }

  /** Holds all books against the journal; it may read everything and write what it found. */
  private addNightlyControl(mail: OutgoingMail) {
    const deadLetters = new DeadLetterQueue(this, 'NightlyControlDeadLetters');
    const target = this.addFunction('nightly-control', {
      description: 'Every night: recomputes all balances from the journal and keeps what does not agree',
      timeoutSeconds: timeouts.night,
      // Computing time comes with memory.
      memoryMegabytes: 1024,
      deadLetterQueue: deadLetters,
    });
    const { ledger } = this;
    ledger.grantReadEverything(target);
    ledger.grantRead(target, 'customer', 'entry', 'request', 'policy', 'user', 'member', 'notice');
    ledger.grantRead(target, 'alert', 'finding', 'reconciliation');
    ledger.grantBrowse(target, 'GSI3');
    ledger.grantKeepFindings(target);
    ledger.grantKeepAlerts(target);
    ledger.grantRememberNotices(target);
    mail.grantSend(target);
    new SweepSchedule(this, 'NightlyControlSchedule', {
      target,
      deadLetters,
      expression: 'cron(30 2 * * ? *)',
      timezone: this.settings.businessZone,
      retrySeconds: 3_600,
      description: 'Internal control, every night',
    });
    return { target, deadLetters };
  }

  /** Who may do what with the files themselves: the API signs for them, the check reads them. Nobody deletes one. */
  private addVoucherFiles(bucket: PrivateBucket, signing: CapabilityFunction) {
    const objects = bucket.arnForObjects(`${voucherPrefix}*`);
    // A signed form or link can do what its signer may do, and only until the signer's own permission ends.
    signing.allow(new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject'], resources: [objects] }));
    signing.tell('VOUCHER_BUCKET', bucket.bucketName);
    const deadLetters = new DeadLetterQueue(this, 'VoucherCheckDeadLetters');
    const target = this.addFunction('voucher-check', {
      description: 'Checks a voucher file after it arrived',
      timeoutSeconds: timeouts.sweep,
      // A picture of fifty million pixels takes this much while it is decoded.
      memoryMegabytes: 3008,
      deadLetterQueue: deadLetters,
    });
    target.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }));
    target.tell('VOUCHER_BUCKET', bucket.bucketName);
    this.ledger.grantRead(target, 'request');
    this.ledger.grantKeepVouchers(target);
    new ArrivalRule(this, 'VoucherArrival', {
      bucket,
      keyPrefix: voucherPrefix,
      target,
      deadLetters,
      description: 'A voucher file arrived',
    });
    return { target, deadLetters };
  }

  /** Files of charges: the API signs for them, the steps of the workflow read them and enter their rows. */
  private addImports(
    bucket: PrivateBucket,
    signing: CapabilityFunction,
    requestEvents: CapabilityFunction,
    sweep: CapabilityFunction,
  ) {
    const uploads = bucket.arnForObjects(`${importPrefixes.uploads}*`);
    const work = bucket.arnForObjects(`${importPrefixes.work}*`);
    signing.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [uploads] }));
    signing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [work] }));
    signing.tell('VOUCHER_BUCKET', bucket.bucketName);

    const step = this.addFunction('import-step', {
      description: 'Workflow step: checks a file of charges, enters the next of its rows, writes its result',
      timeoutSeconds: timeouts.sweep,
      memoryMegabytes: 1024,
    });
    step.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [uploads, work] }));
    step.allow(new PolicyStatement({ actions: ['s3:PutObject'], resources: [work] }));
    step.tell('VOUCHER_BUCKET', bucket.bucketName);
    this.ledger.grantRead(step, 'import', 'request', 'customer', 'uniqueNumber', 'policy', 'user', 'period');
    this.ledger.grantKeepImports(step);
    this.ledger.grantWriteRequests(step);
    this.ledger.grantPost(step);

    const workflow = new ImportWorkflow(this, 'ImportWorkflow', { settings: this.settings, importStep: step });
    // A shard of the stream takes two readers, so whoever follows requests also sees that an import was confirmed.
    workflow.grantStart(requestEvents);
    this.ledger.grantRead(sweep, 'import');
    workflow.grantStart(sweep);
    workflow.grantLookAfter(sweep);
    const deadLetters = new DeadLetterQueue(this, 'ImportArrivalDeadLetters');
    const arrival = this.addFunction('import-arrival', {
      description: 'Starts the check of a file of charges that arrived',
      timeoutSeconds: timeouts.step,
      deadLetterQueue: deadLetters,
    });
    this.ledger.grantRead(arrival, 'import');
    this.ledger.grantKeepImports(arrival);
    workflow.grantStart(arrival);
    new ArrivalRule(this, 'ImportArrival', {
      bucket,
      keyPrefix: importPrefixes.uploads,
      target: arrival,
      deadLetters,
      description: 'A file of charges arrived',
    });
    return { step, arrival, workflow, deadLetters };
  }

  private addFunction(
    name: string,
    props: Pick<CapabilityFunctionProps, 'description' | 'timeoutSeconds' | 'memoryMegabytes' | 'deadLetterQueue'>,
  ): CapabilityFunction {
    return new CapabilityFunction(this, name, {
      settings: this.settings,
      code: this.code,
      ledger: this.ledger,
      ...props,
    });
  }
}
