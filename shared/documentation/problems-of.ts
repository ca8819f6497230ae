import type { Operation } from '../contracts/operation.ts';
import { catalogue, type ProblemCode, problemCodes } from '../errors/catalogue.ts';

/** Every problem an operation may answer: its own and those that every operation of its kind has, in catalogue order. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>([
    ...operation.problems,
    ...(operation.roles === 'public' ? [] : ofProtected),
    ...(operation.query || operation.body ? ofParsed : []),
    ...(operation.body ? ofBodies : []),
    ...(operation.idempotencyKey ? ofIdempotent : []),
    ...(operation.ifMatch ? ofConditional : []),
    ...ofAll,
  ]);
  return problemCodes.filter((code) => codes.has(code));
}

const ofProtected: readonly ProblemCode[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
const ofParsed: readonly ProblemCode[] = ['VALIDATION_FAILED'];
const ofBodies: readonly ProblemCode[] = ['BODY_NOT_JSON', 'BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'];
const ofIdempotent: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED'];
const ofConditional: readonly ProblemCode[] = ['IF_MATCH_MISSING'];
const ofAll: readonly ProblemCode[] = ['TOO_MANY_REQUESTS', 'INTERNAL', 'TEMPORARILY_UNAVAILABLE'];

/** The problems of an operation by HTTP status, lowest first. */
export function problemsByStatus(operation: Operation): [status: number, codes: ProblemCode[]][] {
  const byStatus = Map.groupBy(problemsOf(operation), (code) => catalogue[code].status);
  return [...byStatus].sort(([a], [b]) => a - b);
}
