import type { Application, Resource } from './template.ts';

/** Resource types the sandbox runs, each with the file that does it. */
const RUN_HERE: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'http-api.ts',
  'AWS::ApiGatewayV2::Authorizer': 'jwt-authorizer.ts',
  'AWS::ApiGatewayV2::Integration': 'http-api.ts',
  'AWS::ApiGatewayV2::Route': 'http-api.ts',
  'AWS::ApiGatewayV2::Stage': 'http-api.ts (throttling)',
  'AWS::Cognito::UserPool': 'cognito.ts',
  'AWS::Cognito::UserPoolClient': 'cognito.ts',
  'AWS::Cognito::UserPoolGroup': 'cognito.ts',
  'AWS::DynamoDB::GlobalTable': 'tables.ts',
  'AWS::DynamoDB::Table': 'tables.ts',
  'AWS::Events::Rule': 'scheduler.ts (schedules), event-bus.ts (events of buckets)',
  'AWS::Lambda::Alias': 'lambda-host.ts',
  'AWS::Lambda::EventInvokeConfig': 'lambda-host.ts',
  'AWS::Lambda::EventSourceMapping': 'stream-poller.ts',
  'AWS::Lambda::Function': 'lambda-host.ts',
  'AWS::Lambda::Version': 'lambda-host.ts',
  'AWS::S3::Bucket': 's3.ts',
  'AWS::SES::ConfigurationSet': 'mail.ts',
  'AWS::SES::EmailIdentity': 'mail.ts',
  'AWS::SQS::Queue': 'dead-letters.ts',
  'AWS::Scheduler::Schedule': 'scheduler.ts',
  'AWS::StepFunctions::StateMachine': 'step-functions.ts',
};

/** Resource types that mean nothing on this machine, and why. A type in neither list is an error. */
const NO_LOCAL_MEANING: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': 'lets the real gateway write logs',
  'AWS::ApiGatewayV2::ApiMapping': 'there are no domain names here',
  'AWS::ApiGatewayV2::DomainName': 'there are no domain names here',
  'AWS::Backup::BackupPlan': 'the data directory is the data',
  'AWS::Backup::BackupSelection': 'the data directory is the data',
  'AWS::Backup::BackupVault': 'the data directory is the data',
  'AWS::CDK::Metadata': 'says which constructs were used',
  'AWS::CloudTrail::Trail': 'there is no account to watch',
  'AWS::CloudWatch::Alarm': 'there are no metrics here; errors are printed',
  'AWS::CloudWatch::CompositeAlarm': 'there are no metrics here; errors are printed',
  'AWS::CloudWatch::Dashboard': 'there are no metrics here',
  'AWS::Cognito::UserPoolDomain': 'there is no hosted login page here',
  'AWS::IAM::ManagedPolicy': 'permissions are proven by the policy simulation test',
  'AWS::IAM::Policy': 'permissions are proven by the policy simulation test',
  'AWS::IAM::Role': 'permissions are proven by the policy simulation test',
  'AWS::KMS::Alias': 'nothing is encrypted on this machine',
  'AWS::KMS::Key': 'nothing is encrypted on this machine',
  'AWS::Lambda::Permission': 'permissions are proven by the policy simulation test',
  'AWS::Logs::LogGroup': 'logs are files in the data directory',
  'AWS::Logs::MetricFilter': 'there are no metrics here',
  'AWS::Logs::ResourcePolicy': 'permissions are proven by the policy simulation test',
  'AWS::S3::BucketPolicy': 'permissions are proven by the policy simulation test',
  'AWS::SES::ConfigurationSetEventDestination': 'nothing bounces here',
  'AWS::SNS::Subscription': 'carries alarms only',
  'AWS::SNS::Topic': 'carries alarms only',
  'AWS::SNS::TopicPolicy': 'permissions are proven by the policy simulation test',
  'AWS::SQS::QueuePolicy': 'permissions are proven by the policy simulation test',
  'AWS::Scheduler::ScheduleGroup': 'only groups schedules',
  'AWS::XRay::SamplingRule': 'there are no traces here',
};

/** Stops with one sentence when the application has a resource the sandbox can neither run nor leave out. */
export function refuseUnknownResources(application: Application): void {
  const unknown = application.resources.filter(({ type }) => !(type in RUN_HERE) && !(type in NO_LOCAL_MEANING));
  if (unknown.length === 0) return;
  throw new Error(`The sandbox cannot run ${unknown.map(describe).join(', ')}: teach it in sandbox/resource-types.ts.`);
}

function describe(resource: Resource): string {
  return `${resource.type} (${resource.logicalId} in ${resource.stack})`;
}
