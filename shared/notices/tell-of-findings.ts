import { findingText } from '../control/finding-words.ts';
import { businessDate } from '../model/dates.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerContext } from '../table/context.ts';
import { fingerprint } from '../table/document-id.ts';
import { readMembers } from '../users/read-members.ts';
import type { Teller } from './mailer.ts';
import { tellWhoCanBeReached } from './tell-once.ts';

const listedAtMost = 50;

/** Tells finance and managers what the night found, once (C6). Answers who could not be reached. */
export async function tellOfFindings(
  context: LedgerContext,
  teller: Teller,
  findings: readonly Finding[],
): Promise<readonly string[]> {
  if (findings.length === 0) return [];
  const ids = findings.map(({ id, occurrence }) => `${id} ${occurrence}`).sort();
  const night = businessDate(context.clock(), context.zone);
  const event = { requestId: 'nightly-control' as const, name: `${night}#${fingerprint(...ids)}` };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, async () => {
    const [finance, managers] = await Promise.all([
      readMembers(context.table, 'finance'),
      readMembers(context.table, 'manager'),
    ]);
    const people = [...new Map([...finance, ...managers].map((person) => [person.id, person])).values()];
    return people.map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: {
        template: 'control-findings',
        language,
        data: {
          readerName: name,
          count: findings.length,
          findings: findings
            .slice(0, listedAtMost)
            .map((finding) => ({ id: finding.id, text: findingText(finding, language) })),
        },
      },
    }));
  });
  return unsent;
}
