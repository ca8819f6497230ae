import {
  closeDispute,
  completeTask,
  explainDispute,
  listTasks,
  openDispute,
  reassignTask,
  reopenDispute,
} from './aftercare.ts';
import { decideApproval, decideApprovals, listApprovals } from './approvals.ts';
import {
  announcePayment,
  estimateArrival,
  getArrivalRules,
  getCalendar,
  publishArrivalRules,
  publishCalendar,
  recordDelayStep,
} from './arrivals.ts';
import { cancelDraft, editDraft, listDrafts, saveDraft, submitDraft, withdrawCharge } from './charge-drafts.ts';
import { getCharge, listCharges, resubmitCharge, submitCharge } from './charges.ts';
import {
  createCustomer,
  getCustomer,
  getCustomerBalance,
  listCustomerEntries,
  searchCustomers,
  updateCustomer,
} from './customers.ts';
import { endDelegation, getDelegations, setDelegation, setUserDelegation } from './delegations.ts';
import { getDocs, getOpenApi, getProblem } from './documentation.ts';
import { getFeedbackPage, giveFeedback } from './feedback.ts';
import {
  cancelImport,
  createImport,
  getImport,
  getImportFile,
  getImportTemplate,
  listImportRows,
  listImports,
  startImport,
} from './imports.ts';
import { getApprovalPolicy, getVoucherPolicy, publishVoucherPolicy } from './policies.ts';
import { chargeStatistics } from './reports.ts';
import { addComment, listComments, previewCharge } from './review.ts';
import {
  autofillCharge,
  createTemplate,
  getAutofillRules,
  getTemplate,
  listTemplates,
  publishAutofillRules,
  retireTemplate,
  updateTemplate,
} from './templates.ts';
import { getMe } from './users.ts';
import { attachVoucher, getVoucherLink, listVouchers } from './vouchers.ts';

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
  withdrawCharge,
  saveDraft,
  listDrafts,
  editDraft,
  submitDraft,
  cancelDraft,
  createTemplate,
  listTemplates,
  getTemplate,
  updateTemplate,
  retireTemplate,
  autofillCharge,
  listApprovals,
  decideApproval,
  decideApprovals,
  previewCharge,
  addComment,
  listComments,
  attachVoucher,
  listVouchers,
  getVoucherLink,
  listTasks,
  completeTask,
  reassignTask,
  openDispute,
  explainDispute,
  reopenDispute,
  closeDispute,
  getFeedbackPage,
  giveFeedback,
  estimateArrival,
  announcePayment,
  recordDelayStep,
  getMe,
  getDelegations,
  setDelegation,
  endDelegation,
  setUserDelegation,
  getApprovalPolicy,
  getVoucherPolicy,
  publishVoucherPolicy,
  getAutofillRules,
  publishAutofillRules,
  getCalendar,
  publishCalendar,
  getArrivalRules,
  publishArrivalRules,
  chargeStatistics,
  createImport,
  listImports,
  getImport,
  listImportRows,
  startImport,
  cancelImport,
  getImportFile,
  getImportTemplate,
  getOpenApi,
  getDocs,
  getProblem,
] as const;

export type ApiOperation = (typeof operations)[number];
