import type * as z from 'zod';

/** What a schema refuses about a value: where, and by which rule; empty when it takes the value. */
export function refusals(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const rule = issue.code === 'custom' ? String(issue.params?.refusal) : issue.code;
    return `${issue.path.map(String).join('.')} ${rule}`.trim();
  });
}
