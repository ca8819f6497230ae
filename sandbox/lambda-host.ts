import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import { FunctionLog } from './function-log.ts';
import { errorAsJson, type InvocationResult, LambdaFunction } from './lambda-function.ts';
import { LOCAL_CREDENTIALS } from './local-account.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';

/** More than this many events of one function at once would only wait for the processor on a small machine. */
const MOST_CONCURRENT = 4;
const TRIM_EVERY_MS = 60_000;

export interface LambdaHostOptions {
  readonly application: Application;
  readonly dataDir: string;
  readonly clock: SandboxClock;
  /** Where the SDK in the functions finds each service: `AWS_ENDPOINT_URL_…`. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly deadLetters: DeadLetters;
  readonly report: (line: string) => void;
}

interface AsyncSettings {
  readonly retries: number;
  readonly onFailure?: string;
}

/** All Lambda functions of the template. */
export class LambdaHost {
  readonly #byName = new Map<string, LambdaFunction>();
  readonly #asyncSettings = new Map<string, AsyncSettings>();
  readonly #options: LambdaHostOptions;
  readonly #trimmer: NodeJS.Timeout;
  #pending = 0;

  constructor(options: LambdaHostOptions) {
    this.#options = options;
    for (const resource of options.application.ofType('AWS::Lambda::Function')) {
      const lambda = new LambdaFunction(settingsOf(resource, options));
      this.#byName.set(lambda.settings.name, lambda);
    }
    for (const { properties } of options.application.ofType('AWS::Lambda::EventInvokeConfig')) {
      const destination = properties as { DestinationConfig?: { OnFailure?: { Destination?: string } } };
      const onFailure = destination.DestinationConfig?.OnFailure?.Destination;
      const retries = Number(properties['MaximumRetryAttempts'] ?? 2);
      const name = this.find(String(properties['FunctionName'])).settings.name;
      this.#asyncSettings.set(name, onFailure === undefined ? { retries } : { retries, onFailure });
    }
    this.#trimmer = setInterval(() => this.#trim(), TRIM_EVERY_MS).unref();
  }

  get functions(): LambdaFunction[] {
    return [...this.#byName.values()];
  }

  /** Events being handled, waiting, or to be tried again. */
  get busy(): number {
    return this.functions.reduce((sum, lambda) => sum + lambda.busy, this.#pending);
  }

  /** A function by its name or ARN, with or without a version. Throws when the template has none such. */
  find(nameOrArn: string): LambdaFunction {
    const name = nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn.split(':')[0];
    const lambda = this.#byName.get(name ?? '');
    if (lambda === undefined) throw new Error(`The template has no function ${nameOrArn}.`);
    return lambda;
  }

  /** Runs a function on one event and waits for what it returns. */
  invoke(nameOrArn: string, event: Json): Promise<InvocationResult> {
    return this.find(nameOrArn).invoke(event);
  }

  /** Hands an event over the way schedules do: tried again on failure, then put with the dead letters. */
  async invokeAsync(nameOrArn: string, event: Json, deadLetterArn?: string): Promise<InvocationResult> {
    const lambda = this.find(nameOrArn);
    const settings = this.#asyncSettings.get(lambda.settings.name) ?? { retries: 2 };
    this.#pending += 1;
    try {
      for (let attempt = 0; ; attempt += 1) {
        const result = await lambda.invoke(event);
        if (result.ok) return result;
        if (attempt >= settings.retries) {
          const destination = settings.onFailure ?? deadLetterArn;
          const { arn } = lambda.settings;
          if (destination !== undefined)
            this.#options.deadLetters.send(destination, { functionArn: arn, event, error: errorAsJson(result.error) });
          return result;
        }
        await sleep(200 * 2 ** attempt);
      }
    } finally {
      this.#pending -= 1;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#trimmer);
    await Promise.all(this.functions.map((lambda) => lambda.stop()));
  }

  #trim(): void {
    for (const lambda of this.functions) if (lambda.busy === 0) lambda.trim();
  }
}

function settingsOf(resource: Resource, options: LambdaHostOptions): LambdaFunction['settings'] {
  const { application, dataDir, clock, report } = options;
  const { properties } = resource;
  const { ref: name, attributes } = application.values(resource);
  const variables = variablesOf(resource);
  const memoryMegabytes = Number(properties['MemorySize'] ?? 128);
  return {
    name,
    label: labelOf(resource, application),
    arn: attributes['Arn'] ?? '',
    folder: codeFolder(resource, options),
    handler: String(properties['Handler']),
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    memoryMegabytes,
    concurrency: Math.max(
      1,
      Math.min(MOST_CONCURRENT, Number(properties['ReservedConcurrentExecutions'] ?? MOST_CONCURRENT)),
    ),
    clock: clock.shared,
    log: new FunctionLog(join(dataDir, 'logs', `${labelOf(resource, application)}.log`)),
    report,
    environment: {
      ...runtimeEnvironment(name, memoryMegabytes, application.region),
      ...options.endpoints,
      ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    },
  };
}

/** The service a function says it is, when no other says the same; else its logical id without CDK's hash. */
function labelOf(resource: Resource, application: Application): string {
  const service = (one: Resource): Json | undefined => variablesOf(one)['POWERTOOLS_SERVICE_NAME'];
  const own = service(resource);
  const alike = application.ofType('AWS::Lambda::Function').filter((other) => service(other) === own);
  if (typeof own === 'string' && alike.length === 1) return own;
  return resource.logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');
}

function variablesOf({ properties }: Resource): Record<string, Json> {
  return (properties['Environment'] as { Variables?: Record<string, Json> } | undefined)?.Variables ?? {};
}

/** The variables the real runtime sets, with credentials only the emulators accept. */
function runtimeEnvironment(name: string, memoryMegabytes: number, region: string): Record<string, string> {
  return {
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'sandbox',
    LAMBDA_TASK_ROOT: '/var/task',
    // A service without an emulator must fail here, not reach out to the internet.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function codeFolder(resource: Resource, { application, dataDir }: LambdaHostOptions): string {
  const code = resource.properties['Code'] as JsonObject;
  if (typeof code['S3Key'] === 'string') return application.assetFolder(code['S3Key']);
  const folder = join(dataDir, 'inline-code', resource.logicalId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'index.js'), String(code['ZipFile'] ?? ''));
  return folder;
}
