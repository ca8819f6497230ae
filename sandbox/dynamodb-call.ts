import { LOCAL_CREDENTIALS } from './local-account.ts';
import type { JsonObject } from './template.ts';

export interface DatabaseAddress {
  readonly endpoint: string;
  readonly region: string;
}

/** A refusal of the database; `name` is DynamoDB's name for it. */
export class DatabaseRefusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * One call to DynamoDB Local in its own JSON. The template speaks the same JSON, and so do the stream events handed to
 * functions, so nothing is translated on the way.
 */
export async function callDynamoDb(address: DatabaseAddress, target: string, body: JsonObject): Promise<JsonObject> {
  const credential = `${LOCAL_CREDENTIALS.accessKeyId}/20260101/${address.region}/dynamodb/aws4_request`;
  const answer = await fetch(address.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      // DynamoDB Local reads who calls and from which region, and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const result = (await answer.json()) as JsonObject;
  if (answer.ok) return result;
  const name = String(result['__type'] ?? 'UnknownError').replace(/^.*#/, '');
  throw new DatabaseRefusal(name, String(result['message'] ?? result['Message'] ?? name));
}
