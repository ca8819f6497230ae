import * as z from 'zod';

/** What a schema may refuse about one field, beyond its plain shape; the texts are in the error catalogue. */
export type FieldRefusal =
  | 'AMOUNT_FORMAT'
  | 'AMOUNT_DECIMALS'
  | 'AMOUNT_TOO_LARGE'
  | 'AMOUNT_NOT_POSITIVE'
  | 'UNKNOWN_CURRENCY'
  | 'DATE_INVALID'
  | 'INSTANT_INVALID'
  | 'DELEGATION_WINDOW'
  | 'PERIOD_ENDS_BEFORE_START'
  | 'RANGE_TOO_LONG'
  | 'GROUPING_UNKNOWN'
  | 'CURRENCY_MISSING'
  | 'BASIS_SUM_MISMATCH'
  | 'CONTROL_CHARACTERS'
  | 'COMMENT_MISSING'
  | 'NAMED_TWICE'
  | 'CHANNEL_WITHOUT_ADDRESS'
  | 'DATE_OUT_OF_RANGE'
  | 'TIERS_NOT_ASCENDING'
  | 'STAGE_MISSING'
  | 'RULE_NEVER_APPLIES'
  | 'LIMITS_CROSSED'
  | 'CURRENCIES_DIFFER'
  | 'NOT_BOTH'
  | 'WORKDAY_IS_NO_WEEKEND'
  | 'WORKDAY_IS_HOLIDAY'
  | 'REMEDY_UNFIT'
  | 'NOT_WITH_REMEDY'
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
