import * as z from 'zod';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeId, ImportId } from '../model/ids.ts';
import { chargeTogether, otherCharges } from '../splitting/charge-together.ts';
import type { StagedBy } from '../splitting/stage-by.ts';
import type { LedgerContext } from '../table/context.ts';
import { rowSchema } from './check-row.ts';
import { fileKeys, fromLines, type ImportFiles, toLines } from './import-files.ts';
import type { ImportRun } from './import-workflow.ts';
import { inBatches } from './in-batches.ts';
import { customersById } from './row-customers.ts';
import type { StoredRow } from './stored-rows.ts';

/** What of a row decides whom it is asked of. */
const judgedSchema = z.object({ type: rowSchema.shape.type, amount: rowSchema.shape.amount });

/** Customers whose other charges are looked for at the same time. */
const customersAtOnce = 16;

/** Rows that are asked of more people than their own amount asks for: the amount in minor units, and why. */
export type RaisedRows = ReadonlyMap<ChargeId, { readonly minor: bigint; readonly why: string }>;

/**
 * Judges the rows that a run will enter, all of them together and with what their customers had before (H5), and keeps
 * which are raised. Done once, as the run begins: one query a customer of the file, whatever the number of its rows.
 */
export async function stageRows(
  context: LedgerContext,
  files: ImportFiles,
  { importId, run }: ImportRun,
  { policy, chunks }: { readonly policy: ApprovalPolicy; readonly chunks: readonly number[] },
): Promise<void> {
  const read = chunks.map(async (chunk) => fromLines<StoredRow>(await files.get(fileKeys.rows(importId, chunk))));
  const rows = (await Promise.all(read)).flat().flatMap(({ wire, customerId, chargeId, problems, known }) => {
    const isNew = problems.length === 0 && known !== true;
    return isNew && customerId && chargeId ? [{ customerId, chargeId, content: judgedSchema.parse(wire) }] : [];
  });
  const customers = await customersById(
    context.table,
    rows.map(({ customerId }) => customerId),
  );
  const accounts = Map.groupBy(rows, ({ customerId, content }) => `${customerId} ${content.amount.currency}`);
  const now = context.clock();
  const raised = await inBatches([...accounts.values()], customersAtOnce, async (account) => {
    const [first] = account;
    if (first === undefined) return [];
    const { customerId, content } = first;
    const customerGroup = customers.get(customerId)?.group ?? '';
    const beside = new Map(account.map(({ chargeId, content: { amount } }) => [chargeId, amount.minor]));
    const { currency } = content.amount;
    const others = otherCharges(context.table, policy, { customerId, currency, now, but: beside });
    // Rows of one type and amount have the same rows beside them.
    const judged = new Map<string, StagedBy>();
    for (const { chargeId, content: row } of account) {
      const toJudge = { customerId, customerGroup, type: row.type, amount: row.amount, now };
      const like = likeness(row);
      if (judged.has(like)) continue;
      judged.set(like, await chargeTogether(context, policy, { ...toJudge, except: chargeId, beside, others }));
    }
    return account.flatMap(({ chargeId, content: row }) => {
      const { stageBy, why } = judged.get(likeness(row)) ?? {};
      return stageBy === undefined || why === undefined ? [] : [[chargeId, stageBy.minor.toString(), why]];
    });
  });
  // Often there is none: as bytes, an empty file has a length to say as well.
  const lines = new TextEncoder().encode(toLines(raised.flat()));
  await files.put(fileKeys.raised(importId, run), lines, 'application/x-ndjson');
}

function likeness({ type, amount }: z.output<typeof judgedSchema>): string {
  return `${type} ${amount.minor}`;
}

/** What `stageRows` kept when the run began. */
export async function readRaisedRows(files: ImportFiles, importId: ImportId, run: number): Promise<RaisedRows> {
  const lines = fromLines<[ChargeId, string, string]>(await files.get(fileKeys.raised(importId, run)));
  return new Map(lines.map(([id, minor, why]) => [id, { minor: BigInt(minor), why }]));
}
