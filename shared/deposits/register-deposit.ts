import { registerDeposit as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { Deposit, DepositContent } from '../model/deposit.ts';
import type { DepositPolicy } from '../model/deposit-policy.ts';
import type { CustomerId, DepositId } from '../model/ids.ts';
import type { HistoryStep } from '../model/request.ts';
import type { User } from '../model/user.ts';
import { refuseClosedPeriod } from '../periods/period-lock.ts';
import { type PolicyInForce, readInForce } from '../policies/agreed-policy.ts';
import { depositPolicy } from '../policies/deposit-policy.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { depositItem } from '../table/items/deposit-item.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { findDuplicate } from './find-duplicate.ts';
import { holdAgainstPolicy, refuseAboveCeiling, termsOf } from './hold-against-policy.ts';
import { postArrival } from './post-arrival.ts';
import { showDeposit } from './step-deposit.ts';
import { readDeposit } from './stored-deposit.ts';

const absent = { expression: 'attribute_not_exists(pk)' };

/**
 * Registers a deposit (C1, C19). Cash counts at once, anything else when a cashier confirms it; what it may be used for
 * is fixed by the policy in force. Refuses with USER_DISABLED, FORBIDDEN, IDEMPOTENCY_KEY_REUSED, NOT_FOUND,
 * CUSTOMER_NUMBER_MISMATCH, CASH_NEEDS_CASHIER, VALIDATION_FAILED for a day that is still to come,
 * PERIOD_CLOSED, DEPOSIT_PURPOSE_UNKNOWN, DEPOSIT_TOO_SMALL, DEPOSIT_TOO_LARGE, DEPOSIT_DUPLICATE, DEPOSIT_ABOVE_CEILING, BUSY.
 */
export async function registerDeposit(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table, zone } = context;
  const { customerId } = params;
  const { customerNumber, confirmDuplicate, ...content } = body;
  const id = documentId('dep', actor.id, 'registerDeposit', idempotencyKey) as DepositId;
  const bodyPrint = bodyFingerprint({ customerId, ...body });
  const now = context.clock();
  const [user, existing, customer, policy] = await Promise.all([
    requireActiveUser(table, actor.id, contract.roles),
    readDeposit(table, id),
    readProfile(table, customerId),
    readInForce(table, depositPolicy, now),
  ]);
  if (existing !== undefined) return await replay(table, existing, bodyPrint);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  if (customer.number !== customerNumber) throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number: customerNumber });
  const isCash = content.method === 'cash';
  if (isCash) refuseWithoutCashier(user, actor);
  refuseFutureDay('/paidOn', content.paidOn, businessDate(now, zone));
  if (isCash) await refuseClosedPeriod(table, content.paidOn, now);
  holdAgainstPolicy(policy.content, content.amount, content.purpose);
  if (!confirmDuplicate) await refuseDuplicate(table, customerId, { ...content, id });

  const identity = { id, customerId, maker: actor.id, openedAt: now, bodyPrint };
  const saved = isCash
    ? await takeCash(context, identity, content, policy)
    : await announce(context, identity, content, policy);
  if (saved !== undefined) return { body: await showDeposit(table, saved), location: `/deposits/${id}` };
  const winner = await readDeposit(table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return await replay(table, winner, bodyPrint);
}

type Identity = Pick<Deposit, 'id' | 'customerId' | 'maker' | 'openedAt' | 'bodyPrint'>;

/** Cash is there: it is posted with its receipt number as it is registered. */
async function takeCash(
  context: LedgerContext,
  identity: Identity,
  content: DepositContent,
  { version, content: policy }: PolicyInForce<DepositPolicy>,
): Promise<Deposit | undefined> {
  const arrivedOn = content.paidOn;
  const terms = termsOf(policy, content.purpose, arrivedOn);
  const deposit: Deposit = {
    ...{ kind: 'deposit', ...identity, ...saidOf(content), state: 'arrived', arrivedOn, terms, policyVersion: version },
    history: [registered(identity, 'arrived')],
  };
  const posted = await postArrival(context, deposit, absent, (head) =>
    refuseAboveCeiling(policy, content.amount, head),
  );
  return typeof posted === 'symbol' ? undefined : posted.deposit;
}

/** Anything else is only announced. Where it could not count even if it came now, that is said at once. */
async function announce(
  context: LedgerContext,
  identity: Identity,
  content: DepositContent,
  { version, content: policy }: PolicyInForce<DepositPolicy>,
): Promise<Deposit | undefined> {
  const head = await readHead(context.table, identity.customerId, content.amount.currency);
  refuseAboveCeiling(policy, content.amount, head);
  const terms = termsOf(policy, content.purpose);
  const deposit: Deposit = {
    ...{ kind: 'deposit', ...identity, ...saidOf(content), state: 'registered', terms, policyVersion: version },
    history: [registered(identity, 'registered')],
  };
  const outcome = await putIf(context, depositItem(deposit, context.zone), absent);
  return outcome === 'written' ? deposit : undefined;
}

function saidOf({ reference, note, ...said }: DepositContent) {
  return {
    ...said,
    ...(reference === undefined ? {} : { reference }),
    ...(note === undefined ? {} : { note }),
  };
}

function registered({ openedAt, maker }: Identity, to: 'arrived' | 'registered'): HistoryStep {
  return { at: openedAt, by: maker, action: 'register', to };
}

function refuseWithoutCashier(user: User, actor: Actor): void {
  if (user.roles.includes('cashier') && actor.roles.includes('cashier')) return;
  throw new DomainError('CASH_NEEDS_CASHIER');
}

/** Refuses a day that is still to come. */
export function refuseFutureDay(pointer: string, given: CalendarDate, today: CalendarDate): void {
  if (given <= today) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer, code: 'DATE_IN_FUTURE', params: { given, today } },
  ]);
}

async function refuseDuplicate(
  table: LedgerTable,
  customerId: CustomerId,
  content: DepositContent & Pick<Deposit, 'id'>,
): Promise<void> {
  const twin = await findDuplicate(table, customerId, content);
  if (twin !== undefined) throw new DomainError('DEPOSIT_DUPLICATE', { deposit: twin.id, paidOn: twin.paidOn });
}

async function replay(table: LedgerTable, deposit: Deposit, bodyPrint: string): Promise<ReplyOf<typeof contract>> {
  if (deposit.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: await showDeposit(table, deposit), location: `/deposits/${deposit.id}`, replayed: true };
}
