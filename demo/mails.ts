import * as z from 'zod';
import type { Api } from './api.ts';
import type { Surprise } from './evening-check.ts';
import type { ChargeCase } from './working-day.ts';

const storeSchema = z.object({
  emails: z.array(
    z.object({
      destination: z.object({ to: z.array(z.string()) }),
      subject: z.string().optional(),
      body: z.object({ html: z.string().optional(), text: z.string().optional() }),
    }),
  ),
});
type Mail = z.infer<typeof storeSchema>['emails'][number];

export interface MailCount {
  toCustomersInChinese: number;
  toCustomersInEnglish: number;
  toStaff: number;
  /** Posted charges of which the customer was never told. */
  readonly missing: Surprise[];
  /** Told once too often, in the right language: what a sandbox that dies between a mail and its row may cost. */
  readonly repeated: Surprise[];
  /** In the wrong language, or about a charge that was not posted. */
  readonly wrong: Surprise[];
}

const POLL_MS = 500;
const SETTLED_AFTER_MS = 3_000;
const GIVEN_UP_AFTER_MS = 30_000;

/** Waits until every customer who wants mail has one for each posted charge, and no more are coming; then counts them. */
export async function collectMails(api: Api, charges: readonly ChargeCase[]): Promise<MailCount> {
  let lastCount = -1;
  let quietSince = performance.now();
  for (;;) {
    const asked = performance.now();
    const { emails } = storeSchema.parse(await api.sentMails());
    const now = performance.now();
    // A sandbox that was away meanwhile still has mails to send.
    const wasAway = now - asked > SETTLED_AFTER_MS;
    if (emails.length !== lastCount || wasAway) [lastCount, quietSince] = [emails.length, now];
    const result = countMails(emails, charges);
    const patienceMs = result.missing.length === 0 ? SETTLED_AFTER_MS : GIVEN_UP_AFTER_MS;
    if (now - quietSince > patienceMs) return result;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function countMails(mails: readonly Mail[], charges: readonly ChargeCase[]): MailCount {
  const customers = new Set(charges.flatMap(({ customer }) => customer?.email ?? []));
  const toCustomers = mails.filter((mail) => mail.destination.to.some((address) => customers.has(bare(address))));
  const inChinese = toCustomers.filter(({ subject }) => isChinese(subject)).length;
  return {
    toCustomersInChinese: inChinese,
    toCustomersInEnglish: toCustomers.length - inChinese,
    toStaff: mails.filter(({ destination }) =>
      destination.to.some((address) => bare(address).endsWith('@feeledger.example')),
    ).length,
    ...wrongMails(charges, toCustomers),
  };
}

/** The customer is told once of a posted charge if mail is the way he chose, and never of another one. */
function wrongMails(
  charges: readonly ChargeCase[],
  mails: readonly Mail[],
): Pick<MailCount, 'missing' | 'repeated' | 'wrong'> {
  const missing: Surprise[] = [];
  const repeated: Surprise[] = [];
  const wrong: Surprise[] = [];
  for (const { row, charge, customer } of charges) {
    if (!charge || !customer) continue;
    const wanted = charge.state === 'posted' && customer.preferredChannel === 'email' ? 1 : 0;
    const about = mails.filter(({ body }) => body.text?.includes(charge.id) || body.html?.includes(charge.id));
    const inHisLanguage = about.filter(({ subject }) => isChinese(subject) === (customer.language === 'zh-CN'));
    if (about.length === wanted && inHisLanguage.length === wanted) continue;
    const got = `${about.length} mails, ${inHisLanguage.length} of them in the customer's language`;
    const surprise = { file: 'charges.csv', row: row.row, expected: `${wanted} mail to the customer`, got };
    const isRepeat = wanted === 1 && inHisLanguage.length === about.length && about.length > 1;
    (about.length < wanted ? missing : isRepeat ? repeated : wrong).push(surprise);
  }
  return { missing, repeated, wrong };
}

function isChinese(subject: string | undefined): boolean {
  return /\p{Script=Han}/u.test(subject ?? '');
}

function bare(address: string): string {
  return /<([^>]+)>$/.exec(address)?.[1] ?? address;
}
