import { followBalance } from '../../shared/alerts/follow-balance.ts';
import { agreeReconciliation } from '../../shared/control/agree-reconciliation.ts';
import { assignFinding } from '../../shared/control/assign-finding.ts';
import { closeFinding } from '../../shared/control/close-finding.ts';
import { prepareReconciliations } from '../../shared/control/prepare-reconciliations.ts';
import { recordActual } from '../../shared/control/record-actual.ts';
import { recordFinding } from '../../shared/control/record-finding.ts';
import type { CustomerId, FindingId } from '../../shared/model/ids.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { mailRoom } from '../notices/mail-room.ts';
import type { Company } from '../support/company.ts';
import type { CaseStep } from './case-steps.ts';

/** Internal control: a finding from the night to its end, a month reconciled, a balance judged. */
export function controlSteps({ context, input, finance, manager }: Company, customerId: CustomerId): CaseStep[] {
  const findingId = documentId('fnd', customerId, 'CNY', 'balances') as FindingId;
  const params = { month: '2026-09', currency: 'CNY' as const };
  const moved = { arrivedMinor: 500n, usedMinor: -100n, givenBackMinor: 0n, refundedMinor: 0n, bouncedMinor: 0n };
  return [
    {
      name: 'find',
      run: () => recordFinding(context, { kind: 'balances', customerId, currency: 'CNY', differences: [] }),
    },
    {
      name: 'assign',
      run: () => {
        const body = { owner: finance.actor.id };
        return assignFinding(context, manager, input({ params: { findingId }, body, idempotencyKey: 'assign' }));
      },
    },
    {
      name: 'put-right',
      run: () => {
        const body = { done: '已按账簿恢复' };
        return closeFinding(context, finance, input({ params: { findingId }, body, idempotencyKey: 'put-right' }));
      },
    },
    {
      name: 'prepare',
      run: () =>
        prepareReconciliations(
          context,
          params.month,
          new Map([['CNY', { beforeMinor: 0n, moved, clearingMinor: {} }]]),
        ),
    },
    {
      name: 'count',
      run: () => {
        const body = { actual: { value: '4.00', currency: 'CNY' }, note: '按银行对账单核对' };
        return recordActual(context, finance, input({ params, body, idempotencyKey: 'count' }));
      },
    },
    {
      name: 'agree',
      run: () => {
        const body = { note: '与对账单一致' };
        return agreeReconciliation(context, manager, input({ params, body, idempotencyKey: 'agree' }));
      },
    },
    {
      name: 'judge',
      run: async () => {
        const after = await readHead(context.table, customerId, 'CNY');
        await followBalance(context, mailRoom().process(), { before: undefined, after });
      },
    },
  ];
}
