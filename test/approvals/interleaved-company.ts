import type { Scheduler } from 'fast-check';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { escalateStage } from '../../shared/approvals/escalate-stage.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { readCase, readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { withdrawCharge } from '../../shared/charges/withdraw-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Charge, ChargeCase } from '../../shared/model/charge-request.ts';
import { later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger, hire, localClient } from '../support/ledger.ts';
import { wireBetween } from '../support/wire.ts';

export interface Decision {
  readonly decision: 'approve' | 'return' | 'reject';
  readonly stage: number;
}

/** A company every call of which to DynamoDB waits for its turn, while a scheduler deals the turns. */
export async function interleavedCompany() {
  let scheduler: Scheduler | undefined;
  const client = localClient(
    wireBetween(async (call) => {
      await scheduler?.schedule(Promise.resolve(), call.operation);
      return await call.pass();
    }),
  );
  const company = await freshCompany(await freshLedger(client));
  const { context, clerk, input } = company;
  const otherReviewer = await hire(context, 'liu.yang', 'reviewer');
  // Holds no reviewer's role himself: what he decides of a first stage, he decides in the reviewer's place.
  const delegate = await hire(context, 'sun.li', 'finance');
  const window = { from: context.clock(), until: later(context.clock(), 90 * 86_400_000) };
  const handover = { body: { to: delegate.actor.id, ...window }, idempotencyKey: 'away' };
  await setDelegation(context, company.reviewer, input(handover));
  const people = { ...company, otherReviewer, delegate };
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `key-${keys}`;
  };

  return {
    ...people,
    nextKey,
    async newCustomer() {
      const key = nextKey();
      const { id } = await company.createCustomer(`C-${key.toUpperCase()}`);
      return { id: id as CustomerId, number: `C-${key.toUpperCase()}` };
    },
    async submit(customer: { id: CustomerId; number: string }, value: string, key = nextKey()) {
      const body = chargeBody(customer.id, customer.number, value);
      return (await submitCharge(context, clerk, input({ body, idempotencyKey: key }))).body.id as ChargeId;
    },
    /** Answers whether the decision was accepted; a refusal is an answer, any other error is not. */
    async decide(who: typeof clerk, id: ChargeId, { decision, stage }: Decision): Promise<boolean> {
      const comment = decision === 'approve' ? {} : { comment: '请核对' };
      const body = { decision, stage, revision: 1, ...comment };
      const request = { params: { requestId: id }, body, idempotencyKey: nextKey() };
      return await isAccepted(() => decideApproval(context, who, input(request)));
    },
    /** What the sweep does with a stage that nobody decided, as it saw the charge. */
    escalate: (seen: Charge) => escalateStage(context, seen, 'manager'),
    async withdraw(id: ChargeId): Promise<boolean> {
      const request = { params: { chargeId: id }, body: { revision: 1 }, idempotencyKey: nextKey() };
      return await isAccepted(() => withdrawCharge(context, clerk, input(request)));
    },
    async resubmit({ id, customerId, revision, history }: Charge, value: string): Promise<boolean> {
      const { customerId: _, customerNumber: __, ...body } = chargeBody(customerId, '', value);
      const ifMatch = `"${revision}.${history.length}"`;
      const request = { params: { chargeId: id }, body, ifMatch, idempotencyKey: nextKey() };
      return await isAccepted(() => resubmitCharge(context, clerk, input(request)));
    },
    async deposit(customerId: CustomerId, minor: bigint) {
      const id = documentId('dep', 'race', 'openingDeposit', nextKey()) as DepositId;
      const maker = clerk.actor.id;
      await postOpeningDeposit(context, { id, customerId, amount: { minor, currency: 'CNY' }, method: 'cash', maker });
    },
    /** Starts everything at once and lets the scheduler deal the turns until all of it is done. */
    async interleave<T>(dealer: Scheduler, works: readonly (() => Promise<T>)[]): Promise<T[]> {
      scheduler = dealer;
      try {
        return await dealer.waitFor(Promise.all(works.map((work) => work())));
      } finally {
        scheduler = undefined;
      }
    },
    read: async (id: ChargeId) => (await readCharge(context.table, id)) as Charge,
    readCase: async (id: ChargeId) => (await readCase(context.table, id)) as ChargeCase,
    balances: async (id: CustomerId) => (await readHead(context.table, id, 'CNY')).balances,
    verify: async () => {
      const { entries, heads, openItems, requests } = await collectLedger(scanItems(context.table));
      return verifyLedger(entries, heads, openItems, requests);
    },
  };
}

/** A refusal is an answer; any other error is not. */
async function isAccepted(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'BUSY') return false;
    throw error;
  }
}

/** Work that may be told that the account is busy, and comes again as a client does. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'BUSY')) throw error;
    }
  }
  throw new Error('never answered');
}
