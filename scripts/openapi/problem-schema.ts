import { problemCodes } from '../../shared/errors/catalogue.ts';
import { fieldCatalogue } from '../../shared/errors/field-catalogue.ts';

/** The body of every refusal, RFC 9457, as JSON Schema. */
export const problemSchema = {
  type: 'object' as const,
  description: 'A refusal (RFC 9457)',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string' as const, format: 'uri-reference', description: 'Path of the page about this problem' },
    title: { type: 'string' as const, description: 'What happened, in a few words' },
    status: { type: 'integer' as const, description: 'The HTTP status' },
    code: { type: 'string' as const, enum: [...problemCodes], description: 'For programs: it never changes' },
    detail: { type: 'string' as const, description: 'What happened and the way out, in the language asked for' },
    errors: {
      type: 'array' as const,
      description: 'One for each field that is wrong',
      items: {
        type: 'object' as const,
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: {
            type: 'string' as const,
            description: 'JSON Pointer into the body, `?name` for a query parameter, `#name` for a header',
          },
          code: { type: 'string' as const, enum: Object.keys(fieldCatalogue) },
          detail: { type: 'string' as const },
        },
      },
    },
    instance: { type: 'string' as const, description: 'Path of the request that was refused' },
    requestId: { type: 'string' as const, description: 'Names this one request in our logs' },
  },
};
