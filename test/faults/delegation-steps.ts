import { escalateStage } from '../../shared/approvals/escalate-stage.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import type { Instant } from '../../shared/model/dates.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { endDelegation } from '../../shared/users/end-delegation.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { setUserDelegation } from '../../shared/users/set-user-delegation.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Saved = Awaited<ReturnType<Desk['save']>>;

/** A stage that is handed on, and is decided by the delegate of somebody who is away. */
export function delegationSteps(desk: Desk): CaseStep[] {
  const { context, input, reviewer, finance, manager } = desk;
  const saved = (memory: ReadonlyMap<string, unknown>, name: string) => memory.get(name) as Saved;
  const idOf = (memory: ReadonlyMap<string, unknown>) => saved(memory, 'silent').body.id as ChargeId;
  const window = { from: '2026-10-12T00:00:00.000Z' as Instant, until: '2026-10-20T00:00:00.000Z' as Instant };
  const params = { userId: reviewer.actor.id };
  return [
    { name: 'silent', run: () => desk.save(desk.content('9200.00'), 'silent') },
    {
      name: 'submit-silent',
      run: (memory) => desk.submitIt(idOf(memory), saved(memory, 'silent').etag, 'submit-silent'),
    },
    {
      name: 'hand-over',
      run: () => {
        const body = { ...window, to: manager.actor.id };
        return setDelegation(context, reviewer, input({ body, idempotencyKey: 'hand-over' }));
      },
    },
    {
      name: 'hand-over-anew',
      run: () => {
        const body = { ...window, to: finance.actor.id, reason: '病假' };
        return setUserDelegation(context, manager, input({ params, body, idempotencyKey: 'hand-over-anew' }));
      },
    },
    {
      name: 'hand-on',
      run: async (memory) => {
        const charge = await readCharge(context.table, idOf(memory));
        // The sweep hands on what has not been handed on.
        if (charge !== undefined && charge.escalatedTo === undefined) await escalateStage(context, charge, 'manager');
      },
    },
    {
      name: 'stand-in',
      run: (memory) => desk.decide(finance, idOf(memory), { decision: 'approve', revision: 1, stage: 1 }, 'stand-in'),
    },
    {
      name: 'take-back',
      run: () => endDelegation(context, reviewer, input({ body: {}, idempotencyKey: 'take-back' })),
    },
  ];
}
