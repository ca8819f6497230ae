import type { getRefundPolicy as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import { formatDecimal } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { policyThatBound } from './policy-that-bound.ts';
import { refundPolicy } from './refund-policy.ts';

/** Decimals of a percentage that is kept in hundredths. */
const percentDigits = 2;

/**
 * The refund policy for those it binds, customers included (B17). What it says against splitting stays with the staff.
 * Refuses a version that never took effect with NOT_FOUND.
 */
export async function getRefundPolicy(
  context: LedgerContext,
  call: { language: Language },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { version, effectiveAt, content } = await policyThatBound(context, refundPolicy, query.version);
  const { rules, text, splittingWindowDays: _, ...rest } = content;
  return {
    body: {
      ...{ version, effectiveAt, text: text[call.language] },
      rules: rules.map(({ feeBasisPoints, ...rule }) => ({
        ...rule,
        feePercent: formatDecimal(BigInt(feeBasisPoints), percentDigits),
      })),
      ...rest,
    },
  };
}
