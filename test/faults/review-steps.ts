import { decideApprovals } from '../../shared/approvals/decide-approvals.ts';
import { DomainError } from '../../shared/errors/domain-error.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { addComment } from '../../shared/review/add-comment.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Saved = Awaited<ReturnType<Desk['save']>>;

/** Comments and a batch of decisions, as requests of a case of their own. */
export function reviewSteps(desk: Desk): CaseStep[] {
  const { context, input, clerk, reviewer } = desk;
  const saved = (memory: ReadonlyMap<string, unknown>, name: string) => memory.get(name) as Saved;
  const idOf = (memory: ReadonlyMap<string, unknown>, name: string) => saved(memory, name).body.id as ChargeId;
  const say = (who: typeof clerk, chargeId: ChargeId, text: string, key: string) =>
    addComment(
      context,
      who,
      input({ params: { chargeId }, body: { kind: 'question' as const, text }, idempotencyKey: key }),
    );
  return [
    { name: 'left', run: () => desk.save(desk.content('9000.00'), 'left') },
    { name: 'right', run: () => desk.save(desk.content('9100.00'), 'right') },
    {
      name: 'submit-left',
      run: (memory) => desk.submitIt(idOf(memory, 'left'), saved(memory, 'left').etag, 'submit-left'),
    },
    {
      name: 'submit-right',
      run: (memory) => desk.submitIt(idOf(memory, 'right'), saved(memory, 'right').etag, 'submit-right'),
    },
    { name: 'ask', run: (memory) => say(reviewer, idOf(memory, 'right'), '确认单在哪里？', 'ask') },
    { name: 'answer', run: (memory) => say(clerk, idOf(memory, 'right'), '稍后上传', 'answer') },
    {
      name: 'batch',
      run: async (memory) => {
        const seen = { revision: 1, stage: 1 };
        // One of the two is posted: of two, the order of their entries would depend on which had to come again.
        const decisions = [
          { requestId: idOf(memory, 'left'), decision: 'approve' as const, ...seen },
          { requestId: idOf(memory, 'right'), decision: 'return' as const, comment: '请补充服务确认单', ...seen },
        ];
        const { body } = await decideApprovals(
          context,
          reviewer,
          input({ body: { decisions }, idempotencyKey: 'batch' }),
        );
        if (body.results.some(({ problem }) => problem?.code === 'BUSY')) throw new DomainError('BUSY');
        return body.results;
      },
    },
  ];
}
