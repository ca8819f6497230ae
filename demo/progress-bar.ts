const BAR_WIDTH = 28;
const REDRAW_EVERY_MS = 100;

/** Shows how far something is: one line that is redrawn on a terminal, otherwise one line for every tenth. */
export class ProgressBar {
  readonly #total: number;
  readonly #out: NodeJS.WriteStream;
  #tenthsShown = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #saidLast = '';

  constructor(total: number, out: NodeJS.WriteStream) {
    this.#total = total;
    this.#out = out;
  }

  show(done: number, label: string): void {
    const percent = Math.floor((100 * done) / this.#total);
    if (this.#out.isTTY) {
      const now = performance.now();
      if (now - this.#drawnAt < REDRAW_EVERY_MS && done < this.#total) return;
      this.#drawnAt = now;
      const filled = Math.floor((BAR_WIDTH * done) / this.#total);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      this.#out.write(`\r\u001b[K${bar} ${String(percent).padStart(3)} %  ${label}`);
      return;
    }
    const tenths = Math.floor(percent / 10);
    if (tenths <= this.#tenthsShown) return;
    this.#tenthsShown = tenths;
    this.#out.write(`${String(percent).padStart(3)} %  ${label}\n`);
  }

  /** Says something beside the bar; the same sentence only once in a row. */
  say(sentence: string): void {
    if (sentence === this.#saidLast) return;
    this.#saidLast = sentence;
    this.#out.write(this.#out.isTTY ? `\r\u001b[K${sentence}\n` : `${sentence}\n`);
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write('\n');
  }
}
