import type * as z from 'zod';
import type { ApiOperation } from '../../shared/contracts/index.ts';
import { aftercareRequestExamples, aftercareResponseExamples } from './aftercare-examples.ts';
import { chargeRequestExamples, chargeResponseExamples } from './charge-examples.ts';
import { controlRequestExamples, controlResponseExamples } from './control-examples.ts';
import { correctionRequestExamples, correctionResponseExamples } from './correction-examples.ts';
import { customerRequestExamples, customerResponseExamples } from './customer-examples.ts';
import { depositRequestExamples, depositResponseExamples } from './deposit-examples.ts';
import { importRequestExamples, importResponseExamples } from './import-examples.ts';
import { paperRequestExamples, paperResponseExamples } from './paper-examples.ts';
import { payoutRequestExamples, payoutResponseExamples } from './payout-examples.ts';
import { policyRequestExamples, policyResponseExamples } from './policy-examples.ts';
import { refundRequestExamples, refundResponseExamples } from './refund-examples.ts';
import { reviewRequestExamples, reviewResponseExamples } from './review-examples.ts';
import { speedRequestExamples, speedResponseExamples } from './speed-examples.ts';
import { voucherRequestExamples, voucherResponseExamples } from './voucher-examples.ts';

type WithRequestBody = Extract<ApiOperation, { body: z.ZodType }>;
type WithResponseBody = Extract<ApiOperation, { success: { body: z.ZodType } }>;

/** A request body for each operation that takes one: an operation without its example does not compile. */
type RequestExamples = { readonly [O in WithRequestBody as O['id']]: z.input<O['body']> };
/** A response body for each operation that answers JSON. */
type ResponseExamples = { readonly [O in WithResponseBody as O['id']]: z.output<O['success']['body']> };

export const requestExamples: RequestExamples = {
  ...customerRequestExamples,
  ...chargeRequestExamples,
  ...reviewRequestExamples,
  ...voucherRequestExamples,
  ...paperRequestExamples,
  ...aftercareRequestExamples,
  ...controlRequestExamples,
  ...depositRequestExamples,
  ...correctionRequestExamples,
  ...importRequestExamples,
  ...speedRequestExamples,
  ...refundRequestExamples,
  ...payoutRequestExamples,
  ...policyRequestExamples,
};

export const responseExamples: ResponseExamples = {
  ...customerResponseExamples,
  ...chargeResponseExamples,
  ...reviewResponseExamples,
  ...voucherResponseExamples,
  ...paperResponseExamples,
  ...aftercareResponseExamples,
  ...controlResponseExamples,
  ...depositResponseExamples,
  ...correctionResponseExamples,
  ...importResponseExamples,
  ...speedResponseExamples,
  ...refundResponseExamples,
  ...payoutResponseExamples,
  ...policyResponseExamples,
};
