import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxClock } from './clock.ts';
import { JsonLines } from './state.ts';

/** A short message as it was sent, and as `GET /sms` tells it. */
export interface TextMessage {
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  /** Seconds on the sandbox clock. */
  readonly at: number;
  readonly sentAt: string;
}

interface SnsAnswer {
  readonly status: number;
  readonly xml: string;
}

/** As many letters as SNS takes in one message; a longer one is refused there. */
const MOST_LETTERS = 1_600;

/** The short-message service: takes what the SNS client publishes to a number and keeps it in a file before it answers. */
export class TextMessages {
  readonly sent: TextMessage[];
  readonly #file: JsonLines<TextMessage>;
  readonly #clock: SandboxClock;

  constructor(dataDir: string, clock: SandboxClock) {
    const path = join(dataDir, 'mail', 'sms.jsonl');
    this.sent = JsonLines.read<TextMessage>(path);
    this.#file = new JsonLines(path);
    this.#clock = clock;
  }

  /** Answers one request of the query protocol that names the action Publish. */
  publish(form: URLSearchParams): SnsAnswer {
    const [phone, text] = [form.get('PhoneNumber') ?? '', form.get('Message') ?? ''];
    if (!/^\+[1-9]\d{6,14}$/.test(phone)) return refusal('Invalid parameter: PhoneNumber');
    if (text === '' || text.length > MOST_LETTERS) return refusal('Invalid parameter: Message');
    const now = this.#clock.now();
    const at = Math.floor(now.getTime() / 1_000);
    const message = { messageId: randomUUID(), phone, text, at, sentAt: now.toISOString() };
    this.#file.append(message);
    this.sent.push(message);
    const result = `<PublishResult><MessageId>${message.messageId}</MessageId></PublishResult>`;
    return {
      status: 200,
      xml: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>`,
    };
  }

  close(): void {
    this.#file.close();
  }
}

function refusal(message: string): SnsAnswer {
  const error = `<Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${message}</Message></Error>`;
  return { status: 400, xml: `<ErrorResponse>${error}</ErrorResponse>` };
}
