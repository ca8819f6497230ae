import * as z from 'zod';
import { newDelegationSchema } from '../model/delegation.ts';
import { userIdSchema } from '../model/ids.ts';
import { approvingRoles } from '../model/role.ts';
import { defineOperation } from './operation.ts';

const delegationWire = z
  .object({
    delegator: z.string().meta({ description: 'Whose decisions these are' }),
    delegate: z.string().meta({ description: 'Who takes them meanwhile' }),
    from: z.string(),
    until: z.string().meta({ description: 'From this instant on the delegate decides no more' }),
    reason: z.string().optional(),
    setBy: z.string().meta({ description: 'The delegator, or who set it in his place' }),
    setAt: z.string(),
    endedAt: z.string().optional().meta({ description: 'When it was ended before its time' }),
  })
  .meta({ id: 'Delegation' });

const common = { capability: 'users', tag: 'Users', idempotencyKey: 'required' } as const;
const success = { status: 200, description: 'The delegation as it stands', body: delegationWire } as const;

export const getDelegations = defineOperation({
  id: 'getDelegations',
  method: 'GET',
  path: '/me/delegation',
  capability: 'users',
  tag: 'Users',
  summary: 'What you have handed over, and for whom you stand in',
  roles: approvingRoles,
  success: {
    status: 200,
    description: 'Delegations that are in force or to come',
    body: z.object({ given: delegationWire.optional(), received: z.array(delegationWire) }).meta({ id: 'Delegations' }),
  },
  problems: ['USER_DISABLED'],
});

export const setDelegation = defineOperation({
  ...common,
  id: 'setDelegation',
  method: 'PUT',
  path: '/me/delegation',
  summary: 'Hand over your decisions while you are away',
  description:
    'Your delegate decides what waits for your roles, each decision marked as made in your place, and never one of a charge that either of you made or has approved already. He cannot hand it on. A delegation replaces the one before and lasts 92 days at most.',
  roles: approvingRoles,
  body: newDelegationSchema,
  success,
  problems: ['USER_DISABLED', 'DELEGATE_UNFIT', 'NO_POWER_TO_DELEGATE', 'BUSY'],
});

export const endDelegation = defineOperation({
  ...common,
  id: 'endDelegation',
  method: 'POST',
  path: '/me/delegation/end',
  summary: 'Take your decisions back before the time',
  roles: approvingRoles,
  body: z.strictObject({}),
  success,
  problems: ['USER_DISABLED', 'NOT_FOUND', 'BUSY'],
});

export const setUserDelegation = defineOperation({
  ...common,
  id: 'setUserDelegation',
  method: 'POST',
  path: '/users/{userId}/delegation',
  summary: 'Hand over the decisions of somebody who cannot do it himself',
  description:
    'For somebody who is ill. As when he does it himself, but the record says that you set it, and you cannot name yourself.',
  roles: ['manager', 'admin'],
  params: z.object({ userId: userIdSchema }),
  body: newDelegationSchema,
  success,
  problems: ['USER_DISABLED', 'NOT_FOUND', 'DELEGATE_UNFIT', 'NO_POWER_TO_DELEGATE', 'BUSY'],
});
