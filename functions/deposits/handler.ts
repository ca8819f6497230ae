import * as depositsContracts from '../../shared/contracts/deposits.ts';
import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import { cancelDeposit } from '../../shared/deposits/cancel-deposit.ts';
import { confirmDeposit } from '../../shared/deposits/confirm-deposit.ts';
import { depositStatement } from '../../shared/deposits/deposit-statement.ts';
import { getDeposit } from '../../shared/deposits/get-deposit.ts';
import { listDepositUses } from '../../shared/deposits/list-deposit-uses.ts';
import { listDeposits } from '../../shared/deposits/list-deposits.ts';
import { listDepositsToConfirm } from '../../shared/deposits/list-deposits-to-confirm.ts';
import { registerDeposit } from '../../shared/deposits/register-deposit.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Deposits (预存): contracts in `shared/contracts/deposits.ts`. */
export const handler = httpFunction('deposits', [depositsContracts], {
  registerDeposit: (input, call) => registerDeposit(ledgerContext(), call, input),
  listDepositsToConfirm: (input) => listDepositsToConfirm(ledgerContext(), input),
  listDeposits: (input, call) => listDeposits(ledgerContext(), call, input),
  getDeposit: (input, call) => getDeposit(ledgerContext(), call, input),
  listDepositUses: (input, call) => listDepositUses(ledgerContext(), call, input),
  depositStatement: (input, call) => depositStatement(ledgerContext(), call, input),
  confirmDeposit: (input, call) => confirmDeposit(ledgerContext(), call, input),
  bounceDeposit: (input, call) => bounceDeposit(ledgerContext(), call, input),
  cancelDeposit: (input, call) => cancelDeposit(ledgerContext(), call, input),
});
