import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { addChecks } from '../../infra/checks.ts';
import { addFeeLedger } from '../../infra/fee-ledger-app.ts';
import { acknowledgementsOf } from '../../infra/nag-acknowledgements.ts';
import { StatefulStack } from '../../infra/stacks/stateful-stack.ts';
import { StatelessStack } from '../../infra/stacks/stateless-stack.ts';
import type { StageName, StageOverrides } from '../../infra/stages.ts';
import { newFeeLedger, prodChoices } from './synth.ts';

const stages: readonly [StageName, StageOverrides][] = [
  ['dev', {}],
  ['prod', prodChoices],
];

describe.each(stages)('the checks of stage %s', (stageName, overrides) => {
  it('find nothing that is not explained', () => {
    expect(violationsOf(stageName, overrides)).toEqual([]);
  }, 120_000);

  it('leave no explanation behind that nothing needs any more', () => {
    const { findings, acknowledged } = withoutAcknowledging(stageName, overrides);
    expect(
      acknowledged.filter(({ id, path }) => !findings.some((f) => f.id === id && f.path.startsWith(path))),
    ).toEqual([]);
  });
});

it('says why in a sentence wherever a finding is kept', () => {
  for (const [stageName, overrides] of stages) {
    for (const { reason } of withoutAcknowledging(stageName, overrides).acknowledged) {
      expect(reason).toMatch(/^[A-Zdlsx].{25,}\.$/);
    }
  }
});

function withoutAcknowledging(stageName: StageName, overrides: StageOverrides) {
  const { app, settings, code } = newFeeLedger(stageName, overrides);
  const stateful = new StatefulStack(app, 'stateful', { settings });
  const { ledger, users, audit, vouchers } = stateful;
  const stateless = new StatelessStack(app, 'stateless', { settings, code, ledger, users, audit, vouchers });
  const acknowledged = acknowledgementsOf({ stateful, stateless, settings }).map(({ on, id, reason }) => ({
    id,
    reason,
    path: on.node.path,
  }));
  app.synth();
  const findings = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ id: ruleName, path: constructPath ?? '' })),
      ),
  );
  return { findings, acknowledged };
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string; readonly description: string }[];
  }[];
}

/** What the validators (cdk-nag, CloudFormation) and our own aspects say about a stage; as `cdk synth` runs them. */
function violationsOf(stageName: StageName, overrides: StageOverrides): string[] {
  const { app, outdir, settings, code } = newFeeLedger(stageName, overrides, true);
  addFeeLedger({ app, settings, code });
  addChecks(app);
  app.synth();
  const report: ValidationReport = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ pluginName, violations }) =>
    violations.map(({ ruleName, description }) => `${pluginName} ${ruleName}: ${description}`),
  );
}
