import * as z from 'zod';
import { roles } from '../model/role.ts';
import { defineOperation } from './operation.ts';

export const getMe = defineOperation({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  capability: 'users',
  tag: 'Users',
  summary: 'Who you are here and what you may do',
  roles,
  success: {
    status: 200,
    description: 'Your own record',
    body: z
      .object({
        id: z.string(),
        name: z.string(),
        email: z.string(),
        language: z.string(),
        roles: z.array(z.string()),
        customerId: z.string().optional(),
        operations: z.array(z.string()).meta({ description: 'Ids of the operations your roles allow' }),
      })
      .meta({ id: 'Me' }),
  },
  problems: ['USER_DISABLED'],
});
