import type { Operation } from '../../contracts/operation.ts';
import { DomainError } from '../../errors/domain-error.ts';
import { userIdSchema } from '../../model/ids.ts';
import { type Role, roles } from '../../model/role.ts';
import type { Actor } from '../../users/read-user.ts';
import { type HttpEvent, type HttpMiddleware, type HttpRequest, languageOf } from './state.ts';

const nobody = { id: '' as Actor['id'], roles: [] } satisfies Actor;

/** Finds the operation and lets only its roles through; everything else is refused (F15: denied by default). */
export function authorise(routes: ReadonlyMap<string, Operation>): HttpMiddleware {
  const before = (request: HttpRequest) => {
    const { event } = request;
    const operation = routes.get(event.routeKey);
    if (operation === undefined) {
      throw new DomainError('ROUTE_NOT_FOUND', { method: event.requestContext.http.method, path: event.rawPath });
    }
    const actor = operation.roles === 'public' ? nobody : actorOf(event);
    if (operation.roles !== 'public' && !operation.roles.some((role) => actor.roles.includes(role))) {
      throw new DomainError('FORBIDDEN', { roles: operation.roles.join(', ') });
    }
    request.context.http.operation = operation;
    request.context.http.call = { actor, language: languageOf(event), requestId: event.requestContext.requestId };
  };
  return { before } as HttpMiddleware;
}

/** Who the token speaks of; the authorizer of the API has already checked its signature. */
function actorOf(event: HttpEvent): Actor {
  const claims: Record<string, unknown> = event.requestContext.authorizer?.jwt?.claims ?? {};
  const id = userIdSchema.safeParse(claims.username ?? claims['cognito:username']);
  if (!id.success) throw new DomainError('UNAUTHENTICATED');
  return { id: id.data, roles: rolesOf(claims['cognito:groups']) };
}

/** The HTTP API hands an array claim over as the text `[clerk finance]`; other hosts hand over the array itself. */
function rolesOf(claim: unknown): Role[] {
  const names = Array.isArray(claim) ? claim.map(String) : String(claim ?? '').split(/[[\],\s]+/);
  return roles.filter((role) => names.includes(role));
}
