import { announcePayment } from '../../shared/arrivals/announce-payment.ts';
import { closeDispute } from '../../shared/disputes/close-dispute.ts';
import { explainDispute } from '../../shared/disputes/explain-dispute.ts';
import { openDispute } from '../../shared/disputes/open-dispute.ts';
import { reopenDispute } from '../../shared/disputes/reopen-dispute.ts';
import { feedbackToken } from '../../shared/feedback/feedback-token.ts';
import { giveFeedback } from '../../shared/feedback/give-feedback.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { makeFeedbackSecret } from '../../shared/table/feedback-secret.ts';
import { completeTask } from '../../shared/tasks/complete-task.ts';
import { reassignTask } from '../../shared/tasks/reassign-task.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { date } from '../support/ledger.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Saved = Awaited<ReturnType<Desk['save']>>;
type Memory = ReadonlyMap<string, unknown>;

const secret = 'a secret of this test';

/** What comes after posting: a dispute through all its steps, the task it leaves, a payment said to be made, feedback. */
export function aftercareSteps(desk: Desk): CaseStep[] {
  const { context, input, clerk, finance, manager } = desk;
  const chargeOf = (memory: Memory) => ({ chargeId: (memory.get('save') as Saved).body.id as ChargeId });
  const disputeOf = (memory: Memory) => ({ ...chargeOf(memory), number: '1' });
  const taskOf = (memory: Memory) => ({ requestId: chargeOf(memory).chargeId, task: 'correction-1' });
  const key = (idempotencyKey: string) => ({ idempotencyKey });
  const words = (text: string) => ({ body: { text } });
  return [
    {
      name: 'object',
      run: (memory) => {
        const body = { text: '十月没有使用高级版', wants: 'explanation' as const };
        return openDispute(context, clerk, input({ params: chargeOf(memory), body, ...key('object') }));
      },
    },
    {
      name: 'explain',
      run: (memory) =>
        explainDispute(
          context,
          finance,
          input({ params: disputeOf(memory), ...words('按变更协议第三条计算'), ...key('explain') }),
        ),
    },
    {
      name: 'object-again',
      run: (memory) =>
        reopenDispute(
          context,
          clerk,
          input({ params: disputeOf(memory), ...words('协议日期不对'), ...key('object-again') }),
        ),
    },
    {
      name: 'uphold',
      run: (memory) => {
        const body = { outcome: 'upheld' as const, note: '协议确实晚了一个月' };
        return closeDispute(context, finance, input({ params: disputeOf(memory), body, ...key('uphold') }));
      },
    },
    {
      name: 'hand-task',
      run: (memory) => {
        const body = { owner: manager.actor.id };
        return reassignTask(context, manager, input({ params: taskOf(memory), body, ...key('hand-task') }));
      },
    },
    {
      name: 'finish-task',
      run: (memory) => {
        const body = { outcome: 'done' as const, note: '已安排更正' };
        return completeTask(context, manager, input({ params: taskOf(memory), body, ...key('finish-task') }));
      },
    },
    {
      name: 'announce',
      run: (memory) => {
        const body = { method: 'bank-transfer' as const, paidOn: date('2026-10-12'), bankReference: 'HX20261012001' };
        return announcePayment(context, clerk, input({ params: chargeOf(memory), body, ...key('announce') }));
      },
    },
    { name: 'secret', run: () => makeFeedbackSecret(context, () => secret) },
    {
      name: 'rate',
      run: (memory) => {
        const params = { token: feedbackToken(chargeOf(memory).chargeId, secret) };
        return giveFeedback(context, input({ params, body: { rating: 5, text: '解释清楚' } }));
      },
    },
  ];
}
