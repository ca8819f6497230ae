/** A route of the HTTP API by its key in the template: `GET /charges/{chargeId}`, `ANY /{proxy+}` or `$default`. */
export interface RouteKey {
  readonly key: string;
}

export interface RouteMatch<R extends RouteKey> {
  readonly route: R;
  /** Decoded path parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Candidate<R extends RouteKey> extends RouteMatch<R> {
  /** Larger is more specific: literal segments before parameters, those before greedy ones, a method before ANY. */
  readonly rank: string;
}

/** The most specific route for a request, or undefined. Throws a URIError when the path is wrongly encoded. */
export function matchRoute<R extends RouteKey>(
  routes: readonly R[],
  method: string,
  path: string,
): RouteMatch<R> | undefined {
  const segments = path.split('/').slice(1);
  const candidates = routes.flatMap((route) => matchOne(route, method, segments) ?? []);
  candidates.sort((left, right) => (left.rank < right.rank ? 1 : -1));
  return candidates[0];
}

function matchOne<R extends RouteKey>(route: R, method: string, segments: readonly string[]): Candidate<R> | undefined {
  if (route.key === '$default') return { route, parameters: {}, rank: '' };
  const [routeMethod, routePath = ''] = route.key.split(' ');
  if (routeMethod !== method && routeMethod !== 'ANY') return undefined;
  const parts = routePath.split('/').slice(1);
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, part] of parts.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy !== undefined) {
      if (index >= segments.length) return undefined;
      parameters[greedy] = decodeURIComponent(segments.slice(index).join('/'));
      return { route, parameters, rank: `${rank}1` };
    }
    const segment = segments[index];
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (segment === undefined || (name === undefined ? segment !== part : segment === '')) return undefined;
    if (name !== undefined) parameters[name] = decodeURIComponent(segment);
    rank += name === undefined ? '3' : '2';
  }
  if (parts.length !== segments.length) return undefined;
  return { route, parameters, rank: `${rank}9${routeMethod === 'ANY' ? '0' : '1'}` };
}
