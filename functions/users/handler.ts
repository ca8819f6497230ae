import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { getMe } from '../../shared/users/get-me.ts';

/** The caller's own record: contract in `shared/contracts/users.ts`. */
export const handler = httpFunction('users', {
  getMe: (_input, call) => getMe(ledgerContext(), call),
});
