import * as z from 'zod';

/** What a schema may refuse about one field, beyond its plain shape; the texts are in the error catalogue. */
export type FieldRefusal =
  | 'AMOUNT_FORMAT'
  | 'AMOUNT_DECIMALS'
  | 'AMOUNT_TOO_LARGE'
  | 'AMOUNT_NOT_POSITIVE'
  | 'UNKNOWN_CURRENCY'
  | 'DATE_INVALID'
  | 'PERIOD_ENDS_BEFORE_START'
  | 'BASIS_SUM_MISMATCH'
  | 'CONTROL_CHARACTERS'
  | 'COMMENT_MISSING'
  | 'CHANNEL_WITHOUT_ADDRESS'
  | 'CURSOR_INVALID';

interface RefusalContext {
  issues: z.core.$ZodRawIssue[];
}

/** Adds one named refusal to a zod transform or check; the return value ends the transform. */
export function refuseField(
  ctx: RefusalContext,
  refusal: FieldRefusal,
  path: (string | number)[],
  params: Record<string, string>,
): typeof z.NEVER {
  ctx.issues.push({ code: 'custom', path, params: { refusal, ...params }, input: undefined });
  return z.NEVER;
}
