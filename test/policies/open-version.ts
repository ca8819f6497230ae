import type { AgreedPolicyKind } from '../../shared/model/agreed-policy.ts';
import { accepted, type Caller } from '../support/http.ts';
import { contents } from './policy-desk.ts';

interface Admins {
  readonly admin: Caller;
  readonly otherAdmin: Caller;
}

/** Sees to it that no proposal of a kind is open, and answers the ETag the next one needs. */
export async function nothingOpen(admins: Admins, kind: AgreedPolicyKind): Promise<string> {
  const { body, etag } = await accepted('listPolicyVersions', { as: admins.admin, params: { kind } });
  const [newest] = body.items;
  if (newest?.state === 'proposed') {
    const as = newest.proposedBy === admins.admin.username ? admins.admin : admins.otherAdmin;
    await accepted('withdrawPolicy', { as, params: { kind, version: String(newest.version) }, body: {} });
  }
  return etag ?? '';
}

const kinds = {
  approval: 'proposeApprovalPolicy',
  refund: 'proposeRefundPolicy',
  deposit: 'proposeDepositPolicy',
  'low-balance': 'proposeLowBalancePolicy',
} as const;

/** A version of the refund policy that somebody has just proposed. */
export async function openVersion(admins: Admins, as: Caller, kind: AgreedPolicyKind = 'refund') {
  const ifMatch = await nothingOpen(admins, kind);
  const body = { reason: '年度评审', content: contents[kind] };
  const { version } = (await accepted(kinds[kind], { as, body, ifMatch })).body;
  return { params: { kind, version: String(version) } };
}
