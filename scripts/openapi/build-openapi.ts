import * as z from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import packageJson from '../../package.json' with { type: 'json' };
import { operations } from '../../shared/contracts/index.ts';
import type { Operation } from '../../shared/contracts/operation.ts';
import { introduction } from '../../shared/documentation/introduction.ts';
import { problemsByStatus, problemsOf } from '../../shared/documentation/problems-of.ts';
import { catalogue, type ProblemCode, problemCodes } from '../../shared/errors/catalogue.ts';
import { problemContentType, problemFor } from '../../shared/errors/problem.ts';
import { requestExamples, responseExamples } from './examples.ts';
import { parameterExamples, problemParams } from './parameter-examples.ts';
import { problemSchema } from './problem-schema.ts';

/** The file `docs/openapi.json`: the declared operations as OpenAPI 3.1, formatted and always in the same order. */
export function openApiJson(): string {
  return `${JSON.stringify(buildOpenApi(), null, 2)}\n`;
}

function buildOpenApi() {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'FeeLedger API',
        version: packageJson.version,
        description: introduction.map(({ title, text }) => `## ${title.en}\n\n${text.en}`).join('\n\n'),
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'The host that served this document' }],
      security: [{ bearer: [] }],
      tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
      paths: pathsOf(operations),
      components: {
        schemas: { Problem: problemSchema },
        examples: Object.fromEntries(problemCodes.map((code) => [code, problemExample(code)])),
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of the user pool' },
        },
      },
    },
    { override: describeAsTheWireHasIt, outputIdSuffix },
  );
  return withoutSecondNames(document);
}

function pathsOf(all: readonly Operation[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of all) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: operationObject(operation) };
  }
  return paths;
}

function operationObject(operation: Operation): ZodOpenApiOperationObject {
  const { id, roles, params, query, body, tag, summary, description } = operation;
  const audience = roles === 'public' ? 'Public: needs no token.' : `Roles: ${roles.join(', ')}.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: description === undefined ? audience : `${description}\n\n${audience}`,
    ...(roles === 'public' ? { security: [] } : {}),
    requestParams: {
      ...(params === undefined ? {} : { path: withExamples(params) }),
      ...(query === undefined ? {} : { query: withExamples(query) }),
      header: headersOf(operation),
    },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body, example: exampleOf(requestExamples, id) } },
          },
        }),
    responses: {
      [`${operation.success.status}`]: successOf(operation),
      ...Object.fromEntries(
        problemsByStatus(operation).map(([status, codes]) => [`${status}`, problemResponse(operation, codes)]),
      ),
    },
    'x-roles': roles === 'public' ? 'public' : [...roles],
    'x-problems': problemsOf(operation),
  };
}

/** The parameters of a path or query, each with the value the examples use for it. */
function withExamples(schema: z.ZodType): z.ZodObject {
  if (!(schema instanceof z.ZodObject)) throw new Error('The parameters of an operation are declared as one object.');
  const shape = Object.entries(schema.shape).map(([name, field]) => {
    const example = parameterExamples[name];
    return [name, example === undefined ? field : (field as z.ZodType).meta({ param: { example } })];
  });
  return z.object(Object.fromEntries(shape));
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/)
  .meta({
    description: 'A value of your choice for this one write; the same again when you send the same request again',
    param: { example: 'entry-20261102-0001' },
  });
const ifMatch = z.string().meta({ description: 'The ETag you read', param: { example: '"1"' } });
const acceptLanguage = z
  .string()
  .optional()
  .meta({ description: 'Language of problem texts: zh-CN (default) or en', param: { example: 'en' } });

const signature = z.string().meta({
  description: 'Time in seconds, and HMAC-SHA256 over `<time>.<body>` in hex',
  param: { example: 't=1793955600,v1=5f1c0d9a…' },
});

function headersOf({ idempotencyKey: keyed, ifMatch: conditional, signature: isSigned }: Operation) {
  return z.object({
    ...(keyed === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    ...(conditional === undefined ? {} : { 'If-Match': ifMatch }),
    ...(isSigned === undefined ? {} : { 'FeeLedger-Signature': signature }),
    'Accept-Language': acceptLanguage,
  });
}

function successOf(operation: Operation): ZodOpenApiResponseObject {
  const { body, description, contentType = 'text/plain' } = operation.success;
  const mediaType = mediaTypeOf(contentType);
  return {
    description,
    headers: z.object({
      ...(operation.ifMatch !== undefined || hasVersion(body)
        ? { ETag: z.string().meta({ description: 'Version of the record, for If-Match' }) }
        : {}),
      ...(operation.success.status === 201
        ? { Location: z.string().meta({ description: 'Path of what was created' }) }
        : {}),
      ...(operation.idempotencyKey === undefined
        ? {}
        : {
            'Idempotency-Replayed': z
              .literal('true')
              .optional()
              .meta({ description: 'Present when this answers a request that was sent before' }),
          }),
    }),
    content:
      body === undefined
        ? { [mediaType]: { schema: { type: mediaType === 'application/json' ? 'object' : 'string' } } }
        : { 'application/json': { schema: body, example: exampleOf(responseExamples, operation.id) } },
  };
}

function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*/, '');
}

/** A single record that changes over time says which version it is. */
function hasVersion(body: z.ZodType | undefined): boolean {
  return body instanceof z.ZodObject && 'id' in body.shape && ('version' in body.shape || 'revision' in body.shape);
}

const retryAfter = z.string().optional().meta({ description: 'Seconds to wait before sending the same again' });

/** Where people open an address in a browser its function refuses with a page; the API in front of it never does. */
function problemResponse({ refusals }: Operation, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `${code}: ${catalogue[code].title.en}`).join('; '),
    ...(codes.some((code) => catalogue[code].retryable) ? { headers: z.object({ 'Retry-After': retryAfter }) } : {}),
    content: {
      ...(refusals === 'page' ? { 'text/html': { schema: { type: 'string' } } } : {}),
      [mediaTypeOf(problemContentType)]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

function problemExample(code: ProblemCode) {
  const fields = [{ pointer: '/amount/value', code: 'AMOUNT_NOT_POSITIVE', params: { given: '-5.00' } }] as const;
  const where = { instance: '/charges', requestId: 'b3f1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d' };
  return {
    summary: `${catalogue[code].title.en} ${catalogue[code].title['zh-CN']}`,
    value: problemFor(code, 'en', where, problemParams, code === 'VALIDATION_FAILED' ? fields : []),
  };
}

function exampleOf(examples: Readonly<Record<string, unknown>>, operationId: string): unknown {
  const example = examples[operationId];
  if (example === undefined) throw new Error(`${operationId} has no example in scripts/openapi/examples.ts.`);
  return example;
}

/** Says in the document what the schemas check in steps that JSON Schema does not see. */
const describeAsTheWireHasIt: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, zodSchema, io }) => {
  // Answers may gain fields: a client that is strict about them would break on the next version.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // "Any integer" has the limits of a JavaScript number, which say nothing to a reader.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  // Every name is a text: that says nothing to a reader.
  delete jsonSchema.propertyNames;
  if (io === 'input' && zodSchema instanceof z.ZodPipe) Object.assign(jsonSchema, lengthsAfterTrimming(zodSchema));
};

/** Texts are trimmed before their length is checked, so that the limits stand on the far side of the trimming. */
function lengthsAfterTrimming(pipe: z.ZodPipe): { minLength?: number; maxLength?: number } {
  if (!(pipe.out instanceof z.ZodString)) return {};
  const { minLength, maxLength } = pipe.out;
  return { ...(minLength === null ? {} : { minLength }), ...(maxLength === null ? {} : { maxLength }) };
}

const outputIdSuffix = 'Output';

/** A schema that reads the same as request and as response is named once. */
function withoutSecondNames<T extends { components?: { schemas?: Record<string, unknown> } }>(document: T): T {
  const schemas = { ...document.components?.schemas };
  let text = JSON.stringify(document);
  const twins = Object.keys(schemas).filter((name) => {
    const twin = schemas[`${name}${outputIdSuffix}`];
    return twin !== undefined && JSON.stringify(twin) === JSON.stringify(schemas[name]);
  });
  for (const name of twins) {
    text = text.replaceAll(`"#/components/schemas/${name}${outputIdSuffix}"`, `"#/components/schemas/${name}"`);
  }
  const merged: T = JSON.parse(text);
  for (const name of twins) delete merged.components?.schemas?.[`${name}${outputIdSuffix}`];
  return merged;
}
