import type { ChargeCaseWire } from '../contracts/charges.ts';
import type { DraftContentWire } from '../contracts/draft-content.ts';

type Change = ChargeCaseWire['changes'][number];

/** What a reader compares, each as one line of text. */
function facts(content: DraftContentWire): Readonly<Record<string, string | undefined>> {
  const { type, reason, amount, basis, period, vouchers, effectiveDate } = content;
  return {
    '/type': type,
    '/reason/code': reason?.code,
    '/reason/text': reason?.text,
    '/amount': amount && `${amount.currency} ${amount.value}`,
    '/basis/text': basis?.text,
    '/basis/lines': basis?.lines
      ?.map(({ description, quantity, unitPrice }) => `${description} ${quantity} × ${unitPrice}`)
      .join('; '),
    '/period': period && `${period.start ?? '…'} – ${period.end ?? '…'}`,
    '/vouchers': vouchers?.map(({ kind, reference }) => `${kind} ${reference}`).join('; '),
    '/effectiveDate': effectiveDate,
  };
}

/** What a revision says otherwise than the one before it (A46). */
export function changesBetween(before: DraftContentWire | undefined, after: DraftContentWire): Change[] {
  if (before === undefined) return [];
  const [earlier, later] = [facts(before), facts(after)];
  return Object.keys(later)
    .filter((pointer) => (earlier[pointer] ?? '') !== (later[pointer] ?? ''))
    .map((pointer) => {
      const [was, is] = [earlier[pointer], later[pointer]];
      return { pointer, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) };
    });
}
