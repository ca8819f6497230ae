import type { Synthesized, TemplateJson } from './synth.ts';

export const accountId = '111122223333';
const region = 'ap-southeast-1';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::AccountId': accountId,
};

/** How CloudFormation builds the ARN of each type whose ARN is asked for. */
const arns: Readonly<Record<string, (id: string) => string>> = {
  'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:${region}:${accountId}:table/${id}`,
  'AWS::Lambda::Function': (id) => `arn:aws:lambda:${region}:${accountId}:function:${id}`,
  'AWS::Logs::LogGroup': (id) => `arn:aws:logs:${region}:${accountId}:log-group:${id}:*`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:${region}:${accountId}:${id}`,
  'AWS::StepFunctions::StateMachine': (id) => `arn:aws:states:${region}:${accountId}:stateMachine:${id}`,
};

/** Replaces the intrinsics of a value of the stateless template by what they would be once deployed. */
export function resolveIntrinsics(value: unknown, { statelessJson, statefulJson }: Synthesized): unknown {
  const resolveIn = (part: unknown, template: TemplateJson): unknown => {
    if (Array.isArray(part)) {
      return part.map((item) => resolveIn(item, template));
    }
    if (typeof part !== 'object' || part === null) {
      return part;
    }
    const [[name, argument] = []] = Object.entries(part);
    switch (name) {
      case 'Ref':
        return refOf(argument as string, template);
      case 'Fn::GetAtt':
        return attributeOf(argument as [string, string], template);
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((item) => resolveIn(item, template)).join(separator);
      }
      case 'Fn::ImportValue': {
        const output = Object.values(statefulJson.Outputs).find(({ Export }) => Export?.Name === argument);
        return resolveIn(output?.Value, statefulJson);
      }
      default:
        return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, resolveIn(item, template)]));
    }
  };
  return resolveIn(value, statelessJson);
}

function refOf(id: string, template: TemplateJson): string {
  const type = template.Resources[id]?.Type ?? '';
  return pseudo[id] ?? (type === 'AWS::StepFunctions::StateMachine' ? (arns[type]?.(id) ?? id) : id);
}

function attributeOf([id, attribute]: [string, string], template: TemplateJson): string {
  if (attribute === 'Name') {
    return id;
  }
  const arn = arns[template.Resources[id]?.Type ?? '']?.(id);
  if (arn === undefined) {
    throw new Error(`The tests do not know ${attribute} of ${id}.`);
  }
  return attribute === 'StreamArn' ? `${arn}/stream/2026-11-01T00:00:00.000` : arn;
}
