/**
 * A number that takes short messages, as the SMS service wants it (E.164), or nothing where it cannot be one. A number
 * without a country is Chinese, which is what clerks here mean by it; of Chinese numbers only mobile ones take messages.
 */
export function toE164(typed: string): string | undefined {
  const digits = typed.replaceAll(/[ -]/g, '').replace(/^00/, '+');
  const number = digits.startsWith('+') ? digits : `+86${digits.replace(/^86/, '')}`;
  const pattern = number.startsWith('+86') ? /^\+861[3-9]\d{9}$/ : /^\+[1-9]\d{6,14}$/;
  return pattern.test(number) ? number : undefined;
}
