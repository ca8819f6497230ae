import { isDraft } from '../../model/charge-request.ts';
import type { RequestCase } from '../../model/request-case.ts';
import type { Item } from '../ledger-table.ts';
import { caseFromItem, chargeItem, draftItem } from './charge-item.ts';
import { correctionFromItem, correctionItem } from './correction-item.ts';
import { refundFromItem, refundItem } from './refund-item.ts';

/** A request from its own item; anything else is `undefined`. */
export function reviewedFromItem(item: Item): RequestCase | undefined {
  if (item.sk !== '#REQUEST') return undefined;
  if (item.kind === 'charge') return caseFromItem(item);
  if (item.kind === 'refund') return refundFromItem(item);
  return item.kind === 'correction' ? correctionFromItem(item) : undefined;
}

/** A request as its item. */
export function reviewedItem(request: RequestCase, zone: string): Item {
  if (request.kind === 'refund') return refundItem(request, zone);
  if (request.kind === 'correction') return correctionItem(request, zone);
  return isDraft(request) ? draftItem(request) : chargeItem(request, zone);
}
