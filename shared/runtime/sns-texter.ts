import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Texter } from '../notices/texter.ts';

/** Short messages through SNS, straight to a number; marked as business, not advertising, so that they arrive. */
export function snsTexter(): Texter {
  const client = new SNSClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
  return {
    async send(phone, text) {
      await client.send(
        new PublishCommand({
          PhoneNumber: phone,
          Message: text,
          MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
        }),
      );
    },
  };
}
