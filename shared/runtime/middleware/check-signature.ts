import { invariant } from '../../errors/invariant.ts';
import { type HttpMiddleware, type HttpRequest, header } from './state.ts';

/** Lets a signed message through, or refuses it. */
export type SignatureCheck = (message: { raw: Uint8Array; signature: string | undefined }) => Promise<void>;

/** Has the signature of a message checked over its bytes, before a word of it is read. */
export function checkSignature(check: SignatureCheck | undefined): HttpMiddleware {
  const before = async ({ event, context }: HttpRequest): Promise<void> => {
    if (context.http.operation?.signature !== 'required') return;
    invariant(check !== undefined, 'a function with signed messages is given their check');
    const raw = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    await check({ raw, signature: header(event, 'feeledger-signature') });
  };
  return { before } as HttpMiddleware;
}
