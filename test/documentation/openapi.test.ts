import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openApiJson } from '../../scripts/openapi/build-openapi.ts';
import { requestExamples, responseExamples } from '../../scripts/openapi/examples.ts';
import { operations } from '../../shared/contracts/index.ts';
import type { Operation } from '../../shared/contracts/operation.ts';
import { operationsOf } from '../../shared/documentation/open-api-document.ts';
import { problemsOf } from '../../shared/documentation/problems-of.ts';
import { catalogue, problemCodes } from '../../shared/errors/catalogue.ts';
import { openApiStructure } from './open-api-structure.ts';

const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(text);
const documented = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));
const declared: readonly Operation[] = operations;

function documentedAs(id: string) {
  const operation = documented.get(id);
  if (operation === undefined) throw new Error(`${id} is not in docs/openapi.json`);
  return operation;
}

describe('docs/openapi.json', () => {
  test('is what the declared operations give', () => {
    expect(text).toBe(openApiJson());
  });

  test('has the structure of an OpenAPI 3.1 document', () => {
    expect(openApiStructure.safeParse(document).error).toBeUndefined();
  });

  test('refers only to what it contains', () => {
    const references = [...text.matchAll(/"\$ref": "#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, kind = '', name = ''] of references) expect(document.components[kind]).toHaveProperty(name);
  });

  test('has every declared operation once, at its method and path, and no other', () => {
    expect(operationsOf(document).map(({ operationId, method, path }) => `${operationId} ${method} ${path}`)).toEqual(
      expect.arrayContaining(declared.map(({ id, method, path }) => `${id} ${method} ${path}`)),
    );
    expect(operationsOf(document)).toHaveLength(declared.length);
    expect(documented.size).toBe(declared.length);
  });

  test('describes every path parameter of every path', () => {
    for (const { path, parameters } of operationsOf(document)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    }
  });

  test('has an example of every problem of the catalogue, without an empty place in its text', () => {
    expect(Object.keys(document.components.examples)).toEqual(problemCodes);
    for (const code of problemCodes) {
      const { value } = document.components.examples[code];
      expect(value).toMatchObject({ code, status: catalogue[code].status, title: catalogue[code].title.en });
      expect(value.detail).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('each operation in docs/openapi.json', () => {
  test.each(declared)('$id says who may call it', ({ id, roles }) => {
    const operation = documentedAs(id);
    expect(operation['x-roles']).toEqual(roles);
    expect(operation.description).toContain(roles === 'public' ? 'Public' : `Roles: ${roles.join(', ')}.`);
  });

  test.each(declared)('$id has each of its problems under its status', (operation) => {
    const { responses } = documentedAs(operation.id);
    for (const code of problemsOf(operation)) {
      const response = responses[catalogue[code].status];
      expect(response?.description).toContain(`${code}: `);
      expect(response?.content?.['application/problem+json']).toHaveProperty(['examples', code]);
    }
  });

  test.each(declared.filter(({ idempotencyKey }) => idempotencyKey === 'required'))(
    '$id takes an Idempotency-Key and marks replays',
    ({ id, success }) => {
      const { parameters, responses } = documentedAs(id);
      expect(parameters).toContainEqual(
        expect.objectContaining({ in: 'header', name: 'Idempotency-Key', required: true }),
      );
      expect(responses[success.status]?.headers).toHaveProperty('Idempotency-Replayed');
    },
  );

  test.each(declared.filter(({ ifMatch }) => ifMatch === 'required'))(
    '$id takes If-Match and gives an ETag',
    ({ id, success }) => {
      const { parameters, responses } = documentedAs(id);
      expect(parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'If-Match', required: true }));
      expect(responses[success.status]?.headers).toHaveProperty('ETag');
    },
  );

  test.each(declared.filter(({ body }) => body !== undefined))(
    '$id shows a request that its own schema accepts',
    ({ id, body }) => {
      const example: unknown = documentedAs(id).requestBody?.content['application/json']?.example;
      expect(example).toEqual(requestExamples[id as keyof typeof requestExamples]);
      expect(body?.safeParse(example).error).toBeUndefined();
    },
  );

  test.each(declared.filter(({ success }) => success.body !== undefined))(
    '$id shows a response that its own schema accepts',
    ({ id, success }) => {
      const example: unknown = documentedAs(id).responses[success.status]?.content?.['application/json']?.example;
      expect(example).toEqual(responseExamples[id as keyof typeof responseExamples]);
      expect(success.body?.parse(example)).toEqual(example);
    },
  );
});

describe('which problems an operation answers', () => {
  test('a write that must not happen twice names the faults of its key, body and token', () => {
    expect(documentedAs('submitCharge')['x-problems']).toEqual(
      expect.arrayContaining([
        'UNAUTHENTICATED',
        'FORBIDDEN',
        'VALIDATION_FAILED',
        'BODY_NOT_JSON',
        'BODY_TOO_LARGE',
        'MEDIA_TYPE_UNSUPPORTED',
        'IDEMPOTENCY_KEY_MISSING',
        'IDEMPOTENCY_KEY_REUSED',
        'CUSTOMER_NUMBER_MISMATCH',
        'BUSY',
      ]),
    );
  });

  test('a public page asks for no token', () => {
    expect(documentedAs('getDocs')['x-problems']).toEqual(['TOO_MANY_REQUESTS', 'INTERNAL', 'TEMPORARILY_UNAVAILABLE']);
    expect(document.paths['/docs'].get.security).toEqual([]);
  });

  test('only what says when to come again says so', () => {
    const { responses } = documentedAs('submitCharge');
    expect(responses['503']?.headers).toHaveProperty('Retry-After');
    expect(responses['409']?.headers).toBeUndefined();
  });
});

test('the document repeats the limits that texts have after trimming', () => {
  const body = z.looseObject({ properties: z.record(z.string(), z.unknown()) });
  const { properties } = body.parse(document.paths['/customers'].post.requestBody.content['application/json'].schema);
  expect(properties['name']).toEqual({ type: 'string', minLength: 1, maxLength: 100 });
});
