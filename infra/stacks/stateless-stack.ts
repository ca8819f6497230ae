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

export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  readonly ledger: LedgerTable;
  readonly users: UserDirectory;
  readonly audit: PrivateBucket;
  readonly vouchers: PrivateBucket;
}

/** Seconds; an HTTP caller waits for at most half a minute, a stream and the sweep have more to do. */
const timeouts = { http: 15, step: 30, stream: 60, sweep: 120 } as const;

/** First letters of every key of a voucher file, as shared/vouchers/voucher-store.ts makes them. */
const voucherPrefix = 'vouchers/';

/** Everything that can be deployed anew at any time: API, functions, workflow, stream consumers, schedule, mail, alarms. */
export class StatelessStack extends Stack {
  private readonly settings: StageSettings;
  private readonly code: FunctionCode;
  private readonly ledger: LedgerTable;

  readonly api: FeeLedgerApi;
  readonly workflow: ApprovalWorkflow;
  readonly alarms: OperationsAlarms;
  readonly approvalStep: CapabilityFunction;
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

    const capabilities = this.addCapabilities();
    this.api = new FeeLedgerApi(this, 'Api', { settings, users, capabilities });

    const mail = new OutgoingMail(this, 'Mail', { settings });
    this.approvalStep = this.addApprovalStep(mail);
    this.workflow = new ApprovalWorkflow(this, 'ApprovalWorkflow', { settings, approvalStep: this.approvalStep });
    const requestEvents = this.addRequestEvents(mail, this.workflow);
    this.textingFunctions = [requestEvents.consumer];
    const archive = this.addAuditArchive(audit);
    const sweep = this.addDeadlineSweep(mail, this.workflow);
    const followUps = this.addDailyFollowUps();
    const voucherCheck = this.addVoucherFiles(vouchers, capabilities.vouchers);
    const imports = this.addImports(vouchers, capabilities.imports, requestEvents.consumer, sweep.target);
    this.imports = capabilities.imports;
    this.importStep = imports.step;
    this.importWorkflow = imports.workflow;
    this.vouchers = capabilities.vouchers;
    this.voucherCheck = voucherCheck.target;
    this.auditArchive = archive.consumer;
    this.sweep = sweep.target;
    const streamConsumers = [requestEvents.consumer, archive.consumer];
    this.functions = [
      ...Object.values(capabilities),
      this.approvalStep,
      ...streamConsumers,
      sweep.target,
      followUps.target,
      voucherCheck.target,
      imports.step,
      imports.arrival,
    ];
    this.mailingFunctions = [this.approvalStep, requestEvents.consumer, sweep.target];
    this.reportingFunctions = [this.approvalStep, requestEvents.consumer, sweep.target];
    this.streamDeadLetters = [requestEvents.deadLetters, archive.deadLetters];
    this.deadLetters = [
      ...this.streamDeadLetters,
      sweep.deadLetters,
      followUps.deadLetters,
      voucherCheck.deadLetters,
      imports.deadLetters,
    ];

    this.alarms = new OperationsAlarms(this, 'Alarms', {
      settings,
      streamConsumers,
      functions: this.functions,
      deadLetters: {
        'request-events': requestEvents.deadLetters,
        'audit-archive': archive.deadLetters,
        'deadline-sweep': sweep.deadLetters,
        'daily-follow-ups': followUps.deadLetters,
        'voucher-check': voucherCheck.deadLetters,
        'import-arrival': imports.deadLetters,
      },
      workflow: this.workflow.stateMachine,
      importWorkflow: this.importWorkflow.stateMachine,
      apiStage: this.api.stage,
    });

    new CfnOutput(this, 'ApiUrl', { value: this.api.api.apiEndpoint });
    new CfnOutput(this, 'StateMachineArn', { value: this.workflow.stateMachine.stateMachineArn });
  }

  /** The functions behind the API, and what each may see and do. They write to the table only. */
  private addCapabilities() {
    const { ledger } = this;
    const http = (name: string, description: string): CapabilityFunction =>
      this.addFunction(name, { description, timeoutSeconds: timeouts.http });

    const customers = http('customers', 'Customers: create, change, find, balance and entries');
    ledger.grantRead(customers, 'customer', 'searchToken', 'user', 'entry');
    ledger.grantWriteCustomers(customers);

    const charges = http('charges', 'Charges: submit, resubmit, read and list');
    ledger.grantRead(charges, 'request', 'customer', 'policy', 'user', 'entry');
    ledger.grantBrowse(charges, 'GSI1', 'GSI2', 'GSI3');
    ledger.grantWriteRequests(charges);
    // A charge that policy passes without review is posted as it is submitted.
    ledger.grantPost(charges);

    const approvals = http('approvals', 'Approvals: inbox, decisions, and what helps to decide');
    ledger.grantRead(approvals, 'request', 'customer', 'policy', 'user', 'entry', 'delegation');
    // A preview lists the customer's other charges.
    ledger.grantBrowse(approvals, 'GSI1', 'GSI3');
    ledger.grantWriteRequests(approvals);
    // The last approval and the posting are one write.
    ledger.grantPost(approvals);

    const users = http('users', 'The caller, and who decides while somebody is away');
    ledger.grantRead(users, 'user', 'delegation');
    ledger.grantKeepDelegations(users);

    const policies = http('policies', 'Policies: approval tiers, vouchers, autofill, calendar and arrival');
    ledger.grantRead(policies, 'policy', 'user');
    ledger.grantPublishPolicies(policies);

    const templates = http('templates', 'Charge templates, and filling in a charge');
    ledger.grantRead(templates, 'policy', 'user', 'customer', 'request');
    // The customer's earlier charges.
    ledger.grantBrowse(templates, 'GSI3');
    ledger.grantKeepTemplates(templates);

    const arrivals = http('arrivals', 'Arrival of money: estimates, announced payments, late money');
    ledger.grantRead(arrivals, 'request', 'customer', 'policy', 'user', 'member');
    // How many wait before a charge.
    ledger.grantBrowse(arrivals, 'GSI1');
    ledger.grantWriteRequests(arrivals);

    const reports = this.addFunction('reports', {
      description: 'Reports: statistics of charges',
      timeoutSeconds: timeouts.http,
      // The largest report reads 10,000 charges: computing time comes with memory.
      memoryMegabytes: 1024,
    });
    ledger.grantRead(reports, 'request', 'customer', 'user');
    ledger.grantBrowse(reports, 'GSI2');

    const aftercare = http('aftercare', 'After posting: tasks and disputes');
    ledger.grantRead(aftercare, 'request', 'customer', 'user');
    ledger.grantBrowse(aftercare, 'GSI1');
    ledger.grantWriteRequests(aftercare);

    // Whoever has a link may call it: it sees one charge and keeps one answer, and no customer.
    const feedback = http('feedback', 'Feedback of customers by one-time links');
    ledger.grantRead(feedback, 'request', 'secret');
    ledger.grantWriteRequests(feedback);

    const vouchers = http('vouchers', 'Vouchers: announce, list, upload forms and download links');
    ledger.grantRead(vouchers, 'request', 'user');
    // Where else the same file was used.
    ledger.grantBrowse(vouchers, 'GSI3');
    ledger.grantKeepVouchers(vouchers);

    const imports = http('imports', 'Imports: announce, confirm, cancel, upload forms, findings and download links');
    ledger.grantRead(imports, 'import', 'policy', 'user');
    ledger.grantBrowse(imports, 'GSI3');
    ledger.grantKeepImports(imports);

    const documentation = http('documentation', 'OpenAPI document, its page, and what each problem means');

    return {
      customers,
      charges,
      approvals,
      users,
      policies,
      templates,
      arrivals,
      reports,
      aftercare,
      feedback,
      vouchers,
      imports,
      documentation,
    };
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

  private addRequestEvents(mail: OutgoingMail, workflow: ApprovalWorkflow) {
    const consumer = this.addFunction('request-events', {
      description: 'Follows requests: starts workflows, reports decisions to them, sends mail',
      timeoutSeconds: timeouts.stream,
    });
    this.ledger.grantRead(consumer, 'request', 'customer', 'user', 'entry', 'notice', 'member', 'delegation', 'secret');
    this.ledger.grantRememberNotices(consumer);
    // Links are signed, and calls are set down as tasks beside the request.
    this.ledger.grantMakeSecret(consumer);
    this.ledger.grantWriteRequests(consumer);
    grantSendTexts(consumer);
    consumer.tell('PUBLIC_URL', this.api.api.apiEndpoint);
    mail.grantSend(consumer);
    workflow.grantStart(consumer);
    grantReportOutcome(consumer);
    const { deadLetters } = new StreamConsumer(this, 'RequestEvents', {
      ledger: this.ledger,
      consumer,
      kinds: ['request', 'import'],
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
      kinds: ['customer', 'entry', 'request', 'user', 'member', 'delegation', 'policy', 'import'],
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
    this.ledger.grantBrowse(target, 'GSI1');
    this.ledger.grantRead(target, 'request', 'policy', 'member', 'delegation', 'user', 'customer', 'notice');
    // It hands stages on that nobody decides, and reminds of them.
    this.ledger.grantWriteRequests(target);
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

  private addDailyFollowUps() {
    const deadLetters = new DeadLetterQueue(this, 'FollowUpDeadLetters');
    const target = this.addFunction('daily-follow-ups', {
      description: 'Makes follow-up tasks for what is due and not paid',
      timeoutSeconds: timeouts.sweep,
      deadLetterQueue: deadLetters,
    });
    this.ledger.grantBrowse(target, 'GSI3');
    this.ledger.grantRead(target, 'request', 'user', 'member');
    this.ledger.grantWriteRequests(target);
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
    this.ledger.grantRead(step, 'import', 'request', 'customer', 'uniqueNumber', 'policy', 'user');
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
