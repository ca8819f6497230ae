import { chargeContent, entry } from './charge-examples.ts';
import { balanceLot } from './deposit-examples.ts';
import { cny, customerId, customerName, customerNumber, sha256 } from './example-values.ts';

/** Examples of customers, their balances and journal entries; `examples.ts` takes them up. */
export const newCustomer = {
  number: customerNumber,
  name: customerName,
  kind: 'company' as const,
  language: 'zh-CN' as const,
  preferredChannel: 'email' as const,
  email: 'ap@yunshan.example',
  phone: '+86 138 0013 8000',
  contacts: [{ name: '张敏', role: '财务', email: 'zhang.min@yunshan.example' }],
  group: 'standard',
  creditTermDays: 30,
};

const customer = {
  id: customerId,
  ...newCustomer,
  version: 1,
  createdAt: '2026-11-02T01:00:00.000Z',
  createdBy: 'wang.fang',
  updatedAt: '2026-11-02T01:00:00.000Z',
  updatedBy: 'wang.fang',
};

export const customerRequestExamples = {
  createCustomer: newCustomer,
  updateCustomer: { creditTermDays: 45, notes: '自 11 月起账期 45 天' },
};

export const customerResponseExamples = {
  createCustomer: customer,
  searchCustomers: {
    items: [
      {
        id: customerId,
        number: customerNumber,
        name: customerName,
        kind: newCustomer.kind,
        group: 'standard',
        phone: newCustomer.phone,
      },
    ],
  },
  getCustomer: customer,
  updateCustomer: {
    ...customer,
    creditTermDays: 45,
    notes: '自 11 月起账期 45 天',
    version: 2,
    updatedAt: '2026-11-02T03:00:00.000Z',
  },
  getCustomerBalance: {
    customerId,
    balances: [
      {
        currency: 'CNY',
        receivable: chargeContent.amount,
        prepaid: balanceLot.amount,
        held: cny('0.00'),
        available: balanceLot.amount,
        unapplied: cny('0.00'),
        lots: [balanceLot],
        holds: [],
        sequence: 2,
        hash: sha256,
        asOf: '2026-11-02T02:30:00.000Z',
      },
    ],
  },
  listCustomerEntries: { items: [entry] },
};
