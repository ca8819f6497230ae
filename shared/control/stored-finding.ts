import type { FindingWire } from '../contracts/control.ts';
import { readProfile } from '../customers/stored-customer.ts';
import type { Finding } from '../model/finding.ts';
import type { FindingId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { findingFromItem } from '../table/items/finding-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import type { Condition } from '../table/write.ts';
import { findingText } from './finding-words.ts';

export async function readFinding(table: LedgerTable, id: FindingId): Promise<Finding | undefined> {
  const item = await getItem(table, keys.finding(id), { strong: true });
  return item && findingFromItem(item);
}

/** Nobody did anything to the finding since it was read. */
export function unchangedFinding(before: Finding): Condition {
  return {
    expression: '#state = :state AND size(hist) = :steps',
    names: { '#state': 'state' },
    values: { ':state': before.state, ':steps': BigInt(before.history.length) },
  };
}

/** A finding as the API shows it, in the reader's language. */
export async function findingToWire(table: LedgerTable, finding: Finding, language: Language): Promise<FindingWire> {
  const customer = finding.customerId && (await readProfile(table, finding.customerId));
  const { history, differences, ...rest } = finding;
  return {
    ...rest,
    summary: findingText(finding, language),
    ...(customer === undefined ? {} : { customerNumber: customer.number, customerName: customer.name }),
    differences: [...differences],
    history: history.map(({ keyPrint: _, bodyPrint: __, ...step }) => step),
  };
}
