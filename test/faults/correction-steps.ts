import type * as contracts from '../../shared/contracts/corrections.ts';
import type * as periodContracts from '../../shared/contracts/periods.ts';
import { requestCorrection } from '../../shared/corrections/request-correction.ts';
import { withdrawCorrection } from '../../shared/corrections/withdraw-correction.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { correctionContentSchema } from '../../shared/model/correction.ts';
import type { ChargeId, CorrectionId, DepositId } from '../../shared/model/ids.ts';
import { closePeriod } from '../../shared/periods/close-period.ts';
import { reopenPeriod } from '../../shared/periods/reopen-period.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { rightAmountOf, type Wrong, wrongContent } from '../corrections/correction-desk.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Memory = ReadonlyMap<string, unknown>;

const depositId = `dep_${'c'.repeat(26)}` as DepositId;

/** A posted charge that was wrong: corrected, credited and refunded, with a month closed and opened again. */
export function correctionSteps(desk: Desk): CaseStep[] {
  const { context, input, clerk, finance, manager } = desk;
  const idOf = (memory: Memory, name: string) => (memory.get(name) as { body: { id: string } }).body.id;
  const ask = (name: string, charge: (memory: Memory) => string, wrong: Wrong): CaseStep => ({
    name,
    run: (memory) =>
      requestCorrection(
        context,
        clerk,
        input<typeof contracts.requestCorrection>({
          params: { chargeId: charge(memory) as ChargeId },
          body: correctionContentSchema.parse(wrongContent(wrong)),
          idempotencyKey: name,
        }),
      ),
  });
  const approve = (name: string, asked: string): CaseStep => ({
    name,
    run: (memory) => desk.decide(finance, idOf(memory, asked), { decision: 'approve', revision: 1, stage: 1 }, name),
  });
  const wrongCharge = (memory: Memory) => idOf(memory, 'wrong-charge');
  const rightCharge = (memory: Memory) =>
    (memory.get('approve-lower') as { body: { result: { replacement: string } } }).body.result.replacement;
  const month = { month: '2026-09' };
  return [
    {
      name: 'prepaid',
      run: () =>
        postOpeningDeposit(context, {
          id: depositId,
          customerId: desk.customerId,
          amount: { minor: 100_000n, currency: 'CNY' },
          method: 'bank-transfer',
          maker: clerk.actor.id,
        }),
    },
    { name: 'wrong-charge', run: () => desk.save(desk.content('480.00'), 'wrong-charge') },
    {
      name: 'wrong-charge-posted',
      run: (memory) =>
        desk.submitIt(
          wrongCharge(memory),
          (memory.get('wrong-charge') as { etag: string }).etag,
          'wrong-charge-posted',
        ),
    },
    ask('ask-type', wrongCharge, { mistake: 'wrong-type', right: { type: 'training' } }),
    {
      name: 'withdraw-type',
      run: (memory) =>
        withdrawCorrection(
          context,
          clerk,
          input<typeof contracts.withdrawCorrection>({
            params: { correctionId: idOf(memory, 'ask-type') as CorrectionId },
            body: { reason: '类型没有错' },
            idempotencyKey: 'withdraw-type',
          }),
        ),
    },
    {
      name: 'close-month',
      run: () =>
        closePeriod(
          context,
          finance,
          input<typeof periodContracts.closePeriod>({
            params: month,
            body: { reason: '九月已核对' },
            idempotencyKey: 'close',
          }),
        ),
    },
    ask('ask-lower', wrongCharge, { mistake: 'wrong-amount', right: rightAmountOf('300.00') }),
    approve('approve-lower', 'ask-lower'),
    ask('ask-refund', rightCharge, {
      mistake: 'wrong-amount',
      remedy: 'refund-excess',
      right: rightAmountOf('250.00'),
      payout: { method: 'cash' },
    }),
    approve('approve-refund', 'ask-refund'),
    {
      name: 'reopen-month',
      run: () =>
        reopenPeriod(
          context,
          manager,
          input<typeof periodContracts.reopenPeriod>({
            params: month,
            body: { reason: '补记一笔' },
            idempotencyKey: 'reopen',
          }),
        ),
    },
  ];
}
