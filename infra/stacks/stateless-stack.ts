import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityFunction, FunctionCode } from '../constructs/capability-function.ts';
import type { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { FeeLedgerApi } from '../constructs/fee-ledger-api.ts';
import type { LedgerTable } from '../constructs/ledger-table.ts';
import { OperationsAlarms } from '../constructs/operations-alarms.ts';
import { OutgoingMail } from '../constructs/outgoing-mail.ts';
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import type { UserDirectory } from '../constructs/user-directory.ts';
import type { StageSettings } from '../stages.ts';
import type { ApprovalWorkflow } from '../workflows/approval-workflow.ts';
import type { ImportWorkflow } from '../workflows/import-workflow.ts';
import { addCapabilities } from './capabilities.ts';
import { addImportArrival, addVoucherCheck } from './file-functions.ts';
import { addDailyFollowUps, addDeadlineSweep, addNightlyControl } from './scheduled-functions.ts';
import { addAuditArchive, addRequestEvents } from './stream-functions.ts';
import { addApprovalWorkflow, addImportWorkflow } from './workflow-functions.ts';

export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  readonly ledger: LedgerTable;
  readonly users: UserDirectory;
  readonly audit: PrivateBucket;
  readonly vouchers: PrivateBucket;
}

/**
 * Everything that can be deployed anew at any time: API, functions, workflows, stream consumers, schedules, mail, alarms.
 * Each function stands with its grants in the file named by what calls it: the API (capabilities.ts), a workflow, the
 * stream, a schedule, or a file that arrived.
 */
export class StatelessStack extends Stack {
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
    const common = { settings, code, ledger };
    const capabilities = addCapabilities(this, common);
    this.vouchers = capabilities.vouchers;
    this.imports = capabilities.imports;
    this.api = new FeeLedgerApi(this, 'Api', { settings, users, capabilities });

    const mail = new OutgoingMail(this, 'Mail', { settings });
    const approval = addApprovalWorkflow(this, common, { mail, vouchers, signing: this.vouchers });
    this.approvalStep = approval.approvalStep;
    this.payoutStep = approval.payoutStep;
    this.refundVoucher = approval.refundVoucher;
    this.workflow = approval.workflow;

    const publicUrl = this.api.api.apiEndpoint;
    const requestEvents = addRequestEvents(this, common, { mail, workflow: this.workflow, publicUrl });
    const archive = addAuditArchive(this, common, audit);
    this.auditArchive = archive.consumer;

    const sweep = addDeadlineSweep(this, common, mail, this.workflow);
    const followUps = addDailyFollowUps(this, common, mail);
    const control = addNightlyControl(this, common, mail);
    this.sweep = sweep.target;

    const voucherCheck = addVoucherCheck(this, common, vouchers, this.vouchers);
    this.voucherCheck = voucherCheck.target;
    const imports = addImportWorkflow(this, common, {
      bucket: vouchers,
      signing: this.imports,
      requestEvents: requestEvents.consumer,
      sweep: this.sweep,
    });
    this.importStep = imports.step;
    this.importWorkflow = imports.workflow;
    const importArrival = addImportArrival(this, common, vouchers, this.importWorkflow);

    const steps = [this.approvalStep, this.payoutStep, this.refundVoucher];
    const streamConsumers = [requestEvents.consumer, archive.consumer];
    const scheduled = [sweep.target, followUps.target, control.target];
    this.functions = [
      ...Object.values(capabilities),
      ...steps,
      ...streamConsumers,
      ...scheduled,
      voucherCheck.target,
      imports.step,
      importArrival.target,
    ];
    this.mailingFunctions = [...steps, requestEvents.consumer, ...scheduled];
    this.textingFunctions = [requestEvents.consumer, followUps.target];
    this.reportingFunctions = [this.approvalStep, this.payoutStep, requestEvents.consumer, sweep.target];
    this.streamDeadLetters = [requestEvents.deadLetters, archive.deadLetters];
    const deadLetters = {
      'request-events': requestEvents.deadLetters,
      'audit-archive': archive.deadLetters,
      'deadline-sweep': sweep.deadLetters,
      'daily-follow-ups': followUps.deadLetters,
      'nightly-control': control.deadLetters,
      'voucher-check': voucherCheck.deadLetters,
      'import-arrival': importArrival.deadLetters,
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
}
