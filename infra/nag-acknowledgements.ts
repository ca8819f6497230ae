import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { operations } from '../shared/contracts/index.ts';
import type { CapabilityFunction } from './constructs/capability-function.ts';
import type { StatefulStack } from './stacks/stateful-stack.ts';
import type { StatelessStack } from './stacks/stateless-stack.ts';
import type { StageSettings } from './stages.ts';

/** One finding of cdk-nag that we looked at and keep, where it is, and why. */
interface Acknowledgement {
  readonly on: IConstruct;
  readonly id: string;
  readonly reason: string;
}

export interface AcknowledgeFindingsProps {
  readonly stateful: StatefulStack;
  readonly stateless: StatelessStack;
  readonly settings: StageSettings;
}

/**
 * Records why findings of the packs AwsSolutions and Serverless are kept. Everything else fails `cdk synth`.
 * Which actions may be granted on `*` is listed one by one in aspects/explained-wildcards.ts.
 */
export function acknowledgeFindings(props: AcknowledgeFindingsProps): void {
  for (const { on, id, reason } of acknowledgementsOf(props)) {
    Validations.of(on).acknowledge({ id, reason });
  }
}

/** All acknowledgements of one stage. */
export function acknowledgementsOf(props: AcknowledgeFindingsProps): Acknowledgement[] {
  return [
    ...onUsers(props),
    ...onRoutes(props),
    ...onFunctions(props),
    ...onDeadLetters(props),
    ...onMail(props),
    ...onWorkflow(props),
    ...onAudit(props),
    ...onVouchers(props),
    ...onImports(props),
    ...(props.settings.tracing ? onTracing(props) : onMissingTracing(props)),
    ...(props.settings.backupPlan ? onBackup(props) : []),
    ...(props.settings.alarmEmail === undefined ? [] : onAlarmMail(props)),
  ];
}

function onUsers({ stateful, settings }: AcknowledgeFindingsProps): Acknowledgement[] {
  const pool = stateful.users.pool;
  return [
    {
      on: pool,
      id: 'AwsSolutions-COG8',
      reason:
        'The Plus plan adds paid threat protection. Users are added by an admin only, there is no public sign-up, and approving reads the own user record again.',
    },
    ...(settings.mfa === 'required'
      ? []
      : [
          {
            on: pool,
            id: 'AwsSolutions-COG2',
            reason:
              'A second factor is offered in every stage and required in prod; a trial stage may be entered without.',
          },
        ]),
  ];
}

function onRoutes({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const open = operations
    .filter(({ capability }) => capability === 'documentation')
    .map(({ id }) => stateless.api.routes[id]);
  const link = ['getFeedbackPage', 'giveFeedback'] as const;
  const byLink = link.map((id) => ({
    on: stateless.api.routes[id],
    id: 'AwsSolutions-APIG4',
    reason:
      'The signed link a customer was sent is the permission: it shows type, amount and period of one charge and takes one answer.',
  }));
  const signed = {
    on: stateless.api.routes.receivePayoutResult,
    id: 'AwsSolutions-APIG4',
    reason:
      'A payment provider has no token: the signature over time and body is the permission, checked before a word is read.',
  };
  const toAll = [...open, stateless.api.otherwise].map((route) => ({
    on: route,
    id: 'AwsSolutions-APIG4',
    reason:
      'Documentation and the refusal of unknown paths are public; their function reads nothing but what is in its bundle and may touch no data.',
  }));
  return [...toAll, ...byLink, signed];
}

function onFunctions({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  return stateless.functions
    .filter(({ lambda }) => lambda.deadLetterQueue === undefined)
    .map(({ lambda }) => ({
      on: lambda,
      id: 'Serverless-LambdaDLQ',
      reason:
        'Only asynchronous invocations use it. This function is called by the API or the workflow, which get its error, or by the stream, whose event source mapping has a dead-letter queue.',
    }));
}

function onDeadLetters({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const reason = 'This is a dead-letter queue: nothing consumes it, so nothing in it can fail again.';
  return stateless.deadLetters
    .map((on) => ({ on, id: 'Serverless-SQSRedrivePolicy', reason }))
    .concat(stateless.streamDeadLetters.map((on) => ({ on, id: 'AwsSolutions-SQS3', reason })));
}

function onMail({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const texts = stateless.textingFunctions.map(({ lambda }) => ({
    on: lambda.role ?? lambda,
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'sns:Publish to a phone number has no resource in IAM; publishing to topics is denied beside it.',
  }));
  const mails = stateless.mailingFunctions.map(({ lambda }) => ({
    on: lambda.role ?? lambda,
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    reason:
      'While an account is in the SES sandbox, SES also asks for permission on the identity of the recipient. The condition ses:FromAddress allows no sender but ours.',
  }));
  return [...mails, ...texts];
}

function onWorkflow({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const { stateMachine } = stateless.workflow;
  const machine = stateless.getLogicalId(cfnOf(stateMachine));
  const steps = [stateless.approvalStep, stateless.payoutStep, stateless.refundVoucher];
  return [
    ...steps.map(({ lambda }) => ({
      on: stateMachine.role,
      id: `AwsSolutions-IAM5[Resource::<${stateless.getLogicalId(cfnOf(lambda))}.Arn>:*]`,
      reason: 'CDK lets a workflow call the versions of the functions it calls; there are none.',
    })),
    {
      on: stateMachine.role,
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray have no resources in IAM.',
    },
    ...stateless.reportingFunctions.map(({ lambda }) => ({
      on: lambda.role ?? lambda,
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'states:SendTaskSuccess has no resources in IAM: the task token says which task is meant.',
    })),
    {
      on: stateless.sweep.lambda.role ?? stateless.sweep.lambda,
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`,
      reason: 'Executions are named when they start; these are those of the one workflow, and the sweep may only look.',
    },
  ];
}

function onAudit({ stateful, stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const role = stateless.auditArchive.lambda.role ?? stateless.auditArchive.lambda;
  const bucket: { 'Fn::ImportValue': string } = stateful.resolve(stateful.exportValue(stateful.audit.bucketArn));
  return [
    {
      on: role,
      id: `AwsSolutions-IAM5[Resource::${bucket['Fn::ImportValue']}/*]`,
      reason: 'Adds objects of any name to the audit bucket; it may do nothing else there, and object lock keeps them.',
    },
    {
      on: role,
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'dynamodb:ListStreams has no resources in IAM; it shows names only.',
    },
  ];
}

function onVouchers({ stateful, stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const bucket: { 'Fn::ImportValue': string } = stateful.resolve(stateful.exportValue(stateful.vouchers.bucketArn));
  const reason = 'Every file has a key of its own below this prefix. Nobody may list or delete them.';
  const onPrefix = (folder: string) => (fn: CapabilityFunction) => ({
    on: fn.lambda.role ?? fn.lambda,
    id: `AwsSolutions-IAM5[Resource::${bucket['Fn::ImportValue']}/${folder}/*]`,
    reason,
  });
  return [
    ...[stateless.vouchers, stateless.voucherCheck].map(onPrefix('vouchers')),
    ...[stateless.vouchers, stateless.refundVoucher].map(onPrefix('refund-vouchers')),
  ];
}

function onImports({ stateful, stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const bucket: { 'Fn::ImportValue': string } = stateful.resolve(stateful.exportValue(stateful.vouchers.bucketArn));
  const { stateMachine } = stateless.importWorkflow;
  const step = stateless.getLogicalId(cfnOf(stateless.importStep.lambda));
  const machine = stateless.getLogicalId(cfnOf(stateMachine));
  const files = [stateless.imports, stateless.importStep].flatMap(({ lambda }) =>
    ['uploads', 'work'].map((folder) => ({
      on: lambda.role ?? lambda,
      id: `AwsSolutions-IAM5[Resource::${bucket['Fn::ImportValue']}/imports/${folder}/*]`,
      reason: 'Every import has keys of its own below this prefix. Nobody may list or delete them.',
    })),
  );
  return [
    ...files,
    {
      on: stateless.sweep.lambda.role ?? stateless.sweep.lambda,
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`,
      reason: 'Executions are named when they start; these are those of the one workflow, and the sweep may only look.',
    },
    {
      on: stateMachine.role,
      id: `AwsSolutions-IAM5[Resource::<${step}.Arn>:*]`,
      reason: 'CDK lets a workflow call the versions of the one function it calls; there are none.',
    },
    {
      on: stateMachine.role,
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray have no resources in IAM.',
    },
  ];
}

function onTracing({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  return stateless.functions.map(({ lambda }) => ({
    on: lambda.role ?? lambda,
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray has no resources in IAM.',
  }));
}

function onMissingTracing({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  const reason = 'X-Ray is a setting of the stage: on in prod, off where nobody pays for looking.';
  return [
    ...stateless.functions.map(({ lambda }) => ({ on: lambda, id: 'Serverless-LambdaTracing', reason })),
    ...[stateless.workflow, stateless.importWorkflow].flatMap(({ stateMachine }) => [
      { on: stateMachine, id: 'AwsSolutions-SF2', reason },
      { on: stateMachine, id: 'Serverless-StepFunctionStateMachineXray', reason },
    ]),
  ];
}

function onBackup({ stateful }: AcknowledgeFindingsProps): Acknowledgement[] {
  return [
    {
      on: stateful,
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      reason: 'The policy AWS keeps for AWS Backup; it is attached to the role of the backup service only.',
    },
  ];
}

function onAlarmMail({ stateless }: AcknowledgeFindingsProps): Acknowledgement[] {
  return [
    {
      on: stateless.alarms,
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'Alarms go to a mail address. What cannot be delivered is still seen as an alarm in CloudWatch.',
    },
  ];
}

function cfnOf(construct: IConstruct) {
  const child = construct.node.defaultChild;
  if (child === undefined || !('logicalId' in child)) {
    throw new Error(`${construct.node.path} of ${Stack.of(construct).stackName} is not a CloudFormation resource.`);
  }
  return child as Parameters<Stack['getLogicalId']>[0];
}
