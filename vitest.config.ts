import { defineConfig } from 'vitest/config';
import SummaryLineReporter from './scripts/summary-line-reporter.ts';
import { SlowestFirst } from './test/support/slowest-first.ts';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/dynamodb-local.ts'],
    // Tests share the two cores of a small machine with a Java process and often wait for it: three workers keep it busy.
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Everything runs as in Lambda: the business zone comes from configuration, never from the machine.
    env: { TZ: 'UTC' },
    reporters: ['default', new SummaryLineReporter()],
    // A file without tests and a run without files are mistakes, not successes.
    passWithNoTests: false,
    allowOnly: false,
  },
});
