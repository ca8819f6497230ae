import type { OpenApiDocument, Schema } from './open-api-document.ts';

/** One row of a table of fields. */
export interface Field {
  /** Where it stands: `amount.value`, `lines[].quantity`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of a body, outer before inner, each with its full name; references are followed. */
export function fieldsOf(schema: Schema, document: OpenApiDocument, prefix = ''): Field[] {
  const object = followed(schema, document);
  return Object.entries(object.properties ?? {}).flatMap(([key, declared]) => {
    const name = prefix + key;
    const property = followed(declared, document);
    const inner = insideOf(property, document);
    const row: Field = {
      name,
      type: typeOf(property, document),
      required: object.required?.includes(key) ?? false,
      description: [declared.description ?? property.description, ...limitsOf(property)].filter(Boolean).join(' · '),
    };
    return [row, ...(inner === undefined ? [] : fieldsOf(inner.schema, document, `${name}${inner.mark}.`))];
  });
}

/** A type in a few words: `string`, `integer`, `array of object`, `string or null`. */
export function typeOf(schema: Schema, document: OpenApiDocument): string {
  const { type, anyOf, items, properties } = followed(schema, document);
  if (anyOf !== undefined) return [...new Set(anyOf.map((choice) => typeOf(choice, document)))].join(' or ');
  if (type === 'array' && items !== undefined) return `array of ${typeOf(items, document)}`;
  if (typeof type === 'string') return type;
  return type?.join(' or ') ?? (properties === undefined ? 'any' : 'object');
}

/** What a value must be like, beyond its type. */
export function limitsOf(schema: Schema): string[] {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.flatMap(limitsOf))];
  const { enum: values, minLength, maxLength, minimum, maximum, maxItems, pattern, format, default: preset } = schema;
  return [
    ...(values === undefined ? [] : [values.join(' | ')]),
    ...(range(minLength, maxLength) ?? []).map((limits) => `${limits} characters`),
    ...(range(minimum, maximum) ?? []),
    ...(maxItems === undefined ? [] : [`≤ ${maxItems} items`]),
    ...(format === undefined ? [] : [format]),
    // A format says the same as its pattern in one word.
    ...(pattern === undefined || format !== undefined ? [] : [pattern]),
    ...(preset === undefined ? [] : [`default ${JSON.stringify(preset)}`]),
  ];
}

function range(least: number | undefined, most: number | undefined): [string] | undefined {
  if (least !== undefined && most !== undefined) return [`${least}–${most}`];
  if (most !== undefined) return [`≤ ${most}`];
  return least === undefined ? undefined : [`≥ ${least}`];
}

function insideOf(schema: Schema, document: OpenApiDocument): { schema: Schema; mark: '' | '[]' } | undefined {
  if (schema.properties !== undefined) return { schema, mark: '' };
  const items = schema.items === undefined ? undefined : followed(schema.items, document);
  return items?.properties === undefined ? undefined : { schema: items, mark: '[]' };
}

function followed(schema: Schema, document: OpenApiDocument): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components.schemas[name] ?? schema);
}
