import { it } from 'vitest';
import { playSequences } from './play-sequences.ts';

it('when prepaid money pays all of a charge or nothing, 1,000 sequences of what people do at once agree with the notebook', {
  timeout: 600_000,
}, async () => {
  await playSequences('when-covered', 1);
});
