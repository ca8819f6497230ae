import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import type { LambdaHost } from './lambda-host.ts';
import { parseScheduleExpression, type ScheduleTimes } from './schedule-expression.ts';
import { readJson, writeJson } from './state.ts';
import type { StepFunctions } from './step-functions.ts';
import type { Application, Json, JsonObject, Resource } from './template.ts';

/** However far the clock is moved, a rate() schedule runs at most this often on the way, evenly spread. */
const MOST_RUNS_IN_A_MOVE = 50;

const KNOWN_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Scheduler::Schedule': [
    ...['Description', 'FlexibleTimeWindow', 'GroupName', 'KmsKeyArn', 'Name', 'ScheduleExpression'],
    ...['ScheduleExpressionTimezone', 'State', 'Target'],
  ],
  'AWS::Events::Rule': ['Description', 'EventBusName', 'Name', 'ScheduleExpression', 'State', 'Tags', 'Targets'],
};

interface Target {
  readonly Arn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

interface Schedule {
  readonly id: string;
  readonly arn: string;
  readonly type: string;
  readonly times: ScheduleTimes;
  readonly targets: readonly Target[];
  cancel: () => void;
}

export interface SchedulerOptions {
  readonly application: Application;
  readonly lambdas: LambdaHost;
  readonly workflows: StepFunctions;
  readonly clock: SandboxClock;
  readonly dataDir: string;
  readonly report: (line: string) => void;
}

/** The schedules of the template, on the sandbox clock. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #path: string;
  readonly #lastRunMs: Record<string, number>;
  readonly #schedules: readonly Schedule[];
  #move: { readonly targetMs: number; readonly stepMs: number } | undefined;
  #running = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#path = join(options.dataDir, 'schedules.json');
    this.#lastRunMs = readJson<Record<string, number>>(this.#path, {});
    this.#schedules = options.application
      .ofType('AWS::Scheduler::Schedule', 'AWS::Events::Rule')
      // A rule with a pattern is told of events, by event-bus.ts.
      .filter(({ properties }) => properties['State'] !== 'DISABLED' && properties['EventPattern'] === undefined)
      .map((resource) => readSchedule(options.application, resource));
  }

  /** Targets being run now. */
  get running(): number {
    return this.#running;
  }

  /** Arms all schedules. One that was missed while the sandbox was off runs once now, for the last time it was due. */
  async start(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    for (const schedule of this.#schedules) {
      const missedMs = this.#missed(schedule, nowMs);
      if (missedMs !== undefined) await this.#run(schedule, missedMs);
      this.#lastRunMs[schedule.id] ??= nowMs;
      this.#arm(schedule);
    }
    writeJson(this.#path, this.#lastRunMs);
  }

  /** Runs the targets of all rate() schedules once, out of turn: they look for what a crash has left behind. */
  async sweep(reason: string): Promise<void> {
    const rates = this.#schedules.filter((schedule) => schedule.times.kind === 'rate');
    for (const { targets } of rates) {
      for (const target of targets) await this.#hand(target, { reason });
    }
  }

  /** Spreads the runs of rate() schedules over a move of the clock, while `move` is under way. */
  async during(targetMs: number, move: () => Promise<void>): Promise<void> {
    this.#move = { targetMs, stepMs: (targetMs - this.#options.clock.nowMs()) / MOST_RUNS_IN_A_MOVE };
    for (const schedule of this.#schedules) this.#arm(schedule);
    try {
      await move();
    } finally {
      this.#move = undefined;
      for (const schedule of this.#schedules) this.#arm(schedule);
    }
  }

  #missed(schedule: Schedule, nowMs: number): number | undefined {
    const lastRunMs = this.#lastRunMs[schedule.id];
    if (lastRunMs === undefined || schedule.times.kind === 'rate') return undefined;
    let missedMs: number | undefined;
    for (
      let at = schedule.times.nextAfter(lastRunMs);
      at !== undefined && at <= nowMs;
      at = schedule.times.nextAfter(at)
    )
      missedMs = at;
    return missedMs;
  }

  #arm(schedule: Schedule): void {
    schedule.cancel();
    const nowMs = this.#options.clock.nowMs();
    // A schedule that has just run for a time slightly ahead of the clock must not run for it again.
    const dueMs = this.#nextRun(schedule, Math.max(nowMs, this.#lastRunMs[schedule.id] ?? nowMs));
    if (dueMs === undefined) return;
    schedule.cancel = this.#options.clock.at(dueMs, async () => {
      await this.#run(schedule, dueMs);
      this.#arm(schedule);
    });
  }

  #nextRun({ times }: Schedule, fromMs: number): number | undefined {
    const next = times.nextAfter(fromMs);
    if (times.kind !== 'rate' || this.#move === undefined || next === undefined) return next;
    // The last run falls on the end of the move, so that nothing due before it is left lying.
    const { targetMs, stepMs } = this.#move;
    return fromMs >= targetMs ? next : Math.max(next, Math.min(fromMs + stepMs, targetMs));
  }

  async #run(schedule: Schedule, dueMs: number): Promise<void> {
    for (const target of schedule.targets)
      await this.#hand(target, inputOf(schedule, target, dueMs, this.#options.application.region));
    this.#lastRunMs[schedule.id] = dueMs;
    writeJson(this.#path, this.#lastRunMs);
  }

  async #hand(target: Target, input: Json): Promise<void> {
    this.#running += 1;
    try {
      if (target.Arn.includes(':stateMachine:')) this.#options.workflows.start(target.Arn, undefined, input);
      else await this.#options.lambdas.invokeAsync(target.Arn, input, target.DeadLetterConfig?.Arn);
    } catch (error) {
      this.#options.report(`schedule: ${(error as Error).message}`);
    } finally {
      this.#running -= 1;
    }
  }
}

function readSchedule(application: Application, resource: Resource): Schedule {
  const { properties, logicalId, type } = resource;
  const unknown = Object.keys(properties).filter((name) => !KNOWN_PROPERTIES[type]?.includes(name));
  if (unknown.length > 0)
    throw new Error(`The sandbox does not know ${unknown.join(', ')} of the schedule ${logicalId}.`);
  const targets = [properties['Target'] ?? properties['Targets'] ?? []].flat() as unknown as Target[];
  for (const { Arn } of targets) {
    if (!/^arn:aws:(lambda|states):[^:]*:\d+:(function|stateMachine):/.test(Arn)) {
      throw new Error(`The sandbox runs schedules of functions and state machines only, not ${Arn} (${logicalId}).`);
    }
  }
  const timezone = String(properties['ScheduleExpressionTimezone'] ?? 'UTC');
  const times = parseScheduleExpression(String(properties['ScheduleExpression']), timezone);
  const { attributes } = application.values(resource);
  return { id: logicalId, arn: attributes['Arn'] ?? '', type, times, targets, cancel: () => undefined };
}

/** What a target is handed: its own input, or for a rule without one the event EventBridge makes. */
function inputOf(schedule: Schedule, target: Target, dueMs: number, region: string): Json {
  const dueAt = new Date(dueMs).toISOString().replace(/\.\d+Z$/, 'Z');
  if (target.Input !== undefined) {
    const filled = target.Input.replaceAll('<aws.scheduler.scheduled-time>', dueAt)
      .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
      .replaceAll('<aws.scheduler.execution-id>', randomUUID())
      .replaceAll('<aws.scheduler.attempt-number>', '1');
    return JSON.parse(filled) as Json;
  }
  if (schedule.type === 'AWS::Scheduler::Schedule') return {};
  const event: JsonObject = { version: '0', id: randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.events' };
  return { ...event, account: '111111111111', time: dueAt, region, resources: [schedule.arn], detail: {} };
}
