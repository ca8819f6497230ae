import { DomainError } from '../errors/domain-error.ts';
import type { ChargeTemplate } from '../model/charge-template.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { TemplateId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { Actor } from '../users/read-user.ts';
import { readTemplate, saveVersion, templateEtag, templateToWire } from './stored-template.ts';

interface Change {
  readonly actor: Actor;
  readonly id: TemplateId;
  readonly idempotencyKey: string;
  readonly ifMatch: string;
  readonly body: unknown;
  /** What the next version says; may refuse. */
  readonly next: (before: ChargeTemplate, today: CalendarDate) => Pick<ChargeTemplate, 'state'> & Said;
}

type Said = Omit<ChargeTemplate, 'id' | 'version' | 'state' | 'changedAt' | 'changedBy' | 'keyPrint' | 'bodyPrint'>;

/**
 * Adds the next version of a template under If-Match (A52), once for each key.
 * Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, VERSION_STALE.
 */
export async function nextVersion(context: LedgerContext, { actor, id, idempotencyKey, ifMatch, body, next }: Change) {
  const now = context.clock();
  const today = businessDate(now, context.zone);
  const keyPrint = fingerprint(actor.id, id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const answer = (template: ChargeTemplate, replayed: boolean) => ({
    body: templateToWire(template, today),
    etag: templateEtag(template),
    location: `/charge-templates/${id}`,
    replayed,
  });
  // A lost race is looked at once more: what won may have been this very request.
  for (let attempt = 1; ; attempt += 1) {
    const versions = await readTemplate(context.table, id);
    const [before] = versions;
    if (before === undefined) throw new DomainError('NOT_FOUND');
    const own = versions.find((version) => version.keyPrint === keyPrint);
    if (own !== undefined) {
      if (own.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return answer(own, true);
    }
    if (templateEtag(before) !== ifMatch || attempt > 2) {
      throw new DomainError('VERSION_STALE', { current: templateEtag(before) });
    }
    const template: ChargeTemplate = {
      ...next(before, today),
      id,
      version: before.version + 1,
      changedAt: now,
      changedBy: actor.id,
      keyPrint,
      bodyPrint,
    };
    if ((await saveVersion(context, template)) === 'written') return answer(template, false);
  }
}
