import type { draftDesk } from '../charges/draft-desk.ts';
import { policyDesk } from '../policies/policy-desk.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;

/** Policies that are agreed on: one that is approved and read, one that is turned down, one that its proposer takes back. */
export async function policySteps(desk: Desk): Promise<CaseStep[]> {
  const agree = await policyDesk(desk);
  return [
    { name: 'propose-levels', run: () => agree.propose('low-balance', 0, { key: 'propose-levels' }) },
    { name: 'approve-levels', run: () => agree.decide('low-balance', 1, { key: 'approve-levels' }) },
    { name: 'read-levels', run: () => agree.acknowledge('low-balance', 1, agree.clerk, 'read-levels') },
    { name: 'propose-deposits', run: () => agree.propose('deposit', 0, { key: 'propose-deposits' }) },
    {
      name: 'reject-deposits',
      run: () => agree.decide('deposit', 1, { as: agree.otherAdmin, decision: 'reject', key: 'reject-deposits' }),
    },
    { name: 'propose-refunds', run: () => agree.propose('refund', 0, { key: 'propose-refunds' }) },
    { name: 'withdraw-refunds', run: () => agree.withdraw('refund', 1, agree.admin, 'withdraw-refunds') },
  ];
}
