import * as feedbackContracts from '../../shared/contracts/feedback.ts';
import { getFeedbackPage } from '../../shared/feedback/get-feedback-page.ts';
import { giveFeedback } from '../../shared/feedback/give-feedback.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** The one-time link of a customer (反馈): contracts in `shared/contracts/feedback.ts`. */
export const handler = httpFunction('feedback', [feedbackContracts], {
  getFeedbackPage: (input, call) => getFeedbackPage(ledgerContext(), call, input),
  giveFeedback: (input) => giveFeedback(ledgerContext(), input),
});
