import type { Construct } from 'constructs';
import { CapabilityFunction, type CommonFunctionProps } from '../constructs/capability-function.ts';
import type { LedgerTable } from '../constructs/ledger-table.ts';
import { timeouts } from './timeouts.ts';

/** Makes the function of a capability that serves the API. */
type MakeHttp = (name: string, description: string, memoryMegabytes?: number) => CapabilityFunction;

/** The functions behind the API, and what each may see and do. They write to the table only. */
export function addCapabilities(scope: Construct, common: CommonFunctionProps) {
  const http: MakeHttp = (name, description, memoryMegabytes) =>
    new CapabilityFunction(scope, name, {
      ...common,
      description,
      timeoutSeconds: timeouts.http,
      ...(memoryMegabytes === undefined ? {} : { memoryMegabytes }),
    });
  return {
    ...moneyCapabilities(common.ledger, http),
    ...caseCapabilities(common.ledger, http),
    ...officeCapabilities(common.ledger, http),
  };
}

/** What moves money, or asks for it to be moved. */
function moneyCapabilities(ledger: LedgerTable, http: MakeHttp) {
  const customers = http('customers', 'Customers: create, change, find, balance and entries');
  ledger.grantRead(customers, 'customer', 'searchToken', 'user', 'entry', 'request');
  // Which deposits a customer's money came with.
  ledger.grantBrowse(customers, 'GSI3');
  ledger.grantWriteCustomers(customers);

  const deposits = http('deposits', 'Deposits: register, confirm, bounce, receipts and statements');
  ledger.grantRead(deposits, 'request', 'customer', 'policy', 'user', 'entry', 'period');
  // The cashiers' inbox, and the deposits of a customer.
  ledger.grantBrowse(deposits, 'GSI1', 'GSI3');
  ledger.grantWriteRequests(deposits);
  // Cash counts as it is registered, anything else as it is confirmed.
  ledger.grantPost(deposits);

  const charges = http('charges', 'Charges: submit, resubmit, read and list');
  ledger.grantRead(charges, 'request', 'customer', 'policy', 'user', 'entry', 'period');
  ledger.grantBrowse(charges, 'GSI1', 'GSI2', 'GSI3');
  ledger.grantWriteRequests(charges);
  // A charge that policy passes without review is posted as it is submitted.
  ledger.grantPost(charges);

  const refunds = http('refunds', 'Refunds: quote, ask, withdraw, pay out, confirm arrival');
  ledger.grantRead(refunds, 'request', 'customer', 'policy', 'user', 'entry', 'member', 'period');
  ledger.grantBrowse(refunds, 'GSI1', 'GSI2', 'GSI3');
  ledger.grantWriteRequests(refunds);
  // Setting its money apart, freeing it and paying it out are one write with the request.
  ledger.grantPost(refunds);

  const approvals = http('approvals', 'Approvals: inbox, decisions, and what helps to decide');
  ledger.grantRead(approvals, 'request', 'customer', 'policy', 'user', 'entry', 'delegation', 'period');
  // A preview lists the customer's other charges.
  ledger.grantBrowse(approvals, 'GSI1', 'GSI3');
  ledger.grantWriteRequests(approvals);
  // The last approval and the posting are one write.
  ledger.grantPost(approvals);
  // A correction takes away what is no longer owed.
  ledger.grantSettleReceivables(approvals);

  const corrections = http('corrections', 'Corrections of posted charges, and closed months');
  ledger.grantRead(corrections, 'request', 'customer', 'policy', 'user', 'entry', 'notice', 'period');
  // Of a month; deposits and refunds of the customer.
  ledger.grantBrowse(corrections, 'GSI2', 'GSI3');
  ledger.grantWriteRequests(corrections);
  // A correction lays its hand on a charge, which stands on the customer's head; nothing is posted here.
  ledger.grantReleaseMoney(corrections);
  ledger.grantKeepPeriods(corrections);

  // Whoever knows the secret may call it: it ends payouts that a cashier has begun, and sees no person's record but theirs.
  const payoutResults = http('payout-results', 'What the payment provider says of payouts, signed');
  ledger.grantReadSecret(payoutResults, 'payout-webhook');
  ledger.grantRead(payoutResults, 'request', 'customer', 'user', 'member', 'period');
  ledger.grantWriteRequests(payoutResults);
  ledger.grantPost(payoutResults);

  return { customers, deposits, charges, refunds, approvals, corrections, 'payout-results': payoutResults };
}

/** What helps to enter a charge, and what follows it. */
function caseCapabilities(ledger: LedgerTable, http: MakeHttp) {
  const templates = http('templates', 'Charge templates, and filling in a charge');
  ledger.grantRead(templates, 'policy', 'user', 'customer', 'request');
  // The customer's earlier charges.
  ledger.grantBrowse(templates, 'GSI3');
  ledger.grantKeepTemplates(templates);

  const arrivals = http('arrivals', 'Arrival of money: estimates, announced payments, late money');
  ledger.grantRead(arrivals, 'request', 'customer', 'policy', 'user', 'member');
  // How many wait before a charge.
  ledger.grantBrowse(arrivals, 'GSI1');
  ledger.grantWriteRequests(arrivals);

  const aftercare = http('aftercare', 'After posting: tasks and disputes');
  ledger.grantRead(aftercare, 'request', 'customer', 'user');
  ledger.grantBrowse(aftercare, 'GSI1');
  ledger.grantWriteRequests(aftercare);

  // Whoever has a link may call it: it sees one charge and keeps one answer, and no customer.
  const feedback = http('feedback', 'Feedback of customers by one-time links');
  ledger.grantRead(feedback, 'request');
  ledger.grantReadSecret(feedback, 'feedback');
  ledger.grantWriteRequests(feedback);

  const vouchers = http('vouchers', 'Vouchers: announce, list, upload forms and download links');
  ledger.grantRead(vouchers, 'request', 'user');
  // Where else the same file was used.
  ledger.grantBrowse(vouchers, 'GSI3');
  ledger.grantKeepVouchers(vouchers);

  const imports = http('imports', 'Imports: announce, confirm, cancel, upload forms, findings and download links');
  ledger.grantRead(imports, 'import', 'policy', 'user');
  ledger.grantBrowse(imports, 'GSI3');
  ledger.grantKeepImports(imports);

  return { templates, arrivals, aftercare, feedback, vouchers, imports };
}

/** People, policies, reports, control and documentation. */
function officeCapabilities(ledger: LedgerTable, http: MakeHttp) {
  const users = http('users', 'The caller, and who decides while somebody is away');
  ledger.grantRead(users, 'user', 'delegation');
  ledger.grantKeepDelegations(users);

  const policies = http('policies', 'Policies: approval, refunds, deposits, vouchers, autofill, calendar and arrival');
  ledger.grantRead(policies, 'policy', 'user', 'member');
  ledger.grantPublishPolicies(policies);
  ledger.grantAgreeOnPolicies(policies);
  // An admin keeps the secret a payment provider signs with.
  ledger.grantReadSecret(policies, 'payout-webhook');
  ledger.grantMakeSecret(policies, 'payout-webhook');

  // The largest report reads 10,000 charges: computing time comes with memory.
  const reports = http('reports', 'Reports: statistics of charges, refunds and corrections', 1024);
  ledger.grantRead(reports, 'request', 'customer', 'user', 'policy');
  ledger.grantBrowse(reports, 'GSI2');

  const control = http('control', 'Internal control: low balances, findings, reconciliation of prepaid money');
  ledger.grantRead(control, 'alert', 'finding', 'reconciliation', 'customer', 'user');
  ledger.grantBrowse(control, 'GSI3');
  ledger.grantKeepFindings(control);

  const documentation = http('documentation', 'OpenAPI document, its page, and what each problem means');

  return { users, policies, reports, control, documentation };
}
