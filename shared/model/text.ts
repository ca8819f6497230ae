import * as z from 'zod';
import { refuseField } from './field-refusal.ts';

const lineBreaks = /[\n\r]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for.
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** One line of text somebody typed: trimmed, composed (NFC), without control or direction-changing characters. */
export function lineSchema(minLength: number, maxLength: number) {
  return z
    .string()
    .transform((text) => text.trim().normalize('NFC'))
    .pipe(z.string().min(minLength).max(maxLength))
    .superRefine((text, ctx) => {
      if (controlCharacters.test(text) || lineBreaks.test(text)) {
        refuseField(ctx, 'CONTROL_CHARACTERS', [], {});
      }
    });
}

/** A text of several lines; otherwise as one line. */
export function paragraphSchema(minLength: number, maxLength: number) {
  return z
    .string()
    .transform((text) => text.trim().normalize('NFC').replaceAll('\r\n', '\n'))
    .pipe(z.string().min(minLength).max(maxLength))
    .superRefine((text, ctx) => {
      if (controlCharacters.test(text)) refuseField(ctx, 'CONTROL_CHARACTERS', [], {});
    });
}
