import { announcePayment } from '../../shared/arrivals/announce-payment.ts';
import { estimateArrival } from '../../shared/arrivals/estimate-arrival.ts';
import { recordDelayStep } from '../../shared/arrivals/record-delay-step.ts';
import * as arrivalsContracts from '../../shared/contracts/arrivals.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** When money arrives (到账): contracts in `shared/contracts/arrivals.ts`. */
export const handler = httpFunction('arrivals', [arrivalsContracts], {
  estimateArrival: (input, call) => estimateArrival(ledgerContext(), call, input),
  announcePayment: (input, call) => announcePayment(ledgerContext(), call, input),
  recordDelayStep: (input, call) => recordDelayStep(ledgerContext(), call, input),
});
