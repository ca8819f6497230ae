/**
 * A number as the SMS service wants it (E.164), or nothing where it cannot be one. A number without a country is
 * Chinese, which is what clerks here mean by it: mobile numbers as they are, landlines without their leading zero.
 */
export function toE164(typed: string): string | undefined {
  const digits = typed.replaceAll(/[ -]/g, '').replace(/^00/, '+');
  const number = digits.startsWith('+') ? digits : chinese(digits);
  return number !== undefined && /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}

function chinese(digits: string): string | undefined {
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  if (/^861[3-9]\d{9}$/.test(digits)) return `+${digits}`;
  return /^0[1-9]\d{8,10}$/.test(digits) ? `+86${digits.slice(1)}` : undefined;
}
