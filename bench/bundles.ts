import { buildFunctions } from '../scripts/build-functions.ts';
import { atMost, type Figure } from './figure.ts';

/** Functions on the way of a charge from entry to posted money: what they weigh is what a cold start loads. */
const hot = new Set(['charges', 'approvals', 'approval-step', 'request-events']);
const limitKilobytes = 512;

export async function bundleFigures(): Promise<Figure[]> {
  const bundles = await buildFunctions();
  return bundles
    .filter(({ name }) => hot.has(name))
    .map(({ name, bytes }) =>
      atMost(`bundle ${name}, KB minified`, Math.ceil(bytes / 1000), limitKilobytes, 'built naively: 786'),
    );
}
