import { invariant } from '../../errors/invariant.ts';
import type { Correction, CorrectionContent, CorrectionResult } from '../../model/correction.ts';
import type { ChargeId } from '../../model/ids.ts';
import type { Item } from '../ledger-table.ts';
import {
  type PaperAttributes,
  type PostingAttributes,
  papersFromAttributes,
  papersToAttributes,
  postingAttributes,
  postingFromAttributes,
  requestAttributes,
  requestFromItem,
} from './request-item.ts';

/** A correction as an item. What should have been is one JSON text, since it is read as a whole. */
export function correctionItem(correction: Correction, zone: string): Item {
  const { right, result } = correction;
  return {
    ...requestAttributes(correction, 'correction', zone),
    type: correction.mistake,
    rc: correction.cause.code,
    rt: correction.cause.text,
    chg: correction.chargeId,
    rem: correction.remedy,
    right: JSON.stringify(right, (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
    pay: correction.payout,
    ...papersToAttributes(correction.vouchers),
    ...(result === undefined
      ? {}
      : {
          posts: result.postings.map((posting) => ({
            ...postingAttributes(posting),
            cust: posting.customerId,
            ccy: posting.currency,
          })),
          repl: result.replacement,
          rfd: result.refund,
          cn: result.creditNoteNumber,
          shut: result.closedMonth,
        }),
  };
}

export function correctionFromItem(item: Item): Correction {
  invariant(item.kind === 'correction', `item ${String(item.pk)} is a correction`);
  const raw = item as unknown as CorrectionAttributes;
  const common = requestFromItem(item);
  return {
    kind: 'correction',
    ...common,
    state: common.state as Correction['state'],
    id: raw.pk.slice(2) as Correction['id'],
    chargeId: raw.chg,
    mistake: raw.type,
    cause: { code: raw.rc, text: raw.rt },
    remedy: raw.rem,
    right: rightFromText(raw.right),
    vouchers: papersFromAttributes(raw),
    ...(raw.pay === undefined ? {} : { payout: raw.pay }),
    ...(raw.posts === undefined ? {} : { result: resultFromAttributes(raw, raw.posts) }),
  };
}

function rightFromText(text: string): CorrectionContent['right'] {
  const { amount, ...rest } = JSON.parse(text) as Omit<CorrectionContent['right'], 'amount'> & {
    amount?: { minor: string; currency: NonNullable<CorrectionContent['right']['amount']>['currency'] };
  };
  return amount === undefined ? rest : { ...rest, amount: { minor: BigInt(amount.minor), currency: amount.currency } };
}

function resultFromAttributes(raw: CorrectionAttributes, posts: readonly PostAttributes[]): CorrectionResult {
  return {
    postings: posts.map((post) => ({ ...postingFromAttributes(post), customerId: post.cust, currency: post.ccy })),
    ...(raw.repl === undefined ? {} : { replacement: raw.repl }),
    ...(raw.rfd === undefined ? {} : { refund: raw.rfd }),
    ...(raw.cn === undefined ? {} : { creditNoteNumber: raw.cn }),
    ...(raw.shut === undefined ? {} : { closedMonth: raw.shut }),
  };
}

interface PostAttributes extends PostingAttributes {
  readonly cust: string;
  readonly ccy: string;
}

interface CorrectionAttributes {
  readonly pk: string;
  readonly chg: ChargeId;
  readonly type: Correction['mistake'];
  readonly rc: Correction['cause']['code'];
  readonly rt: string;
  readonly rem: Correction['remedy'];
  readonly right: string;
  readonly pay?: NonNullable<Correction['payout']>;
  readonly vou?: PaperAttributes;
  readonly posts?: readonly PostAttributes[];
  readonly repl?: ChargeId;
  readonly rfd?: NonNullable<CorrectionResult['refund']>;
  readonly cn?: string;
  readonly shut?: string;
}
