import type { getDepositPolicy as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositPolicy } from './deposit-policy.ts';
import { policyThatBound } from './policy-that-bound.ts';

/** The deposit policy for those it binds, customers included (C20). Refuses a version that never took effect with NOT_FOUND. */
export async function getDepositPolicy(
  context: LedgerContext,
  call: { language: Language },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { version, effectiveAt, content } = await policyThatBound(context, depositPolicy, query.version);
  return {
    body: {
      ...{ version, effectiveAt, text: content.text[call.language] },
      purposes: content.purposes.map(({ name, ...purpose }) => ({ ...purpose, name: name[call.language] })),
      limits: content.limits,
    },
  };
}
