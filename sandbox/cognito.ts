import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { DEMO_PASSWORD, type DemoUser } from './demo-users.ts';
import { readJson, writeJson } from './state.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';

/*
 * cognito-local has no programmatic entry point that takes a clock or a data folder, so its parts are put together here, the way its
 * own `server/defaults.js` does. Its files are CommonJS without types.
 */
const require = createRequire(import.meta.url);

interface Context {
  readonly logger: unknown;
}

interface DataStore {
  getRoot(context: Context): Promise<Json>;
  get(context: Context, key: string | string[], fallback?: Json): Promise<Json>;
  set(context: Context, key: string | string[], value: Json): Promise<void>;
  delete(context: Context, key: string | string[]): Promise<void>;
}

interface CognitoLocalParts {
  readonly CognitoServiceFactoryImpl: new (
    folder: string,
    stores: unknown,
    pools: unknown,
  ) => {
    create(context: Context, defaults: JsonObject): Promise<unknown>;
  };
  readonly UserPoolServiceFactoryImpl: new (clock: unknown, stores: unknown) => unknown;
  readonly JwtTokenGenerator: new (clock: unknown, triggers: unknown, settings: JsonObject) => unknown;
  readonly otp: () => string;
  readonly Router: (services: unknown) => unknown;
  readonly createServer: (router: unknown, logger: unknown, options: JsonObject) => { application: RequestListener };
  readonly createLogger: (options: JsonObject) => unknown;
}

export interface CognitoOptions {
  readonly application: Application;
  readonly dataDir: string;
  readonly clock: SandboxClock;
  readonly port: number;
  readonly users: readonly DemoUser[];
}

export interface Cognito {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  stop(): Promise<void>;
}

/** Starts the local Cognito with the pool, client and groups of the template and the demo users in them. */
export async function startCognito(options: CognitoOptions): Promise<Cognito> {
  const { application, clock, dataDir, port } = options;
  const pool = only(application.ofType('AWS::Cognito::UserPool'), 'user pool');
  const client = only(application.ofType('AWS::Cognito::UserPoolClient'), 'user pool client');
  const userPoolId = application.values(pool).ref;
  const userPoolClientId = application.values(client).ref;
  const folder = join(dataDir, 'cognito');
  seedPool(folder, options, pool);
  seedClient(folder, userPoolId, userPoolClientId, client);

  const parts = loadParts();
  const logger = parts.createLogger({ level: 'silent' });
  const stores = {
    create: async (_: Context, name: string, defaults: JsonObject) =>
      new JsonStore(join(folder, `${name}.json`), defaults),
  };
  const time = { get: () => clock.now() };
  const pools = new parts.UserPoolServiceFactoryImpl(time, stores);
  const cognito = await new parts.CognitoServiceFactoryImpl(folder, stores, pools).create({ logger }, {});
  // Functions triggered by Cognito are not in the template; without them there is nobody to call.
  const triggers = { enabled: () => false };
  const issuer = { IssuerDomain: `https://cognito-idp.${application.region}.amazonaws.com` };
  const messages = { deliver: async () => undefined };
  const tokenGenerator = new parts.JwtTokenGenerator(time, triggers, issuer);
  const services = { clock: time, cognito, config: {}, messages, otp: parts.otp, tokenGenerator, triggers };
  const { application: app } = parts.createServer(parts.Router(services), logger, { development: false });

  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${port}`, userPoolId, userPoolClientId, stop: () => close(server) };
}

function only(resources: Resource[], what: string): Resource {
  const [first, ...more] = resources;
  if (first === undefined || more.length > 0)
    throw new Error(`The sandbox runs an application with exactly one ${what}.`);
  return first;
}

function loadParts(): CognitoLocalParts {
  const ownRequire = createRequire(require.resolve('cognito-local/package.json'));
  return {
    ...require('cognito-local/lib/services/cognitoService.js'),
    ...require('cognito-local/lib/services/userPoolService.js'),
    ...require('cognito-local/lib/services/tokenGenerator.js'),
    ...require('cognito-local/lib/services/otp.js'),
    ...require('cognito-local/lib/server/Router.js'),
    ...require('cognito-local/lib/server/server.js'),
    createLogger: ownRequire('pino'),
  } as CognitoLocalParts;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A user pool as cognito-local keeps it. */
interface PoolFile {
  Options: JsonObject;
  Users: Record<string, JsonObject>;
  Groups: Record<string, { members: string[] } & JsonObject>;
}

/** Brings the pool's file up to the template and the demo users; people and changes made since are kept. */
function seedPool(folder: string, options: CognitoOptions, pool: Resource): void {
  const { application, clock } = options;
  const userPoolId = application.values(pool).ref;
  const path = join(folder, `${userPoolId}.json`);
  const file = readJson<PoolFile>(path, { Options: {}, Users: {}, Groups: {} });
  const now = clock.now().toISOString();
  file.Options = {
    Id: userPoolId,
    Name: String(pool.properties['UserPoolName'] ?? pool.logicalId),
    UsernameAttributes: pool.properties['UsernameAttributes'] ?? [],
    // A second factor can be set up here and is then asked for, but nobody has one to begin with.
    MfaConfiguration:
      pool.properties['MfaConfiguration'] === 'ON' ? 'OPTIONAL' : (pool.properties['MfaConfiguration'] ?? 'OFF'),
    SchemaAttributes: (pool.properties['Schema'] as Json[] | undefined) ?? [],
    Policies: pool.properties['Policies'] ?? {},
    CreationDate: now,
    LastModifiedDate: now,
  };
  for (const { properties } of application.ofType('AWS::Cognito::UserPoolGroup')) {
    const name = String(properties['GroupName']);
    file.Groups[name] ??= {
      GroupName: name,
      UserPoolId: userPoolId,
      CreationDate: now,
      LastModifiedDate: now,
      members: [],
    };
  }
  for (const user of options.users) {
    if (user.username in file.Users) continue;
    file.Users[user.username] = newUser(user, now);
    for (const role of user.roles) {
      const group = file.Groups[role];
      if (group === undefined)
        throw new Error(`The template has no Cognito group ${role}, which ${user.username} belongs to.`);
      group.members.push(user.username);
    }
  }
  writeJson(path, file);
}

function newUser(user: DemoUser, now: string): JsonObject {
  const attributes = {
    sub: randomUUID(),
    email: user.email,
    email_verified: 'true',
    name: user.name,
    locale: user.language,
  };
  return {
    Username: user.username,
    Password: DEMO_PASSWORD,
    UserStatus: 'CONFIRMED',
    Enabled: true,
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: now,
    UserLastModifiedDate: now,
    RefreshTokens: [],
  };
}

function seedClient(folder: string, userPoolId: string, clientId: string, client: Resource): void {
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits, ExplicitAuthFlows } =
    client.properties;
  const settings = {
    ClientId: clientId,
    ClientName: String(client.properties['ClientName'] ?? client.logicalId),
    UserPoolId: userPoolId,
    ExplicitAuthFlows: ExplicitAuthFlows ?? [],
    AccessTokenValidity: AccessTokenValidity ?? 1,
    IdTokenValidity: IdTokenValidity ?? 1,
    RefreshTokenValidity: RefreshTokenValidity ?? 30,
    TokenValidityUnits: TokenValidityUnits ?? { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
  };
  writeJson(join(folder, 'clients.json'), { Clients: { [clientId]: settings } });
}

/** cognito-local's data in memory and in one file, written whole in one step; its own store leaves half a file when killed. */
class JsonStore implements DataStore {
  readonly #path: string;
  readonly #root: JsonObject;

  constructor(path: string, defaults: JsonObject) {
    this.#path = path;
    const kept = JSON.parse(JSON.stringify(readJson<JsonObject>(path, {})), reviveDates) as JsonObject;
    this.#root = { ...defaults, ...kept };
  }

  async getRoot(): Promise<Json> {
    return this.#root;
  }

  async get(_: Context, key: string | string[], fallback: Json = null): Promise<Json> {
    const found = [key]
      .flat()
      .reduce<Json | undefined>((value, name) => (value as JsonObject | undefined)?.[name], this.#root);
    return found ?? fallback;
  }

  async set(_: Context, key: string | string[], value: Json): Promise<void> {
    const [parent, name] = this.#parentOf(key);
    parent[name] = value;
    writeJson(this.#path, this.#root);
  }

  async delete(_: Context, key: string | string[]): Promise<void> {
    const [parent, name] = this.#parentOf(key);
    delete parent[name];
    writeJson(this.#path, this.#root);
  }

  #parentOf(key: string | string[]): [JsonObject, string] {
    const names = [key].flat();
    const last = names.pop() ?? '';
    const parent = names.reduce((value, name) => {
      value[name] ??= {};
      return value[name] as JsonObject;
    }, this.#root);
    return [parent, last];
  }
}

/** cognito-local holds dates as `Date`; in the file they are text. */
function reviveDates(key: string, value: unknown): unknown {
  return key.endsWith('Date') && typeof value === 'string' ? new Date(value) : value;
}
