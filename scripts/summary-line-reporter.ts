import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends every test run with one plain line, `N passed, N failed`, that people and build servers can read alike.
 * A test file that does not load and an error outside any test count as failures.
 */
export default class SummaryLineReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const testModule of testModules) {
      const failedBefore = failed;
      for (const testCase of testModule.children.allTests()) {
        const { state } = testCase.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
      const brokenAsAWhole = testModule.state() === 'failed' && failed === failedBefore;
      if (brokenAsAWhole) failed += 1;
    }
    console.log(`${passed} passed, ${failed} failed`);
  }
}
