import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AdminActions, answerAdmin, isAdminRequest } from './admin.ts';
import { SandboxClock } from './clock.ts';
import { ClockMoves, type ClockStatus } from './clock-moves.ts';
import { type Cognito, startCognito } from './cognito.ts';
import { DeadLetters } from './dead-letters.ts';
import { DEMO_PASSWORD, demoUsers } from './demo-users.ts';
import { type DynamoDbLocal, endDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import { EventBus } from './event-bus.ts';
import { FrontDoor } from './front-door.ts';
import { HttpApi } from './http-api.ts';
import type { SandboxInfo } from './info.ts';
import { LambdaHost } from './lambda-host.ts';
import { DEFAULT_REGION } from './local-account.ts';
import { type MailServer, startMail } from './mail.ts';
import { freePort, markProcess, takeLock } from './processes.ts';
import { untilQuiet } from './quiet.ts';
import { refuseUnknownResources } from './resource-types.ts';
import { type S3, startS3 } from './s3.ts';
import { Scheduler } from './scheduler.ts';
import { seedOnce } from './seed-once.ts';
import { readJson, writeJson } from './state.ts';
import { StepFunctions } from './step-functions.ts';
import { serveStepFunctions } from './step-functions-server.ts';
import { makePollers, type StreamPoller } from './stream-poller.ts';
import { synthesize } from './synth.ts';
import { expireItems, openTables, type Table } from './tables.ts';
import { Application } from './template.ts';

export interface SandboxOptions {
  /** Where all state lives. */
  readonly dataDir: string;
  /** The port of the API; 0 takes a free one. */
  readonly port?: number;
  /** Begin anew: forget everything in the data directory. */
  readonly reset?: boolean;
  /** Fill a new sandbox with demo data. Default true. */
  readonly seed?: boolean;
  /** A synthesized application; without it the repository's own is synthesized. */
  readonly assemblyDir?: string;
  /** Told of progress and faults, a line at a time. */
  readonly print?: (line: string) => void;
}

export interface Sandbox {
  readonly info: SandboxInfo;
  /** What seeding said, when this start seeded. */
  readonly seeded: readonly string[];
  /** Resolves when nothing is left to happen. Throws after the limit (default 60 s). */
  idle(limitMs?: number): Promise<void>;
  /** Moves the clock to `+30d`, `+2h`, `+15m` or an instant; everything due on the way happens at its time. */
  moveClock(target: string): Promise<Date>;
  now(): Date;
  /** Looks for what a crash left behind, as after a restart. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything of a sandbox that a reset forgets. Nothing else in the data directory is ever touched. */
const STATE_NAMES = [
  ...[
    'checkpoints',
    'clock.json',
    'cognito',
    'dead-letters',
    'dynamodb',
    'dynamodb.json',
    'events.jsonl',
    'executions.jsonl',
    'info.json',
  ],
  ...['inline-code', 'logs', 'mail', 'ports.json', 's3', 'schedules.json', 'seeded.json'],
];

const IDLE_LIMIT_MS = 60_000;
/** What follows from one step of the clock may be long when thousands of charges wait; whoever moves it sees how far it is. */
const STEP_LIMIT_MS = 600_000;
const CLEAN_UP_EVERY_MS = 3_600_000;

/** Runs the synthesized application on this machine. Resolves when it is ready; throws with one sentence when it cannot be run. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  // Functions run in UTC in the cloud; worker threads take the time zone of the process.
  process.env['TZ'] = 'UTC';
  const dataDir = resolve(options.dataDir);
  const print = options.print ?? (() => undefined);
  const undo: (() => Promise<void> | void)[] = [];
  const stop = once(async () => {
    for (const step of undo.reverse()) await step();
  });
  try {
    const door = await FrontDoor.open(options.port ?? 0, { pid: process.pid, dataDir }, print);
    undo.push(() => door.close());
    const lock = await takeLock(join(dataDir, 'lock'));
    if ('heldBy' in lock) {
      throw new Error(
        `The data in ${dataDir} is used by the sandbox with process id ${lock.heldBy.pid}. 数据目录正被另一沙箱使用。`,
      );
    }
    undo.push(lock.release);
    if (options.reset === true) await forget(dataDir);
    return await assemble({ ...options, dataDir, print, door, undo, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the database too, which would go on writing what is about to be deleted. */
async function forget(dataDir: string): Promise<void> {
  await endDynamoDbLocal(dataDir);
  for (const name of STATE_NAMES) rmSync(join(dataDir, name), { recursive: true, force: true });
}

interface Assembly extends SandboxOptions {
  readonly print: (line: string) => void;
  readonly door: FrontDoor;
  /** What must be undone at the end, in reverse. */
  readonly undo: (() => Promise<void> | void)[];
  readonly stop: () => Promise<void>;
}

async function assemble(assembly: Assembly): Promise<Sandbox> {
  const { dataDir, print, door, undo } = assembly;
  const clock = new SandboxClock(join(dataDir, 'clock.json'));
  const startingDatabase = startDynamoDbLocal(dataDir, DEFAULT_REGION);
  undo.push(() =>
    startingDatabase.then(
      (database) => database.stop(),
      () => undefined,
    ),
  );
  const application = new Application(
    assembly.assemblyDir ?? (await synthesize(print)),
    `http://127.0.0.1:${door.port}`,
  );
  refuseUnknownResources(application);
  const services = await startServices(application, clock, await startingDatabase, assembly);
  const runtime = await startRuntime(application, clock, services, assembly);

  const secret = randomBytes(24).toString('base64url');
  const info = describeSandbox(application, services, dataDir, door.port, secret);
  const { moves, ...sandbox } = controls(info, clock, runtime, services, assembly.stop);
  const admin = { secret, actions: () => adminActions({ ...sandbox, moves }, runtime) };
  door.answerWith((request, response) =>
    isAdminRequest(request) ? answerAdmin(request, response, admin) : runtime.api.handle(request, response),
  );
  const seeded = assembly.seed === false ? [] : await seedOnce(dataDir, info, () => clock.now(), print);
  await recover(runtime, sandbox);
  writeJson(join(dataDir, 'info.json'), info);
  undo.push(() => rmSync(join(dataDir, 'info.json'), { force: true }));
  return { ...sandbox, seeded };
}

interface Services {
  readonly database: DynamoDbLocal;
  readonly tables: readonly Table[];
  readonly cognito: Cognito;
  readonly s3: S3;
  readonly mail: MailServer;
  readonly sfnPort: number;
}

/** Starts what functions talk to. */
async function startServices(
  application: Application,
  clock: SandboxClock,
  database: DynamoDbLocal,
  { dataDir, undo }: Assembly,
): Promise<Services> {
  const ports = await rememberPorts(dataDir, ['cognito', 's3', 'mail', 'sfn']);
  const tables = await openTables(application, { endpoint: database.endpoint, region: application.region });
  const cognito = await startCognito({ application, dataDir, clock, port: ports.cognito, users: demoUsers });
  undo.push(() => cognito.stop());
  const s3 = await startS3({ application, dataDir, clock, port: ports.s3 });
  undo.push(() => s3.stop());
  const mail = await startMail(dataDir, ports.mail, clock);
  undo.push(() => mail.stop());
  return { database, tables, cognito, s3, mail, sfnPort: ports.sfn };
}

/** The same ports as last time where they are still free, so that bookmarks and tokens stay good. */
async function rememberPorts<N extends string>(dataDir: string, names: readonly N[]): Promise<Record<N, number>> {
  const path = join(dataDir, 'ports.json');
  const remembered = readJson<Partial<Record<N, number>>>(path, {});
  const ports = {} as Record<N, number>;
  for (const name of names) {
    let port = await freePort(remembered[name]);
    while (Object.values(ports).includes(port)) port = await freePort();
    ports[name] = port;
  }
  writeJson(path, ports);
  return ports;
}

interface Runtime {
  readonly lambdas: LambdaHost;
  readonly workflows: StepFunctions;
  readonly scheduler: Scheduler;
  readonly events: EventBus;
  readonly pollers: readonly StreamPoller[];
  readonly deadLetters: DeadLetters;
  readonly api: HttpApi;
}

/** Starts the functions and all that calls them. */
async function startRuntime(
  application: Application,
  clock: SandboxClock,
  services: Services,
  { dataDir, print, undo }: Assembly,
): Promise<Runtime> {
  const { cognito, tables } = services;
  const database = { endpoint: services.database.endpoint, region: application.region };
  const report = (line: string): void => print(`! ${line}`);
  const deadLetters = new DeadLetters(application, dataDir, () => clock.now(), report);
  undo.push(() => deadLetters.close());
  const lambdas = new LambdaHost({
    application,
    dataDir,
    clock,
    endpoints: endpointVariables(services),
    deadLetters,
    report,
  });
  undo.push(() => lambdas.stop());
  const workflows = new StepFunctions({ application, lambdas, clock, dataDir, report });
  const workflowServer = await serveStepFunctions(workflows, services.sfnPort);
  undo.push(() => {
    workflows.stop();
    workflowServer.closeAllConnections();
    workflowServer.close();
  });
  const scheduler = new Scheduler({ application, lambdas, workflows, clock, dataDir, report });
  const events = new EventBus({ application, lambdas, workflows, s3: services.s3, clock, dataDir, report });
  undo.push(() => events.close());
  const pollers = makePollers({ application, database, tables, lambdas, deadLetters, clock, dataDir, report });
  undo.push(async () => {
    clock.stop();
    await Promise.all(pollers.map((poller) => poller.stop()));
  });
  const api = new HttpApi({ application, lambdas, clock, cognitoEndpoint: cognito.endpoint });
  return { lambdas, workflows, scheduler, events, pollers, deadLetters, api };
}

/** How the SDK in the functions is sent here instead of to the cloud. */
function endpointVariables({ database, cognito, s3, mail, sfnPort }: Services): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: database.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_SES: mail.endpoint,
    AWS_ENDPOINT_URL_SESV2: mail.endpoint,
    AWS_ENDPOINT_URL_SNS: mail.endpoint,
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${sfnPort}`,
  };
}

/** After a stop of any kind: what the streams still hold is delivered, then the application looks for workflows that were lost. */
async function recover(runtime: Runtime, sandbox: Pick<Sandbox, 'sweep' | 'idle'>): Promise<void> {
  for (const poller of runtime.pollers) poller.start();
  runtime.events.start();
  await Promise.all(runtime.pollers.map((poller) => poller.drain()));
  await sandbox.sweep();
  await runtime.scheduler.start();
}

interface Controls extends Omit<Sandbox, 'seeded'> {
  readonly moves: ClockMoves;
}

function controls(
  info: SandboxInfo,
  clock: SandboxClock,
  runtime: Runtime,
  services: Services,
  stop: () => Promise<void>,
): Controls {
  const { lambdas, workflows, scheduler, events, pollers } = runtime;
  const activity = {
    isBusy: () => lambdas.busy > 0 || workflows.active > 0 || scheduler.running > 0 || events.running > 0,
    drain: async () => (await Promise.all(pollers.map((poller) => poller.drain()))).some(Boolean),
    describe: () => {
      const busy = lambdas.functions.filter((lambda) => lambda.busy > 0).map((lambda) => lambda.settings.label);
      return `${workflows.active} workflow(s) moving, ${scheduler.running} schedule(s), ${events.running} event(s), functions: ${busy.join(', ') || 'none'}`;
    },
  };
  const idle = (limitMs = IDLE_LIMIT_MS): Promise<void> => untilQuiet(activity, limitMs);
  let cleanedUpMs = 0;
  const cleanUp = async (): Promise<void> => {
    if (clock.nowMs() - cleanedUpMs < CLEAN_UP_EVERY_MS) return;
    cleanedUpMs = clock.nowMs();
    const database = { endpoint: services.database.endpoint, region: info.region };
    for (const table of services.tables) await expireItems(database, table, cleanedUpMs / 1_000);
  };
  const moves = new ClockMoves(clock, async (targetMs) => {
    await scheduler.during(targetMs, () => clock.moveTo(targetMs, () => idle(STEP_LIMIT_MS)));
    await cleanUp();
  });
  return {
    info,
    idle,
    now: () => clock.now(),
    sweep: () => scheduler.sweep('restart'),
    stop,
    moves,
    moveClock: async (target) => {
      await moves.begin(target).done;
      return clock.now();
    },
  };
}

function adminActions(sandbox: Controls, { workflows, deadLetters, api }: Runtime): AdminActions {
  return {
    'GET /clock': ({ query }): ClockStatus => sandbox.moves.status(Number(query.get('move') ?? 0)),
    // Answers at once: what is due on the way may take longer than anybody waits for an answer.
    'POST /clock': ({ body }) => ({ move: sandbox.moves.begin(String(body['to'] ?? '')).id }),
    'POST /idle': async ({ query }) => sandbox.idle(Number(query.get('limitMs') ?? IDLE_LIMIT_MS)),
    'POST /sweep': async () => {
      await sandbox.sweep();
      await sandbox.idle();
    },
    'GET /routes': () => ({ routes: api.routeKeys }),
    'GET /dead-letters': () => ({ queues: deadLetters.list() }),
    'GET /executions': () => ({
      executions: workflows.machines.flatMap(({ arn }) =>
        workflows
          .list(arn)
          .map(({ executionArn, name, status, transitions }) => ({ executionArn, name, status, transitions })),
      ),
    }),
  };
}

function describeSandbox(
  application: Application,
  services: Services,
  dataDir: string,
  port: number,
  adminSecret: string,
): SandboxInfo {
  const { database, tables, cognito, s3, mail, sfnPort } = services;
  const apiUrl = `http://127.0.0.1:${port}`;
  return {
    apiUrl,
    docsUrl: `${apiUrl}/docs`,
    mailUrl: mail.url,
    mailApiUrl: `${mail.url}/store`,
    tableName: tables[0]?.name ?? '',
    endpoints: {
      dynamodb: database.endpoint,
      s3: s3.endpoint,
      ses: mail.endpoint,
      sfn: `http://127.0.0.1:${sfnPort}`,
      cognito: cognito.endpoint,
    },
    userPoolId: cognito.userPoolId,
    userPoolClientId: cognito.userPoolClientId,
    region: application.region,
    users: demoUsers.map(({ username, roles }) => ({ username, password: DEMO_PASSWORD, roles })),
    pid: process.pid,
    port,
    startedAt: new Date().toISOString(),
    dataDir,
    logsDir: join(dataDir, 'logs'),
    adminUrl: `${apiUrl}/_sandbox`,
    adminSecret,
    process: markProcess(process.pid),
  };
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}
