import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
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
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';
import type { UserDirectory } from '../constructs/user-directory.ts';
import type { StageSettings } from '../stages.ts';
import { ApprovalWorkflow, grantReportOutcome } from '../workflows/approval-workflow.ts';

export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  readonly ledger: LedgerTable;
  readonly users: UserDirectory;
  readonly audit: PrivateBucket;
}

/** Seconds; an HTTP caller waits for at most half a minute, a stream and the sweep have more to do. */
const timeouts = { http: 15, step: 30, stream: 60, sweep: 120 } as const;

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
  /** Functions that tell a waiting workflow what was decided. */
  readonly reportingFunctions: readonly CapabilityFunction[];
  readonly sweep: CapabilityFunction;
  readonly streamDeadLetters: readonly DeadLetterQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];

  constructor(scope: Construct, id: string, { settings, code, ledger, users, audit, ...props }: StatelessStackProps) {
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
    const archive = this.addAuditArchive(audit);
    const sweep = this.addDeadlineSweep(this.workflow);
    this.auditArchive = archive.consumer;
    this.sweep = sweep.target;
    const streamConsumers = [requestEvents.consumer, archive.consumer];
    this.functions = [...Object.values(capabilities), this.approvalStep, ...streamConsumers, sweep.target];
    this.mailingFunctions = [this.approvalStep, requestEvents.consumer];
    this.reportingFunctions = [this.approvalStep, requestEvents.consumer, sweep.target];
    this.streamDeadLetters = [requestEvents.deadLetters, archive.deadLetters];
    this.deadLetters = [...this.streamDeadLetters, sweep.deadLetters];

    this.alarms = new OperationsAlarms(this, 'Alarms', {
      settings,
      streamConsumers,
      functions: this.functions,
      deadLetters: {
        'request-events': requestEvents.deadLetters,
        'audit-archive': archive.deadLetters,
        'deadline-sweep': sweep.deadLetters,
      },
      workflow: this.workflow.stateMachine,
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
    ledger.grantBrowse(charges, 'GSI2', 'GSI3');
    ledger.grantWriteRequests(charges);
    // A charge that policy passes without review is posted as it is submitted.
    ledger.grantPost(charges);

    const approvals = http('approvals', 'Approvals: inbox and decisions');
    ledger.grantRead(approvals, 'request', 'customer', 'policy', 'user', 'entry');
    ledger.grantBrowse(approvals, 'GSI1');
    ledger.grantWriteRequests(approvals);
    // The last approval and the posting are one write.
    ledger.grantPost(approvals);

    const users = http('users', 'The caller');
    ledger.grantRead(users, 'user');

    const policies = http('policies', 'Policies: approval tiers');
    ledger.grantRead(policies, 'policy');

    const documentation = http('documentation', 'OpenAPI document, its page, and what each problem means');

    return { customers, charges, approvals, users, policies, documentation };
  }

  private addApprovalStep(mail: OutgoingMail): CapabilityFunction {
    const step = this.addFunction('approval-step', {
      description: 'Workflow step: keeps the task token beside the request and tells the people of the stage',
      timeoutSeconds: timeouts.step,
    });
    this.ledger.grantRead(step, 'request', 'user', 'member', 'customer');
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
    this.ledger.grantRead(consumer, 'request', 'customer', 'user', 'entry', 'notice');
    this.ledger.grantRememberNotices(consumer);
    mail.grantSend(consumer);
    workflow.grantStart(consumer);
    grantReportOutcome(consumer);
    const { deadLetters } = new StreamConsumer(this, 'RequestEvents', {
      ledger: this.ledger,
      consumer,
      kinds: ['request'],
      eventNames: ['INSERT', 'MODIFY'],
      batchSize: 25,
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
      kinds: ['customer', 'entry', 'request', 'user', 'member', 'policy'],
      eventNames: ['INSERT', 'MODIFY', 'REMOVE'],
      batchSize: 100,
      batchingWindowSeconds: 5,
      // An archive may be late, but must not have a gap.
      giveUp: 'after twenty hours',
    });
    return { consumer, deadLetters };
  }

  private addDeadlineSweep(workflow: ApprovalWorkflow) {
    const deadLetters = new DeadLetterQueue(this, 'SweepDeadLetters');
    const target = this.addFunction('deadline-sweep', {
      description: 'Finds what is due, and what a lost event left behind',
      timeoutSeconds: timeouts.sweep,
      deadLetterQueue: deadLetters,
    });
    this.ledger.grantBrowse(target, 'GSI1');
    this.ledger.grantRead(target, 'request');
    workflow.grantStart(target);
    workflow.grantLookAfter(target);
    grantReportOutcome(target);
    new SweepSchedule(this, 'SweepSchedule', {
      target,
      deadLetters,
      expression: 'rate(5 minutes)',
      description: 'Deadlines, and steps that never happened',
    });
    return { target, deadLetters };
  }

  private addFunction(
    name: string,
    props: Pick<CapabilityFunctionProps, 'description' | 'timeoutSeconds' | 'deadLetterQueue'>,
  ): CapabilityFunction {
    return new CapabilityFunction(this, name, {
      settings: this.settings,
      code: this.code,
      ledger: this.ledger,
      ...props,
    });
  }
}
