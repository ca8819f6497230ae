import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take half a minute and more. Begun last, one of them would keep the other worker waiting at the end. */
const slowest = [
  'money/sequences-paid-partly',
  'money/sequences-paid-when-covered',
  'faults/posting-under-faults',
  'sandbox/killed-import',
  'api/roles',
  'faults/same-world',
  'imports/messy-workbook',
  'sandbox/killed-refund',
  'sandbox/killed',
  'imports/repeated-steps',
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
