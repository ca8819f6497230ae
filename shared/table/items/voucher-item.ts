import { invariant } from '../../errors/invariant.ts';
import type { Voucher, VoucherFindings } from '../../model/voucher.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/**
 * A voucher's own row beside its request. Only what was accepted is found by the print of its bytes, so whoever looks for
 * a file used before meets nothing that was never taken.
 */
export function voucherItem(voucher: Voucher): Item {
  const { findings } = voucher;
  return {
    ...keys.voucher(voucher.requestId, voucher.id),
    kind: 'voucher',
    what: voucher.kind,
    name: voucher.fileName,
    mime: voucher.contentType,
    size: BigInt(voucher.sizeBytes),
    sha: voucher.sha256,
    state: voucher.state,
    by: voucher.attachedBy,
    at: voucher.attachedAt,
    print: voucher.bodyPrint,
    replaces: voucher.replaces,
    next: voucher.replacedBy,
    nextAt: voucher.replacedAt,
    tries: voucher.checks === undefined ? undefined : BigInt(voucher.checks),
    checked: voucher.checkedAt,
    ...(findings === undefined ? {} : findingAttributes(findings)),
    ...(voucher.state === 'accepted' ? indexKeys.sameFile(voucher.sha256, voucher.requestId, voucher.id) : {}),
  };
}

export function voucherFromItem(item: Item): Voucher {
  invariant(item.kind === 'voucher', `item ${String(item.sk)} is a voucher`);
  const raw = item as unknown as VoucherAttributes;
  return {
    id: raw.sk.slice('VOUCHER#'.length) as Voucher['id'],
    requestId: raw.pk.slice(2) as Voucher['requestId'],
    kind: raw.what,
    fileName: raw.name,
    contentType: raw.mime,
    sizeBytes: Number(raw.size),
    sha256: raw.sha,
    state: raw.state,
    attachedBy: raw.by,
    attachedAt: raw.at,
    bodyPrint: raw.print,
    ...(raw.replaces === undefined ? {} : { replaces: raw.replaces }),
    ...(raw.next === undefined ? {} : { replacedBy: raw.next }),
    ...(raw.nextAt === undefined ? {} : { replacedAt: raw.nextAt }),
    ...(raw.tries === undefined ? {} : { checks: Number(raw.tries) }),
    ...(raw.checked === undefined ? {} : { checkedAt: raw.checked }),
    ...(raw.bad === undefined ? {} : { findings: findingsFromAttributes(raw) }),
  };
}

interface FindingAttributes {
  readonly bad: VoucherFindings['problems'];
  readonly pages?: bigint | undefined;
  readonly wide?: bigint | undefined;
  readonly high?: bigint | undefined;
  readonly leg?: bigint | undefined;
}

interface VoucherAttributes extends Partial<FindingAttributes> {
  readonly pk: string;
  readonly sk: string;
  readonly what: Voucher['kind'];
  readonly name: string;
  readonly mime: Voucher['contentType'];
  readonly size: bigint;
  readonly sha: string;
  readonly state: Voucher['state'];
  readonly by: Voucher['attachedBy'];
  readonly at: Voucher['attachedAt'];
  readonly print: string;
  readonly replaces?: Voucher['id'];
  readonly next?: Voucher['id'];
  readonly nextAt?: Voucher['attachedAt'];
  readonly tries?: bigint;
  readonly checked?: Voucher['attachedAt'];
}

function findingAttributes(findings: VoucherFindings): FindingAttributes {
  const whole = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value));
  return {
    bad: [...findings.problems],
    pages: whole(findings.pages),
    wide: whole(findings.widthPixels),
    high: whole(findings.heightPixels),
    leg: whole(findings.legibility),
  };
}

function findingsFromAttributes({ bad, pages, wide, high, leg }: Partial<FindingAttributes>): VoucherFindings {
  return {
    problems: bad ?? [],
    ...(pages === undefined ? {} : { pages: Number(pages) }),
    ...(wide === undefined ? {} : { widthPixels: Number(wide) }),
    ...(high === undefined ? {} : { heightPixels: Number(high) }),
    ...(leg === undefined ? {} : { legibility: Number(leg) }),
  };
}
