import { DomainError } from '../errors/domain-error.ts';
import type { ReviewedRequest } from '../model/request.ts';
import type { RequestState } from '../model/request-state.ts';
import type { Condition } from '../table/write.ts';

/** The refusal that tells somebody where a request stands now, and the way out from there. */
export function requestMovedError(request: { state: RequestState; revision: number; stage?: number }): DomainError {
  const { state, revision, stage = 0 } = request;
  return new DomainError('REQUEST_MOVED', { state, revision: String(revision), stage: String(stage) });
}

/** Nothing happened to the request since it was read: whatever happens to one adds a step to its history. */
export function unchanged(before: Pick<ReviewedRequest, 'state' | 'revision' | 'stage' | 'history'>): Condition {
  return {
    expression: '#state = :state AND rev = :rev AND stage = :stage AND size(hist) = :steps',
    names: { '#state': 'state' },
    values: {
      ':state': before.state,
      ':rev': BigInt(before.revision),
      ':stage': BigInt(before.stage),
      ':steps': BigInt(before.history.length),
    },
  };
}

/**
 * Nothing happened to the request since it was read, and neither who decides nor the absent colleague in whose place he
 * does so made it or approved a stage of it: promise 5 stands in the write itself, so two requests that race cannot
 * break it (G3). Who pays a refund out is held to the same.
 */
export function unchangedAndDecidedByAnother(before: ReviewedRequest, decider: string, inPlaceOf?: string): Condition {
  const same = unchanged(before);
  const values = { ':by': decider, ...(inPlaceOf === undefined ? {} : { ':for': inPlaceOf }) };
  const another = Object.keys(values).map((who) => `maker <> ${who} AND NOT contains(approvers, ${who})`);
  return {
    ...same,
    expression: [same.expression, ...another].join(' AND '),
    values: { ...same.values, ...values },
  };
}
