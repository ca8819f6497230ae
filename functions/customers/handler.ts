import * as customersContracts from '../../shared/contracts/customers.ts';
import { createCustomer } from '../../shared/customers/create-customer.ts';
import { getCustomer } from '../../shared/customers/get-customer.ts';
import { getCustomerBalance } from '../../shared/customers/get-customer-balance.ts';
import { listCustomerEntries } from '../../shared/customers/list-customer-entries.ts';
import { searchCustomers } from '../../shared/customers/search-customers.ts';
import { updateCustomer } from '../../shared/customers/update-customer.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Customers, their balances and entries: contracts in `shared/contracts/customers.ts`. */
export const handler = httpFunction('customers', [customersContracts], {
  createCustomer: (input, call) => createCustomer(ledgerContext(), call, input),
  searchCustomers: (input, call) => searchCustomers(ledgerContext(), call, input),
  getCustomer: (input, call) => getCustomer(ledgerContext(), call, input),
  updateCustomer: (input, call) => updateCustomer(ledgerContext(), call, input),
  getCustomerBalance: (input, call) => getCustomerBalance(ledgerContext(), call, input),
  listCustomerEntries: (input, call) => listCustomerEntries(ledgerContext(), call, input),
});
