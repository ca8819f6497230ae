import { join } from 'node:path';
import { JsonLines } from './state.ts';
import type { Application, JsonObject } from './template.ts';

/** Queues of the template, which here only receive what could not be delivered: one file of JSON lines each. */
export class DeadLetters {
  readonly #folder: string;
  readonly #names = new Map<string, string>();
  readonly #files = new Map<string, JsonLines<JsonObject>>();
  readonly #report: (line: string) => void;
  readonly #now: () => Date;

  constructor(application: Application, dataDir: string, now: () => Date, report: (line: string) => void) {
    this.#folder = join(dataDir, 'dead-letters');
    this.#now = now;
    this.#report = report;
    for (const resource of application.ofType('AWS::SQS::Queue')) {
      this.#names.set(application.values(resource).attributes['Arn'] ?? '', resource.logicalId);
    }
  }

  /** Puts a message in a queue. Throws when the template has no such queue. */
  send(queueArn: string, message: JsonObject): void {
    const name = this.#names.get(queueArn);
    if (name === undefined) throw new Error(`The template has no queue ${queueArn}.`);
    const path = join(this.#folder, `${name}.jsonl`);
    const file = this.#files.get(name) ?? new JsonLines<JsonObject>(path);
    this.#files.set(name, file);
    file.append({ sentAt: this.#now().toISOString(), ...message });
    this.#report(`dead letter in ${name} (${path})`);
  }

  /** Every queue with its messages, oldest first. */
  list(): { queue: string; messages: JsonObject[] }[] {
    return [...this.#names.values()].map((queue) => ({
      queue,
      messages: JsonLines.read<JsonObject>(join(this.#folder, `${queue}.jsonl`)),
    }));
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }
}
