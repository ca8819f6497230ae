import { SESClient } from '@aws-sdk/client-ses';

/** A client of the mail service that gives up on a service that does not answer. */
export function sesClient(): SESClient {
  return new SESClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
}
