import { runSimulation } from '@cloud-copilot/iam-simulate';
import { accountId, resolveIntrinsics } from './resolve-intrinsics.ts';
import { functionsOf, resourcesOf, type Synthesized } from './synth.ts';

export type Verdict = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Partition keys that the request names. */
  readonly leadingKeys?: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource itself, if it has one. */
  readonly resourcePolicy?: unknown;
}

/** Asks what IAM would say to a function of the synthesized stage, from the policies of its role in the template. */
export function policySimulator(synthesized: Synthesized) {
  const { statelessJson, statefulJson } = synthesized;
  const policies = new Map(
    functionsOf(statelessJson).map(([name, fn]) => {
      const { 'Fn::GetAtt': role } = fn.Properties.Role as { 'Fn::GetAtt': [string, string] };
      return [name, policiesOf(role[0], synthesized)];
    }),
  );
  const arnOf = (type: string, name = ''): string => {
    for (const template of [statefulJson, statelessJson]) {
      const [[id] = []] = resourcesOf(template, type).filter(([candidate]) => candidate.startsWith(name));
      if (id !== undefined) {
        const reference = { 'Fn::GetAtt': [id, 'Arn'] };
        return resolveIntrinsics(reference, { ...synthesized, statelessJson: template }) as string;
      }
    }
    throw new Error(`There is no ${type} that begins with "${name}".`);
  };
  const ask = async (functionName: string, question: Question): Promise<Verdict> => {
    const identityPolicies = policies.get(functionName);
    if (identityPolicies === undefined) {
      throw new Error(`There is no function ${functionName}.`);
    }
    return simulate(identityPolicies, question);
  };
  return { ask, arnOf, functionNames: [...policies.keys()] };
}

/** What IAM would say to a principal with these policies. */
export async function simulate(
  identityPolicies: { name: string; policy: unknown }[],
  { action, resource, leadingKeys, context, resourcePolicy }: Question,
): Promise<Verdict> {
  const answer = await runSimulation(
    {
      identityPolicies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
      request: {
        action,
        principal: `arn:aws:iam::${accountId}:role/simulated`,
        resource: { resource, accountId },
        contextVariables: {
          ...context,
          ...(leadingKeys === undefined ? {} : { 'dynamodb:LeadingKeys': [...leadingKeys] }),
        },
      },
    },
    {},
  );
  if (answer.resultType === 'error') {
    throw new Error(`${action}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult as Verdict;
}

function policiesOf(roleId: string, synthesized: Synthesized): { name: string; policy: unknown }[] {
  return resourcesOf(synthesized.statelessJson, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${roleId}"`))
    .map(([name, { Properties }]) => ({ name, policy: resolveIntrinsics(Properties.PolicyDocument, synthesized) }));
}
