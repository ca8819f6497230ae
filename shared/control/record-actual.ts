import { recordActual as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { type MoneyWire, parseDecimal } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { stepReconciliation } from './step-reconciliation.ts';
import { reconciliationToWire } from './stored-reconciliation.ts';

/**
 * Enters the balance that is really there (C2); the difference is shown and nothing is booked. Refuses with USER_DISABLED,
 * NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_CLOSED, BUSY, and with VALIDATION_FAILED what is no amount.
 */
export async function recordActual(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { month, currency } = params;
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const actualMinor = amountOf(body.actual, currency);
  const { record, replayed } = await stepReconciliation(context, params, {
    step: {
      ...{ at: context.clock(), by: user.id, action: 'count', actualMinor, note: body.note },
      keyPrint: fingerprint(user.id, month, currency, 'count', idempotencyKey),
      bodyPrint: bodyFingerprint(body),
    },
    move: (before) => ({ ...before, state: 'counted', actualMinor }),
  });
  return { body: reconciliationToWire(record), ...(replayed ? { replayed } : {}) };
}

/** Zero or more, in the currency of the record. */
function amountOf({ value, currency: given }: MoneyWire, currency: Currency): bigint {
  const digits = currencyDigits(currency);
  const minor = parseDecimal(value, digits);
  const problem =
    given !== currency
      ? ({ pointer: '/actual/currency', code: 'NOT_ALLOWED', params: { allowed: currency } } as const)
      : typeof minor === 'string'
        ? ({
            pointer: '/actual/value',
            code: minor,
            params: { given: value, currency, digits: String(digits) },
          } as const)
        : ({ pointer: '/actual/value', code: 'AMOUNT_FORMAT', params: { given: value } } as const);
  if (given !== currency || typeof minor === 'string' || minor < 0n) {
    throw new DomainError('VALIDATION_FAILED', { count: '1' }, [problem]);
  }
  return minor;
}
