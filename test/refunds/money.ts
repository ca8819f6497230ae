import type { Head } from '../../shared/ledger/journal-entry.ts';
import { sumOf } from '../../shared/ledger/lots.ts';

/** Prepaid money that can be used, minor units. */
export function available({ lots }: Pick<Head, 'lots'>): bigint {
  return sumOf(lots);
}

/** Money set apart for refunds under way, minor units. */
export function claimed({ claims }: Pick<Head, 'claims'>): bigint {
  return sumOf(claims);
}
