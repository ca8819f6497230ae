import * as z from 'zod';
import { refuseField } from './field-refusal.ts';

/** Line breaks and tabs: part of a paragraph, not of a line. */
const layout = /[\n\r\t]/;
/** Control characters, and marks that change the direction of what follows: they can make a text lie about itself. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** One line of text somebody typed: trimmed, composed (NFC), without control or direction-changing characters. */
export function lineSchema(minLength: number, maxLength: number) {
  return textSchema(minLength, maxLength, (text) => layout.test(text) || hidden.test(text));
}

/** A text of several lines; otherwise as one line. */
export function paragraphSchema(minLength: number, maxLength: number) {
  return textSchema(minLength, maxLength, (text) => hidden.test(text));
}

function textSchema(minLength: number, maxLength: number, isRefused: (text: string) => boolean) {
  return z
    .string()
    .meta({ minLength, maxLength })
    .transform((typed, ctx): string => {
      const text = typed.trim().normalize('NFC').replaceAll('\r\n', '\n');
      const origin = 'string';
      const length = [...text].length;
      if (length < minLength) ctx.issues.push({ code: 'too_small', origin, minimum: minLength, input: typed });
      if (length > maxLength) ctx.issues.push({ code: 'too_big', origin, maximum: maxLength, input: typed });
      if (isRefused(text) || !text.isWellFormed()) refuseField(ctx, 'CONTROL_CHARACTERS', [], {});
      return text;
    });
}
