import type { HistoryStep } from '../model/request.ts';

/** The history of a request as the API shows it: each step with the state it came from, and no prints. */
export function historyToWire(history: readonly HistoryStep[]) {
  return history.map(({ keyPrint: _, bodyPrint: __, at, by, action, ...step }, index) => {
    const from = history[index - 1]?.to;
    return { at, by, action, ...(from === undefined ? {} : { from }), ...step };
  });
}
