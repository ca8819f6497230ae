import { chargePostings, postEvent } from '../shared/ledger/posting-rules.ts';
import type { CustomerId, DepositId } from '../shared/model/ids.ts';
import { commit } from '../shared/table/commit.ts';
import { documentId } from '../shared/table/document-id.ts';
import { keys } from '../shared/table/keys.ts';
import { date, freshLedger } from '../test/support/ledger.ts';
import { type Figure, pairedRatio, within } from './figure.ts';

const rounds = 400;
const customersCount = 50;

/**
 * Posting to one charge type against a thousand: with a row for the house account, one type would be one hot row and
 * cost more; here no house account is written, so it costs the same.
 */
export async function houseAccountFigures(): Promise<Figure[]> {
  const { context } = await freshLedger();
  let posted = 0;
  const post = async (chargeType: string) => {
    posted += 1;
    const customerId = documentId('cus', 'bench', 'customer', String(posted % customersCount)) as CustomerId;
    const requestId = documentId('dep', 'bench', 'post', String(posted)) as DepositId;
    await commit(context, {
      customerId,
      currency: 'CNY',
      plan: () => ({
        draft: {
          requestId,
          effectiveDate: date('2026-10-12'),
          makers: ['bench'],
          postings: postEvent('charge-posted', [['receivable', 100n]], [[`revenue:${chargeType}`, 100n]]),
        },
        receivables: [],
      }),
      requestWrite: () => ({
        item: { ...keys.request(requestId), kind: 'bench' },
        condition: { expression: 'attribute_not_exists(pk)' },
      }),
    });
  };
  for (let round = 0; round < customersCount * 2; round += 1) await post('warm-up');
  const one = () => post('one');
  const control = await pairedRatio(rounds, one, one);
  const retention = await pairedRatio(rounds, (round) => post(`type-${round % 1000}`), one);
  const entry = chargePostings('setup', 1n, 0n).length;
  return [
    within('house account: one type against itself (A/A)', control, 0.97, 1.03),
    within(
      'house account: a thousand types against one',
      retention,
      0.97,
      1.03,
      `${entry} postings an entry, 0 house rows`,
    ),
  ];
}
