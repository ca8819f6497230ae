import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { quoteRefund as contract } from '../contracts/refunds.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { problemFor } from '../errors/problem.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import { togetherToWire } from '../model/together.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, readUser, refuseUnseen, sightOf } from '../users/read-user.ts';
import { judgeRefund } from './judge-refund.ts';
import { mayDeviate } from './request-refund.ts';

/**
 * What a refund would be if it were asked for now (B17, B26): allowed or why not, fee, way back, promised day, papers and
 * approvals. Writes nothing. Refuses with USER_DISABLED, NOT_FOUND, REFUND_SOURCE_NOT_FOUND.
 */
export async function quoteRefund(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const sight = await sightOf(context.table, actor);
  refuseUnseen(sight, params.customerId);
  const [customer, user] = await Promise.all([
    readProfile(context.table, params.customerId),
    readUser(context.table, actor.id),
  ]);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  const askedByCustomer = sight !== 'every customer';
  const asker = { customer, maker: actor.id, askedByCustomer, mayDeviate: mayDeviate(user?.roles ?? []) };
  const { quote, stages, policyVersion, together } = await judgeRefund(context, body, asker);
  const money = (minor: bigint) => toWire({ ...body.amount, minor });
  const nowhere = { instance: '', requestId: '' };
  return {
    body: {
      isAllowed: quote.obstacles.length === 0,
      obstacles: quote.obstacles.map(({ code, params: holes }) => ({
        ...{ code, text: problemFor(code, language, nowhere, holes).detail },
      })),
      left: money(quote.leftMinor),
      fee: money(quote.feeMinor),
      net: money(quote.netMinor),
      method: quote.method,
      promisedBy: quote.promisedBy,
      isPromiseCertain: quote.isPromiseCertain,
      expiresAt: quote.expiresAt,
      ...(quote.until === undefined ? {} : { until: quote.until }),
      papers: [...quote.papers],
      missing: [...quote.missing],
      // Who approves, and what else counts together with it, is the company's own business.
      ...(sight === 'every customer'
        ? {
            stages: stages.map(({ role }) => ({ role })),
            ...togetherToWire({ amount: body.amount, ...(together === undefined ? {} : { together }) }),
          }
        : { stages: [] }),
      policyVersion,
      refundPolicyVersion: quote.refundPolicyVersion,
    },
  };
}
