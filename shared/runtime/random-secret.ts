import { randomBytes } from 'node:crypto';

/** 256 bits nobody can guess, as text. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
