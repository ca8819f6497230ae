import { type IAspect, Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy, type PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Actions for which IAM knows no resource, so that `*` is the only way to grant them. */
const actionsWithoutResource = new Set([
  'dynamodb:ListStreams',
  // To phone numbers, which are no resources; topics are denied beside it.
  'sns:Publish',
  'states:SendTaskSuccess',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
}

/** Fails `cdk synth` for a grant of `service:*`, and for one on `*` of an action that could name its resource. */
export class ExplainedWildcards implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnPolicy)) {
      return;
    }
    const document: { Statement: Statement[] } = Stack.of(node).resolve(node.policyDocument as PolicyDocument);
    for (const statement of document.Statement.filter(({ Effect }) => Effect === 'Allow')) {
      for (const complaint of complaintsAbout(statement)) {
        Validations.of(node).addError('feeledger:explained-wildcards', `${node.node.path}: ${complaint}`);
      }
    }
  }
}

function complaintsAbout(statement: Statement): string[] {
  const actions = [statement.Action ?? []].flat();
  const onEverything = [statement.Resource].flat().includes('*');
  return [
    ...(statement.NotAction === undefined ? [] : ['Name what is allowed instead of using NotAction.']),
    ...actions
      .filter((action) => action.includes('*'))
      .map((action) => `Name the actions that are needed instead of "${action}".`),
    ...actions
      .filter((action) => onEverything && !actionsWithoutResource.has(action))
      .map((action) => `Name the resource of "${action}" instead of "*".`),
  ];
}
