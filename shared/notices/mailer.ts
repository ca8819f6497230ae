import type { Mail } from '../mails/mail.ts';

/** A file that comes with a mail. */
export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Sends one mail; the address was checked when it was entered. */
export interface Mailer {
  send(to: string, mail: Mail, attachments?: readonly Attachment[]): Promise<void>;
}

/** One mail to one person, whose address may be corrected before it arrives. */
export interface MailNotice {
  /** Who is told: `customer`, or a user's id. */
  readonly recipient: string;
  readonly to: string;
  readonly mail: Mail;
  readonly attachments?: readonly Attachment[];
}

/** Something that reaches one person another way than by mail: a short message, a colleague who calls (A24). */
interface OtherNotice {
  readonly recipient: string;
  deliver(): Promise<void>;
}

export type Notice = MailNotice | OtherNotice;

/** What telling people takes. */
export interface Teller {
  readonly mailer: Mailer;
  readonly memory: TellingMemory;
}

/**
 * Whom this process has told of an event that the table does not yet know to be told: a retry after a lost reply or a
 * throttled call goes on where it was and sends nothing again. It lives and dies with the process.
 */
export type TellingMemory = Map<string, Set<string>>;

/** Sends what is due of an event and has not been sent by this process. Answers who could not be told, and why. */
export async function sendDue(
  { mailer, memory }: Teller,
  event: string,
  due: readonly Notice[],
): Promise<{ unsent: readonly string[]; error?: unknown }> {
  const told = memory.get(event) ?? new Set<string>();
  memory.set(event, told);
  const unsent: string[] = [];
  let firstError: unknown;
  for (const notice of due) {
    const { recipient } = notice;
    if (told.has(recipient)) continue;
    try {
      await ('deliver' in notice ? notice.deliver() : mailer.send(notice.to, notice.mail, notice.attachments));
      told.add(recipient);
    } catch (error) {
      unsent.push(recipient);
      firstError ??= error;
    }
  }
  return unsent.length === 0 ? { unsent } : { unsent, error: firstError };
}
