import * as z from 'zod';

/** Query parameters of every list. */
export const pagingShape = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'Items a page, 1 to 100', example: 20 }),
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
