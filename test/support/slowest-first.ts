import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take twenty seconds and more. Begun last, one of them would keep the other worker waiting at the end. */
const slowest = [
  'faults/posting-under-faults',
  'money/sequences-paid-partly',
  'money/sequences-paid-when-covered',
  'sandbox/killed-import',
  'faults/same-world',
  'api/roles',
  'deposits/deposit-races',
  'sandbox/killed',
  'approvals/generated-races',
  'refunds/refund-races',
  'sandbox/killed-refund',
];

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = slowest.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return place < 0 ? slowest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
