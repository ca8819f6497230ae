import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { SandboxClock } from './clock.ts';
import type { Resource } from './template.ts';

/** Who calls, with the claims as text, or why the gateway refuses. */
type Verdict =
  | { readonly allowed: true; readonly claims: Record<string, string> }
  | { readonly allowed: false; readonly reason: 'unauthenticated' | 'forbidden'; readonly header: string };

export type Authorizer = (authorization: string | undefined, scopes: readonly string[]) => Promise<Verdict>;

interface AuthorizerProperties {
  readonly AuthorizerType: string;
  readonly IdentitySource?: string[];
  readonly JwtConfiguration?: { readonly Issuer?: string; readonly Audience?: string[] };
}

/**
 * A JWT authorizer of the template. Tokens are checked with the keys of the local Cognito and on the sandbox clock.
 * Like the real gateway it accepts an access token by its `client_id`, which has no `aud`.
 */
export function makeAuthorizer(resource: Resource, cognitoEndpoint: string, clock: SandboxClock): Authorizer {
  const { AuthorizerType, IdentitySource, JwtConfiguration } = resource.properties as unknown as AuthorizerProperties;
  const source = IdentitySource?.[0] ?? '$request.header.Authorization';
  if (AuthorizerType !== 'JWT' || source.toLowerCase() !== '$request.header.authorization') {
    throw new Error(
      `The sandbox runs JWT authorizers that read the Authorization header only (${resource.logicalId}).`,
    );
  }
  const issuer = JwtConfiguration?.Issuer ?? '';
  const audience = JwtConfiguration?.Audience ?? [];
  const pool = issuer.split('/').at(-1);
  const keys = createRemoteJWKSet(new URL(`${cognitoEndpoint}/${pool}/.well-known/jwks.json`));

  return async (authorization, scopes) => {
    const token = authorization?.replace(/^Bearer\s+/i, '');
    if (token === undefined || token === '') return { allowed: false, reason: 'unauthenticated', header: 'Bearer' };
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], currentDate: clock.now() });
      if (!isFor(payload, audience)) return invalid('the token has no valid audience');
      if (!hasScope(payload, scopes)) {
        return {
          allowed: false,
          reason: 'forbidden',
          header: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`,
        };
      }
      return { allowed: true, claims: claimsAsText(payload) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return invalid('the token has expired');
      if (error instanceof errors.JOSEError) return invalid('the token is not valid');
      throw error;
    }
  };
}

function invalid(description: string): Verdict {
  const header = `Bearer scope="" error="invalid_token" error_description="${description}"`;
  return { allowed: false, reason: 'unauthenticated', header };
}

function isFor(payload: JWTPayload, audience: readonly string[]): boolean {
  const named = payload.aud ?? payload['client_id'];
  return [named].flat().some((name) => typeof name === 'string' && audience.includes(name));
}

function hasScope(payload: JWTPayload, scopes: readonly string[]): boolean {
  const granted = String(payload['scope'] ?? payload['scp'] ?? '').split(' ');
  return scopes.length === 0 || scopes.some((scope) => granted.includes(scope));
}

/** The real gateway hands every claim on as text; a list becomes `[clerk finance]`. */
function claimsAsText(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  const asText = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`;
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
}
