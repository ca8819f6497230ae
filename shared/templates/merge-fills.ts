import type { ChargeFill } from '../model/charge-template.ts';

export type FillSource = 'given' | 'rule' | 'template' | 'history' | 'customer';

/** One place values may come from. */
export interface Candidate {
  readonly source: FillSource;
  readonly fill: ChargeFill;
}

/** A field that was filled, and by whom. */
export interface FilledField<C> {
  readonly pointer: string;
  readonly from: C;
}

/**
 * Puts a charge together from candidates, the first of which has most to say (A59–A61): what stands is never changed.
 * Fields that only make sense together come from one candidate: an amount with its lines, both days of a period, a
 * reason's text with its code, and the words of an earlier charge about its amount only with that amount.
 */
export function mergeFills<C extends Candidate>(
  candidates: readonly C[],
): { content: ChargeFill; fields: FilledField<C>[] } {
  const first = (fits: (fill: ChargeFill, source: FillSource) => boolean) =>
    candidates.find(({ fill, source }) => fits(fill, source));
  const type = first((fill) => fill.type !== undefined);
  const code = first(({ reason }) => reason?.code !== undefined);
  const reasonText = first(({ reason }) => isText(reason?.text) && agrees(reason?.code, code?.fill.reason?.code));
  const money = first(({ amount, basis }) => amount !== undefined || hasAny(basis?.lines));
  const basisText = first(
    ({ basis }, source) => isText(basis?.text) && (source !== 'history' || money?.source === 'history'),
  );
  const period = first(({ period: days }) => days?.start !== undefined || days?.end !== undefined);
  const vouchers = first((fill) => hasAny(fill.vouchers));
  const effectiveDate = first((fill) => fill.effectiveDate !== undefined);

  const lines = money?.fill.basis?.lines;
  const reason = { ...defined('code', code?.fill.reason?.code), ...defined('text', reasonText?.fill.reason?.text) };
  const basis = {
    ...defined('text', basisText?.fill.basis?.text),
    ...defined('lines', hasAny(lines) ? lines : undefined),
  };
  const content: ChargeFill = {
    ...defined('type', type?.fill.type),
    ...defined('reason', isEmpty(reason) ? undefined : reason),
    ...defined('amount', money?.fill.amount),
    ...defined('basis', isEmpty(basis) ? undefined : basis),
    ...defined('period', period?.fill.period),
    ...defined('vouchers', vouchers?.fill.vouchers),
    ...defined('effectiveDate', effectiveDate?.fill.effectiveDate),
  };
  const filled: [string, C | undefined][] = [
    ['/type', type],
    ['/reason/code', code],
    ['/reason/text', reasonText],
    ['/amount', money?.fill.amount === undefined ? undefined : money],
    ['/basis/lines', hasAny(lines) ? money : undefined],
    ['/basis/text', basisText],
    ['/period', period],
    ['/vouchers', vouchers],
    ['/effectiveDate', effectiveDate],
  ];
  const fields = filled.flatMap(([pointer, from]) => (from === undefined ? [] : [{ pointer, from }]));
  return { content, fields };
}

/** A form sends a field somebody left empty as an empty text: nothing was given there. */
function isText(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function hasAny(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

/** A text belongs to its code; one without a code fits any. */
function agrees(code: string | undefined, chosen: string | undefined): boolean {
  return code === undefined || code === chosen;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function defined<Name extends string, T>(name: Name, value: T | undefined): { [N in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: T };
}
