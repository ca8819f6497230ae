import * as z from 'zod';

/** A whole number as a query writes it: digits, and nothing else that JavaScript would take for a number. */
const wholeNumberSchema = z.string().transform((text, ctx): number => {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  ctx.issues.push({ code: 'invalid_type', expected: 'number', input: text });
  return z.NEVER;
});

/** Query parameters of every list. */
export const pagingShape = {
  limit: wholeNumberSchema
    .pipe(z.number().int().min(1).max(100))
    .prefault('20')
    .meta({
      description: 'Items a page, 1 to 100',
      example: 20,
      override: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    }),
  cursor: z.string().max(1000).optional().meta({ description: '`nextCursor` of the page before' }),
};

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: 'Send it as `cursor` for the next page; absent on the last' }),
  });
}
