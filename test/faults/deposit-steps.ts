import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import { cancelDeposit } from '../../shared/deposits/cancel-deposit.ts';
import { confirmDeposit } from '../../shared/deposits/confirm-deposit.ts';
import { registerDeposit } from '../../shared/deposits/register-deposit.ts';
import type { DepositId } from '../../shared/model/ids.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { date, hire } from '../support/ledger.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Memory = ReadonlyMap<string, unknown>;

/** Deposits in all they can meet: cash, a transfer that arrives and bounces, one that never comes, one that is cancelled. */
export async function depositSteps(desk: Desk): Promise<CaseStep[]> {
  const { context, input, clerk, finance, customerId } = desk;
  const cashier = await hire(context, 'wu.ting', 'cashier');
  const ofReply = (memory: Memory, name: string) => ({
    depositId: (memory.get(name) as { body: { id: string } }).body.id as DepositId,
  });
  const register = (name: string, method: 'cash' | 'bank-transfer') => {
    const amount = { minor: 90_000n, currency: 'CNY' as const };
    const said = { amount, purpose: 'general', method, paidOn: date('2026-10-12'), reference: name };
    const body = { customerNumber: 'C-4001', ...said, confirmDuplicate: false };
    const who = method === 'cash' ? cashier : clerk;
    return registerDeposit(context, who, input({ params: { customerId }, body, idempotencyKey: name }));
  };
  return [
    { name: 'cash', run: () => register('cash', 'cash') },
    { name: 'transfer', run: () => register('transfer', 'bank-transfer') },
    {
      name: 'confirm-deposit',
      run: (memory) => {
        const body = { arrivedOn: date('2026-10-12'), reference: 'HX20261012002' };
        const params = ofReply(memory, 'transfer');
        return confirmDeposit(context, cashier, input({ params, body, idempotencyKey: 'confirm-deposit' }));
      },
    },
    {
      name: 'bounce-deposit',
      run: (memory) => {
        const params = ofReply(memory, 'transfer');
        const body = { reason: '银行退票，余额不足' };
        return bounceDeposit(context, finance, input({ params, body, idempotencyKey: 'bounce-deposit' }));
      },
    },
    { name: 'lost-transfer', run: () => register('lost-transfer', 'bank-transfer') },
    {
      name: 'never-came',
      run: (memory) => {
        const params = ofReply(memory, 'lost-transfer');
        const body = { reason: '银行查无此款' };
        return bounceDeposit(context, finance, input({ params, body, idempotencyKey: 'never-came' }));
      },
    },
    { name: 'wrong-transfer', run: () => register('wrong-transfer', 'bank-transfer') },
    {
      name: 'cancel-deposit',
      run: (memory) => {
        const params = ofReply(memory, 'wrong-transfer');
        const body = { reason: '登记错误' };
        return cancelDeposit(context, clerk, input({ params, body, idempotencyKey: 'cancel-deposit' }));
      },
    },
  ];
}
