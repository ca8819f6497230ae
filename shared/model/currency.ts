/** ISO 4217 codes the ledger accepts, with the digits after the decimal point (0, 2 or 3). */
const digitsByCurrency = {
  AED: 2,
  AUD: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  KZT: 2,
  MNT: 2,
  MOP: 2,
  MXN: 2,
  MYR: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  QAR: 2,
  RUB: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const;

export type Currency = keyof typeof digitsByCurrency;

export const currencies = Object.keys(digitsByCurrency) as Currency[];

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(digitsByCurrency, code);
}

/** Digits after the decimal point of one currency. */
export function currencyDigits(currency: Currency): number {
  return digitsByCurrency[currency];
}
