import type { CustomerId, UserId } from './ids.ts';
import type { Language } from './language.ts';
import type { Role } from './role.ts';

/** The company's own record of a person; asked again whenever somebody approves or posts (ledger.md). */
export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  /** The customer whose account a `customer` sees. */
  readonly customerId?: CustomerId;
}
