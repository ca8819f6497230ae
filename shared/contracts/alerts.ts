import * as z from 'zod';
import { moneyWireSchema } from '../model/money.ts';
import { staffRoles } from '../model/role.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const lowBalanceWire = z
  .object({
    customerId: z.string(),
    customerNumber: z.string(),
    customerName: z.string(),
    currency: z.string(),
    balance: moneyWireSchema.meta({
      description:
        'Prepaid money that may pay charges now: not what refunds hold, what has expired, or deposits as security',
    }),
    level: moneyWireSchema.meta({ description: 'The level it fell below' }),
    since: z.string(),
    crossings: z.number().meta({ description: 'How often it fell below so far; each time was told once' }),
    policyVersion: z.number(),
  })
  .meta({ id: 'LowBalance' });

export const listLowBalances = defineOperation({
  id: 'listLowBalances',
  method: 'GET',
  path: '/alerts/low-balances',
  capability: 'control',
  tag: 'Internal control',
  summary: 'Customers whose prepaid money is below their warning level now',
  description:
    'Strictly below: a balance equal to the level is enough. Levels come from the low-balance policy in force: a customer’s own goes before his group’s, that before the general one.',
  roles: staffRoles,
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Low balances', body: pageOf(lowBalanceWire) },
  problems: ['USER_DISABLED'],
});
