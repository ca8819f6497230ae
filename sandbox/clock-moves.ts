import { parseClockTarget, type SandboxClock } from './clock.ts';

/** A move of the clock somebody asked for. */
interface ClockMove {
  readonly id: number;
  readonly from: Date;
  readonly target: Date;
  /** Resolves when the clock is there and all that was due on the way has happened; throws when something went wrong. */
  readonly done: Promise<void>;
}

/** Where the clock stands and where it is going, as the sandbox tells it. Instants in RFC 3339. */
export interface ClockStatus {
  readonly now: string;
  /** Moves that have not arrived yet, in their order. */
  readonly moves: readonly { readonly id: number; readonly from: string; readonly target: string }[];
}

/**
 * The moves of a clock, one after the other: each spreads the schedules over its own way. A move takes as long as what is due
 * on the way, so whoever asks for one gets its number and looks how far it is.
 */
export class ClockMoves {
  readonly #clock: SandboxClock;
  readonly #move: (targetMs: number) => Promise<void>;
  readonly #failures = new Map<number, Error>();
  #underWay: readonly ClockMove[] = [];
  #last = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor(clock: SandboxClock, move: (targetMs: number) => Promise<void>) {
    this.#clock = clock;
    this.#move = move;
  }

  /**
   * Begins a move to `+30d`, `+2h`, `+15m` or an instant; while others are under way it waits for them, and a step counts from
   * where they end. Throws an Error with a sentence on anything else and on an instant that will have passed by then.
   */
  begin(text: string): ClockMove {
    const from = this.#underWay.at(-1)?.target ?? this.#clock.now();
    const target = new Date(parseClockTarget(text, from.getTime()));
    if (target < from) {
      throw new RangeError(
        `The sandbox clock only goes forward; it is ${this.#underWay.length > 0 ? 'on its way to' : 'already'} ${from.toISOString()}. 沙箱时钟只能向前拨。`,
      );
    }
    const id = ++this.#last;
    const done = this.#tail.then(() => this.#run(id, target.getTime()));
    const move: ClockMove = { id, from, target, done };
    this.#underWay = [...this.#underWay, move];
    this.#tail = done.catch((error) => void this.#failures.set(id, error as Error));
    return move;
  }

  async #run(id: number, targetMs: number): Promise<void> {
    try {
      // By its turn a short step may lie behind the clock, which goes on by itself: then it is there.
      await this.#move(Math.max(targetMs, this.#clock.nowMs() + 10));
    } finally {
      this.#underWay = this.#underWay.filter((other) => other.id !== id);
    }
  }

  /** How it stands. Throws what went wrong with a move that somebody asks about. */
  status(id = 0): ClockStatus {
    const failure = this.#failures.get(id);
    if (failure !== undefined) throw failure;
    return {
      now: this.#clock.now().toISOString(),
      moves: this.#underWay.map((move) => ({
        id: move.id,
        from: move.from.toISOString(),
        target: move.target.toISOString(),
      })),
    };
  }
}
