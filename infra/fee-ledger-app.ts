import {
  type App,
  Aspects,
  DefaultStackSynthesizer,
  type Environment,
  type IStackSynthesizer,
  Tags,
} from 'aws-cdk-lib';
import { ExplainedWildcards } from './aspects/explained-wildcards.ts';
import { FunctionStandards } from './aspects/function-standards.ts';
import type { FunctionCode } from './constructs/capability-function.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';
import { StatelessStack } from './stacks/stateless-stack.ts';
import type { StageSettings } from './stages.ts';

export interface FeeLedgerAppProps {
  readonly app: App;
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  /** Without an account and region the stacks go wherever the caller's credentials point. */
  readonly env?: Environment;
}

/** The two stacks of one stage: what must survive, and what can be deployed anew. */
export function addFeeLedger({ app, settings, code, env }: FeeLedgerAppProps) {
  const common = {
    settings,
    terminationProtection: settings.terminationProtection,
    ...(env === undefined ? {} : { env }),
  };
  const stateful = new StatefulStack(app, `feeledger-${settings.stageName}-stateful`, {
    ...common,
    synthesizer: plainSynthesizer(),
    description: 'FeeLedger: ledger table, vouchers, audit trail, users',
  });
  const stateless = new StatelessStack(app, `feeledger-${settings.stageName}-stateless`, {
    ...common,
    synthesizer: plainSynthesizer(),
    description: 'FeeLedger: API, functions, workflow, schedule, mail, alarms',
    code,
    ledger: stateful.ledger,
    users: stateful.users,
    audit: stateful.audit,
    vouchers: stateful.vouchers,
  });
  Tags.of(app).add('application', 'feeledger');
  Tags.of(app).add('stage', settings.stageName);
  Aspects.of(app).add(new FunctionStandards());
  Aspects.of(app).add(new ExplainedWildcards());
  acknowledgeFindings({ stateful, stateless, settings });
  return { stateful, stateless };
}

/** The CDK command checks the version of the bootstrap stack itself; without the rule a template is plain resources. */
function plainSynthesizer(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
