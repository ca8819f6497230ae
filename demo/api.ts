import * as z from 'zod';
import type { SandboxInfo } from './sandbox-info.ts';

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
}

/** An answer of the API: the body of a success, or the problem of a refusal. */
export type Answer =
  | { readonly ok: true; readonly body: unknown; readonly etag: string | undefined; readonly replayed: boolean }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

export interface ApiOptions {
  /** Asked again before each attempt, because a restarted sandbox may answer elsewhere. */
  readonly readInfo: () => SandboxInfo;
  readonly language: string;
  /** How long a sandbox that does not answer is waited for. */
  readonly patienceMs: number;
  readonly onWaiting: (message: string) => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const WAITING_WORTH_TELLING_MS = 1_500;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * The API as the people of a company use it, each with a login of his own. A request that got no answer, or one that says
 * "again later", is sent again with the same key, which is safe because every write carries an idempotency key.
 */
export class Api {
  readonly #options: ApiOptions;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** Sends one request as a user. Throws when the sandbox stays away longer than the patience. */
  async call(username: string, request: ApiRequest): Promise<Answer> {
    return this.#patiently(async () => {
      const { apiUrl } = this.#options.readInfo();
      const response = await fetch(`${apiUrl}${request.path}`, {
        method: request.method,
        headers: await this.#headers(username, request),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      const text = await response.text();
      if (response.status === 401) {
        // A token lives an hour, and a sandbox begun anew does not know the old ones.
        this.#tokens.delete(username);
        throw new TryAgain(`${username} has to log in again`);
      }
      if (response.status >= 500 || response.status === 429)
        throw new TryAgain(`${response.status} ${text.slice(0, 200)}`);
      const body: unknown = JSON.parse(text);
      if (!response.ok) return { ok: false, status: response.status, problem: problemSchema.parse(body) };
      const replayed = response.headers.get('idempotency-replayed') === 'true';
      return { ok: true, body, etag: response.headers.get('etag') ?? undefined, replayed };
    });
  }

  /** Everything the sandbox's mail server received. */
  async sentMails(): Promise<unknown> {
    return this.#patiently(async () => {
      const { mailApiUrl } = this.#options.readInfo();
      const response = await fetch(mailApiUrl, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      if (!response.ok) throw new TryAgain(`mail server: ${response.status}`);
      return response.json();
    });
  }

  async #headers(username: string, { body, idempotencyKey, ifMatch }: ApiRequest): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.#token(username)}`,
      'accept-language': this.#options.language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    };
  }

  async #token(username: string): Promise<string> {
    const known = this.#tokens.get(username) ?? this.#logIn(username);
    this.#tokens.set(username, known);
    try {
      return await known;
    } catch (error) {
      this.#tokens.delete(username);
      throw error;
    }
  }

  async #logIn(username: string): Promise<string> {
    const { endpoints, userPoolClientId, users } = this.#options.readInfo();
    const user = users.find((candidate) => candidate.username === username);
    if (!user) throw new Error(`The sandbox has no user "${username}": was it started with --no-seed?`);
    const response = await fetch(endpoints.cognito, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: userPoolClientId,
        AuthParameters: { USERNAME: username, PASSWORD: user.password },
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new TryAgain(`login of ${username}: ${response.status} ${text.slice(0, 200)}`);
    return z.object({ AuthenticationResult: z.object({ AccessToken: z.string() }) }).parse(JSON.parse(text))
      .AuthenticationResult.AccessToken;
  }

  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const started = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await attempt();
      } catch (error) {
        if (!mayPass(error)) throw error;
        const waitedMs = performance.now() - started;
        const reason = describe(error);
        if (waitedMs > this.#options.patienceMs)
          throw new Error(`The sandbox did not answer in time: ${reason}`, { cause: error });
        if (waitedMs > WAITING_WORTH_TELLING_MS) this.#options.onWaiting(reason);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }
}

/** The server answered, and its answer may be another one a little later. */
class TryAgain extends Error {}

function mayPass(error: unknown): boolean {
  const connectionFailed = error instanceof TypeError && error.message === 'fetch failed';
  const brokenOff = error instanceof TypeError && error.message === 'terminated';
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  return error instanceof TryAgain || connectionFailed || brokenOff || timedOut;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
