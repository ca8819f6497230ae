import { readJson, writeJson } from './state.ts';

/** The longest delay a Node timer can take; longer ones fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => unknown;
}

/**
 * The one clock of a sandbox: real time plus an offset that only grows. The offset lies in shared memory, so that all worker
 * threads see a move at the same instant.
 */
export class SandboxClock {
  readonly shared = new SharedArrayBuffer(8);
  readonly #offset = new BigInt64Array(this.shared);
  readonly #path: string;
  #due: Due[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  #moving: Promise<void> = Promise.resolve();
  #stepping = false;
  #stopped = false;

  /** Goes on with the offset kept in the file. */
  constructor(path: string) {
    this.#path = path;
    this.#setOffset(readJson(path, { offsetMs: 0 }).offsetMs);
  }

  /** Milliseconds the sandbox is ahead of real time. */
  get offsetMs(): number {
    return Number(Atomics.load(this.#offset, 0));
  }

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  now(): Date {
    return new Date(this.nowMs());
  }

  /** Runs something once the sandbox clock has reached a time. Returns the way to call it off. */
  at(atMs: number, run: () => unknown): () => void {
    const due: Due = { atMs, order: this.#order++, run };
    const later = this.#due.findIndex((other) => other.atMs > atMs);
    this.#due.splice(later < 0 ? this.#due.length : later, 0, due);
    this.#arm();
    return () => {
      const index = this.#due.indexOf(due);
      if (index >= 0) this.#due.splice(index, 1);
    };
  }

  /**
   * Moves the clock forward to an instant, stopping at each thing due on the way: it runs at its own time and is waited for,
   * then `settle` lets what follows from it happen, before time goes on.
   * Throws a RangeError when the instant lies in the past.
   */
  moveTo(targetMs: number, settle: () => Promise<void>): Promise<void> {
    if (targetMs < this.nowMs()) {
      throw new RangeError(
        `The sandbox clock only goes forward; it is already ${this.now().toISOString()}. 沙箱时钟只能向前拨。`,
      );
    }
    this.#moving = this.#moving.catch(() => undefined).then(() => this.#walk(targetMs, settle));
    return this.#moving;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#due = [];
  }

  async #walk(targetMs: number, settle: () => Promise<void>): Promise<void> {
    this.#stepping = true;
    clearTimeout(this.#timer);
    try {
      for (;;) {
        await settle();
        // What is still due on the way will not happen, so its time does not come either.
        if (this.#stopped) return;
        const next = this.#due[0];
        if (next === undefined || next.atMs > targetMs) break;
        this.#due.shift();
        this.#advanceTo(next.atMs);
        await next.run();
      }
      this.#advanceTo(targetMs);
      await settle();
    } finally {
      this.#stepping = false;
      this.#arm();
    }
  }

  #advanceTo(atMs: number): void {
    const missingMs = atMs - this.nowMs();
    if (missingMs <= 0) return;
    const offsetMs = this.offsetMs + missingMs;
    writeJson(this.#path, { offsetMs });
    this.#setOffset(offsetMs);
  }

  #setOffset(offsetMs: number): void {
    Atomics.store(this.#offset, 0, BigInt(Math.round(offsetMs)));
  }

  #arm(): void {
    if (this.#stepping || this.#stopped) return;
    clearTimeout(this.#timer);
    const next = this.#due[0];
    if (next === undefined) return;
    const delayMs = Math.min(Math.max(next.atMs - this.nowMs(), 0), LONGEST_DELAY_MS);
    this.#timer = setTimeout(() => this.#fire(), delayMs);
    this.#timer.unref();
  }

  #fire(): void {
    while (!this.#stepping && this.#due[0] !== undefined && this.#due[0].atMs <= this.nowMs()) {
      this.#due.shift()?.run();
    }
    this.#arm();
  }
}

/** Understands `+30d`, `+2h`, `+15m`, `+10s` (from now) and RFC 3339 instants. Throws an Error with a sentence on anything else. */
export function parseClockTarget(text: string, nowMs: number): number {
  const step = /^\+(\d{1,6})(d|h|m|s)$/.exec(text);
  if (step) {
    const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }[step[2] as 'd' | 'h' | 'm' | 's'];
    return nowMs + Number(step[1]) * unitMs;
  }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    const atMs = Date.parse(text);
    if (!Number.isNaN(atMs)) return atMs;
  }
  throw new Error(
    `"${text}" is no time: use +30d, +2h, +15m or 2027-01-01T00:00:00Z. 请用 +30d、+2h、+15m 或完整时刻。`,
  );
}
