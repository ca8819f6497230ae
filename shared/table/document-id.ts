import { hash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** So many letters of base32 over a digest, five bits a letter: as good as random, and the same for the same words. */
function base32Digest(words: readonly string[], letters: number): string {
  const digest = hash('sha256', JSON.stringify(words), 'buffer');
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
    if (text.length >= letters) break;
  }
  return text.slice(0, letters);
}

/**
 * The id of a document is made from who asks, for what, and the idempotency key (F1): sending the same request again
 * meets the same document, for ever, without a record of keys.
 */
export function documentId(
  prefix: 'cus' | 'chg' | 'rfd' | 'cor' | 'dep' | 'vou' | 'cmt' | 'tpl' | 'imp' | 'fnd',
  caller: string,
  operation: string,
  idempotencyKey: string,
): string {
  return `${prefix}_${base32Digest([caller, operation, idempotencyKey], 26)}`;
}

/** A short print of a key or a body that a history can afford to keep: 60 bits. */
export function fingerprint(...words: readonly string[]): string {
  return base32Digest(words, 12);
}

/** The print of a parsed body: the same for the same content, whatever the order of its fields was. */
export function bodyFingerprint(body: unknown): string {
  return fingerprint(canonicalJson(body));
}

function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}n"`;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
