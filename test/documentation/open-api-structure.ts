import * as z from 'zod';

/**
 * The parts of an OpenAPI 3.1 document that ours may have, written from the specification: anything else in a place
 * that the specification fixes is refused.
 */
const reference = z.strictObject({ $ref: z.string().startsWith('#/components/') });

const schema: z.ZodType = z.lazy(() =>
  z.strictObject({
    $ref: z.string().startsWith('#/components/schemas/').optional(),
    type: z
      .union([z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']), z.array(z.string())])
      .optional(),
    description: z.string().optional(),
    example: z.unknown().optional(),
    default: z.unknown().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    enum: z.array(z.unknown()).min(1).optional(),
    const: z.unknown().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), schema]).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
  }),
);

const example = z.strictObject({ summary: z.string(), value: z.unknown() });
const content = z.record(
  z.string().regex(/^[a-z]+\/[a-z+]+$/),
  z.strictObject({
    schema,
    example: z.unknown().optional(),
    examples: z.record(z.string(), reference).optional(),
  }),
);

const parameter = z
  .strictObject({
    name: z.string(),
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean().optional(),
    description: z.string().optional(),
    example: z.unknown().optional(),
    schema,
  })
  .refine(({ in: place, required }) => place !== 'path' || required === true, 'a path parameter is required');

const response = z.strictObject({
  description: z.string().min(1),
  headers: z
    .record(z.string(), z.strictObject({ description: z.string(), required: z.boolean().optional(), schema }))
    .optional(),
  content: content.optional(),
});

const operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().min(1),
  security: z.array(z.never()).optional(),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(z.string().regex(/^[2345]\d\d$/), response),
  'x-roles': z.union([z.literal('public'), z.array(z.string()).min(1)]),
  'x-problems': z.array(z.string()).min(1),
});

export const openApiStructure = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string(), description: z.string() })),
  security: z.tuple([z.strictObject({ bearer: z.tuple([]) })]),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'patch', 'put']), operation)),
  components: z.strictObject({
    schemas: z.record(z.string(), schema),
    examples: z.record(z.string(), example),
    securitySchemes: z.strictObject({
      bearer: z.strictObject({
        type: z.literal('http'),
        scheme: z.literal('bearer'),
        bearerFormat: z.literal('JWT'),
        description: z.string(),
      }),
    }),
  }),
});
