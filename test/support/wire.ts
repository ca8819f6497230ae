import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Handler = InstanceType<typeof NodeHttpHandler>;
type Handled = Awaited<ReturnType<Handler['handle']>>;
type WireRequest = Parameters<Handler['handle']>[0];

/** One call on its way to DynamoDB: what it is, and how to let it through. */
export interface WireCall {
  /** `PutItem`, `TransactWriteItems`, … */
  readonly operation: string;
  readonly input: Record<string, unknown>;
  pass(): Promise<Handled>;
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? '{}');
}

/** Stands between the SDK and DynamoDB Local, below the SDK's own retries: sees, delays, breaks or answers every call. */
export function wireBetween(
  intercept: (call: WireCall) => Promise<Handled>,
): Pick<DynamoDBClientConfig, 'requestHandler'> {
  const inner = new NodeHttpHandler();
  const requestHandler = {
    handle: (request: WireRequest, options?: Parameters<Handler['handle']>[1]) =>
      intercept({
        operation: String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '',
        input: JSON.parse(textOf(request.body)) as Record<string, unknown>,
        pass: () => inner.handle(request, options ?? {}),
      }),
    updateHttpClientConfig: inner.updateHttpClientConfig.bind(inner),
    httpHandlerConfigs: inner.httpHandlerConfigs.bind(inner),
    destroy: () => inner.destroy(),
  };
  return { requestHandler: requestHandler as unknown as Handler };
}
