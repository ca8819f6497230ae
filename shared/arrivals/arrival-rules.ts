import type { ArrivalRules } from '../model/arrival.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import { type PolicyOf, readPublished } from '../policies/published-policy.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { builtInArrivalRules } from './built-in-rules.ts';

export const arrivalPolicy: PolicyOf<ArrivalRules> = { kind: 'arrival', builtIn: builtInArrivalRules };

/** How long money takes, as it is in force now (A62–A67). */
export async function readArrivalRules(table: LedgerTable): Promise<PublishedPolicy<ArrivalRules>> {
  return await readPublished(table, arrivalPolicy);
}
