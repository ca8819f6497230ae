import * as z from 'zod';
import type { Api, Problem } from './api.ts';
import { type ChargeCase, type CustomerCase, inParallel } from './working-day.ts';

/** One line of a file that did not end as the file says it must. */
export interface Surprise {
  readonly file: string;
  readonly row: string;
  readonly expected: string;
  readonly got: string;
}

const ROWS_IN_FLIGHT = 4;

/** What became of a customer row, in the words of the file's column `expect`. */
export function customerOutcome({ customer, refusal }: CustomerCase): string {
  if (refusal) return refusal.code;
  return customer === undefined ? 'not entered' : 'created';
}

/** What became of a charge row, in the words of the file's column `expect`. */
export function chargeOutcome({ charge, refusal }: ChargeCase): string {
  if (!charge) return refusal?.code ?? 'not entered';
  if (charge.state === 'posted' && charge.revision > 1) return 'returned-then-posted';
  return charge.state;
}

/** The rows that ended differently. A refusal may be expected by its own code or by that of a wrong field. */
export function surprises(customers: readonly CustomerCase[], charges: readonly ChargeCase[]): Surprise[] {
  const ended = [
    ...customers.map((one) => ({
      file: 'customers.csv',
      row: one.row,
      got: customerOutcome(one),
      refusal: one.refusal,
    })),
    ...charges.map((one) => ({
      file: 'charges.csv',
      row: one.row,
      got: chargeOutcome(one),
      refusal: one.charge ? undefined : one.refusal,
    })),
  ];
  return ended
    .filter(({ row, got, refusal }) => got !== row.expect && !refusalCodes(refusal).includes(row.expect))
    .map(({ file, row, got, refusal }) => ({
      file,
      row: row.row,
      expected: row.expect,
      got: refusalCodes(refusal).join('/') || got,
    }));
}

export function refusalCodes(refusal: Problem | undefined): string[] {
  if (!refusal) return [];
  return [refusal.code, ...(refusal.errors ?? []).map(({ code }) => code)];
}

const entriesSchema = z.object({
  items: z.array(z.object({ requestId: z.string() })),
  nextCursor: z.string().optional(),
});

/** Looks every posted charge up in its customer's entries: it must be there exactly once, and a rejected one never. */
export async function findWrongPostings(
  api: Api,
  auditor: string,
  charges: readonly ChargeCase[],
): Promise<Surprise[]> {
  const wrong: Surprise[] = [];
  const entered = charges.filter(({ charge }) => charge !== undefined);
  const accounts = Map.groupBy(entered, ({ customer, row }) => `${customer?.id}/${row.currency}`);
  await inParallel([...accounts], ROWS_IN_FLIGHT, async ([account, cases]) => {
    const [customerId = '', currency = ''] = account.split('/');
    const posted = await entriesOf(api, auditor, customerId, currency);
    for (const { row, charge } of cases) {
      const expected = charge?.state === 'posted' ? 1 : 0;
      const found = posted.filter((requestId) => requestId === charge?.id).length;
      if (found === expected) continue;
      wrong.push({ file: 'charges.csv', row: row.row, expected: `${expected} entries`, got: `${found} entries` });
    }
  });
  return wrong;
}

async function entriesOf(api: Api, auditor: string, customerId: string, currency: string): Promise<string[]> {
  const requestIds: string[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ currency, limit: '100', ...(cursor ? { cursor } : {}) });
    const answer = await api.call(auditor, { method: 'GET', path: `/customers/${customerId}/entries?${query}` });
    if (!answer.ok) throw new Error(`The entries of ${customerId} cannot be read: ${answer.problem.detail}`);
    const page = entriesSchema.parse(answer.body);
    requestIds.push(...page.items.map(({ requestId }) => requestId));
    cursor = page.nextCursor;
  } while (cursor);
  return requestIds;
}
