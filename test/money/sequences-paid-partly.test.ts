import { it } from 'vitest';
import { playSequences } from './play-sequences.ts';

it('when prepaid money pays as far as it goes, 1,000 sequences of what people do at once agree with the notebook', {
  timeout: 600_000,
}, async () => {
  await playSequences('partly', 0);
});
