import type { draftDesk } from '../charges/draft-desk.ts';
import { aftercareSteps } from './aftercare-steps.ts';
import { delegationSteps } from './delegation-steps.ts';
import { reviewSteps } from './review-steps.ts';
import { voucherSteps } from './voucher-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;

interface Reply {
  readonly body: { readonly id: string };
  readonly etag?: string | undefined;
}

export interface CaseStep {
  readonly name: string;
  /** Sends one request under a fixed key; what earlier steps answered is in the memory. */
  readonly run: (memory: ReadonlyMap<string, unknown>) => Promise<unknown>;
}

/** Every operation a case can meet, each under a key of its own: a new operation gets its line here. */
export async function caseSteps(desk: Desk): Promise<CaseStep[]> {
  const reply = (memory: ReadonlyMap<string, unknown>, name: string) => memory.get(name) as Reply;
  const idOf = (memory: ReadonlyMap<string, unknown>) => reply(memory, 'save').body.id;
  return [
    { name: 'save', run: () => desk.save({ type: 'upgrade' }, 'save') },
    {
      name: 'edit',
      run: (memory) => desk.edit(idOf(memory), desk.content('50000.00'), reply(memory, 'save').etag, 'edit'),
    },
    { name: 'submit', run: (memory) => desk.submitIt(idOf(memory), reply(memory, 'edit').etag, 'submit') },
    { name: 'withdraw', run: (memory) => desk.withdraw(idOf(memory), 1, 'withdraw') },
    {
      name: 'edit-again',
      run: (memory) => desk.edit(idOf(memory), desk.content('52000.00'), reply(memory, 'withdraw').etag, 'edit-again'),
    },
    {
      name: 'submit-again',
      run: (memory) => desk.submitIt(idOf(memory), reply(memory, 'edit-again').etag, 'submit-2'),
    },
    {
      name: 'return',
      run: (memory) =>
        desk.decide(desk.reviewer, idOf(memory), { decision: 'return', revision: 2, stage: 1 }, 'return'),
    },
    {
      name: 'correct',
      run: (memory) => desk.edit(idOf(memory), desk.content('51000.00'), reply(memory, 'return').etag, 'correct'),
    },
    { name: 'submit-third', run: (memory) => desk.submitIt(idOf(memory), reply(memory, 'correct').etag, 'submit-3') },
    {
      name: 'approve-1',
      run: (memory) =>
        desk.decide(desk.reviewer, idOf(memory), { decision: 'approve', revision: 3, stage: 1 }, 'approve-1'),
    },
    {
      name: 'approve-2',
      run: (memory) =>
        desk.decide(desk.finance, idOf(memory), { decision: 'approve', revision: 3, stage: 2 }, 'approve-2'),
    },
    { name: 'other', run: () => desk.save(desk.content('70.00'), 'other') },
    {
      name: 'post',
      run: (memory) => desk.submitIt(reply(memory, 'other').body.id, reply(memory, 'other').etag, 'post'),
    },
    { name: 'third', run: () => desk.save(desk.content('80.00'), 'third') },
    { name: 'cancel', run: (memory) => desk.cancel(reply(memory, 'third').body.id, 'cancel') },
    ...reviewSteps(desk),
    ...delegationSteps(desk),
    ...aftercareSteps(desk),
    ...voucherSteps(desk),
  ];
}
