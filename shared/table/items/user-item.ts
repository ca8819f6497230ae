import type { UserId } from '../../model/ids.ts';
import type { User } from '../../model/user.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A person's record, and one row a role so that the people of a role are one query. */
export function userItem(user: User): Item {
  return {
    ...keys.user(user.id),
    ...attributes(user),
    roles: user.roles,
    disabled: user.disabled,
    cust: user.customerId,
  };
}

export function memberItem(user: User, role: User['roles'][number]): Item {
  return { ...keys.member(role, user.id), ...attributes(user) };
}

export function userFromItem(item: Item): User {
  const raw = item as unknown as UserAttributes & {
    pk: string;
    roles: User['roles'];
    disabled: boolean;
    cust?: User['customerId'];
  };
  return {
    id: raw.pk.slice(2) as UserId,
    name: raw.name,
    email: raw.email,
    language: raw.lang,
    roles: raw.roles,
    disabled: raw.disabled,
    ...(raw.cust === undefined ? {} : { customerId: raw.cust }),
  };
}

/** A person of a role, as far as a mail to him needs it. */
export type Member = Pick<User, 'id' | 'name' | 'email' | 'language'>;

export function memberFromItem(item: Item): Member {
  const raw = item as unknown as UserAttributes & { sk: UserId };
  return { id: raw.sk, name: raw.name, email: raw.email, language: raw.lang };
}

interface UserAttributes {
  readonly name: string;
  readonly email: string;
  readonly lang: User['language'];
}

function attributes(user: User): UserAttributes {
  return { name: user.name, email: user.email, lang: user.language };
}
