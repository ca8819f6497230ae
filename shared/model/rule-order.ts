import { refuseField } from './field-refusal.ts';

type Context = Parameters<typeof refuseField>[0];
type Conditions = Readonly<Record<string, unknown>>;

/**
 * Refuses a rule that can never speak, because an earlier one fits wherever it would: of several that fit, the first
 * decides. A condition that is absent fits everything.
 */
export function refuseShadowed<R extends object>(
  ctx: Context,
  rules: readonly R[],
  conditionsOf: (rule: R) => Conditions,
): void {
  const all = rules.map(conditionsOf);
  for (const [index, conditions] of all.entries()) {
    const earlier = all.slice(0, index).findIndex((before) => covers(before, conditions));
    if (earlier >= 0) refuseField(ctx, 'RULE_NEVER_APPLIES', ['rules', index], { earlier: String(earlier + 1) });
  }
}

function covers(before: Conditions, later: Conditions): boolean {
  return Object.entries(before).every(([name, value]) => value === undefined || value === later[name]);
}
