import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../shared/contracts/index.ts';
import type { CustomerId, UserId } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/role.ts';
import type { User } from '../../shared/model/user.ts';
import { getMe } from '../../shared/users/get-me.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { readMembers } from '../../shared/users/read-members.ts';
import { readUser, refuseUnseen, requireActiveUser, sightOf } from '../../shared/users/read-user.ts';
import { freshLedger, type TestLedger } from '../support/ledger.ts';

const id = (text: string) => text as UserId;
const user = (name: string, ...roles: Role[]): User => ({
  id: id(name),
  name: `Name of ${name}`,
  email: `${name}@feeledger.example`,
  language: 'en',
  roles,
  disabled: false,
});

describe('the record of a person', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await freshLedger();
  });
  const members = async (role: Role) => (await readMembers(ledger.table, role)).map((member) => member.id);

  it('is read as it was written', async () => {
    const wang: User = { ...user('wang.fang', 'clerk', 'reviewer'), customerId: `cus_${'a'.repeat(26)}` as CustomerId };
    await putUser(ledger.context, wang);
    expect(await readUser(ledger.table, id('wang.fang'))).toEqual(wang);
    expect(await readUser(ledger.table, id('nobody'))).toBeUndefined();
  });

  it('makes him a member of each of his roles, with what a mail to him needs', async () => {
    await putUser(ledger.context, user('li.na', 'clerk'));
    expect(await readMembers(ledger.table, 'clerk')).toEqual([
      { id: 'li.na', name: 'Name of li.na', email: 'li.na@feeledger.example', language: 'en' },
      { id: 'wang.fang', name: 'Name of wang.fang', email: 'wang.fang@feeledger.example', language: 'en' },
    ]);
    expect(await members('reviewer')).toEqual(['wang.fang']);
    expect(await members('finance')).toEqual([]);
  });

  it('may be written twice', async () => {
    await putUser(ledger.context, user('li.na', 'clerk'));
    expect(await members('clerk')).toEqual(['li.na', 'wang.fang']);
  });

  it('moves him between roles at once', async () => {
    await putUser(ledger.context, user('li.na', 'finance', 'manager'));
    expect(await members('clerk')).toEqual(['wang.fang']);
    expect(await members('finance')).toEqual(['li.na']);
    expect(await members('manager')).toEqual(['li.na']);
  });

  it('of a disabled person keeps his roles, but he is a member of none and may do nothing', async () => {
    await putUser(ledger.context, { ...user('zhao.min', 'finance'), disabled: true });
    expect(await members('finance')).toEqual(['li.na']);
    expect((await readUser(ledger.table, id('zhao.min')))?.roles).toEqual(['finance']);
    await expect(requireActiveUser(ledger.table, id('zhao.min'))).rejects.toMatchObject({ code: 'USER_DISABLED' });
    await putUser(ledger.context, user('zhao.min', 'finance'));
    expect((await requireActiveUser(ledger.table, id('zhao.min'))).id).toBe('zhao.min');
    expect(await members('finance')).toEqual(['li.na', 'zhao.min']);
  });

  it('says which roles he has now: one that was taken away counts at once, whatever his token says', async () => {
    await putUser(ledger.context, user('sun.li', 'clerk', 'finance'));
    const asked = (...anyOf: Role[]) => requireActiveUser(ledger.table, id('sun.li'), anyOf);
    expect((await asked('finance')).id).toBe('sun.li');
    expect((await asked('manager', 'clerk')).id).toBe('sun.li');
    await putUser(ledger.context, user('sun.li', 'clerk'));
    await expect(asked('finance', 'manager')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      params: { roles: 'finance, manager' },
    });
    await putUser(ledger.context, { ...user('sun.li', 'clerk'), disabled: true });
    await expect(asked('clerk')).rejects.toMatchObject({ code: 'USER_DISABLED' });
  });

  it('that is missing lets nobody act', async () => {
    await expect(requireActiveUser(ledger.table, id('nobody'))).rejects.toMatchObject({ code: 'USER_DISABLED' });
  });
});

describe('sight of a customer', () => {
  let ledger: TestLedger;
  const own = `cus_${'a'.repeat(26)}` as CustomerId;
  const foreign = `cus_${'b'.repeat(26)}` as CustomerId;
  beforeAll(async () => {
    ledger = await freshLedger();
    await putUser(ledger.context, { ...user('kehu', 'customer'), customerId: own });
    await putUser(ledger.context, user('unlinked', 'customer'));
  });
  const sight = async (who: string, roles: Role[], customerId: CustomerId) =>
    refuseUnseen(await sightOf(ledger.table, { id: id(who), roles }), customerId);

  it.each(['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'] as const)(
    'is a %s’s for everybody',
    async (role) => {
      await expect(sight('anyone', [role], foreign)).resolves.toBeUndefined();
    },
  );

  it('is a customer’s for himself only', async () => {
    await expect(sight('kehu', ['customer'], own)).resolves.toBeUndefined();
    await expect(sight('kehu', ['customer'], foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is nobody’s for a customer’s user without a customer, and for a token without a role', async () => {
    await expect(sight('unlinked', ['customer'], own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sight('unlinked', [], own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sight('nobody', [], own)).rejects.toMatchObject({ code: 'USER_DISABLED' });
  });
});

describe('GET /me', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await freshLedger();
    await putUser(ledger.context, user('xu.lei', 'auditor'));
  });

  it('shows the person, his roles and what he may call', async () => {
    const { body } = await getMe(ledger.context, { actor: { id: id('xu.lei'), roles: ['auditor'] } });
    expect(body).toMatchObject({
      id: 'xu.lei',
      name: 'Name of xu.lei',
      email: 'xu.lei@feeledger.example',
      language: 'en',
      roles: ['auditor'],
    });
    expect(body).not.toHaveProperty('disabled');
    expect(body.operations).toContain('getCharge');
    expect(body.operations).toContain('getOpenApi');
    expect(body.operations).not.toContain('submitCharge');
    expect(body.operations).not.toContain('decideApproval');
    expect(body.operations.every((name) => operations.some((operation) => operation.id === name))).toBe(true);
  });

  it('refuses who has no record', async () => {
    await expect(getMe(ledger.context, { actor: { id: id('nobody'), roles: ['admin'] } })).rejects.toMatchObject({
      code: 'USER_DISABLED',
    });
  });
});
