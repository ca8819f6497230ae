import { type IAspect, Stack, Validations } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** What every function of ours has, whoever adds it; the sentence is what `cdk synth` says when it has not. */
const standards: readonly { readonly holds: (fn: ResolvedFunction) => boolean; readonly sentence: string }[] = [
  {
    holds: (fn) => fn.runtime === 'nodejs24.x',
    sentence: 'Run it on nodejs24.x, the version that package.json pins and the sandbox runs.',
  },
  {
    holds: (fn) => fn.architectures?.[0] === 'arm64',
    sentence: 'Build it for arm64: the same work costs a fifth less.',
  },
  {
    holds: (fn) => fn.timeout !== undefined,
    sentence: 'Give it a timeout of its own; the default of three seconds fits nothing here.',
  },
  {
    holds: (fn) => fn.loggingConfig?.logGroup !== undefined && fn.loggingConfig.logFormat === 'JSON',
    sentence: 'Give it a log group of its own in JSON; one that Lambda makes is kept for ever.',
  },
  {
    holds: (fn) => fn.environment?.variables?.POWERTOOLS_SERVICE_NAME !== undefined,
    sentence: 'Make it with CapabilityFunction, so that its logs and its journal guard are in place.',
  },
];

interface ResolvedFunction {
  readonly runtime?: string;
  readonly architectures?: readonly string[];
  readonly timeout?: number;
  readonly loggingConfig?: { readonly logGroup?: unknown; readonly logFormat?: string };
  readonly environment?: { readonly variables?: Readonly<Record<string, unknown>> };
}

/** Fails `cdk synth` for a function that does not keep the standards above. */
export class FunctionStandards implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) {
      return;
    }
    const fn = resolvedProperties(node);
    for (const { holds, sentence } of standards) {
      if (!holds(fn)) {
        Validations.of(node).addError('feeledger:function-standards', `${node.node.path}: ${sentence}`);
      }
    }
  }
}

function resolvedProperties(node: CfnFunction): ResolvedFunction {
  const { runtime, architectures, timeout, loggingConfig, environment } = node;
  return Stack.of(node).resolve({ runtime, architectures, timeout, loggingConfig, environment });
}
