import { decideApprovals as contract } from '../contracts/approvals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { problemFor } from '../errors/problem.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { decideApproval } from './decide-approval.ts';

type Decision = InputOf<typeof contract>['body']['decisions'][number];
type Result = ReplyOf<typeof contract>['body']['results'][number];
type Settled = { readonly result: Result; readonly isReplay: boolean } | { readonly fault: unknown };

/** More at a time would not be faster for the person who waits, and would crowd out others. */
const customersAtOnce = 5;

/**
 * Decides several requests, each by itself and with its own outcome, in the order asked (A19, A20): requests of one
 * customer one after the other, as each may change his balance, different customers side by side. A refusal is that
 * item's outcome. A fault of ours is thrown, but only when all the others are done: sent again with the same key, those
 * are answered as decided. Refuses with USER_DISABLED and FORBIDDEN.
 */
export async function decideApprovals(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { decisions } = body;
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const settled = new Map<string, Settled>();
  const decideOne = async ({ requestId, ...decision }: Decision) => {
    const input = {
      params: { requestId },
      query: undefined,
      body: decision,
      // Its own key for each: a request decided in one batch and sent in another one is met by its own state.
      idempotencyKey: `${idempotencyKey}#${requestId}`,
      ifMatch: undefined,
    };
    try {
      const { body: charge, replayed } = await decideApproval(context, call, input);
      const result: Result = { requestId, outcome: 'decided', state: charge.state };
      settled.set(requestId, { result, isReplay: replayed === true });
    } catch (fault) {
      if (!(fault instanceof DomainError)) settled.set(requestId, { fault });
      else settled.set(requestId, { result: refusal(requestId, fault, call.language), isReplay: false });
    }
  };

  const queues = await byCustomer(context, decisions);
  const workers = Array.from({ length: customersAtOnce }, async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const decision of queue) await decideOne(decision);
    }
  });
  await Promise.all(workers);
  return answer(decisions.map(({ requestId }) => settled.get(requestId)));
}

/** The decisions of each customer; those of requests that do not exist are each their own. */
async function byCustomer(context: LedgerContext, decisions: readonly Decision[]): Promise<Decision[][]> {
  const items = await getItems(
    context.table,
    decisions.map(({ requestId }) => keys.request(requestId)),
  );
  const customers = new Map(items.map(({ pk, cust }) => [String(pk), String(cust)]));
  return [
    ...Map.groupBy(decisions, ({ requestId }) => customers.get(keys.request(requestId).pk) ?? requestId).values(),
  ];
}

function refusal(requestId: string, { code, params }: DomainError, language: Language): Result {
  const { title, detail } = problemFor(code, language, { instance: '', requestId: '' }, params);
  return { requestId, outcome: 'refused', problem: { code, title, detail } };
}

function answer(settled: readonly (Settled | undefined)[]): ReplyOf<typeof contract> {
  const results: Result[] = [];
  let isReplay = true;
  for (const one of settled) {
    if (one === undefined || 'fault' in one) throw one?.fault;
    results.push(one.result);
    isReplay &&= one.isReplay;
  }
  return { body: { results }, ...(isReplay ? { replayed: true } : {}) };
}
