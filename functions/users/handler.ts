import * as delegationsContracts from '../../shared/contracts/delegations.ts';
import * as usersContracts from '../../shared/contracts/users.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { endDelegation } from '../../shared/users/end-delegation.ts';
import { getDelegations } from '../../shared/users/get-delegations.ts';
import { getMe } from '../../shared/users/get-me.ts';
import { setDelegation } from '../../shared/users/set-delegation.ts';
import { setUserDelegation } from '../../shared/users/set-user-delegation.ts';

/** The caller's own record, and who decides while somebody is away: contracts in `users.ts` and `delegations.ts`. */
export const handler = httpFunction('users', [delegationsContracts, usersContracts], {
  getMe: (_input, call) => getMe(ledgerContext(), call),
  getDelegations: (_input, call) => getDelegations(ledgerContext(), call),
  setDelegation: (input, call) => setDelegation(ledgerContext(), call, input),
  endDelegation: (input, call) => endDelegation(ledgerContext(), call, input),
  setUserDelegation: (input, call) => setUserDelegation(ledgerContext(), call, input),
});
