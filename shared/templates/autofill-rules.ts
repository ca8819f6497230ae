import type { AutofillRules } from '../model/charge-template.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import { publicationToWire } from '../policies/publication-wire.ts';
import type { PolicyOf } from '../policies/published-policy.ts';

/** Nothing is filled in by rule until an admin says so. */
export const autofillPolicy: PolicyOf<AutofillRules> = { kind: 'autofill', builtIn: { rules: [] } };

/** The rules as the API shows them. */
export function autofillRulesToWire({ content, ...policy }: PublishedPolicy<AutofillRules>) {
  const rules = content.rules.map(({ fill, ...rule }) => {
    const { period: _, vouchers: __, effectiveDate: ___, ...said } = fill;
    return { ...rule, fill: said };
  });
  return publicationToWire({ ...policy, content: { rules } });
}
