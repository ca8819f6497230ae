import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_REGION, LOCAL_ACCOUNT } from './local-account.ts';
import { valuesOf } from './resource-values.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One resource of the synthesized application, its properties resolved to plain values. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

interface RawTemplate {
  readonly Resources?: Record<string, { Type: string; Properties?: JsonObject; Condition?: string }>;
  readonly Parameters?: Record<string, { Type: string; Default?: Json }>;
  readonly Mappings?: Record<string, Record<string, JsonObject>>;
  readonly Conditions?: Record<string, Json>;
  readonly Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
}

interface Stack {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly template: RawTemplate;
}

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface ResourceValues {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The way a removed property (`AWS::NoValue`) travels through the resolver. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

/** The synthesized application (the folder `cdk.out`): all stacks read as one, with every intrinsic function resolved. */
export class Application {
  readonly region: string;
  readonly resources: readonly Resource[];
  readonly #stacks: readonly Stack[];
  readonly #assetFolders = new Map<string, string>();
  readonly #values = new Map<string, ResourceValues>();

  readonly #apiUrl: string | undefined;

  /** `apiUrl` is where the HTTP API is served here; without it the template sees the address the cloud would give. */
  constructor(assemblyDir: string, apiUrl?: string) {
    this.#apiUrl = apiUrl;
    this.#stacks = readStacks(assemblyDir, this.#assetFolders);
    this.region = this.#stacks[0]?.region ?? DEFAULT_REGION;
    this.resources = this.#stacks.flatMap((stack) => this.#resourcesOf(stack));
  }

  /** All resources of the given types. */
  ofType(...types: string[]): Resource[] {
    return this.resources.filter((resource) => types.includes(resource.type));
  }

  /** What `Ref` and `Fn::GetAtt` give for this resource. */
  values(resource: Pick<Resource, 'stack' | 'logicalId'>): ResourceValues {
    const stack = this.#stacks.find((candidate) => candidate.name === resource.stack);
    if (stack === undefined) throw new Error(`There is no stack ${resource.stack}.`);
    return this.#valuesIn(stack, resource.logicalId);
  }

  /** The folder of an asset by the object key the template names for it. */
  assetFolder(objectKey: string): string {
    const folder = this.#assetFolders.get(objectKey);
    if (folder === undefined) throw new Error(`The synthesized application has no asset ${objectKey}.`);
    return folder;
  }

  #resourcesOf(stack: Stack): Resource[] {
    return Object.entries(stack.template.Resources ?? {})
      .filter(([, raw]) => raw.Condition === undefined || this.#condition(stack, raw.Condition))
      .map(([logicalId, raw]) => ({
        stack: stack.name,
        logicalId,
        type: raw.Type,
        properties: this.#resolveObject(stack, raw.Properties ?? {}),
      }));
  }

  #valuesIn(stack: Stack, logicalId: string): ResourceValues {
    const key = `${stack.name}/${logicalId}`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const raw = stack.template.Resources?.[logicalId];
    if (raw === undefined) throw new Error(`Stack ${stack.name} refers to ${logicalId}, which it does not have.`);
    // Only names and the like are asked for here, so that two resources that mention each other do not chase each other.
    const property = (name: string): Json | undefined => {
      const value = raw.Properties?.[name];
      return value === undefined ? undefined : this.#plain(stack, value);
    };
    const values = valuesOf({
      ...stack,
      stack: stack.name,
      logicalId,
      type: raw.Type,
      property,
      apiUrl: this.#apiUrl,
    });
    this.#values.set(key, values);
    return values;
  }

  #plain(stack: Stack, value: Json): Json | undefined {
    const resolved = this.#resolve(stack, value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  #resolveObject(stack: Stack, value: JsonObject): JsonObject {
    return this.#plain(stack, value) as JsonObject;
  }

  #resolve(stack: Stack, value: Json): Resolved {
    if (Array.isArray(value))
      return value.map((item) => this.#resolve(stack, item)).filter((item) => item !== NO_VALUE);
    if (value === null || typeof value !== 'object') return value;
    const [first, ...others] = Object.keys(value);
    if (first !== undefined && others.length === 0 && (first === 'Ref' || first.startsWith('Fn::'))) {
      return this.#intrinsic(stack, first, value[first] as Json);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, this.#resolve(stack, item)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== NO_VALUE));
  }

  #intrinsic(stack: Stack, name: string, argument: Json): Resolved {
    const list = (): Json[] => this.#plain(stack, argument) as Json[];
    switch (name) {
      case 'Ref':
        return this.#ref(stack, argument as string);
      case 'Fn::GetAtt':
        return this.#getAtt(stack, argument);
      case 'Fn::Join': {
        const [separator, parts] = list() as [string, Json[]];
        return parts.map(String).join(separator);
      }
      case 'Fn::Sub':
        return this.#sub(stack, argument);
      case 'Fn::Select': {
        const [index, items] = list() as [number | string, Json[]];
        return items[Number(index)] ?? null;
      }
      case 'Fn::Split': {
        const [separator, text] = list() as [string, string];
        return text.split(separator);
      }
      case 'Fn::If': {
        const [condition, yes, no] = argument as [string, Json, Json];
        return this.#resolve(stack, this.#condition(stack, condition) ? yes : no);
      }
      case 'Fn::FindInMap': {
        const [map, key, field] = list() as [string, string, string];
        return stack.template.Mappings?.[map]?.[key]?.[field] ?? NO_VALUE;
      }
      case 'Fn::ImportValue':
        return this.#importValue(this.#plain(stack, argument) as string);
      case 'Fn::Base64':
        return Buffer.from(String(this.#plain(stack, argument))).toString('base64');
      default:
        throw new Error(`Stack ${stack.name} uses ${name}, which the sandbox does not know (sandbox/template.ts).`);
    }
  }

  #ref(stack: Stack, name: string): Resolved {
    const pseudo: Record<string, Resolved> = {
      'AWS::Region': stack.region,
      'AWS::AccountId': stack.account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/sandbox`,
      'AWS::NoValue': NO_VALUE,
    };
    if (name in pseudo) return pseudo[name] as Resolved;
    const parameter = stack.template.Parameters?.[name];
    if (parameter !== undefined) return parameter.Default ?? '';
    return this.#valuesIn(stack, name).ref;
  }

  #getAtt(stack: Stack, argument: Json): string {
    const [logicalId, attribute] =
      typeof argument === 'string' ? (argument.split(/\.(.*)/s) as [string, string]) : (argument as [string, string]);
    const value = this.#valuesIn(stack, logicalId).attributes[attribute];
    if (value === undefined) {
      const type = stack.template.Resources?.[logicalId]?.Type;
      throw new Error(
        `The sandbox does not know the attribute ${attribute} of ${type} (${logicalId}, sandbox/resource-values.ts).`,
      );
    }
    return value;
  }

  #sub(stack: Stack, argument: Json): string {
    const [text, own] = Array.isArray(argument) ? (argument as [string, JsonObject]) : [argument as string, {}];
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (name in own) return String(this.#plain(stack, own[name] as Json));
      return String(name.includes('.') ? this.#getAtt(stack, name) : this.#ref(stack, name));
    });
  }

  #importValue(exportName: string): Json {
    for (const stack of this.#stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export === undefined || this.#plain(stack, output.Export.Name) !== exportName) continue;
        return this.#plain(stack, output.Value) ?? '';
      }
    }
    throw new Error(`No stack exports ${exportName}.`);
  }

  #condition(stack: Stack, condition: Json): boolean {
    if (typeof condition === 'string') {
      const named = stack.template.Conditions?.[condition];
      if (named === undefined) throw new Error(`Stack ${stack.name} has no condition ${condition}.`);
      return this.#condition(stack, named);
    }
    const [name, argument] = Object.entries(condition as JsonObject)[0] ?? ['', null];
    const all = (): boolean[] => (argument as Json[]).map((item) => this.#condition(stack, item));
    switch (name) {
      case 'Condition':
        return this.#condition(stack, argument);
      case 'Fn::Equals': {
        const [left, right] = this.#plain(stack, argument) as [Json, Json];
        return left === right;
      }
      case 'Fn::And':
        return all().every(Boolean);
      case 'Fn::Or':
        return all().some(Boolean);
      case 'Fn::Not':
        return !all()[0];
      default:
        throw new Error(`Stack ${stack.name} uses the condition ${name}, which the sandbox does not know.`);
    }
  }
}

interface Manifest {
  readonly artifacts: Record<
    string,
    {
      readonly type: string;
      readonly environment?: string;
      readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
    }
  >;
}

interface AssetManifest {
  readonly files?: Record<
    string,
    {
      readonly source: { readonly path?: string };
      readonly destinations: Record<string, { readonly objectKey: string }>;
    }
  >;
}

function readStacks(assemblyDir: string, assetFolders: Map<string, string>): Stack[] {
  const manifest = readAs<Manifest>(join(assemblyDir, 'manifest.json'));
  const stacks: Stack[] = [];
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'cdk:asset-manifest') {
      for (const file of Object.values(
        readAs<AssetManifest>(join(assemblyDir, artifact.properties?.file ?? '')).files ?? {},
      )) {
        for (const destination of Object.values(file.destinations)) {
          if (file.source.path !== undefined)
            assetFolders.set(destination.objectKey, join(assemblyDir, file.source.path));
        }
      }
    }
    if (artifact.type !== 'aws:cloudformation:stack') continue;
    const [account, region] = artifact.environment?.replace('aws://', '').split('/') ?? [];
    stacks.push({
      name: artifact.properties?.stackName ?? id,
      account: account === undefined || account.startsWith('unknown') ? LOCAL_ACCOUNT : account,
      region: region === undefined || region.startsWith('unknown') ? DEFAULT_REGION : region,
      template: readAs<RawTemplate>(join(assemblyDir, artifact.properties?.templateFile ?? '')),
    });
  }
  return stacks;
}

function readAs<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
