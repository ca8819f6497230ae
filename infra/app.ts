import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import cdkJson from '../cdk.json' with { type: 'json' };
import { buildFunctions } from '../scripts/build-functions.ts';
import { addChecks } from './checks.ts';
import { addFeeLedger } from './fee-ledger-app.ts';
import { type StageOverrides, stageSettings } from './stages.ts';

/**
 * The CDK application, and the only place of the infrastructure that reads what is set from outside:
 * context (`-c name=value`, or `context` in cdk.json) and the environment variable FEELEDGER_STAGE.
 */
const app = new App({
  analyticsReporting: false,
  // The CDK command hands over the context of cdk.json itself; run on its own, the application must not differ.
  ...(process.env.CDK_CONTEXT_JSON === undefined ? { context: cdkJson.context } : {}),
});
const settings = stageSettings(context('stage') ?? process.env.FEELEDGER_STAGE ?? 'dev', overrides());
const account = context('account');
const region = context('region');

const bundles = new Map((await buildFunctions()).map(({ name, directory }) => [name, directory]));

addFeeLedger({
  app,
  settings,
  code: (functionName) => {
    const directory = bundles.get(functionName);
    if (directory === undefined) {
      throw new Error(`There is no ${path.join('functions', functionName, 'handler.ts')}.`);
    }
    return Code.fromAsset(directory);
  },
  ...(account === undefined && region === undefined
    ? {}
    : { env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) } }),
});

addChecks(app);
app.synth();

function context(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return value === undefined || value === '' ? undefined : String(value);
}

function overrides(): StageOverrides {
  const alarmEmail = context('alarmEmail');
  const mailSender = context('mailSender');
  const mailIdentity = context('mailIdentity');
  const allowedOrigins = context('allowedOrigins')?.split(',');
  if (mailIdentity !== undefined && mailIdentity !== 'address' && mailIdentity !== 'domain') {
    throw new Error(`mailIdentity is "address" or "domain", not "${mailIdentity}".`);
  }
  return {
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(mailSender === undefined ? {} : { mailSender }),
    ...(mailIdentity === undefined ? {} : { mailIdentity }),
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
  };
}
