import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { addFeeLedger } from '../../infra/fee-ledger-app.ts';
import { type StageName, type StageOverrides, stageSettings } from '../../infra/stages.ts';

/** One resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: unknown;
}

export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** The settings a test gives to prod: those a deployer must choose. */
export const prodChoices: StageOverrides = { mailSender: 'billing@example.com', alarmEmail: 'ops@example.com' };

/** The application with functions that do nothing: what is bundled has no influence on the infrastructure. */
export function newFeeLedger(stageName: StageName, overrides: StageOverrides = {}, validated = false) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'feeledger-synth-'));
  const context = { ...cdkJson.context, '@aws-cdk/core:validateAgainstDefaultRules': validated };
  const app = new App({ analyticsReporting: false, context, outdir });
  const settings = stageSettings(stageName, overrides);
  const code = () => Code.fromInline('exports.handler = async () => null;');
  return { app, outdir, settings, code };
}

/** Synthesizes a stage once; call it in a test file's top level. Leaves the validators out, which take most of the time. */
export function synthesize(stageName: StageName, overrides: StageOverrides = {}) {
  const { app, settings, code } = newFeeLedger(stageName, overrides);
  const stacks = addFeeLedger({ app, settings, code });
  const assembly = app.synth();
  const json = (name: string): TemplateJson => assembly.getStackByName(name).template;
  const statefulJson = json(stacks.stateful.stackName);
  const statelessJson = json(stacks.stateless.stackName);
  return {
    settings,
    stacks,
    statefulJson,
    statelessJson,
    stateful: Template.fromJSON(statefulJson),
    stateless: Template.fromJSON(statelessJson),
  };
}

export type Synthesized = ReturnType<typeof synthesize>;

/** Resources of one type, with their logical ids. */
export function resourcesOf(template: TemplateJson, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The resource of which a template has exactly one. */
export function onlyResourceOf(template: TemplateJson, type: string): Resource {
  const [found, ...others] = resourcesOf(template, type);
  if (found === undefined || others.length > 0) {
    throw new Error(`Expected one ${type}, found ${found === undefined ? 'none' : others.length + 1}.`);
  }
  return found[1];
}

/** The resource of a type whose construct is named so. */
export function resourceNamed(template: TemplateJson, type: string, name: string): Resource {
  const [, found] = resourcesOf(template, type).find(([id]) => id.startsWith(name)) ?? [];
  if (found === undefined) throw new Error(`There is no ${type} that begins with "${name}".`);
  return found;
}

/** The name a function was given in the stack, told by the path of the construct. */
export function functionName(resource: Resource): string {
  const { Environment } = resource.Properties as { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: string } } };
  return Environment.Variables.POWERTOOLS_SERVICE_NAME;
}

/** Name and resource of every Lambda function. */
export function functionsOf(template: TemplateJson): [string, Resource][] {
  return resourcesOf(template, 'AWS::Lambda::Function').map(([, fn]) => [functionName(fn), fn]);
}
