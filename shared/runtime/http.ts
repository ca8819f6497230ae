import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ApiOperation } from '../contracts/index.ts';
import type { Capability, InputOf, Operation, ReplyOf } from '../contracts/operation.ts';
import { invariant } from '../errors/invariant.ts';
import { authorise } from './middleware/authorise.ts';
import { checkSignature, type SignatureCheck } from './middleware/check-signature.ts';
import { observe } from './middleware/observe.ts';
import { parse } from './middleware/parse-request.ts';
import { problemDetails } from './middleware/problem-details.ts';
import { render } from './middleware/render.ts';
import type { Call, HttpContext } from './middleware/state.ts';

type IdsOf<C extends Capability> = Extract<ApiOperation, { readonly capability: C }>['id'];
type OperationOf<Id extends string> = Extract<ApiOperation, { readonly id: Id }>;
type UseCase<O extends Operation> = (input: InputOf<O>, call: Call) => Promise<ReplyOf<O>> | ReplyOf<O>;

/** One use case for every operation of a capability: leaving one out, or answering another shape, does not compile. */
export type UseCases<C extends Capability> = {
  readonly [Id in IdsOf<C>]: UseCase<OperationOf<Id>>;
};

type AnyUseCase = (input: InputOf<Operation>, call: Call) => Promise<ReplyOf<Operation>>;

/** A module of contracts: its operations, and what they are made of. A function bundles only those it serves. */
type Contracts = Readonly<Record<string, unknown>>;

function routesOf(capability: Capability, contracts: readonly Contracts[]): ReadonlyMap<string, Operation> {
  const operations = contracts.flatMap((module) => Object.values(module)).filter(isOperation);
  return new Map(
    operations
      .filter((operation) => operation.capability === capability)
      .map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'capability' in value && 'success' in value;
}

/** A Lambda handler of the HTTP API, payload format 2.0. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of a capability. The stack, outside in: observe, problem details, authorise, check signature, parse,
 * render; what fails in one is answered by those around it. Whoever serves signed messages says how they are checked.
 */
export function httpFunction<C extends Capability>(
  capability: C,
  contracts: readonly Contracts[],
  useCases: UseCases<C>,
  signatureCheck?: SignatureCheck,
): HttpHandler {
  const logger = new Logger();
  const cases = useCases as unknown as Readonly<Record<string, AnyUseCase>>;
  const routes = routesOf(capability, contracts);
  const served = new Set([...routes.values()].map(({ id }) => id));
  invariant(
    Object.keys(cases).every((id) => served.has(id)),
    `${capability} is handed the contracts of all it serves`,
  );
  const stack = middy()
    .use(observe(logger))
    .use(problemDetails(logger))
    .use(authorise(routes))
    .use(checkSignature(signatureCheck))
    .use(parse())
    .use(render())
    .handler((_event: unknown, context: Context) => {
      const { operation, input, call } = (context as HttpContext).http;
      const useCase = operation && cases[operation.id];
      invariant(
        useCase !== undefined && input !== undefined && call !== undefined,
        'the stack has found the operation',
      );
      return useCase(input, call);
    });
  return stack as unknown as HttpHandler;
}
