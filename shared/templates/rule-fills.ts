import type { AutofillRule } from '../model/charge-template.ts';

/** What a rule may ask about; a fact nobody knows yet fits no condition. */
export interface Facts {
  readonly customerGroup: string;
  readonly customerKind: string;
  readonly type: string | undefined;
  readonly reasonCode: string | undefined;
  readonly currency: string | undefined;
}

/** Whether everything a rule names is so (A61). A rule that names nothing fits always. */
export function fits({ when }: Pick<AutofillRule, 'when'>, facts: Facts): boolean {
  return Object.entries(when).every(([name, wanted]) => wanted === undefined || facts[name as keyof Facts] === wanted);
}
