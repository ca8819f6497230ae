import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, EmailIdentity, Identity, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';
import type { CapabilityFunction } from './capability-function.ts';

export interface OutgoingMailProps {
  readonly settings: StageSettings;
}

/** The address FeeLedger writes from. Bounced and complaining addresses are not written to again. */
export class OutgoingMail extends Construct {
  readonly configurationSet: ConfigurationSet;
  private readonly sender: string;

  constructor(scope: Construct, id: string, { settings }: OutgoingMailProps) {
    super(scope, id);
    this.sender = settings.mailSender;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    new EmailIdentity(this, 'Sender', { identity: identityOf(settings), configurationSet: this.configurationSet });
  }

  /**
   * Sends mail from the one sender address.
   * The resource is every identity because SES, while an account is in its sandbox, also asks for the recipient's; what
   * limits the grant is the condition on the sender.
   */
  grantSend(fn: CapabilityFunction): void {
    this.allow(fn, 'ses:SendEmail');
  }

  /** The same for mails with files, which are sent as they are on the wire. */
  grantSendFiles(fn: CapabilityFunction): void {
    this.allow(fn, 'ses:SendRawEmail');
  }

  private allow(fn: CapabilityFunction, action: string): void {
    const arn = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    fn.allow(
      new PolicyStatement({
        actions: [action],
        resources: [arn('identity', '*'), arn('configuration-set', this.configurationSet.configurationSetName)],
        conditions: { StringEquals: { 'ses:FromAddress': this.sender } },
      }),
    );
    fn.tell('MAIL_SENDER', this.sender);
    fn.tell('MAIL_CONFIGURATION_SET', this.configurationSet.configurationSetName);
  }
}

function identityOf({ mailSender, mailIdentity }: StageSettings): Identity {
  const domain = mailSender.split('@')[1];
  return mailIdentity === 'domain' && domain !== undefined ? Identity.domain(domain) : Identity.email(mailSender);
}
