import { decideApproval, listApprovals } from './approvals.ts';
import { getCharge, listCharges, resubmitCharge, submitCharge } from './charges.ts';
import {
  createCustomer,
  getCustomer,
  getCustomerBalance,
  listCustomerEntries,
  searchCustomers,
  updateCustomer,
} from './customers.ts';
import { getDocs, getOpenApi, getProblem } from './documentation.ts';
import { getApprovalPolicy } from './policies.ts';
import { getMe } from './users.ts';

/** Every operation of the API, in the order the documentation shows them. */
export const operations = [
  createCustomer,
  searchCustomers,
  getCustomer,
  updateCustomer,
  getCustomerBalance,
  listCustomerEntries,
  submitCharge,
  listCharges,
  getCharge,
  resubmitCharge,
  listApprovals,
  decideApproval,
  getMe,
  getApprovalPolicy,
  getOpenApi,
  getDocs,
  getProblem,
] as const;

export type ApiOperation = (typeof operations)[number];
